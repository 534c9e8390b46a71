"""The numbers of rewards, valid from a day on (R1–R4, R8, L2)."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.policies import Policy, policy
from core.templatetags.tuoke import percent
from rewards.rules import YEAR_STEPS, Bracket, TaxScale, YearStep

TAX_KINDS: tuple[tuple[str, str | Promise], ...] = (
    ("labour", _("as labour remuneration")),
    ("incidental", _("as incidental income")),
    ("none", _("no tax is withheld")),
)
_YUAN = {"unit": _("yuan")}
_RATE = {"max": Decimal(1), "written": percent, "help": _("A share: 0.20 is 20 of a hundred.")}


@dataclass(frozen=True)
class RewardTier:
    """From so many homes of the unit on, each earns this much."""

    homes: int = field(metadata={"label": _("homes"), "min": 1})
    amount: Decimal = field(metadata={"label": _("yuan per home")})

    def __str__(self) -> str:
        """As people say it."""
        said = {"homes": self.homes, "amount": f"{self.amount:,}"}
        return gettext("from home %(homes)s on: %(amount)s yuan each") % said


@dataclass(frozen=True)
class TaxBracket:
    """Up to this base the rate applies, less the quick deduction."""

    up_to: Decimal | None = field(metadata={"label": _("up to (yuan, – for all beyond)")})
    rate: Decimal = field(metadata={"label": _("rate"), "max": Decimal(1)})
    less: Decimal = field(metadata={"label": _("less (yuan)")})

    def __str__(self) -> str:
        """As people say it."""
        said = {"rate": percent(self.rate), "less": f"{self.less:,}"}
        if self.up_to is None:
            return gettext("all beyond: %(rate)s, less %(less)s yuan") % said
        said["up_to"] = f"{self.up_to:,}"
        return gettext("up to %(up_to)s yuan: %(rate)s, less %(less)s yuan") % said


@policy("reward", _("Key-person rewards"))
@dataclass(frozen=True)
class RewardPolicy(Policy):
    """R1 to R4, R8 and the steps of L2."""

    tiers: tuple[RewardTier, ...] = field(
        default=(RewardTier(1, Decimal(1000)),),
        metadata={
            "label": _("Reward per home"),
            "help": _("By the unit's number of homes in the campaign; the highest tier counts."),
        },
    )
    own_home_earns: bool = field(
        default=False, metadata={"label": _("The key person's own home earns a reward")}
    )
    payable_after_days: int = field(
        default=7,
        metadata={"label": _("Payable after"), "unit": _("days from the contract"), "max": 365},
    )
    cash_limit: Decimal = field(
        default=Decimal(1000), metadata={"label": _("Cash at most per voucher"), **_YUAN}
    )
    tax_kind: str = field(
        default="labour", metadata={"label": _("How tax is withheld"), "choices": TAX_KINDS}
    )
    tax_incidental: Decimal = field(
        default=Decimal("0.20"), metadata={"label": _("Tax on incidental income"), **_RATE}
    )
    tax_flat_to: Decimal = field(
        default=Decimal(4000), metadata={"label": _("Labour: fixed allowance up to"), **_YUAN}
    )
    tax_flat: Decimal = field(
        default=Decimal(800), metadata={"label": _("Labour: fixed allowance"), **_YUAN}
    )
    tax_share: Decimal = field(
        default=Decimal("0.80"), metadata={"label": _("Labour: taxed share above"), **_RATE}
    )
    tax_brackets: tuple[TaxBracket, ...] = field(
        default=(
            TaxBracket(Decimal(20000), Decimal("0.20"), Decimal(0)),
            TaxBracket(Decimal(50000), Decimal("0.30"), Decimal(2000)),
            TaxBracket(None, Decimal("0.40"), Decimal(7000)),
        ),
        metadata={"label": _("Labour: rates")},
    )
    year_look: Decimal = field(
        default=Decimal(5000),
        metadata={"label": _("From this year's total on, compliance looks"), **_YUAN},
    )
    year_agree: Decimal = field(
        default=Decimal(10000),
        metadata={"label": _("… compliance and the sales manager look"), **_YUAN},
    )
    year_stop: Decimal = field(default=Decimal(30000), metadata={"label": _("… it stops"), **_YUAN})
    payments_within_days: int = field(
        default=30,
        metadata={"label": _("Payments count as one within"), "unit": _("days"), "max": 366},
    )

    def check(self) -> None:
        """The last rate has no upper bound, and the steps rise."""
        bounds = [bracket.up_to for bracket in self.tax_brackets]
        if not bounds or bounds[-1] is not None or None in bounds[:-1]:
            raise DomainError(
                gettext("The last rate, and only the last, applies to all beyond: write – for it."),
                field="tax_brackets",
            )
        if not self.year_look <= self.year_agree <= self.year_stop:
            raise DomainError(
                gettext("The steps of the year must rise. Correct them."), field="year_agree"
            )

    @property
    def scale(self) -> TaxScale:
        """The figures of R8 as the rule wants them."""
        return TaxScale(
            incidental=self.tax_incidental,
            flat_to=self.tax_flat_to,
            flat=self.tax_flat,
            share=self.tax_share,
            brackets=tuple(Bracket(row.up_to, row.rate, row.less) for row in self.tax_brackets),
        )

    @property
    def year_steps(self) -> tuple[YearStep, ...]:
        """The steps of L2 with this policy's totals."""
        totals = (self.year_look, self.year_agree, self.year_stop)
        return tuple(
            replace(step, total=total) for step, total in zip(YEAR_STEPS, totals, strict=True)
        )
