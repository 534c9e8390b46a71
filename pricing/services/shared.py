"""What all services of purchases share: locks in their order, states, days, one signal."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import states
from core.errors import DomainError
from pricing.models import Home, PriceDifference, Purchase
from pricing.signals import purchase_advanced
from pricing.states import DIFFERENCE_TRANSITIONS, HOME_TRANSITIONS, PURCHASE_TRANSITIONS
from units.models import Unit

_TRANSITIONS: dict[type[Model], states.Transitions] = {
    Home: HOME_TRANSITIONS,
    Purchase: PURCHASE_TRANSITIONS,
    PriceDifference: DIFFERENCE_TRANSITIONS,
}


def locked_unit(unit_id: int | None) -> Unit | None:
    """The unit with its category, its row locked; what becomes scarcer is its count (P4)."""
    if unit_id is None:
        return None
    units = Unit.objects.select_for_update(no_key=True, of=("self",)).select_related("category")
    unit: Unit = units.get(pk=unit_id)
    return unit


def locked_home(home_id: int) -> Home:
    """The home, locked. DomainError if there is none."""
    home: Home | None = Home.objects.select_for_update(no_key=True).filter(pk=home_id).first()
    if home is None:
        raise DomainError(
            _("This home is not on the price list. Choose another one."), field="home"
        )
    return home


def locked_purchase(purchase_id: int) -> Purchase:
    """The purchase, locked after its unit. DomainError if there is none."""
    found = Purchase.objects.filter(pk=purchase_id).values_list("unit_id", flat=True)
    if not found:
        raise DomainError(_("There is no such purchase. Go back to the list."))
    locked_unit(found[0])
    rows = Purchase.objects.select_for_update(no_key=True, of=("self",))
    purchase: Purchase = rows.select_related("home", "contact", "project").get(pk=purchase_id)
    return purchase


def _advance(
    subject: Home | Purchase | PriceDifference,
    to: str,
    *,
    by: User,
    why: str = "",
    fields: Iterable[str] = (),
) -> datetime:
    """Nobody else assigns `.state`. A purchase's version rises with it."""
    names = list(fields)
    if isinstance(subject, Purchase):
        subject.version += 1
        names.append("version")
    transitions = _TRANSITIONS[type(subject)]
    return states.advance(subject, to, by=by, transitions=transitions, why=why, fields=names)


advance = _advance


def tell_advanced(purchase: Purchase, was: str, *, by: User, at: datetime) -> Purchase:
    """Read the purchase afresh (its price may have changed with its unit's) and tell the others."""
    purchase.refresh_from_db()
    purchase_advanced.send(
        sender=Purchase, purchase=purchase, was=was, to=purchase.state, by=by, at=at
    )
    return purchase


def check_day(day: date, *, not_before: date | None, field: str) -> date:
    """A day that is neither in the future nor before what must come first."""
    if day > timezone.localdate():
        raise DomainError(_("This day lies in the future. Enter the day it happened."), field=field)
    if not_before is not None and day < not_before:
        raise DomainError(
            _("This cannot be before %(day)s. Correct the date.")
            % {"day": f"{not_before:%Y-%m-%d}"},
            field=field,
        )
    return day
