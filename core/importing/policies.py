"""The numbers of imports that a manager may change."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from core.policies import Policy, policy


@policy("imports", _("Imports"))
@dataclass(frozen=True)
class ImportPolicy(Policy):
    """U9, L1."""

    undo_days: int = field(
        default=7,
        metadata={
            "label": _("An import can be undone for"),
            "help": _("Counted from the day it was imported."),
            "unit": _("days"),
            "min": 0,
        },
    )
    kept_days: int = field(
        default=30,
        metadata={
            "label": _("The rows of a file are kept for"),
            "help": _("Then they are thrown away, whatever became of them."),
            "unit": _("days"),
            "min": 1,
        },
    )
