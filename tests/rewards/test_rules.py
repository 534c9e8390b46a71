"""Rules of rewards: amount, date, tax, key person, holds, ranks (R1, R3, R8, K4, L2, I1)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewards.rules import (
    Bracket,
    Recipient,
    TaxScale,
    hold_reasons,
    payable_from,
    ranks,
    reward_amount,
    same_person_throughout,
    tax_withheld,
    year_total,
)

# R1, R3


@pytest.mark.parametrize(
    ("homes", "amount"), [(0, "0.00"), (1, "1000.00"), (9, "1000.00"), (10, "1200.00")]
)
def test_r1_amount_by_the_highest_tier_reached(homes: int, amount: str) -> None:
    assert str(reward_amount([(10, 1200), (1, 1000)], homes)) == amount


def test_r1_higher_tier_counts_even_if_it_pays_less() -> None:
    assert reward_amount([(1, 1000), (10, 800)], 10) == 800
    assert reward_amount([], 10) == 0


def test_r3_payable_a_week_after_the_contract() -> None:
    assert payable_from(date(2008, 7, 1)) == date(2008, 7, 8)
    assert payable_from(date(2008, 12, 31), days=1) == date(2009, 1, 1)


# R8


@pytest.mark.parametrize(
    ("gross", "tax"),
    [
        (0, "0.00"),
        (800, "0.00"),
        ("800.05", "0.01"),
        (1000, "40.00"),
        (4000, "640.00"),
        ("4000.01", "640.00"),
        (5000, "800.00"),
        (25000, "4000.00"),
        (30000, "5200.00"),
        (62500, "13000.00"),
        (70000, "15400.00"),
    ],
)
def test_r8_labour_remuneration(gross: int | str, tax: str) -> None:
    assert str(tax_withheld(gross, "labour")) == tax


def test_r8_incidental_income_and_none() -> None:
    assert str(tax_withheld(1000, "incidental")) == "200.00"
    assert str(tax_withheld("0.03", "incidental")) == "0.01"
    assert str(tax_withheld(1000, "none")) == "0.00"


def test_r8_second_payment_of_the_month_withholds_the_rest() -> None:
    assert str(tax_withheld(1000, "labour", month_gross=1000, month_withheld=40)) == "200.00"
    assert str(tax_withheld(1000, "labour", 4000, 640)) == "160.00"


def test_r8_tax_is_never_below_zero() -> None:
    assert str(tax_withheld(100, "none", month_gross=1000, month_withheld=40)) == "0.00"


@pytest.mark.parametrize(
    ("gross", "kind", "month"), [(-1, "labour", 0), (1, "labour", -1), (1, "salary", 0)]
)
def test_r8_nonsense_is_refused(gross: int, kind: str, month: int) -> None:
    with pytest.raises(ValueError, match=r"zero|no such"):
        tax_withheld(gross, kind, month)


def test_r8_figures_are_policy() -> None:
    scale = TaxScale(flat=Decimal(0), brackets=(Bracket(None, Decimal("0.1"), Decimal(0)),))
    assert tax_withheld(1000, "labour", scale=scale) == 100


payments = st.lists(st.decimals("0.01", 40_000, places=2), min_size=1, max_size=8)
kinds = st.sampled_from(["none", "incidental", "labour"])


@settings(deadline=None)
@given(payments, kinds)
def test_r8_splitting_never_changes_the_months_sum(split: list[Decimal], kind: str) -> None:
    gross = withheld = Decimal(0)
    for payment in split:
        withheld += tax_withheld(payment, kind, gross, withheld)
        gross += payment
    assert withheld == tax_withheld(gross, kind)


@settings(deadline=None)
@given(payments, kinds)
def test_r8_more_gross_is_never_less_tax_nor_less_net(grosses: list[Decimal], kind: str) -> None:
    taxes = [(gross, tax_withheld(gross, kind)) for gross in sorted(grosses)]
    for (less, tax), (more, higher) in pairwise(taxes):
        assert tax <= higher
        assert less - tax <= more - higher + Decimal("0.01")  # each is rounded


# K4


@dataclass(frozen=True)
class Tenure:
    contact_id: int
    starts_on: date
    ends_on: date | None = None


VISIT, CHANGE = date(2008, 6, 1), date(2008, 6, 20)
CONTRACT, DOWN = date(2008, 7, 1), date(2008, 7, 10)


def throughout(*tenures: Tenure, contract: date | None = CONTRACT) -> bool:
    return same_person_throughout(tenures, VISIT, contract, DOWN, contact_id=1)


def test_k4_same_person_from_visit_to_down_payment() -> None:
    assert throughout(Tenure(1, VISIT))
    assert throughout(Tenure(1, date(2008, 1, 1), date(2008, 7, 11)))


@pytest.mark.parametrize("end", [CHANGE, CONTRACT, date(2008, 7, 5), DOWN])
def test_k4_person_who_left_before_the_down_payment_gets_nothing(end: date) -> None:
    assert not throughout(Tenure(1, VISIT, end), Tenure(2, end))


def test_k4_successor_gets_nothing() -> None:
    assert not throughout(Tenure(2, VISIT, CHANGE), Tenure(1, CHANGE))


def test_k4_gap_breaks_and_seamless_return_does_not() -> None:
    assert throughout(Tenure(1, CHANGE), Tenure(1, VISIT, CHANGE))
    assert not throughout(Tenure(1, VISIT, CHANGE), Tenure(1, date(2008, 6, 21)))


def test_k4_named_after_the_first_visit_gets_nothing() -> None:
    assert not throughout(Tenure(1, date(2008, 6, 2)))
    assert not throughout()


def test_k4_purchase_before_the_first_visit_earns_nothing() -> None:
    early = date(2008, 5, 20)
    assert not throughout(Tenure(1, date(2008, 1, 1)), contract=early)
    assert not same_person_throughout([], VISIT, early, early, contact_id=1)


def test_k4_not_yet_contracted_means_no() -> None:
    assert not throughout(Tenure(1, VISIT), contract=None)


# L2


def reasons(
    total: str = "1000",
    *,
    official: bool = False,
    public: bool = False,
    acknowledged: bool = True,
) -> list[tuple[str, tuple[str, ...]]]:
    recipient = Recipient(official, public, acknowledged, Decimal(total))
    return [(reason.code, reason.who) for reason in hold_reasons(recipient)]


def test_l2_acknowledged_private_unit_is_not_held() -> None:
    assert reasons() == []


def test_l2_official_is_held_for_compliance() -> None:
    assert reasons(official=True) == [("official", ("compliance",))]


def test_l2_public_sector_is_held_even_if_acknowledged() -> None:
    assert reasons(public=True) == [("public_sector", ("compliance",))]
    assert reasons(public=True, acknowledged=False) == [("public_sector", ("compliance",))]


def test_l2_private_unit_needs_its_written_acknowledgement() -> None:
    assert reasons(acknowledged=False) == [("not_acknowledged", ("compliance",))]


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("4999.99", []),
        ("5000", [("year_compliance", ("compliance",))]),
        ("9999.99", [("year_compliance", ("compliance",))]),
        ("10000", [("year_manager", ("compliance", "manager"))]),
        ("30000", [("year_stop", ())]),
        ("99000", [("year_stop", ())]),
    ],
)
def test_l2_year_total_passes_steps(
    total: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert reasons(total) == expected


def test_l2_all_reasons_are_named() -> None:
    codes = [code for code, _ in reasons("5000", official=True, acknowledged=False)]
    assert codes == ["official", "not_acknowledged", "year_compliance"]


def test_l2_year_total_counts_the_year() -> None:
    payments = [(date(2008, 1, 1), 1), (date(2008, 7, 1), 2.5), (date(2008, 7, 2), 100)]
    assert year_total(payments, date(2008, 7, 1)) == Decimal("3.50")
    assert year_total([(date(2007, 12, 31), 5)], date(2008, 7, 1)) == 0


def test_l2_payments_within_30_days_count_together_across_new_year() -> None:
    payments = [(date(2007, 12, 10), 4000), (date(2007, 12, 9), 700), (date(2008, 1, 9), 1000)]
    assert year_total(payments, date(2008, 1, 9)) == 5000


# I1


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([5, 5, 3], [1, 1, 3]),
        ([3, 5, 5], [3, 1, 1]),
        ([1, 2, 3], [3, 2, 1]),
        ([0, 0, 0], [1, 1, 1]),
        ([9, 7, 7, 7, 1], [1, 2, 2, 2, 5]),
    ],
)
def test_i1_equal_values_share_a_rank(values: list[int], expected: list[int]) -> None:
    assert ranks(values) == expected


@settings(deadline=None)
@given(st.lists(st.decimals(0, 100, places=1)))
def test_i1_rank_is_one_more_than_those_ahead(values: list[Decimal]) -> None:
    assert ranks(values) == [1 + sum(other > value for other in values) for value in values]
