"""The price list in bulk, as an import brings it: the rules of one home (P1, U9)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Project, User
from core import audit
from core.errors import DomainError
from core.importing import kept, put_back
from pricing.models import Home
from pricing.states import HomeState

FACTS = ("area", "unit_price", "list_price")


@transaction.atomic
def homes_add(*, project_id: int, rows: Sequence[Mapping[str, Any]], by: User) -> list[Home]:
    """New homes; a row has building, number, area and both prices."""
    homes = [Home(project_id=project_id, created_by=by, **row) for row in rows]
    try:
        with transaction.atomic():
            Home.objects.bulk_create(homes)
    except IntegrityError:
        raise _meanwhile() from None
    prices = {home.pk: home.list_price for home in homes}
    _told("pricing.homes_added", project_id, by, list_prices=prices)
    return homes


@transaction.atomic
def homes_change(*, rows: Sequence[tuple[Home, Mapping[str, Any]]], by: User) -> list[Home]:
    """Areas and prices of homes that are still to be had; a taken one keeps what it was sold at."""
    facts = {home.pk: new for home, new in rows}
    seen = {home.pk: [getattr(home, name) for name in FACTS] for home, _new in rows}
    homes = list(Home.objects.filter(pk__in=facts).order_by("pk").select_for_update(no_key=True))
    for home in homes:
        if home.state != HomeState.AVAILABLE:
            raise taken()
        if [getattr(home, name) for name in FACTS] != seen[home.pk]:
            raise _meanwhile()
    was = {home.pk: {name: kept(getattr(home, name)) for name in FACTS} for home in homes}
    for home in homes:
        for name, value in facts[home.pk].items():
            setattr(home, name, value)
    Home.objects.bulk_update(homes, FACTS, batch_size=250)
    if homes:
        now = {home.pk: {name: kept(getattr(home, name)) for name in FACTS} for home in homes}
        _told("pricing.homes_changed", homes[0].project_id, by, was=was, now=now)
    return homes


@transaction.atomic
def homes_set_back(*, rows: Sequence[tuple[int, Mapping[str, Any]]], by: User) -> None:
    """Put prices back to what they were before an import."""
    homes, back = (
        Home.objects.in_bulk([pk for pk, _was in rows]),
        Home.objects.in_bulk([pk for pk, _was in rows]),
    )
    for pk, was in rows:
        for name, value in was.items():
            put_back(back[pk], name, value)
    homes_change(
        rows=[(homes[pk], {name: getattr(back[pk], name) for name in was}) for pk, was in rows],
        by=by,
    )


@transaction.atomic
def homes_remove(*, ids: Sequence[int], by: User) -> None:
    """Take homes off the list that came by mistake and that nobody ever chose."""
    homes = list(Home.objects.filter(pk__in=ids))
    Home.objects.filter(pk__in=ids).delete()
    if homes:
        _told("pricing.homes_removed", homes[0].project_id, by, homes=[home.pk for home in homes])


def taken() -> DomainError:
    """What is reserved or sold is never re-priced by a list."""
    return DomainError(
        _("This home is reserved or sold, so its area and price stay. Leave the row out."),
        field="list_price",
    )


def _meanwhile() -> DomainError:
    return DomainError(
        _("Somebody changed one of these homes at this moment. Check the rows again.")
    )


def _told(action: str, project_id: int, by: User, **data: Any) -> None:
    """One link of the audit trail for all of them (L3)."""
    audit.record(action, Project(pk=project_id), by=by, **data)
