"""Two who say the opposite of each other at one instant: one is told (K2). With the twin."""

from threading import Barrier
from typing import Any

import pytest

from accounts.models import User
from core.commands import execute
from core.errors import DomainError
from tests.conftest import Race
from tests.units.factories import make_contact, make_unit
from units.models import Contact, Tie
from units.services import tie as tie_services
from units.services.tie import tie_add

pytestmark = pytest.mark.races


@pytest.fixture
def pair(ann: User) -> tuple[Contact, Contact]:
    unit = make_unit(ann)
    return make_contact(ann, unit, name="甲"), make_contact(ann, unit, name="乙")


def opposite(race: Race, pair: tuple[Contact, Contact], ann: User) -> list[Any]:
    """Each reports to the other, said at once."""

    def say(number: int) -> Tie:
        person, other = pair if number else pair[::-1]
        tie: Tie = execute(
            tie_add, contact_id=person.pk, kind="reports_to", other_id=other.pk, by=ann
        )
        return tie

    return race(2, say)


def test_k2_of_two_opposite_ties_at_one_instant_one_is_told(
    race: Race, pair: tuple[Contact, Contact], ann: User
) -> None:
    results = opposite(race, pair, ann)
    assert sum(isinstance(result, DomainError) for result in results) == 1
    assert Tie.objects.count() == 1


def test_k2_twin_without_the_units_lock_both_stand_on_the_map(
    race: Race, pair: tuple[Contact, Contact], ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Barrier(2)
    refuse = tie_services._refuse_opposite

    def looked_at_once(*seen: Any) -> None:
        refuse(*seen)
        looked.wait(timeout=10)

    monkeypatch.setattr(tie_services, "locked_unit", lambda _unit_id: None)
    monkeypatch.setattr(tie_services, "_refuse_opposite", looked_at_once)
    results = opposite(race, pair, ann)
    assert all(isinstance(result, Tie) for result in results)
    assert Tie.objects.count() == 2
