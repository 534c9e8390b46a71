"""The numbers of prices, valid from a day on (P1, P3, P6)."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.policies import Policy, policy
from core.templatetags.tuoke import zhe

_MULTIPLIER = {"min": Decimal("0.5"), "max": Decimal(1), "written": zhe}
_HUNDREDTHS = _("A multiplier: 0.98 is 2 off a hundred.")


@dataclass(frozen=True)
class HomesTier:
    """So many homes and more earn this multiplier; "9 or more" includes 9."""

    homes: int = field(metadata={"label": _("homes"), "min": 1})
    multiplier: Decimal = field(metadata={"label": _("multiplier"), **_MULTIPLIER})

    def __str__(self) -> str:
        """As people say it."""
        said = {"homes": self.homes, "discount": zhe(self.multiplier)}
        return gettext("from home %(homes)s on: %(discount)s") % said


@policy("pricing", _("Prices and group discount"))
@dataclass(frozen=True)
class PricingPolicy(Policy):
    """P1: the payment plans. P3: the groups. P6: the key person."""

    one_time: Decimal = field(
        default=Decimal("0.98"),
        metadata={"label": _("One-time payment"), "help": _HUNDREDTHS, **_MULTIPLIER},
    )
    instalment: Decimal = field(
        default=Decimal("0.99"),
        metadata={"label": _("Payment by instalments"), "help": _HUNDREDTHS, **_MULTIPLIER},
    )
    mortgage: Decimal = field(
        default=Decimal(1),
        metadata={"label": _("Mortgage"), "help": _HUNDREDTHS, **_MULTIPLIER},
    )
    member_tiers: tuple[HomesTier, ...] = field(
        default=(HomesTier(9, Decimal("0.98")),),
        metadata={
            "label": _("Groups by the number of homes"),
            "help": _("Chamber members, traders, factory staff. The best tier met applies."),
        },
    )
    certificate_tiers: tuple[HomesTier, ...] = field(
        default=(HomesTier(1, Decimal("0.98")),),
        metadata={
            "label": _("Groups by certificate"),
            "help": _("Teachers and civil servants whose certificate was seen."),
        },
    )
    key_person_any_count: bool = field(
        default=True,
        metadata={
            "label": _("Key persons get the group discount whatever the count"),
            "help": _("On their own purchase: the best tier of their unit's group."),
        },
    )
