"""The demonstration: entered through the services, twice without a change, sound afterwards."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from core import invariants
from core.models import ImportBatch
from core.sentences import read
from pricing.models import Purchase
from rewards.models import Reward
from rewards.ranking.services import totals_heal
from units.models import Campaign, Unit

DEMO_USERS = "admin ann bob brand cai director fin1 fin2 headoffice law lead1 lead2 manager planner"


def rows() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_seeding_twice_changes_nothing(people: dict[str, User]) -> None:
    before = rows()
    call_command("seed_demo", verbosity=0)
    after = rows()
    assert {name for name in before if before[name] != after[name]} == set()


def test_there_is_one_person_for_each_role(people: dict[str, User]) -> None:
    assert " ".join(sorted(people)) == DEMO_USERS
    assert {user.role for user in people.values()} == {code for code, _ in User.ROLE_CHOICES}


def test_everybody_signs_in_with_the_demo_password(people: dict[str, User]) -> None:
    for username in people:
        answer = Client().post(
            "/accounts/sign-in/", {"username": username, "password": "tuoke-demo-2008"}
        )
        assert answer.status_code == 302, username


def test_u3_the_campaign_of_2008_has_its_window_rounds_and_targets(
    people: dict[str, User],
) -> None:
    campaign = Campaign.objects.get(name="大客户拓展 2008")
    assert (str(campaign.starts_on), str(campaign.ends_on)) == ("2008-05-15", "2008-07-15")
    assert campaign.rounds.get(number=1).planned == "泉州商会、温州商会"
    assert campaign.rounds.count() == 4
    goals = sorted(campaign.targets.values_list("goal", flat=True))
    assert goals == [2, 3, 5, 30, 400]


def test_p2_the_worked_example_stands_on_the_screen(
    people: dict[str, User], as_user: Callable[[Any], Client]
) -> None:
    purchase = Purchase.objects.get(home__number="203")
    page = as_user(people["ann"]).get(purchase.get_absolute_url()).text
    for figure in ("442,000.00", "433,160.00", "8,840.00", "424,496.80", "17,503.20"):
        assert figure in page
    assert purchase.price == Decimal("424496.80")


def test_the_wenzhou_chamber_is_left_to_be_won(people: dict[str, User]) -> None:
    assert not Unit.objects.filter(name__contains="温州").exists()


@pytest.mark.parametrize(
    ("home", "state"),
    [("203", "paid"), ("303", "verified"), ("403", "payable"), ("603", "on_hold"),
     ("703", "on_hold")],
)  # fmt: skip
def test_r3_rewards_stand_at_every_state(people: dict[str, User], home: str, state: str) -> None:
    assert Reward.objects.get(purchase__home__number=home).state == state


def test_every_invariant_holds(people: dict[str, User]) -> None:
    broken = {found.invariant.name: found.rows for found in invariants.check_all() if found.rows}
    assert broken == {}


def test_i1_nothing_is_left_to_heal(people: dict[str, User]) -> None:
    days = Campaign.objects.order_by("starts_on")
    first, last = days.earliest("starts_on").starts_on, days.latest("ends_on").ends_on
    assert totals_heal(first=first, last=last) == 0


def test_u9_a_file_is_in_and_another_waits_to_be_looked_through(
    people: dict[str, User], as_user: Callable[[Any], Client]
) -> None:
    done, waiting = ImportBatch.objects.order_by("pk")
    assert (done.created_by, done.state, done.created, done.rows_bad) == (
        people["manager"], "done", 8, 4,
    )  # fmt: skip
    assert (waiting.created_by, waiting.state, waiting.rows_alike, waiting.rows_bad) == (
        people["ann"], "checked", 3, 2,
    )  # fmt: skip
    for batch, reader in ((done, "manager"), (waiting, "ann")):
        browser = as_user(people[reader])
        assert batch.file_name in browser.get("/imports/").text
        page = browser.get(batch.get_absolute_url()).text
        assert all(read(reason) in page for row in batch.rows.all() for _, reason in row.errors)
        assert all(read(row.hint["said"]) in page for row in batch.rows.filter(alike=True))
