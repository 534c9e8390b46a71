"""A dispute as each reader may see it (U6): the manager both sides, the others their own."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core.abilities import Role
from core.models import Attachment
from core.registry import TimelineEntry
from units.holdings import dealings
from units.models import Arrival, Dispute, DisputeEvidence, OwnershipChange, Registration, Renewal


@dataclass(frozen=True)
class Said:
    """One piece of evidence with its files."""

    evidence: DisputeEvidence
    files: list[Attachment]


@dataclass(frozen=True)
class Side:
    """One side of the dispute; `name` is empty where the reader may not know it yet."""

    role: str
    name: str
    entries: list[TimelineEntry]
    said: list[Said]


def roles_of(dispute: Dispute, user: User) -> set[str]:
    """The sides whose contacts and evidence the user may see."""
    if user.role == Role.MANAGER:
        return {"holder", "claimant"}
    parties = {dispute.holder_id: "holder", dispute.claimant_id: "claimant"}
    if user.pk in parties:  # their own side alone, even where both are of one team
        return {parties[user.pk]}
    found = set()
    if user.pk == dispute.holder_id or dispute.holder_team_id in user.team_ids:
        found.add("holder")
    if user.pk == dispute.claimant_id or dispute.claimant_team_id in user.team_ids:
        found.add("claimant")
    return found


def sides(dispute: Dispute, user: User) -> list[Side]:
    """The sides the user may see, the holder first."""
    seen = roles_of(dispute, user)
    both = (
        ("holder", _("The holder"), dispute.holder),
        ("claimant", _("The claimant"), dispute.claimant),
    )
    return [
        Side(label, str(person), dealings(dispute.contact, person.pk), _said(dispute, person))
        for role, label, person in both
        if role in seen
    ]


def names(dispute: Dispute, user: User) -> dict[str, str]:
    """Who they are: known to one's own side at once, to the other side after the ruling."""
    seen = roles_of(dispute, user)
    told = seen if dispute.decided_at is None else {"holder", "claimant"}
    return {
        "holder": str(dispute.holder) if "holder" in told else "",
        "claimant": str(dispute.claimant) if "claimant" in told else "",
    }


def renewals(dispute: Dispute, user: User) -> list[Renewal]:
    """What moved the end of the protection, oldest first.

    They are the holder's contacts, so the claimant reads them with the ruling and not before.
    """
    if dispute.decided_at is None and "holder" not in roles_of(dispute, user):
        return []
    return list(dispute.registration.renewals.all())


def _said(dispute: Dispute, person: User) -> list[Said]:
    rows = list(dispute.evidence.filter(by=person))
    files = Attachment.objects.filter(
        subject_type=DisputeEvidence._meta.label_lower, subject_id__in=[row.pk for row in rows]
    )
    by_row: dict[int, list[Attachment]] = {}
    for kept in files:
        by_row.setdefault(kept.subject_id, []).append(kept)
    return [Said(row, by_row.get(row.pk, [])) for row in rows]


def refused(dispute: Dispute) -> str:
    """What the second to register is told: until when, and never by whom (U6)."""
    return _(
        "This customer is registered already and protected until %(day)s. A dispute is open for "
        "you: add what you know, and a sales manager will rule."
    ) % {"day": dispute.protected_until}


# --- what units itself knows of a person's contacts with a customer ------------------------------


def customer_dealings(contact: Any, user_id: int, limit: int) -> list[TimelineEntry]:
    """Registrations, claims, arrivals and being given the customer."""
    made = Registration.objects.filter(contact=contact).made_by(user_id)
    came = Arrival.objects.filter(contact=contact, owner=user_id)
    given = OwnershipChange.objects.filter(contact=contact, to_owner=user_id)
    tried = Dispute.objects.filter(contact=contact, claimant=user_id)
    return [
        *(_entry(row.created_at, _("Registered"), "person-plus") for row in made[:limit]),
        *(_entry(row.created_at, _("Arrival"), "geo-alt", row.note) for row in came[:limit]),
        *(
            _entry(row.at, _("Became who follows them"), "person-check", row.because)
            for row in given.exclude(from_owner=user_id)[:limit]
        ),
        *(
            _entry(row.opened_at, _("Tried to register"), "shield-exclamation", str(row))
            for row in tried[:limit]
        ),
    ]


def _entry(at: Any, text: str, icon: str, detail: str = "") -> TimelineEntry:
    return TimelineEntry(at, "dealings", text, icon=icon, detail=detail)
