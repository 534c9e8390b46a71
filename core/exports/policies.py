"""When exports of people raise an alarm, and how long a file is kept (L1)."""

from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.policies import Policy, policy


@policy("exports", _("Exports"))
@dataclass(frozen=True)
class ExportPolicy(Policy):
    """A row of a list of people counts as one person, also when it was exported before."""

    look: int = field(
        default=250,
        metadata={
            "label": _("First step"),
            "help": _("Manager and compliance are told when somebody's exports reach it."),
            "unit": _("people"),
            "min": 1,
        },
    )
    stop: int = field(
        default=2500,
        metadata={
            "label": _("Second step"),
            "help": _("Nobody exports more people than this before compliance releases it."),
            "unit": _("people"),
            "min": 1,
        },
    )
    days: int = field(
        default=30,
        metadata={"label": _("Counted over"), "unit": _("days"), "min": 1, "max": 366},
    )
    kept: int = field(
        default=7,
        metadata={
            "label": _("A file is kept"),
            "help": _("Files the worker has written are deleted afterwards."),
            "unit": _("days"),
            "min": 1,
            "max": 90,
        },
    )

    def check(self) -> None:
        """The second step lies above the first."""
        if self.stop <= self.look:
            raise DomainError(gettext("The second step must lie above the first."), field="stop")
