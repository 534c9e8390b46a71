"""Merging never takes a reward from who earns it, and parts nothing a reward stands on (K4)."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from core.errors import DomainError
from pricing.models import Purchase
from pricing.services import down_payment_receive
from rewards.models import Reward
from tests.pricing import factories as sales
from tests.rewards import factories as make
from tests.rewards.factories import Cast, Scene, days_ago
from tests.units.merging import merged, sound, visit
from units.models import Contact, KeyPersonTenure, Unit
from units.services import key_person_name, merge_undo
from visits.models import VisitReport

pytestmark = pytest.mark.django_db


def visited(unit: Unit, by: User, ago: int) -> None:
    """The unit's first visit was so many days ago; it leaves the key persons as they are."""
    kept = list(unit.tenures.values())
    report = visit(unit, by)
    earlier = report.visited_at - timedelta(days=ago)
    VisitReport.objects.filter(pk=report.pk).update(visited_at=earlier)
    Unit.objects.filter(pk=unit.pk).update(first_visit_on=days_ago(ago))
    unit.tenures.all().delete()
    KeyPersonTenure.objects.bulk_create(KeyPersonTenure(**row) for row in kept)


@pytest.fixture
def earning(scene: Scene) -> Purchase:
    """A contract whose down payment will earn the scene's key person a reward."""
    visited(scene.unit, scene.cast.ann, 40)
    return sales.contracted(scene.cast.ann, scene.cast.fin1, scene.unit, reserved_on=days_ago(10))


def other_unit(cast: Cast, *, ago: int, key_person: bool) -> Unit:
    """Another record, visited so many days ago."""
    if key_person:
        unit = make.scene(cast, name="温州总商会", visited=ago).unit
    else:
        unit = sales.unit(cast.ann, name="温州总商会")
    visited(unit, cast.ann, ago)
    return unit


def paid_down(purchase: Purchase, by: User) -> Contact:
    """Whose reward it is once the down payment is in."""
    down_payment_receive(
        purchase_id=purchase.pk, amount=sales.DOWN_PAYMENT, received_on=days_ago(0), by=by
    )
    return Reward.objects.get(purchase=purchase).contact


def test_k4_a_merge_that_would_take_a_reward_from_its_earner_is_refused_and_the_other_way_goes(
    scene: Scene, earning: Purchase, manager: User
) -> None:
    other = other_unit(scene.cast, ago=20, key_person=True)
    with pytest.raises(DomainError, match="lose the key person who earns"):
        merged(other, scene.unit, manager)
    assert Unit.objects.filter(pk=scene.unit.pk).exists()
    merged(scene.unit, other, manager)
    assert paid_down(earning, scene.cast.fin1) == scene.contact
    sound()


def test_k4_the_page_says_so_and_offers_to_let_the_earners_record_stay(
    scene: Scene, earning: Purchase, manager: User, as_user: Any
) -> None:
    other = other_unit(scene.cast, ago=20, key_person=True)
    url = f"/units/{other.pk}/merge/?other={scene.unit.pk}"
    page = as_user(manager).get(url)
    assert "lose the key person who earns" in page.text
    assert "Let 温州商会 stay instead" in page.text
    assert "Merge into" not in page.text
    assert f"?other={scene.unit.pk}&amp;keep=right" in page.text
    swapped = as_user(manager).get(f"{url}&keep=right")
    assert "lose the key person" not in swapped.text
    assert "Merge into 温州商会" in swapped.text


@pytest.mark.parametrize("stays", ["earner", "other"])
def test_k4_a_first_visit_before_the_key_persons_time_is_refused_both_ways(
    stays: str, scene: Scene, earning: Purchase, manager: User
) -> None:
    """The earlier visit would become the first one, and on that day nobody held the post."""
    other = other_unit(scene.cast, ago=60, key_person=False)
    pair = (scene.unit, other) if stays == "earner" else (other, scene.unit)
    with pytest.raises(DomainError, match="lose the key person who earns"):
        merged(*pair, manager)


def test_k4_once_the_reward_has_accrued_either_record_may_stay(
    scene: Scene, earning: Purchase, manager: User
) -> None:
    earner = paid_down(earning, scene.cast.fin1)
    other = other_unit(scene.cast, ago=20, key_person=True)
    merged(other, scene.unit, manager)
    reward = Reward.objects.get()
    assert (reward.contact, reward.unit) == (earner, other)
    sound()


def test_k4_a_merge_by_which_somebody_comes_to_earn_is_not_refused(
    scene: Scene, manager: User
) -> None:
    visited(scene.unit, scene.cast.ann, 40)
    other = other_unit(scene.cast, ago=30, key_person=False)
    purchase = sales.contracted(scene.cast.ann, scene.cast.fin1, other, reserved_on=days_ago(10))
    merge = merged(scene.unit, other, manager)
    assert paid_down(purchase, scene.cast.fin1) == scene.contact
    with pytest.raises(DomainError, match="reward was earned by both together"):
        merge_undo(merge_id=merge.pk, by=manager)
    sound()


def test_k4_a_reward_from_before_the_merge_does_not_stand_in_the_way_of_its_undoing(
    scene: Scene, earning: Purchase, manager: User
) -> None:
    earner = paid_down(earning, scene.cast.fin1)
    other = other_unit(scene.cast, ago=20, key_person=True)
    merge = merged(other, scene.unit, manager)
    merge_undo(merge_id=merge.pk, by=manager)
    reward = Reward.objects.get()
    assert (reward.contact, reward.unit) == (earner, scene.unit)
    sound()


def test_k4_two_records_of_a_key_person_who_earned_since_stay_one(
    scene: Scene, earning: Purchase, manager: User
) -> None:
    again = make.person(scene.unit, scene.cast.ann, "王月坤")
    merge = merged(again, scene.contact, manager)
    assert paid_down(earning, scene.cast.fin1) == again
    with pytest.raises(DomainError, match="reward was earned by both together"):
        merge_undo(merge_id=merge.pk, by=manager)


def test_k4_of_two_key_persons_of_one_unit_one_after_the_other_merged_nobody_loses(
    scene: Scene, earning: Purchase, manager: User
) -> None:
    """Once one person, the post was never left: whoever earned before still does."""
    later = make.person(scene.unit, scene.cast.ann, "王月坤")
    key_person_name(
        unit_id=scene.unit.pk, contact_id=later.pk, starts_on=days_ago(5), by=scene.cast.ann
    )
    merged(scene.contact, later, manager)
    assert paid_down(earning, scene.cast.fin1) == scene.contact
    sound()
