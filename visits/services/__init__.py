"""Commands of visits: each one transaction; locks go unit, report, follow-ups."""

from visits.services.followup import (
    contact_follow_ups_hand_over,
    follow_ups_drop,
    follow_ups_end,
    follow_ups_hand_over,
    follow_ups_redate,
    followup_add,
    followup_cancel,
    followup_done,
    followup_move,
)
from visits.services.report import (
    report_discard,
    report_photo_add,
    report_save,
    report_start,
    report_submit,
    reports_hand_over,
)

__all__ = [
    "contact_follow_ups_hand_over",
    "follow_ups_drop",
    "follow_ups_end",
    "follow_ups_hand_over",
    "follow_ups_redate",
    "followup_add",
    "followup_cancel",
    "followup_done",
    "followup_move",
    "report_discard",
    "report_photo_add",
    "report_save",
    "report_start",
    "report_submit",
    "reports_hand_over",
]
