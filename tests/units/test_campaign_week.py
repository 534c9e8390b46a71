"""The Monday page and its paper: whose units, which days, which week (U3, U6)."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Project, User
from core import pdf
from core.commands import execute
from tests.units.factories import make_unit
from units.models import Campaign, Target, Unit
from units.rules import Window
from units.selectors.campaign import rounds_with_units, target_progress
from units.services import CampaignPlan, PlannedTarget, campaign_add, customer_register

FIRST, LAST = date(2008, 5, 15), date(2008, 7, 15)  # a Thursday and a Tuesday


@pytest.fixture
def campaign(project: Project, manager: User) -> Campaign:
    plan = CampaignPlan(
        "2008",
        FIRST,
        LAST,
        phases=(("Contracts", date(2008, 7, 1), LAST),),
        rounds=(("Licheng", "Quanzhou chamber"), ("Fengze", "")),
        targets=(PlannedTarget("Registrations", Target.Kind.REGISTRATIONS, 400),),
    )
    made: Campaign = execute(campaign_add, project_id=project.pk, plan=plan, by=manager)
    return made


@pytest.fixture
def units(campaign: Campaign, ann: User, cai: User) -> tuple[Unit, Unit]:
    """One of each team, in the first round."""
    hers, his = make_unit(by=ann, name="Quanzhou chamber"), make_unit(by=cai, name="Wenzhou guild")
    campaign.rounds.get(number=1).units.set([hers, his])
    return hers, his


def week(client: Client, campaign: Campaign, day: str = "") -> str:
    answer = client.get(reverse("campaign_week", args=[campaign.pk]), {"day": day})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("address", ["campaign_detail", "campaign_week", "campaign_week_paper"])
def test_u6_a_round_tells_the_field_of_its_own_units_and_counts_the_others(
    campaign: Campaign,
    units: tuple[Unit, Unit],
    ann: User,
    client: Client,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.pdf.available", lambda: False)
    client.force_login(ann)
    page = client.get(reverse(address, args=[campaign.pk])).text
    assert units[0].name in page
    assert units[1].name not in page
    assert str(units[1].owner) not in page
    assert "1 unit of this round is followed by others." in page


@pytest.mark.parametrize("role", ["manager", "planner", "director"])
def test_u3_who_plans_reads_every_unit_of_a_round(
    campaign: Campaign, units: tuple[Unit, Unit], role: str, request: pytest.FixtureRequest
) -> None:
    first, second = rounds_with_units(campaign, request.getfixturevalue(role))
    assert (set(first.units), first.others) == (set(units), 0)
    assert (second.units, second.others) == ([], 0)


def test_u3_a_round_costs_the_same_however_many_units(
    campaign: Campaign, ann: User, client: Client
) -> None:
    client.force_login(ann)
    week(client, campaign)
    with CaptureQueriesContext(connection) as few:
        week(client, campaign)
    made = [make_unit(by=ann, name=f"Guild of the {number}th street") for number in range(5)]
    campaign.rounds.get(number=2).units.set(made)
    with CaptureQueriesContext(connection) as many:
        assert made[4].name in week(client, campaign)
    assert len(many) == len(few)


def test_u3_a_week_counts_only_the_days_of_the_campaign(campaign: Campaign, ann: User) -> None:
    days = ("2008-05-14", "2008-05-15", "2008-07-15", "2008-07-16")
    for number, day in enumerate(map(date.fromisoformat, days)):
        facts = {"name": "陈", "mobile": f"1380000000{number}"}
        customer_register(facts=facts, on=day, by=ann)
    first, last, later = (
        target_progress(campaign, date.fromisoformat(day))[0]
        for day in ("2008-05-18", "2008-07-20", "2008-07-27")
    )
    assert (first.actual, first.week) == (1, 1)
    assert (last.actual, last.week) == (2, 1)
    assert (later.actual, later.week, later.before) == (2, 0, 1)


def test_u3_two_windows_that_share_no_day_share_none() -> None:
    shared = Window(FIRST, LAST).within(Window(date(2026, 11, 23), date(2026, 11, 29)))
    assert shared.days < 1


@pytest.mark.parametrize(
    ("today", "monday"),
    [("2008-05-01", "2008-05-12"), ("2008-06-04", "2008-06-02"), ("2026-11-29", "2008-07-14")],
)
def test_u3_the_week_opens_where_the_campaign_is(
    campaign: Campaign, manager: User, client: Client, today: str, monday: str
) -> None:
    with time_machine.travel(f"{today} 09:00+08:00", tick=False):
        client.force_login(manager)
        assert f"Monday {monday} to" in week(client, campaign)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [("2008-05-16", "", "2008-05-19"), ("2008-07-15", "2008-07-07", ""), ("2026-11-29", LAST, "")],
)
def test_u3_from_week_to_week_one_stays_inside_the_campaign(
    campaign: Campaign, manager: User, client: Client, day: str, before: object, after: str
) -> None:
    client.force_login(manager)
    page = week(client, campaign, day)
    for rel, to in (("prev", before), ("next", after)):
        assert (f'rel="{rel}" href="?day={to}"' in page) == bool(to)
        assert (f'rel="{rel}"' in page) == bool(to)


@time_machine.travel("2008-06-04 09:00+08:00", tick=False)
def test_u3_a_week_to_come_shows_nothing_of_this_one(
    campaign: Campaign, manager: User, ann: User, client: Client
) -> None:
    customer_register(facts={"name": "陈", "mobile": "13800000001"}, by=ann)
    client.force_login(manager)
    answer = client.get(reverse("campaign_week", args=[campaign.pk]), {"day": "2008-06-11"})
    row = answer.context["progress"][0]
    assert (row.actual, row.week, row.before) == (1, 0, 1)


def test_u3_the_last_week_names_the_phase_that_ends_in_it(
    campaign: Campaign, manager: User, client: Client
) -> None:
    client.force_login(manager)
    assert "to Sunday 2008-07-20 · Contracts" in week(client, campaign, "2008-07-14")


def test_u3_a_week_gone_by_says_that_its_units_are_as_of_today(
    campaign: Campaign, manager: User, client: Client
) -> None:
    client.force_login(manager)
    sentence = "as they stand today, 2008-06-04."
    with time_machine.travel("2008-06-04 09:00+08:00", tick=False):
        assert sentence in week(client, campaign, "2008-05-28")
        assert sentence not in week(client, campaign, "2008-06-04")


@pytest.mark.parametrize(("day", "weekly"), [("2008-07-15", True), ("2008-07-16", False)])
def test_u3_a_campaign_that_is_over_has_no_week_left(
    campaign: Campaign, manager: User, client: Client, day: str, weekly: bool
) -> None:
    with time_machine.travel(f"{day} 09:00+08:00", tick=False):
        client.force_login(manager)
        page = client.get(campaign.get_absolute_url()).text
    assert ("Needed a week" in page) == weekly
    assert ("by now" in page) == weekly


@pytest.mark.pdf
def test_u3_a_sign_no_font_has_is_left_to_the_browser(
    campaign: Campaign, manager: User, ann: User, client: Client
) -> None:
    campaign.rounds.get(number=1).units.add(make_unit(by=ann, name="𠮷田商会"))
    client.force_login(manager)
    assert pdf.available()
    answer = client.get(reverse("campaign_week_paper", args=[campaign.pk]))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert "𠮷田商会" in answer.text
    assert "campaign_week.css" in answer.text


def test_u3_the_form_of_a_round_carries_only_its_own_units(
    campaign: Campaign, units: tuple[Unit, Unit], manager: User, ann: User, client: Client
) -> None:
    other = make_unit(by=ann, name="A mill by the river")
    found = campaign.rounds.get(number=1)
    client.force_login(manager)
    page = client.get(reverse("round_edit", args=[found.pk])).text
    assert all(f'value="{unit.pk}" selected' in page for unit in units)
    assert other.name not in page
    wrong = {"areas": "x" * 201, "units": [units[1].pk, other.pk, "9" * 30, "x"]}
    refused = client.post(reverse("round_edit", args=[found.pk]), wrong)
    assert refused.status_code == 422
    assert all(f'value="{unit.pk}" selected' in refused.text for unit in (units[1], other))
    chosen = {"areas": "Licheng", "units": [units[1].pk, other.pk]}
    client.post(reverse("round_edit", args=[found.pk]), chosen)
    assert set(found.units.all()) == {units[1], other}


def test_u3_who_plans_without_seeing_units_leaves_them_in_their_round(
    campaign: Campaign, units: tuple[Unit, Unit], planner: User, client: Client
) -> None:
    found = campaign.rounds.get(number=1)
    client.force_login(planner)
    address = reverse("round_edit", args=[found.pk])
    assert 'name="units"' not in client.get(address).text
    client.post(address, {"areas": "Nan'an", "units": [units[0].pk]})
    found.refresh_from_db()
    assert (found.areas, set(found.units.all())) == ("Nan'an", set(units))
