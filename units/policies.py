"""The numbers of units and customers, valid from a day on (U4, U6, U7, K5)."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.policies import Policy, policy


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


@policy("gifts", _("Gifts to key persons"))
@dataclass(frozen=True)
class GiftPolicy(Policy):
    """K5."""

    each: Decimal = field(
        default=Decimal(200), metadata={"label": _("Worth of one gift at most"), "unit": _("yuan")}
    )
