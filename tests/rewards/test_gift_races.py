"""Two gifts at one instant see each other: neither the step nor the limit is passed together.

Beside each stands its twin without the person's lock, in which the fault must show (K5, L2).
"""

from collections.abc import Callable
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest

from core.commands import execute
from tests.conftest import Race
from tests.rewards.factories import Scene, days_ago
from units.models import Contact, Gift
from units.services import gift as gift_services
from units.services.gift import GiftFacts, gift_ask

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def two_at_once(race: Race, scene: Scene) -> list[str]:
    """How two gifts of 150 yuan stand that were asked for at one instant."""
    facts = GiftFacts(scene.contact.pk, "Tea", Decimal(150))
    results = race(
        2, lambda: execute(gift_ask, unit_id=scene.unit.pk, facts=facts, by=scene.cast.ann)
    )
    assert all(isinstance(result, Gift) for result in results), results
    return sorted(result.state for result in results)


def before(scene: Scene, value: int) -> None:
    """What the person got in the last thirty days, which count across New Year, too."""
    Gift.objects.create(
        unit=scene.unit,
        contact=scene.contact,
        item="Wine",
        value=value,
        state="given",
        asked_on=days_ago(29),
        given_on=days_ago(29),
        by=scene.cast.ann,
    )


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the person; by the law and by the limit both weigh before either goes on."""
    for weighing in ("_held", "_together"):
        monkeypatch.setattr(gift_services, weighing, both_at(weighing))
    monkeypatch.setattr(gift_services, "locked_people", lambda pk: Contact.objects.get(pk=pk))


def both_at(weighing: str) -> Callable[..., Any]:
    """The service's function, behind which each waits for the other."""
    weighed, function = Barrier(2), getattr(gift_services, weighing)

    def weigh_and_wait(*args: Any) -> Any:
        found = function(*args)
        weighed.wait(timeout=30)
        return found

    return weigh_and_wait


def test_l2_two_gifts_at_once_do_not_pass_the_step_together(race: Race, scene: Scene) -> None:
    before(scene, 4700)
    assert two_at_once(race, scene).count("on_hold") == 1


@pytest.mark.usefixtures("unlocked")
def test_l2_twin_without_the_lock_both_pass_the_step(race: Race, scene: Scene) -> None:
    before(scene, 4700)
    assert two_at_once(race, scene).count("on_hold") == 0


def test_k5_two_gifts_at_once_count_as_one(race: Race, scene: Scene) -> None:
    assert two_at_once(race, scene) == ["approved", "asked"]


@pytest.mark.usefixtures("unlocked")
def test_k5_twin_without_the_lock_both_stay_below_the_limit(race: Race, scene: Scene) -> None:
    assert two_at_once(race, scene) == ["approved", "approved"]
