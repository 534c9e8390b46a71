"""The group discount through the services: nine members, the example, the way back (P2–P6)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Notification, Project, User
from core.models import PolicyRow
from core.money import yuan
from pricing.models import PriceChange, PriceDifference, Purchase
from pricing.selectors import Question, group_of, policies_of, quote, standing
from pricing.services import (
    contract_sign,
    deposit_receive,
    difference_settle,
    entry_reverse,
    purchase_cancel,
    unit_reprice,
)
from tests.pricing import factories as make
from units.models import Unit
from units.services import key_person_name

ONE_TIME = Decimal("433160.00")
GROUP = Decimal("424496.80")


@pytest.fixture
def chamber(project: Project, ann: User) -> Unit:
    make.campaign(project)
    return make.unit(ann)


def prices(purchases: list[Purchase]) -> set[Decimal]:
    return {purchase.price for purchase in make.fresh(purchases)}


def test_p2_nine_members_bring_the_worked_example(chamber: Unit, ann: User, fin1: User) -> None:
    eight = make.group(8, ann, fin1, chamber)
    assert prices(eight) == {ONE_TIME}
    ninth = make.subscribed(ann, fin1, chamber)
    assert prices([*eight, ninth]) == {GROUP}
    assert [(row["multiplier"], row["price"], row["saving"]) for row in ninth.steps] == [
        ("1", "442000.00", "0.00"),
        ("0.98", "433160.00", "8840.00"),
        ("0.98", "424496.80", "8663.20"),
    ]
    assert ninth.saving == Decimal("17503.20")


def test_p3_reserved_only_does_not_count_but_is_repriced(
    chamber: Unit, ann: User, fin1: User
) -> None:
    waiting = make.reserved(ann, chamber)
    make.group(8, ann, fin1, chamber)
    assert prices([waiting]) == {ONE_TIME}
    make.subscribed(ann, fin1, chamber)
    assert prices([waiting]) == {GROUP}


def test_p3_a_later_reservation_has_the_group_price_at_once(
    chamber: Unit, ann: User, fin1: User
) -> None:
    make.group(9, ann, fin1, chamber)
    assert make.reserved(ann, chamber).price == GROUP


def test_p3_certificate_counts_from_the_first_home(project: Project, ann: User) -> None:
    make.campaign(project)
    school = make.unit(ann, "certificate", "First Middle School")
    teacher = make.buyer(school, ann, certificate=True)
    other = make.buyer(school, ann)
    assert make.reserved(ann, school, contact=teacher).price == GROUP
    assert make.reserved(ann, school, contact=other).price == ONE_TIME


def test_p3_no_group_rule_no_discount(project: Project, ann: User, fin1: User) -> None:
    make.campaign(project)
    bank = make.unit(ann, "none", "City Bank")
    assert prices(make.group(10, ann, fin1, bank)) == {ONE_TIME}


def test_p4_outside_the_campaign_nothing_counts(project: Project, ann: User, fin1: User) -> None:
    make.campaign(project, before=-1, after=30)
    unit = make.unit(ann)
    assert prices(make.group(9, ann, fin1, unit)) == {ONE_TIME}


def test_p4_two_campaigns_are_counted_apart(project: Project, ann: User, fin1: User) -> None:
    make.campaign(project, before=5, after=30)
    make.campaign(project, before=90, after=-60)
    unit = make.unit(ann)
    long_ago = make.today() - timedelta(days=70)
    earlier = [make.subscribed(ann, fin1, unit, reserved_on=long_ago) for _ in range(5)]
    later = make.group(8, ann, fin1, unit)
    assert prices([*earlier, *later]) == {ONE_TIME}
    later.append(make.subscribed(ann, fin1, unit))
    assert (prices(earlier), prices(later)) == ({ONE_TIME}, {GROUP})


def test_p5_the_change_is_recorded_and_the_salesperson_told(
    chamber: Unit, ann: User, fin1: User
) -> None:
    make.group(9, ann, fin1, chamber)
    change = PriceChange.objects.earliest("pk")
    assert PriceChange.objects.count() == 9
    assert (change.was, change.now, change.homes) == (ONE_TIME, GROUP, 9)
    assert (change.why, change.by) == (PriceChange.Why.REACHED, fin1)
    note = Notification.objects.get(user=ann, kind="price_changed")
    assert "433,160.00 → 424,496.80" in note.body
    assert note.body.count("\n") == 8


def test_p5_signed_before_the_ninth_is_owed_the_difference(
    chamber: Unit, ann: User, fin1: User
) -> None:
    signed = make.contracted(ann, fin1, chamber)
    make.group(8, ann, fin1, chamber)
    signed.refresh_from_db()
    assert (signed.price, signed.contract_price) == (ONE_TIME, ONE_TIME)
    difference = PriceDifference.objects.get()
    assert (difference.purchase, difference.amount) == (signed, Decimal("8663.20"))
    assert (difference.homes, difference.state) == (9, "due")


def test_p5_a_difference_arises_once(chamber: Unit, ann: User, fin1: User) -> None:
    make.contracted(ann, fin1, chamber)
    make.group(9, ann, fin1, chamber)
    unit_reprice(unit_id=chamber.pk, by=fin1)
    assert PriceDifference.objects.count() == 1


def test_p5_signed_with_the_discount_is_owed_nothing(chamber: Unit, ann: User, fin1: User) -> None:
    first = make.group(9, ann, fin1, chamber)[0]
    signed = contract_sign(purchase_id=first.pk, contract_no="HT-1", signed_on=make.today(), by=ann)
    make.subscribed(ann, fin1, chamber)
    assert signed.contract_price == GROUP
    assert not PriceDifference.objects.exists()


def test_p5_falling_below_reprices_unsigned_and_tells_the_manager(
    chamber: Unit, ann: User, fin1: User, manager: User
) -> None:
    nine = make.group(9, ann, fin1, chamber)
    contract_sign(purchase_id=nine[0].pk, contract_no="HT-1", signed_on=make.today(), by=ann)
    purchase_cancel(purchase_id=nine[8].pk, reason="Moves abroad", by=manager)
    assert prices(nine[:1]) == {GROUP}
    assert prices(nine[1:8]) == {ONE_TIME}
    assert PriceChange.objects.filter(why=PriceChange.Why.DROPPED).count() == 7
    assert Notification.objects.get(user=manager, kind="discount_lost").body.startswith("8 ")


def test_p5_manager_is_told_also_when_all_are_signed(
    chamber: Unit, ann: User, fin1: User, manager: User
) -> None:
    nine = make.group(9, ann, fin1, chamber)
    for row in nine:
        contract_sign(
            purchase_id=row.pk, contract_no=f"HT-{row.pk}", signed_on=make.today(), by=ann
        )
    purchase_cancel(purchase_id=nine[0].pk, reason="Moves abroad", by=manager)
    assert Notification.objects.filter(user=manager, kind="discount_lost").count() == 1
    assert prices(nine[1:]) == {GROUP}


def test_p5_a_cancelled_reservation_lowers_no_count(
    chamber: Unit, ann: User, fin1: User, manager: User
) -> None:
    nine = make.group(9, ann, fin1, chamber)
    waiting = make.reserved(ann, chamber)
    purchase_cancel(purchase_id=waiting.pk, reason="Changed mind", by=manager)
    assert prices(nine) == {GROUP}
    assert not Notification.objects.filter(user=manager).exists()


def test_p5_cancelling_voids_the_difference(
    chamber: Unit, ann: User, fin1: User, manager: User
) -> None:
    signed = make.contracted(ann, fin1, chamber)
    make.group(9, ann, fin1, chamber)
    purchase_cancel(purchase_id=signed.pk, reason="Moves abroad", by=manager)
    assert PriceDifference.objects.get().state == "void"


def test_p5_repricing_again_changes_nothing(chamber: Unit, ann: User, fin1: User) -> None:
    make.group(9, ann, fin1, chamber)
    assert unit_reprice(unit_id=chamber.pk, by=fin1) == []


def test_p5_queries_do_not_grow_with_the_unit(
    chamber: Unit, ann: User, fin1: User, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries_of_next_deposit() -> int:
        waiting = make.reserved(ann, chamber)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            deposit_receive(
                purchase_id=waiting.pk, amount=Decimal(1), received_on=make.today(), by=fin1
            )
        return len(seen)

    make.group(2, ann, fin1, chamber)
    few = queries_of_next_deposit()
    make.group(4, ann, fin1, chamber)
    assert queries_of_next_deposit() == few


def test_p6_key_person_has_the_group_price_from_the_first_home(chamber: Unit, ann: User) -> None:
    person = make.buyer(chamber, ann)
    key_person_name(unit_id=chamber.pk, contact_id=person.pk, starts_on=make.today(), by=ann)
    own = make.reserved(ann, chamber, contact=person)
    assert (own.price, own.group_multiplier) == (GROUP, Decimal("0.98"))
    assert unit_reprice(unit_id=chamber.pk, by=ann) == []


def test_p6_naming_the_key_person_reprices_what_they_reserved(chamber: Unit, ann: User) -> None:
    person = make.buyer(chamber, ann)
    own = make.reserved(ann, chamber, contact=person)
    assert own.price == ONE_TIME
    key_person_name(unit_id=chamber.pk, contact_id=person.pk, starts_on=make.today(), by=ann)
    assert prices([own]) == {GROUP}
    assert own.price_changes.get().why == PriceChange.Why.OTHER


def test_p6_can_be_switched_off(chamber: Unit, ann: User) -> None:
    row = PolicyRow.objects.create(
        kind="pricing",
        valid_from=make.today(),
        values={"key_person_any_count": False},
        created_by=ann,
    )
    person = make.buyer(chamber, ann)
    key_person_name(unit_id=chamber.pk, contact_id=person.pk, starts_on=make.today(), by=ann)
    own = make.reserved(ann, chamber, contact=person)
    assert (own.price, own.policy_id) == (ONE_TIME, row.pk)


def test_a_price_keeps_the_policy_of_its_day(chamber: Unit, ann: User, fin1: User) -> None:
    eight = make.group(8, ann, fin1, chamber)
    PolicyRow.objects.create(
        kind="pricing",
        valid_from=make.today(),
        values={"member_tiers": [{"homes": 20, "multiplier": "0.97"}]},
        created_by=ann,
    )
    ninth = make.subscribed(ann, fin1, chamber)
    assert (prices(eight), prices([ninth])) == ({GROUP}, {ONE_TIME})


def test_standing_says_how_many_are_missing(chamber: Unit, ann: User, fin1: User) -> None:
    rows = make.group(8, ann, fin1, chamber)
    policy = policies_of(rows)[None]
    where = standing(group_of(chamber), rows[0].campaign_id, policy)
    assert where is not None
    assert (where.homes, where.goal, where.missing) == (8, 9, 1)
    assert (where.multiplier, where.next_multiplier) == (Decimal(1), Decimal("0.98"))


def test_p1_quote_writes_nothing_and_shows_the_group_price(chamber: Unit, ann: User) -> None:
    asked = Question("one_time", make.today(), chamber, group_met=True)
    found = quote(Decimal("442000.00"), chamber.project_id, asked)
    assert (found.price, found.saving) == (GROUP, Decimal("17503.20"))
    assert not Purchase.objects.exists()


def test_p5_difference_paid_out_is_in_the_ledger_and_reversal_reopens_it(
    chamber: Unit, ann: User, fin1: User
) -> None:
    signed = make.contracted(ann, fin1, chamber)
    make.group(8, ann, fin1, chamber)
    due = PriceDifference.objects.get()
    difference_settle(difference_id=due.pk, way="paid_out", settled_on=make.today(), by=fin1)
    entry = signed.entries.get(kind="difference")
    assert entry.amount == Decimal("-8663.20")
    entry_reverse(entry_id=entry.pk, reason="Wrong account", by=fin1)
    due.refresh_from_db()
    assert (due.state, due.entry_id) == ("due", None)
    assert yuan(sum(row.amount for row in signed.entries.all())) == make.DEPOSIT


def test_p5_difference_deducted_moves_no_money(chamber: Unit, ann: User, fin1: User) -> None:
    signed = make.contracted(ann, fin1, chamber)
    make.group(8, ann, fin1, chamber)
    due = PriceDifference.objects.get()
    difference_settle(difference_id=due.pk, way="deducted", settled_on=make.today(), by=fin1)
    assert signed.entries.count() == 1
    assert timezone.localdate(due.arose_at) == make.today()
