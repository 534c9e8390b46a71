"""Disputes about who holds a customer: opened, argued, ruled on once (U6)."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.services.notifications import notify
from core import audit, files
from core.abilities import Role
from core.errors import DomainError
from core.policies import policy_on
from core.states import advance, note
from core.uploads import CheckedFile
from units.models import Contact, Dispute, DisputeEvidence, Registration, Renewal
from units.policies import OwnershipPolicy
from units.services.ownership import NOBODY, Follower, give, renew
from units.services.shared import locked_contact
from units.signals import registration_moved
from units.states import DISPUTE_TRANSITIONS, RULINGS, DisputeState


def dispute_open(*, registration: Registration, name: str, by: User) -> Dispute:
    """The second registrant's dispute; the one they have already, if it is open.

    The caller holds the customer's lock. Nothing is said of who holds them.
    """
    tried = Dispute.objects.filter(registration=registration, claimant=by)
    before: Dispute | None = tried.first()
    if before is not None and before.is_open:
        return before
    if before is not None and before.state in RULINGS:
        raise DomainError(
            _("A sales manager has ruled on this customer between you and the holder."),
            field="mobile",
        )
    dispute = _opened(registration, name, by)
    note(dispute, "", by=by, at=dispute.opened_at)
    audit.record("units.dispute.opened", dispute, by=by, contact=dispute.contact_id)
    _tell_holder(dispute)
    _tell_managers(dispute)
    return dispute


@transaction.atomic
def evidence_add(
    *,
    dispute_id: int,
    text: str,
    uploads: Iterable[File[Any] | CheckedFile] = (),
    by: User,
) -> DisputeEvidence:
    """What the claimant or the holder says, with photos or papers, until the ruling."""
    dispute = _locked(dispute_id)
    if by.pk not in (dispute.claimant_id, dispute.holder_id):
        raise DomainError(_("Only the two people of a dispute add evidence."))
    if not dispute.is_open:
        raise DomainError(_("The ruling has been given; it is final."))
    evidence = DisputeEvidence.objects.create(
        dispute=dispute, by=by, text=text.strip(), at=timezone.now()
    )
    for upload in uploads:
        files.attachment_save(subject=evidence, upload=upload, kind=files.EVIDENCE, by=by)
    audit.record("units.dispute.evidence", dispute, by=by, evidence=evidence.pk)
    return evidence


@transaction.atomic
def dispute_withdraw(*, dispute_id: int, by: User) -> Dispute:
    """The claimant takes the claim back, for example after a slip in the number."""
    dispute = _locked(dispute_id)
    if dispute.claimant_id != by.pk:
        raise DomainError(_("Only who claimed a customer takes the claim back."))
    advance(dispute, DisputeState.WITHDRAWN, by=by, transitions=DISPUTE_TRANSITIONS)
    return dispute


@transaction.atomic
def dispute_rule(*, dispute_id: int, ruling: str, reason: str, by: User) -> Dispute:
    """A sales manager's ruling: final, with its reason, told to both (U6).

    For the claimant: the customer and the live registration go over at once. Freed: into the pool.
    """
    whose = Dispute.objects.values_list("contact_id", flat=True).get(pk=dispute_id)
    contact = locked_contact(whose, erased=True)  # what is open has to come to an end
    dispute = _locked(dispute_id)
    _check_ruling(dispute, ruling, by)
    dispute.decided_by, dispute.reason = by, reason.strip()
    dispute.decided_at = timezone.now()
    advance(
        dispute,
        DisputeState(ruling),
        by=by,
        why=reason,
        transitions=DISPUTE_TRANSITIONS,
        fields=("decided_by", "decided_at", "reason"),
    )
    if ruling == DisputeState.FOR_CLAIMANT:
        _to_claimant(dispute, contact, by)
    elif ruling == DisputeState.FREED:
        _check_still_held(dispute, contact)
        give(contact, NOBODY, why=dispute.reason, by=by)
    _tell_both(dispute)
    return dispute


def _opened(registration: Registration, name: str, by: User) -> Dispute:
    """With the rule's figures of this moment."""
    day, contact = timezone.localdate(), registration.contact
    policy = policy_on(OwnershipPolicy, day)
    dispute = Dispute(
        project_id=registration.project_id,
        contact=contact,
        registration=registration,
        claimed_name=name.strip()[:60],
        claimant=by,
        claimant_team_id=next(iter(by.team_ids), None),
        holder_id=contact.owner_id or registration.owner_id,
        holder_team_id=contact.team_id,
        registered_on=registration.registered_on,
        protected_until=registration.protected_until,
        protection_days=policy.protection_days,
        opened_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            dispute.save(force_insert=True)
    except IntegrityError:  # the same person, twice at one instant
        open_ones = Dispute.objects.open()
        dispute = open_ones.get(registration=registration, claimant=by)
    return dispute


def _locked(dispute_id: int) -> Dispute:
    rows = Dispute.objects.select_for_update(no_key=True, of=("self",))
    dispute: Dispute = rows.get(pk=dispute_id)
    return dispute


def _check_ruling(dispute: Dispute, ruling: str, by: User) -> None:
    if ruling not in RULINGS:
        raise DomainError(_("Choose one of the three rulings."), field="ruling")
    if by.role != Role.MANAGER or dispute.project_id not in by.project_ids:
        raise DomainError(_("A sales manager of the project rules on disputes."))
    if by.pk in (dispute.claimant_id, dispute.holder_id):
        raise DomainError(_("Nobody rules in their own matter. Ask another sales manager."))


def _check_still_held(dispute: Dispute, contact: Contact) -> None:
    """Between the claim and the ruling a third person may have registered them lawfully."""
    live = Registration.objects.filter(contact=contact, live=True).first()
    if live is not None and live.pk != dispute.registration_id:
        raise DomainError(
            _("Somebody else has registered this customer meanwhile. Rule for the holder.")
        )


def _to_claimant(dispute: Dispute, contact: Contact, by: User) -> None:
    _check_still_held(dispute, contact)
    claimant = dispute.claimant
    if not claimant.is_active:
        raise DomainError(_("The claimant has left. Free the customer or leave them."))
    to = Follower(claimant.pk, dispute.claimant_team_id)
    give(contact, to, why=dispute.reason, by=by)
    live = dispute.registration
    was = {"was_owner_id": live.owner_id, "was_team_id": live.team_id}
    live.owner_id, live.team_id, live.live = to.owner_id or live.owner_id, to.team_id, True
    live.save(update_fields=["owner", "team", "live"])
    renew(live, timezone.localdate(), by=by, source=Renewal.Source.RULING)
    registration_moved.send(Registration, registration=live, **was)
    for other in Dispute.objects.filter(registration=live).open().order_by("pk"):
        other.holder_id, other.holder_team_id = claimant.pk, to.team_id
        other.save(update_fields=["holder", "holder_team"])
        _tell_holder(other)


def _tell_holder(dispute: Dispute) -> None:
    notify(
        user_ids=[dispute.holder_id],
        kind="units.dispute.holder",
        key=str(dispute.pk),
        title=lambda: _("Somebody claims your customer %(name)s") % {"name": dispute.contact},
        body=gettext_lazy("Add what shows that they are yours; a sales manager will rule."),
        url=dispute.get_absolute_url(),
    )


def _tell_managers(dispute: Dispute) -> None:
    managers = User.objects.filter(role=Role.MANAGER, is_active=True, projects=dispute.project_id)
    notify(
        user_ids=managers.values_list("pk", flat=True),
        kind="units.dispute.opened",
        key=str(dispute.pk),
        title=lambda: _("A customer is disputed: %(name)s") % {"name": dispute.claimed_name},
        body=gettext_lazy("Both sides' contacts stand side by side; your ruling is final."),
        url=dispute.get_absolute_url(),
    )


def _tell_both(dispute: Dispute) -> None:
    notify(
        user_ids=[dispute.claimant_id, dispute.holder_id],
        kind="units.dispute.ruled",
        key=str(dispute.pk),
        title=lambda: (
            _("Ruling on %(name)s: %(ruling)s")
            % {"name": dispute.claimed_name, "ruling": dispute.get_state_display()}
        ),
        body=dispute.reason,
        url=dispute.get_absolute_url(),
    )
