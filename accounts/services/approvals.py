"""Telling people what waits for their decision, and who asked what became of it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.notifications import notify
from core.approvals.kinds import kind_of, title_of
from core.approvals.selectors import may_decide
from core.models import Approval


def approval_waits(*, approval: Approval, by: User) -> int:
    """Tell who may decide the present stage; returns how many were told now."""
    return notify(
        user_ids=[user.pk for user in _candidates(approval) if may_decide(user, approval)],
        kind="approval_asked",
        key=f"{approval.pk}.{approval.stage}",
        title=lambda: _("Waits for your decision: %(title)s") % {"title": title_of(approval)},
        body=lambda: _("%(kind)s, asked by %(person)s") % _said(approval, approval.asked_by),
        url=approval.get_absolute_url(),
        by=by,
    )


def approval_returned(*, approval: Approval, by: User) -> int:
    """Tell who asked that it came back; the reason stands on its page."""
    return _tell_asker(
        approval, by, lambda: _("Returned: %(title)s") % {"title": title_of(approval)}
    )


def approval_approved(*, approval: Approval, by: User) -> int:
    """Tell who asked that all have agreed."""
    return _tell_asker(
        approval, by, lambda: _("Approved: %(title)s") % {"title": title_of(approval)}
    )


def _tell_asker(approval: Approval, by: User, title: Callable[[], str]) -> int:
    return notify(
        user_ids=[approval.asked_by_id],
        kind="approval_decided",
        key=str(approval.pk),
        title=title,
        body=lambda: _("%(kind)s, decided by %(person)s") % _said(approval, by),
        url=approval.get_absolute_url(),
        by=by,
    )


def _candidates(approval: Approval) -> list[User]:
    """People of the roles whose turn it is; `may_decide` has the last word."""
    steps = approval.steps.filter(order=approval.stage, state="waiting")
    people = User.objects.filter(role__in=steps.values("role"), is_active=True)
    if approval.project_id is not None:
        people = people.filter(projects=approval.project_id)
    return list(people)


def _said(approval: Approval, person: User) -> dict[str, object]:
    return {"kind": kind_of(approval).label, "person": person}
