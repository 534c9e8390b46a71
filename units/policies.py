"""The numbers of units and customers, valid from a day on (U4, U6, U7, K5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.policies import Policy, policy
from units.rules import Factor

STRENGTH = ("headcount", "income", "cars", "need")
SINCERITY = ("help", "intention", "self_build", "assembly", "deposits")
AGAINST = frozenset({"self_build"})


@policy("ownership", _("Ownership and protection"))
@dataclass(frozen=True)
class OwnershipPolicy(Policy):
    """U6 and U7."""

    protection_days: int = field(
        default=30,
        metadata={
            "label": _("Protection"),
            "help": _("From the registration and from every follow-up or arrival on."),
            "unit": _("days"),
        },
    )
    warning_days: int = field(
        default=27,
        metadata={"label": _("Warning after"), "unit": _("days without contact")},
    )
    claim_limit: int = field(
        default=20, metadata={"label": _("Live claims from the pool per person")}
    )
    grace_days: int = field(
        default=30,
        metadata={
            "label": _("Into the public pool after"),
            "help": _("Counted from the last contact, or from the day it was given to somebody."),
            "unit": _("days without contact"),
        },
    )
    pool_at: time = field(default=time(0, 30), metadata={"label": _("Public pool filled at")})
    warning_at: time = field(
        default=time(7, 0), metadata={"label": _("Warning before the pool sent at")}
    )

    def check(self) -> None:
        """Who is warned can still do something about it."""
        if self.warning_days >= self.grace_days:
            raise DomainError(
                gettext("The warning must come before the public pool. Choose fewer days."),
                field="warning_days",
            )

    @property
    def near_days(self) -> int:
        """From how many days left on the end is near and shown in red."""
        return max(self.protection_days - self.warning_days, 0)


@policy("evaluation", _("Evaluation of units"))
@dataclass(frozen=True)
class EvaluationPolicy(Policy):
    """U4: what weighs how much, and from which mean a grade is given."""

    headcount: Decimal = field(default=Decimal(3), metadata={"label": _("Weight of headcount")})
    income: Decimal = field(default=Decimal(3), metadata={"label": _("Weight of income")})
    cars: Decimal = field(default=Decimal(1), metadata={"label": _("Weight of private cars")})
    need: Decimal = field(default=Decimal(3), metadata={"label": _("Weight of housing need")})
    help: Decimal = field(
        default=Decimal(3), metadata={"label": _("Weight of the key person's help")}
    )
    intention: Decimal = field(
        default=Decimal(3), metadata={"label": _("Weight of the purchase intention")}
    )
    self_build: Decimal = field(
        default=Decimal(1),
        metadata={"label": _("Weight of self-build plans"), "help": _("Counts against the unit.")},
    )
    assembly: Decimal = field(
        default=Decimal(1), metadata={"label": _("Weight of an allowed assembly")}
    )
    deposits: Decimal = field(default=Decimal(2), metadata={"label": _("Weight of deposits")})
    grade_a: int = field(default=80, metadata={"label": _("Grade A from")})
    grade_b: int = field(default=60, metadata={"label": _("Grade B from")})
    grade_c: int = field(default=40, metadata={"label": _("Grade C from")})

    def factors(self, names: Iterable[str], values: Mapping[str, int | None]) -> dict[str, Factor]:
        """The answers to `names` with this policy's weights."""
        return {
            name: Factor(values.get(name), getattr(self, name), against=name in AGAINST)
            for name in names
        }

    @property
    def steps(self) -> tuple[tuple[str, int], ...]:
        """The grades from the best, each with its least mean."""
        return (("A", self.grade_a), ("B", self.grade_b), ("C", self.grade_c))


@policy("gifts", _("Gifts to key persons"))
@dataclass(frozen=True)
class GiftPolicy(Policy):
    """K5."""

    each: Decimal = field(
        default=Decimal(200), metadata={"label": _("Worth of one gift at most"), "unit": _("yuan")}
    )
    within_days: int = field(
        default=30,
        metadata={
            "label": _("Gifts to one person count as one within"),
            "unit": _("days"),
            "max": 366,
        },
    )


@policy("duplicates", _("Duplicates and look-ups"))
@dataclass(frozen=True)
class DuplicatePolicy(Policy):
    """U8, and U6: what is shown as likely the same, and when looking up becomes fishing."""

    radius: int = field(
        default=500,
        metadata={
            "label": _("Near"),
            "help": _("Units within this distance are shown as perhaps the same."),
            "unit": _("metres"),
            "max": 20_000,
        },
    )
    typing_seconds: int = field(
        default=60,
        metadata={
            "label": _("One look-up"),
            "help": _("A name that is typed on within this time is one look-up, not several."),
            "unit": _("seconds"),
        },
    )
    look_ups_a_day: int = field(
        default=60,
        metadata={
            "label": _("Look-ups of a person and day"),
            "help": _("More are marked, and managers and compliance are told."),
            "min": 1,
        },
    )
    keep_days: int = field(
        default=90, metadata={"label": _("Look-ups are kept for"), "unit": _("days"), "min": 1}
    )


@policy("personal", _("Personal data"))
@dataclass(frozen=True)
class PersonalPolicy(Policy):
    """L1: how soon a person is answered, and when nobody remembers them any more."""

    answer_days: int = field(
        default=15,
        metadata={"label": _("A request is answered within"), "unit": _("days")},
    )
    warn_days: int = field(
        default=5,
        metadata={"label": _("Shown on Today before it is due"), "unit": _("days")},
    )
    forget_months: int = field(
        default=36,
        metadata={
            "label": _("People without purchase are proposed for erasure after"),
            "unit": _("months without any dealing"),
        },
    )
    sealed_years: int = field(
        default=30,
        metadata={
            "label": _("An erased buyer's or key person's identity stays sealed for"),
            "help": _("Books and vouchers are kept so long; only finance opens it, for a reason."),
            "unit": _("years"),
        },
    )
    erased_years: int = field(
        default=3,
        metadata={
            "label": _("No file brings an erased person back for"),
            "help": _("A fingerprint of the telephone number is kept so long, nothing else."),
            "unit": _("years"),
        },
    )


@policy("merging", _("Merging of duplicates"))
@dataclass(frozen=True)
class MergePolicy(Policy):
    """U8: how long two records that were made one can be parted again."""

    undo_days: int = field(
        default=30,
        metadata={"label": _("A merge can be undone for"), "unit": _("days"), "min": 1},
    )
