"""Asking, deciding, withdrawing, and starting again when what was approved has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import audit, states
from core.approvals.kinds import approved, asked, kind_of, known, returned
from core.approvals.states import APPROVED, RETURNED, TRANSITIONS, WITHDRAWN
from core.approvals.values import plain
from core.errors import DomainError
from core.models import Approval, ApprovalStep

ALL, ANY = ApprovalStep.Mode.ALL, ApprovalStep.Mode.ANY


@dataclass(frozen=True)
class Stage:
    """Roles that decide at the same time; stages follow each other. `mode`: all of them, or any."""

    roles: tuple[str, ...]
    mode: str = ALL


def in_order(*roles: str) -> tuple[Stage, ...]:
    """One role after the other."""
    return tuple(Stage((role,)) for role in roles)


@transaction.atomic
def approval_ask(
    *, subject: Model, kind: str, steps: Sequence[Stage], snapshot: Mapping[str, Any], by: Any
) -> Approval:
    """Ask for a decision on `snapshot`: plain values by name, shown to who decides.

    DomainError if it waits or stands approved already (see `approval_changed`).
    """
    if not (known(kind) and steps and all(stage.roles for stage in steps)):
        raise ValueError(f"approval {kind!r} is not registered or has no steps")
    approval = Approval(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        project_id=getattr(subject, "project_id", None),
        team_id=getattr(subject, "team_id", None),
        title=str(subject)[:200],
        snapshot=plain(snapshot),
        before=_stood_before(subject, kind),
        asked_by=by,
        asked_at=timezone.now(),
    )
    _insert(approval)
    _write_steps(approval, steps)
    states.note(approval, "", by=by, at=approval.asked_at)
    audit.record("core.approval.asked", approval, by=by, kind=kind, on=approval.subject_id)
    asked.send(sender=Approval, approval=approval, by=by)
    return approval


def _stood_before(subject: Model, kind: str) -> Any:
    """What was approved last, also if it has been withdrawn by a change since."""
    last = Approval.objects.of(subject, kind).filter(decided_at__isnull=False)
    agreed = last.exclude(state=RETURNED).first()
    return agreed.snapshot if agreed else None


def _insert(approval: Approval) -> None:
    try:
        with transaction.atomic():
            approval.save(force_insert=True)
    except IntegrityError:
        raise DomainError(
            _("This waits for a decision or has been approved already. Look at it under Approvals.")
        ) from None


def _write_steps(approval: Approval, steps: Sequence[Stage]) -> None:
    ApprovalStep.objects.bulk_create(
        ApprovalStep(approval=approval, order=order, role=role, mode=stage.mode)
        for order, stage in enumerate(steps, start=1)
        for role in stage.roles
    )


@transaction.atomic
def approval_decide(*, approval_id: int, decision: str, reason: str, by: Any) -> Approval:
    """Decide the step that waits for `by`: "approve", or "return" with a reason.

    Who asked may not decide, nobody decides twice. `approved` or `returned` is sent at the end.
    """
    approval = _locked(approval_id)
    step = _step_for(approval, by)
    if decision == "return":
        _return(approval, step, by=by, reason=reason)
    else:
        _agree(approval, step, by=by, reason=reason)
    return approval


def _locked(approval_id: int) -> Approval:
    return Approval.objects.select_for_update().get(pk=approval_id)


def _step_for(approval: Approval, by: Any) -> ApprovalStep:
    """The waiting step of the person's role; a refusal says why there is none."""
    if approval.asked_by_id == by.pk:
        raise DomainError(_("You asked for this yourself, so somebody else must decide."))
    if approval.state != Approval.State.WAITING:
        raise DomainError(
            _("This is “%(state)s” already. Reload the page.")
            % {"state": approval.get_state_display()}
        )
    within = Approval.objects.within_reach(by).filter(pk=approval.pk).exists()
    step = approval.steps.filter(order=approval.stage, role=by.role, state="waiting").first()
    if step is None or not within or not kind_of(approval).check(by, approval):
        raise DomainError(_("This does not wait for you at the moment."))
    if approval.steps.filter(decided_by=by).exists():
        raise DomainError(_("You have decided a step of this already; another person must."))
    return step


def _write(step: ApprovalStep, state: str, *, by: Any, reason: str) -> None:
    step.state, step.decided_by, step.at = state, by, timezone.now()
    step.reason = reason
    step.save(update_fields=["state", "decided_by", "at", "reason"])
    audit.record(
        f"core.approval_step.{state}", step.approval, by=by, step=step.pk, order=step.order
    )


def _return(approval: Approval, step: ApprovalStep, *, by: Any, reason: str) -> None:
    if not reason.strip():
        raise DomainError(_("Say why you return it, so that it can be put right."), field="reason")
    _write(step, ApprovalStep.State.RETURNED, by=by, reason=reason)
    _advance(approval, RETURNED, by=by, why=reason)
    returned.send(sender=Approval, approval=approval, by=by)


def _agree(approval: Approval, step: ApprovalStep, *, by: Any, reason: str) -> None:
    _write(step, ApprovalStep.State.APPROVED, by=by, reason=reason)
    if step.mode == ANY:
        approval.steps.filter(order=step.order, state="waiting").update(
            state=ApprovalStep.State.SKIPPED
        )
    waiting = approval.steps.filter(state="waiting").first()
    if waiting is None:
        _advance(approval, APPROVED, by=by, why=reason)
        approved.send(sender=Approval, approval=approval, by=by)
    elif waiting.order != approval.stage:
        approval.stage = waiting.order
        approval.save(update_fields=["stage"])
        asked.send(sender=Approval, approval=approval, by=by)


def _advance(approval: Approval, to: str, *, by: Any, why: str) -> None:
    """The one place that moves an approval; withdrawing keeps when it was approved."""
    if to != WITHDRAWN:
        approval.decided_at = timezone.now()
    states.advance(approval, to, by=by, why=why, transitions=TRANSITIONS, fields=["decided_at"])


@transaction.atomic
def approval_withdraw(*, approval_id: int, by: Any) -> Approval:
    """Take one's own request back while it waits."""
    approval = _locked(approval_id)
    if approval.asked_by_id != by.pk:
        raise DomainError(_("Only who asked for this can withdraw it."))
    if approval.state != Approval.State.WAITING:
        raise DomainError(_("This has been decided, so it cannot be withdrawn."))
    _advance(approval, WITHDRAWN, by=by, why="")
    return approval


@transaction.atomic
def approval_changed(
    *, subject: Model, kind: str, snapshot: Mapping[str, Any], by: Any
) -> Approval | None:
    """Tell that a row may have changed: what waits or was approved on other values starts again.

    The new request goes through the same steps, with what stood before beside it. Returns it; None
    if nothing live was asked for or the snapshot is the same.
    """
    live = Approval.objects.select_for_update().of(subject, kind)
    approval = live.filter(state__in=("waiting", "approved")).first()
    if approval is None or approval.snapshot == plain(snapshot):
        return None
    _advance(approval, WITHDRAWN, by=by, why=gettext_noop("What was asked for has changed."))
    return approval_ask(
        subject=subject, kind=kind, steps=_stages(approval), snapshot=snapshot, by=by
    )


def _stages(approval: Approval) -> list[Stage]:
    stages: dict[int, Stage] = {}
    for step in approval.steps.all():
        earlier = stages.get(step.order, Stage((), step.mode)).roles
        stages[step.order] = Stage((*earlier, step.role), step.mode)
    return list(stages.values())
