"""What may follow what: reports (V4) and follow-ups (V6)."""

from collections.abc import Mapping
from enum import StrEnum


class ReportState(StrEnum):
    """A report is written, then filed and never changed again, or thrown away unfiled."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    DISCARDED = "discarded"


REPORT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED, ReportState.DISCARDED}),
    ReportState.SUBMITTED: frozenset(),
    ReportState.DISCARDED: frozenset(),
}


class FollowUpState(StrEnum):
    """A follow-up is owed until it is done or nobody needs it any more."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


FOLLOW_UP_TRANSITIONS: Mapping[str, frozenset[str]] = {
    FollowUpState.OPEN: frozenset({FollowUpState.DONE, FollowUpState.CANCELLED}),
    FollowUpState.DONE: frozenset(),
    FollowUpState.CANCELLED: frozenset(),
}
