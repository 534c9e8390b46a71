"""Whom the sales centre's desk finds by the last digits of a number (U6, L1)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from units.models import Arrival, Contact, Registration

MOST = 20  # people who share four digits in one project


@dataclass(frozen=True)
class DeskMatch:
    """One who may be standing here: masked unless one sees them anyway.

    `until` is the day of their protection, None where nobody holds them; `here` that their arrival
    of today is recorded.
    """

    contact_id: int
    name: str
    mobile: str
    url: str
    until: date | None
    registered: bool
    here: bool


def people_ending_in(digits: str, user: User) -> list[DeskMatch]:
    """Everybody of the person's projects whose number ends in `digits`, across all owners."""
    today = timezone.localdate()
    live = Registration.objects.filter(contact=OuterRef("pk"), live=True)
    found = (
        Contact.objects.filter(project_id__in=user.project_ids, mobile__endswith=digits)
        .annotate(
            until=Subquery(live.values("protected_until")[:1]),
            here=Exists(Arrival.objects.filter(contact=OuterRef("pk"), arrived_on=today)),
            seen=Exists(Contact.objects.visible_to(user).filter(pk=OuterRef("pk"))),
        )
        .order_by("sound", "pk")[:MOST]
    )
    return [_match(contact, today) for contact in found]


def hidden_name(name: str) -> str:
    """陈**: enough for who stands there to say yes, too little for who fishes."""
    return f"{name[:1]}**"


def _match(contact: Contact, today: date) -> DeskMatch:
    until: date | None = contact.until  # type: ignore[attr-defined]
    seen: bool = contact.seen  # type: ignore[attr-defined]
    return DeskMatch(
        contact_id=contact.pk,
        name=contact.name if seen else hidden_name(contact.name),
        mobile=contact.masked_mobile,
        url=contact.get_absolute_url() if seen else "",
        until=until if until is not None and until >= today else None,
        registered=until is not None,
        here=contact.here,  # type: ignore[attr-defined]
    )
