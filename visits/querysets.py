"""Reads of reports and follow-ups that say who sees what."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from accounts.querysets import OwnedQuerySet
from visits.states import FollowUpState, ReportState

if TYPE_CHECKING:
    from accounts.models import User


class VisitQuerySet(OwnedQuerySet[Any]):
    """Visit reports: the author's own, the team's, the project's for a manager."""

    def visible_to(self, user: "User") -> Self:
        """What was thrown away is seen by nobody."""
        return super().visible_to(user).exclude(state=ReportState.DISCARDED)

    def drafts(self) -> Self:
        """Those still being written."""
        return self.filter(state=ReportState.DRAFT)

    def submitted(self) -> Self:
        """Those that count."""
        return self.filter(state=ReportState.SUBMITTED)

    def for_list(self) -> Self:
        """With what the list shows, and no more."""
        return self.select_related("unit", "owner", "team").only(
            "number",
            "state",
            "visited_at",
            "intention",
            "joint_event",
            "next_on",
            "unit__name",
            "unit__sound",
            "owner__name",
            "owner__username",
            "team__name",
        )


class FollowUpQuerySet(OwnedQuerySet[Any]):
    """Follow-ups: whoever follows the unit, their team, the project's for a manager."""

    def open(self) -> Self:
        """What is still owed."""
        return self.filter(state=FollowUpState.OPEN)

    def due_by(self, day: date) -> Self:
        """What wants doing by the end of `day`."""
        return self.open().filter(due_on__lte=day)

    def overdue_on(self, day: date) -> Self:
        """What should have been done before `day`."""
        return self.open().filter(due_on__lt=day)

    def for_list(self) -> Self:
        """With what the list shows, and no more."""
        return self.select_related("unit", "contact", "owner", "opened_by").only(
            "due_on",
            "subject",
            "state",
            "unit__name",
            "unit__sound",
            "contact__name",
            "contact__sound",
            "owner__name",
            "owner__username",
            "opened_by__number",
        )
