"""Campaigns: the plan in the browser, the week against it, and its paper (U3)."""

from datetime import date, timedelta

import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Project, User
from core import registry
from core.commands import execute
from core.errors import DomainError
from tests.units.factories import make_category, make_unit
from units.models import Campaign, Target, Unit
from units.rules import Pace, Standing, Window, pace, share_pace, week_of
from units.selectors.campaign import target_progress
from units.services import CampaignPlan, PlannedTarget, campaign_add, customer_register
from units.services.campaign import (
    campaign_cut,
    campaign_edit,
    phase_save,
    round_save,
    target_save,
)

FIRST, LAST = date(2008, 5, 15), date(2008, 7, 15)
WHOLE = Window(FIRST, LAST)


@pytest.fixture
def campaign(project: Project, manager: User) -> Campaign:
    make_category("factory", name="Factory", name_zh="厂矿")
    make_category("chamber")
    plan = CampaignPlan(
        "2008",
        FIRST,
        LAST,
        phases=(("Visits", date(2008, 6, 1), date(2008, 7, 1)),),
        rounds=(("Licheng", "Quanzhou chamber"),),
        targets=(
            PlannedTarget("Chambers", Target.Kind.UNITS, 2, ("chamber",)),
            PlannedTarget("Factories", Target.Kind.UNITS, 3, ("factory",)),
            PlannedTarget("Registrations", Target.Kind.REGISTRATIONS, 400),
            PlannedTarget("Came", Target.Kind.CAME, 30),
        ),
    )
    made: Campaign = execute(campaign_add, project_id=project.pk, plan=plan, by=manager)
    return made


@pytest.mark.parametrize(
    ("so_far", "today", "expected"),
    [
        # the day before: nothing is expected, all 400 in 62 days (8.86 weeks)
        (0, FIRST - timedelta(days=1), Pace(0, 46, Standing.ON_TRACK)),
        # half the window gone (31 of 62 days)
        (200, date(2008, 6, 14), Pace(200, 46, Standing.ON_TRACK)),
        (199, date(2008, 6, 14), Pace(200, 46, Standing.BEHIND)),
        # one day left is less than a week: what is missing is needed at once
        (390, date(2008, 7, 14), Pace(394, 10, Standing.BEHIND)),
        (400, date(2008, 6, 1), Pace(117, None, Standing.REACHED)),
        (399, LAST, Pace(400, None, Standing.MISSED)),
        (399, LAST + timedelta(days=99), Pace(400, None, Standing.MISSED)),
    ],
)
def test_u3_a_count_is_judged_by_the_days_gone(so_far: int, today: date, expected: Pace) -> None:
    assert pace(400, so_far, WHOLE, today) == expected


@pytest.mark.parametrize(
    ("so_far", "today", "standing"),
    [
        (30, FIRST, Standing.REACHED),
        (29, FIRST, Standing.BEHIND),
        (29, LAST, Standing.MISSED),
    ],
)
def test_u3_a_share_is_asked_for_from_the_first_day(
    so_far: int, today: date, standing: Standing
) -> None:
    assert share_pace(30, so_far, WHOLE, today).standing == standing


@pytest.mark.parametrize("day", [date(2008, 6, 2), date(2008, 6, 4), date(2008, 6, 8)])
def test_u3_a_week_is_monday_to_sunday(day: date) -> None:
    assert week_of(day) == Window(date(2008, 6, 2), date(2008, 6, 8))


def test_u3_each_target_counts_its_own_categories_and_weeks(campaign: Campaign, ann: User) -> None:
    won = {
        "one": ("chamber", date(2008, 5, 20)),
        "two": ("chamber", date(2008, 6, 3)),  # in the week of 4 June
        "three": ("factory", date(2008, 5, 28)),  # in the week before
        "before": ("factory", FIRST - timedelta(days=1)),
        "never": ("factory", None),
    }
    for name, (code, day) in won.items():
        unit = make_unit(by=ann, name=f"Unit {name}", category=make_category(code))
        Unit.objects.filter(pk=unit.pk).update(first_visit_on=day)
    rows = {row.target.label: row for row in target_progress(campaign, date(2008, 6, 4))}
    shown = {name: (row.actual, row.week, row.before) for name, row in rows.items()}
    assert shown["Chambers"] == (2, 1, 0)
    assert shown["Factories"] == (1, 0, 1)
    assert rows["Chambers"].pace.standing == Standing.REACHED


def test_u3_what_came_later_is_not_in_an_earlier_week(campaign: Campaign, ann: User) -> None:
    for number, day in enumerate((date(2008, 6, 1), date(2008, 6, 9))):
        facts = {"name": "陈", "mobile": f"1380000000{number}"}
        customer_register(facts=facts, on=day, by=ann)
    rows = {row.target.label: row for row in target_progress(campaign, date(2008, 6, 8))}
    assert rows["Registrations"].actual == 1


def test_u3_the_page_costs_the_same_however_many_targets(
    campaign: Campaign, manager: User, client: Client, django_assert_num_queries: object
) -> None:
    client.force_login(manager)
    address = reverse("campaign_week", args=[campaign.pk])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(6):
        facts = {"kind": "units", "label": f"More {number}", "goal": 5, "categories": []}
        execute(target_save, campaign_id=campaign.pk, facts=facts, by=manager)
    with CaptureQueriesContext(connection) as many:
        assert "More 5" in client.get(address).text
    assert len(many) == len(few)


def test_u3_the_week_says_who_is_behind_and_leads_to_the_next(
    campaign: Campaign, manager: User, client: Client
) -> None:
    client.force_login(manager)
    page = client.get(reverse("campaign_week", args=[campaign.pk]), {"day": "2008-06-04"}).text
    assert "Monday 2008-06-02 to Sunday 2008-06-08 · Visits" in page
    assert "?day=2008-05-26" in page
    assert "?day=2008-06-09" in page
    assert "pill-behind" in page


