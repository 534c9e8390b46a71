"""The price list."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.money import yuan
from pricing.models import Home


@dataclass(frozen=True)
class HomeFacts:
    """A flat as the price list names it: m², yuan per m²."""

    building: str
    number: str
    area: Decimal
    unit_price: Decimal


@transaction.atomic
def home_add(*, project_id: int, facts: HomeFacts, by: User) -> Home:
    """Put a home on the list; its list price is area × price per m², half up to 0.01 yuan."""
    if facts.area <= 0 or facts.unit_price <= 0:
        raise DomainError(_("Area and price must be above zero. Correct them."), field="area")
    home = Home(
        project_id=project_id,
        building=facts.building.strip(),
        number=facts.number.strip(),
        area=facts.area,
        unit_price=facts.unit_price,
        list_price=yuan(facts.area * facts.unit_price),
        created_by=by,
    )
    try:
        with transaction.atomic():
            home.save(force_insert=True)
    except IntegrityError:
        raise DomainError(
            _("The building has a home of this number. Look it up before you add it."),
            field="number",
        ) from None
    audit.record("pricing.home_added", home, by=by, list_price=home.list_price)
    return home
