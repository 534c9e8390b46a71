"""Choosing a unit, lists, follow-ups, Today and the timeline (V4, V6, V7)."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Team, User
from core import timeline
from tests.units.factories import register
from tests.visits import factories as make
from units.models import Contact, Unit
from visits.models import FollowUp, VisitReport
from visits.selectors import follow_up_panel
from visits.services import report_start
from visits.states import ReportState

Browser = Callable[[Any], Client]
TODAY = timezone.localdate


@pytest.fixture
def draft(ann: User) -> VisitReport:
    return report_start(unit_id=make.unit(ann).pk, by=ann)


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


# --- choosing, lists --------------------------------------------------------------------------


def test_v4_a_unit_is_found_by_name_pinyin_and_initials(ann: User, as_user: Browser) -> None:
    make.unit(ann, name="泉州商会")
    make.unit(ann, name="Bank of Fujian")
    for text in ("泉州", "quanzhou", "qzsh"):
        page = as_user(ann).post(url("visit_new"), {"q": text}, headers={"HX-Request": "true"})
        assert "泉州商会" in page.content.decode()
        assert "Bank of Fujian" not in page.content.decode()


def test_v4_what_is_owed_and_what_is_not_filed_comes_first(ann: User, as_user: Browser) -> None:
    make.unit(ann, name="Abacus works")
    owed = make.unit(ann, name="Zinc works")
    make.followup(owed, ann, TODAY())
    draft = report_start(unit_id=make.unit(ann, name="Mill").pk, by=ann)
    page = as_user(ann).get(url("visit_new"))
    assert page.context["units"][0] == owed
    assert list(page.context["drafts"]) == [draft]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Mill", "Zinc works"]),
        ({"q": "mill"}, ["Mill"]),
        ({"state": "draft"}, ["Mill"]),
        ({"state": "submitted"}, ["Zinc works"]),
        ({"on_after": "2008-05-15", "on_before": "2008-05-16"}, []),
        ({"on_after": "2008-13-40"}, []),
        ({"sort": "unit"}, ["Mill", "Zinc works"]),
    ],
)
def test_v4_the_list_is_narrowed_and_sorted(
    ann: User, as_user: Browser, query: dict[str, str], names: list[str]
) -> None:
    make.submitted(make.unit(ann, name="Zinc works"), ann)
    report_start(unit_id=make.unit(ann, name="Mill").pk, by=ann)
    page = as_user(ann).get(url("visit_list"), query)
    assert [row.unit.name for row in page.context["page"].rows] == names


def test_v4_the_list_is_exported(ann: User, as_user: Browser) -> None:
    make.submitted(make.unit(ann, name="Zinc works"), ann)
    sheet = as_user(ann).get(url("visit_list"), {"export": "csv"})
    written = b"".join(sheet) if sheet.streaming else sheet.content
    assert "Zinc works" in written.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("due", "days"),
    [("", [-2, 0, 5, 30, -9]), ("overdue", [-2]), ("today", [-2, 0]), ("week", [-2, 0, 5])],
)
def test_v6_the_list_of_follow_ups_is_narrowed_by_when_they_are_due(
    ann: User, as_user: Browser, due: str, days: list[int]
) -> None:
    unit = make.unit(ann)
    for day in (30, 5, 0, -2):
        make.followup(unit, ann, TODAY() + timedelta(days=day))
    make.followup(unit, ann, TODAY() - timedelta(days=9), state="cancelled")
    page = as_user(ann).get(url("followup_list"), {"due": due})
    assert [(row.due_on - TODAY()).days for row in page.context["page"].rows] == days
    late = re.findall(r'class="late">([\d-]+)<', page.content.decode())
    assert late == [str(TODAY() - timedelta(days=2))]


# --- follow-ups -------------------------------------------------------------------------------


def test_v6_done_offers_the_next_day_by_the_grade(ann: User, as_user: Browser) -> None:
    row = make.followup(make.unit(ann, grade="B"), ann, TODAY())
    browser = as_user(ann)
    page = browser.get(url("followup_done", row.pk))
    offered = f"{TODAY() + timedelta(days=7):%Y-%m-%d}"
    assert offered in page.content.decode()
    browser.post(url("followup_done", row.pk), {"outcome": "Good", "next_on": offered})
    assert FollowUp.objects.open().get().due_on == date.fromisoformat(offered)


def test_v6_moved_cancelled_and_added_by_hand(ann: User, as_user: Browser) -> None:
    unit = make.unit(ann)
    row = make.followup(unit, ann, TODAY())
    browser, later = as_user(ann), f"{TODAY() + timedelta(days=2):%Y-%m-%d}"
    browser.post(url("followup_move", row.pk), {"due_on": later, "why": "Away"})
    row.refresh_from_db()
    assert f"{row.due_on:%Y-%m-%d}" == later
    browser.post(url("followup_cancel", row.pk), {"why": "Gone"})
    browser.post(url("followup_add", unit.pk), {"subject": "Call", "due_on": later})
    assert FollowUp.objects.open().get().title == "Call"
    assert browser.get(url("followup_detail", row.pk)).status_code == 200


def test_v6_a_follow_up_of_a_person(ann: User, as_user: Browser) -> None:
    person = make.contact(make.unit(ann), ann)
    sent = {"subject": "Call", "due_on": f"{TODAY():%Y-%m-%d}"}
    as_user(ann).post(url("contact_followup_add", person.pk), sent)
    assert FollowUp.objects.get().contact == person


def test_u6_from_a_customers_page_a_follow_up_is_opened_and_moves_the_days_left(
    ann: User, as_user: Browser
) -> None:
    before = TODAY() - timedelta(days=20)
    customer = register(ann, on=before).contact
    browser, page = as_user(ann), customer.get_absolute_url()
    shown = browser.get(page).text
    assert "10 days left" in shown
    add = url("contact_followup_add", customer.pk)
    assert f'href="{add}"' in shown
    browser.post(add, {"subject": "Call", "due_on": f"{TODAY():%Y-%m-%d}"})
    owed = FollowUp.objects.get()
    assert f'href="{owed.get_absolute_url()}"' in browser.get(page).text
    browser.post(url("followup_done", owed.pk), {"outcome": "They come on Sunday."})
    shown = browser.get(page).text
    assert "30 days left" in shown
    assert "Nothing is owed at present." in shown


def test_u5_a_follow_up_is_owed_by_who_follows_the_customer_whoever_follows_the_unit(
    ann: User, cai: User, as_user: Browser
) -> None:
    unit = make.unit(cai)
    customer = register(ann).contact
    Contact.objects.filter(pk=customer.pk).update(unit=unit)
    sent = {"subject": "Call", "due_on": f"{TODAY():%Y-%m-%d}"}
    as_user(ann).post(url("contact_followup_add", customer.pk), sent)
    owed = FollowUp.objects.get()
    assert (owed.owner, owed.contact, owed.unit) == (ann, customer, None)


def test_l1_nothing_is_owed_to_an_erased_person(ann: User) -> None:
    customer = register(ann).contact
    assert follow_up_panel(customer, ann) is not None
    customer.erased_at = timezone.now()
    assert follow_up_panel(customer, ann) is None


# --- Today and the timeline -------------------------------------------------------------------


def test_v6_today_shows_what_is_due_the_late_first(
    ann: User, bob: User, draft: VisitReport, as_user: Browser
) -> None:
    late = make.unit(ann, name="Late works")
    make.followup(late, ann, TODAY() - timedelta(days=2))
    make.followup(draft.unit, ann, TODAY())
    make.followup(draft.unit, bob, TODAY())
    cards = as_user(ann).get(url("today")).context["cards"]
    assert [card.title for card in cards if card.late] == ["Late works"]
    assert cards[0].title == "Late works"
    assert f"Finish the report on {draft.unit}" in [card.title for card in cards]
    assert len(cards) == 3


def test_v6_today_says_how_many_more_wait(ann: User, as_user: Browser) -> None:
    unit = make.unit(ann)
    for _ in range(12):
        make.followup(unit, ann, TODAY())
    page = as_user(ann).get(url("today"))
    assert page.context["total"] == 12
    assert len(page.context["cards"]) == 8


def test_v6_todays_leader_sees_the_teams_delays(
    ann: User, cai: User, lead: User, as_user: Browser
) -> None:
    day = TODAY() - timedelta(days=1)
    make.followup(make.unit(ann), ann, day)
    make.followup(make.unit(cai, name="Another team's"), cai, day)
    cards = as_user(lead).get(url("today")).context["cards"]
    assert [card.title for card in cards] == ["The team is late with 1 follow-up"]


def test_v7_the_units_page_shows_visits_and_what_was_owed(ann: User, as_user: Browser) -> None:
    unit = make.unit(ann)
    make.followup(unit, ann, TODAY() - timedelta(days=1), subject="Bring the list")
    report = make.submitted(unit, ann, remarks="They like it")
    browser = as_user(ann)
    assert "What is owed" in browser.get(url("unit_detail", unit.pk)).text
    later = browser.get(url("unit_detail", unit.pk), {"part": "timeline"}).text
    assert url("visit_detail", report.pk) in later
    for text in ("Visit no. 1", "They like it", "Followed up: Bring the list"):
        assert text in later


def test_v7_a_unit_that_changed_hands_keeps_its_history_without_links_that_do_not_open(
    ann: User, cai: User, team2: Team, as_user: Browser
) -> None:
    unit = make.unit(ann)
    make.followup(unit, ann, TODAY() - timedelta(days=1), subject="Bring the list")
    report = make.submitted(unit, ann)
    Unit.objects.filter(pk=unit.pk).update(owner=cai, team=team2)
    address = url("visit_detail", report.pk)
    for user, opens in ((cai, False), (report.owner, True)):
        told = timeline.page_of(unit, user).entries
        texts = [str(entry.text) for entry in told]
        assert {"Visit no. 1", "Followed up: Bring the list"} <= set(texts)
        assert (address in [entry.url for entry in told]) is opens
    told = as_user(cai).get(url("unit_detail", unit.pk), {"part": "timeline"}).context["runs"]
    for entry in (entry for run in told for entry in run.entries if entry.url):
        assert as_user(cai).get(entry.url).status_code == 200


def test_v4_the_record_shows_what_was_heard(ann: User, as_user: Browser) -> None:
    report = make.submitted(make.unit(ann), ann, need="First homes", remarks="They like it")
    page = as_user(ann).get(url("visit_detail", report.pk)).content.decode()
    for text in ("First homes", "They like it", "Lin Mei"):
        assert text in page


def test_v4_a_draft_is_thrown_away(ann: User, draft: VisitReport, as_user: Browser) -> None:
    browser = as_user(ann)
    browser.post(url("visit_discard", draft.pk), {"form_key": str(uuid4())})
    draft.refresh_from_db()
    assert draft.state == ReportState.DISCARDED
    assert browser.get(url("visit_detail", draft.pk)).status_code == 404
    assert browser.get(url("visit_list")).context["page"].rows == []
