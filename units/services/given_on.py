"""What units itself gives on in a hand-over: units, customers and people, claims, disputes (U5)."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, gettext_noop

from core.policies import policy_on
from core.states import advance
from units.holdings import Holding, Move
from units.models import Claim, Contact, Dispute, OwnershipChange, Registration, Renewal, Unit
from units.policies import OwnershipPolicy
from units.rules import protection_end
from units.states import DISPUTE_TRANSITIONS, DisputeState

BATCH = 1000


def units_give_on(rows: QuerySet[Any], move: Move) -> None:
    """Units with a line in each one's history; the grace period and protection begin anew."""
    keys = _keys(rows)
    _record("unit_id", keys, move)
    day = timezone.localdate(move.at)
    Claim.objects.filter(user=move.leaver_id, unit__in=rows, ended_at=None).update(ended_at=move.at)
    rows.update(
        owner_id=move.receiver_id,
        team_id=move.to_team_id,
        idle_since=day,
        protected_until=protection_end(day, policy_on(OwnershipPolicy, day).protection_days),
        version=F("version") + 1,
    )


def contacts_give_on(rows: QuerySet[Any], move: Move) -> None:
    """Customers and people of units; live registrations are protected for the receiver afresh."""
    keys = _keys(rows)
    _record("contact_id", keys, move)
    day = timezone.localdate(move.at)
    until = protection_end(day, policy_on(OwnershipPolicy, day).protection_days)
    claims = Claim.objects.filter(user=move.leaver_id, contact__in=rows, ended_at=None)
    claims.update(ended_at=move.at)
    live = Registration.objects.filter(contact__in=rows, live=True)
    _note_renewals(live, until, move)
    live.update(protected_until=until)
    rows.update(
        owner_id=move.receiver_id,
        team_id=move.to_team_id,
        idle_since=day,
        version=F("version") + 1,
    )


def disputes_held_give_on(rows: QuerySet[Any], move: Move) -> None:
    """The receiver stands for the holder; where they are the claimant there is no dispute left."""
    _end_moot(rows.filter(claimant=move.receiver_id), move)
    rows.update(holder_id=move.receiver_id, holder_team_id=move.to_team_id)


def disputes_claimed_give_on(rows: QuerySet[Any], move: Move) -> None:
    """The receiver stands for the claimant, unless they hold the customer or claim them, too."""
    own = Dispute.objects.open().filter(
        claimant=move.receiver_id, registration=OuterRef("registration")
    )
    _end_moot(rows.filter(holder=move.receiver_id), move)
    _end_moot(rows.filter(Exists(own)), move)
    rows.update(claimant_id=move.receiver_id, claimant_team_id=move.to_team_id)


HOLDINGS = (
    Holding("units", gettext_lazy("Units"), Unit.objects.all, units_give_on, order=10, shared=True),
    Holding(
        "customers",
        gettext_lazy("Registered customers"),
        lambda: Contact.objects.customers(),
        contacts_give_on,
        order=20,
        shared=True,
    ),
    Holding(
        "contacts",
        gettext_lazy("Contacts"),
        lambda: Contact.objects.exclude(pk__in=Contact.objects.customers().values("pk")),
        contacts_give_on,
        order=22,
        shared=True,
    ),
    Holding(
        "disputes_held",
        gettext_lazy("Disputes, as the holder"),
        lambda: Dispute.objects.open(),
        disputes_held_give_on,
        order=30,
        owner="holder",
        team="holder_team",
    ),
    Holding(
        "disputes_claimed",
        gettext_lazy("Disputes, as the claimant"),
        lambda: Dispute.objects.open(),
        disputes_claimed_give_on,
        order=32,
        owner="claimant",
        team="claimant_team",
    ),
)


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _record(column: str, keys: list[int], move: Move) -> None:
    OwnershipChange.objects.bulk_create(
        (
            OwnershipChange(
                **{column: key},
                from_owner_id=move.leaver_id,
                from_team_id=move.from_team_id,
                to_owner_id=move.receiver_id,
                to_team_id=move.to_team_id,
                why=gettext_noop("Handed over"),
                by=move.by,
                at=move.at,
            )
            for key in keys
        ),
        batch_size=BATCH,
    )


def _note_renewals(live: QuerySet[Registration], until: Any, move: Move) -> None:
    Renewal.objects.bulk_create(
        (
            Renewal(
                registration_id=key,
                source=Renewal.Source.GIVEN,
                protected_until=until,
                by=move.by,
                at=move.at,
            )
            for key in live.order_by("pk").values_list("pk", flat=True)
        ),
        batch_size=BATCH,
    )


def _end_moot(rows: QuerySet[Dispute], move: Move) -> None:
    for dispute in rows.order_by("pk"):
        advance(
            dispute,
            DisputeState.WITHDRAWN,
            by=move.by,
            why=gettext_noop("One person stands for both sides since the hand-over."),
            transitions=DISPUTE_TRANSITIONS,
        )
