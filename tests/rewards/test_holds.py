"""What holds a reward, and who lifts it with what (L2, R9)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from core.errors import DomainError
from core.files import attachments_of
from core.models import AuditRecord
from rewards.models import Conversion, Decision, Reward
from rewards.services import (
    acknowledgement_file,
    conversion_settle,
    reward_agree,
    reward_convert,
    reward_hold,
    reward_pay,
    reward_refuse,
    reward_release,
    reward_verify,
    rewards_make_payable,
)
from tests.rewards import factories as make
from tests.rewards.factories import Cast, Scene, days_ago
from units.models import Gift

pytestmark = pytest.mark.django_db
BASIS = "The unit's council approved the disclosed payment in writing."


@pytest.mark.parametrize(
    ("public", "official", "filed", "codes"),
    [
        (False, False, True, []),
        (False, False, False, ["not_acknowledged"]),
        (False, True, True, ["official"]),
        (False, True, False, ["official", "not_acknowledged"]),
        (True, False, False, ["public_sector"]),
        (True, False, True, ["public_sector"]),
        (True, True, False, ["official", "public_sector"]),
    ],
)
def test_l2_what_holds_a_reward_at_once(
    cast: Cast, public: bool, official: bool, filed: bool, codes: list[str]
) -> None:
    scene = make.scene(cast, public=public, official=official)
    if filed:
        scene.acknowledge()
    reward = scene.reward()
    assert reward.holds == codes
    assert reward.state == ("on_hold" if codes else "payable")
    assert (reward.held_on is not None) == bool(codes)


def test_l2_the_acknowledgement_releases_what_waited_for_nothing_else(scene: Scene) -> None:
    due, young = scene.reward(ago=8), scene.reward(ago=3)
    kept = scene.acknowledge()
    due.refresh_from_db()
    young.refresh_from_db()
    assert (due.state, young.state) == ("payable", "accrued")
    assert (due.holds, due.held_on) == ([], days_ago(0))
    assert attachments_of(kept).count() == 1


def test_l2_the_acknowledgement_leaves_other_reasons(cast: Cast) -> None:
    scene = make.scene(cast, official=True)
    reward = scene.reward()
    scene.acknowledge()
    reward.refresh_from_db()
    assert (reward.state, reward.holds) == ("on_hold", ["official"])


def test_l2_the_acknowledgement_needs_its_paper(scene: Scene) -> None:
    with pytest.raises(DomainError):
        acknowledgement_file(
            unit_id=scene.unit.pk,
            signed_on=days_ago(-1),
            upload=make.paper(),
            by=scene.cast.ann,
        )
    scene.acknowledge()
    with pytest.raises(DomainError) as refusal:
        scene.acknowledge()
    assert refusal.value.field == "signed_on"


@pytest.mark.parametrize("name", ["ann", "lead", "manager", "admin", "fin1", "director"])
@pytest.mark.parametrize("lift", [reward_release, reward_convert, reward_refuse])
def test_l2_only_compliance_lifts_a_hold(
    scene: Scene, name: str, lift: Callable[..., Any], request: pytest.FixtureRequest
) -> None:
    reward = scene.reward()
    by: User = request.getfixturevalue(name)
    with pytest.raises(DomainError):
        lift(reward_id=reward.pk, basis=BASIS, by=by)
    reward.refresh_from_db()
    assert reward.state == "on_hold"
    assert not Decision.objects.exists()


def test_l2_compliance_releases_on_a_written_basis(cast: Cast, law: User) -> None:
    scene = make.scene(cast, official=True, public=True)
    reward = scene.reward()
    with pytest.raises(DomainError) as refusal:
        reward_release(reward_id=reward.pk, basis="  ok  ", by=law)
    assert refusal.value.field == "basis"
    reward_release(reward_id=reward.pk, basis=BASIS, upload=make.paper(), by=law)
    reward.refresh_from_db()
    decision = Decision.objects.get()
    assert reward.state == "payable"
    assert (decision.kind, decision.codes) == ("release", ["official", "public_sector"])
    assert attachments_of(decision).count() == 1
    assert AuditRecord.objects.filter(action="rewards.reward.release").exists()


def test_l2_what_was_released_is_not_held_again_for_the_same(cast: Cast, law: User) -> None:
    scene = make.scene(cast, official=True)
    scene.acknowledge()
    reward = reward_release(reward_id=scene.reward().pk, basis=BASIS, by=law)
    rewards_make_payable(day=days_ago(0))
    reward.refresh_from_db()
    assert reward.state == "payable"
    assert scene.paid(reward).state == "paid"


def test_l2_a_new_reason_holds_a_payable_reward(scene: Scene) -> None:
    reward = scene.payable()
    reward.contact.official = True
    reward.contact.save()
    rewards_make_payable(day=days_ago(0))
    reward.refresh_from_db()
    assert (reward.state, reward.holds) == ("on_hold", ["official"])


def test_l2_nothing_is_verified_or_paid_past_a_new_reason(scene: Scene) -> None:
    first, second = scene.payable(), scene.payable()
    voucher = scene.verified(first)
    scene.contact.refresh_from_db()
    scene.contact.official = True
    scene.contact.save()
    with pytest.raises(DomainError):
        scene.verified(second)
    with pytest.raises(DomainError):
        reward_pay(reward_id=first.pk, by=scene.cast.fin2)
    voucher.refresh_from_db()
    assert voucher.state == "verified"


def test_l2_converted_becomes_a_discount_to_grant(cast: Cast, law: User) -> None:
    scene = make.scene(cast, public=True)
    reward = reward_convert(reward_id=scene.reward().pk, basis=BASIS, by=law)
    conversion = Conversion.objects.get()
    assert (reward.state, conversion.amount) == ("converted", Decimal(1000))
    conversion_settle(conversion_id=conversion.pk, note="P7 proposal 3", by=cast.fin1)
    with pytest.raises(DomainError):
        conversion_settle(conversion_id=conversion.pk, note="again", by=cast.fin1)


def test_l2_refused_is_the_end(cast: Cast, law: User) -> None:
    scene = make.scene(cast, public=True)
    reward = reward_refuse(reward_id=scene.reward().pk, basis=BASIS, by=law)
    assert reward.state == "refused"
    with pytest.raises(DomainError):
        reward_release(reward_id=reward.pk, basis=BASIS, by=law)


def test_l2_finance_gives_a_doubt_to_compliance(scene: Scene, law: User) -> None:
    reward = scene.payable()
    reward_hold(reward_id=reward.pk, why="The name on the card differs.", by=scene.cast.fin1)
    reward.refresh_from_db()
    assert (reward.state, reward.holds) == ("on_hold", ["by_hand"])
    assert reward_release(reward_id=reward.pk, basis=BASIS, by=law).state == "payable"


# --- the year's steps ------------------------------------------------------------------------


def gift(scene: Scene, value: int, ago: int = 1) -> None:
    Gift.objects.create(
        unit=scene.unit,
        contact=scene.contact,
        given_on=days_ago(0) - timedelta(days=ago),
        item="Tea",
        value=value,
        state="given",
        approved_by=scene.cast.fin1,
        by=scene.cast.ann,
    )


def test_l2_the_reward_that_reaches_a_step_is_looked_at(scene: Scene) -> None:
    scene.acknowledge()
    states = [scene.reward().state for _ in range(6)]
    assert states == ["payable"] * 4 + ["on_hold"] * 2
    assert Reward.objects.order_by("pk")[4].holds == ["year_compliance"]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (3999, []),
        (4000, ["year_compliance"]),
        (8999, ["year_compliance"]),
        (9000, ["year_manager"]),
        (28999, ["year_manager"]),
        (29000, ["year_stop"]),
    ],
)
def test_l2_gifts_of_the_year_count_with_it(scene: Scene, given: int, codes: list[str]) -> None:
    scene.acknowledge()
    gift(scene, given)
    assert scene.reward().holds == codes


def test_l2_at_the_second_step_the_manager_agrees_and_compliance_releases(
    scene: Scene, manager: User, law: User
) -> None:
    scene.acknowledge()
    gift(scene, 9000)
    reward = scene.reward()
    with pytest.raises(DomainError):
        reward_release(reward_id=reward.pk, basis=BASIS, by=law)
    with pytest.raises(DomainError):
        reward_agree(reward_id=reward.pk, basis=BASIS, by=law)
    reward_agree(reward_id=reward.pk, basis=BASIS, by=manager)
    reward.refresh_from_db()
    assert reward.state == "on_hold"
    assert reward_release(reward_id=reward.pk, basis=BASIS, by=law).state == "payable"


def test_l2_at_the_limit_it_stops(scene: Scene, manager: User, law: User) -> None:
    scene.acknowledge()
    gift(scene, 29_000)
    reward = scene.reward()
    with pytest.raises(DomainError):
        reward_release(reward_id=reward.pk, basis=BASIS, by=law)
    assert reward_convert(reward_id=reward.pk, basis=BASIS, by=law).state == "converted"


def test_l2_two_records_of_one_person_add_up(cast: Cast) -> None:
    one, other = make.scene(cast), make.scene(cast, name="泉州商会")
    one.acknowledge()
    other.acknowledge()
    one.paid()
    for scene in (one, other):
        scene.contact.refresh_from_db()
    other.contact.id_hash = one.contact.id_hash
    other.contact.save()
    gift(one, 3000)
    assert other.reward().holds == ["year_compliance"]


def test_l2_a_held_reward_cannot_be_verified(scene: Scene) -> None:
    reward = scene.reward()
    with pytest.raises(DomainError):
        reward_verify(reward_id=reward.pk, desk=make.desk_check(scene.cast.ann), by=scene.cast.fin1)