def test_u3_a_mistyped_day_shows_no_figures(
    campaign: Campaign, manager: User, client: Client
) -> None:
    client.force_login(manager)
    answer = client.get(reverse("campaign_week", args=[campaign.pk]), {"day": "June"})
    assert answer.status_code == 422
    assert "Enter a valid date" in answer.text
    assert "Registrations" not in answer.content.decode().split("<main")[1]


@pytest.mark.pdf
@pytest.mark.parametrize(("language", "word"), [("en", "Needed a week"), ("zh-hans", "每周还需")])
def test_u3_the_week_is_printed_in_the_readers_language(
    campaign: Campaign, manager: User, client: Client, language: str, word: str
) -> None:
    client.force_login(manager)
    client.post(reverse("language_set"), {"language": language})
    answer = client.get(reverse("campaign_week_paper", args=[campaign.pk]), {"day": "2008-06-04"})
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert word in words.replace("\r\n", " ")
    assert "2008-06-02" in words


def test_u3_without_a_press_the_browser_prints_it(
    campaign: Campaign, manager: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.pdf.available", lambda: False)
    client.force_login(manager)
    page = client.get(reverse("campaign_week_paper", args=[campaign.pk])).text
    assert "campaign_week.css" in page


@pytest.mark.parametrize(
    ("day", "cards"), [("2008-06-09", 1), ("2008-06-10", 0), ("2009-06-08", 0)]
)
def test_u3_on_mondays_the_manager_is_led_to_last_week(
    campaign: Campaign, manager: User, ann: User, day: str, cards: int
) -> None:
    monday = date.fromisoformat(day)
    titles = [card.title for card in registry.today(manager, monday)]
    assert titles.count("2008") == cards
    assert "2008" not in [card.title for card in registry.today(ann, monday)]


def test_u3_a_phase_lies_inside_the_campaign(campaign: Campaign, manager: User) -> None:
    facts = {"name": "Late", "starts_on": LAST, "ends_on": LAST + timedelta(days=1)}
    with pytest.raises(DomainError, match="inside the campaign") as refusal:
        execute(phase_save, campaign_id=campaign.pk, facts=facts, by=manager)
    assert refusal.value.field == "ends_on"


def test_u3_a_window_is_not_moved_away_from_its_phases(campaign: Campaign, manager: User) -> None:
    facts = {"name": "2008", "starts_on": date(2008, 6, 10), "ends_on": LAST}
    with pytest.raises(DomainError, match="Visits"):
        execute(campaign_edit, campaign_id=campaign.pk, version=1, facts=facts, by=manager)


def test_u3_a_fifth_round_is_refused(campaign: Campaign, manager: User) -> None:
    facts = {"areas": "", "planned": "", "units": []}
    for _number in range(3):
        execute(round_save, campaign_id=campaign.pk, facts=facts, by=manager)
    with pytest.raises(DomainError, match="four rounds"):
        execute(round_save, campaign_id=campaign.pk, facts=facts, by=manager)
    assert [row.number for row in campaign.rounds.all()] == [1, 2, 3, 4]


def test_u3_a_round_is_given_its_units_and_shows_them(
    campaign: Campaign, manager: User, ann: User, client: Client
) -> None:
    unit = make_unit(by=ann, name="Quanzhou chamber")
    found = campaign.rounds.get()
    client.force_login(manager)
    client.post(
        reverse("round_edit", args=[found.pk]),
        {"areas": "Licheng", "planned": "Quanzhou chamber", "units": [unit.pk]},
    )
    assert list(found.units.all()) == [unit]
    assert unit.get_absolute_url() in client.get(campaign.get_absolute_url()).text


@pytest.mark.parametrize(
    ("goal", "kind", "sentence"),
    [("0", "units", "at least 1"), ("101", "came", "hundred percent")],
)
def test_u3_a_goal_that_cannot_be_is_refused(
    campaign: Campaign, manager: User, client: Client, goal: str, kind: str, sentence: str
) -> None:
    client.force_login(manager)
    answer = client.post(
        reverse("target_add", args=[campaign.pk]), {"label": "New", "kind": kind, "goal": goal}
    )
    assert answer.status_code == 422
    assert sentence in answer.text


def test_u3_what_is_cut_out_is_gone_and_cannot_be_cut_again(
    campaign: Campaign, manager: User
) -> None:
    part = f"target:{campaign.targets.get(label='Chambers').pk}"
    execute(campaign_cut, campaign_id=campaign.pk, part=part, by=manager)
    assert not campaign.targets.filter(label="Chambers").exists()
    for gone in (part, "campaign:1", "target:x"):
        with pytest.raises(DomainError, match="no part of the plan"):
            execute(campaign_cut, campaign_id=campaign.pk, part=gone, by=manager)


def test_u3_sales_read_the_plan_and_do_not_change_it(
    campaign: Campaign, ann: User, client: Client
) -> None:
    client.force_login(ann)
    page = client.get(campaign.get_absolute_url()).text
    assert "Registrations" in page
    assert reverse("target_add", args=[campaign.pk]) not in page
    assert client.get(reverse("target_add", args=[campaign.pk])).status_code == 403


@time_machine.travel("2008-07-20 09:00+08:00", tick=False)
def test_u3_a_campaign_that_is_over_says_so(
    campaign: Campaign, manager: User, client: Client
) -> None:
    client.force_login(manager)
    page = client.get(campaign.get_absolute_url()).text
    assert "over" in page
    assert "pill-missed" in page
