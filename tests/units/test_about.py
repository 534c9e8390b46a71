"""Forms about one record say on top which record it is (U5, U6, U9, P3)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.units.factories import BUYER, dispute, make_contact, make_unit, register
from units.models import Contact, Dispute, Unit
from units.services import unit_release
from units.services.roster import entries_add, roster_count_set

Browser = Callable[[Any], Client]


def said(browser: Client, name: str, pk: int) -> list[str]:
    """The summary on top of a form."""
    summary = browser.get(reverse(name, args=[pk])).context["summary"]
    return [str(value) for _label, value in summary]


@pytest.fixture
def unit(ann: User) -> Unit:
    return make_unit(ann)


@pytest.fixture
def person(ann: User, unit: Unit) -> Contact:
    return make_contact(ann, unit)


@pytest.mark.parametrize("name", ["arrival_record", "sincerity_record", "proof_record"])
def test_u6_a_form_about_a_customer_says_whose_it_is(
    unit: Unit, person: Contact, ann: User, as_user: Browser, name: str
) -> None:
    assert said(as_user(ann), name, person.pk) == [person.name, unit.name]


@pytest.mark.parametrize("name", ["roster_count", "roster_clear"])
def test_u9_a_form_about_a_roster_says_whose_it_is(
    unit: Unit, ann: User, as_user: Browser, name: str
) -> None:
    assert said(as_user(ann), name, unit.pk) == [unit.name]


def test_u5_who_gives_something_away_reads_what_and_from_whom(
    unit: Unit, person: Contact, manager: User, as_user: Browser
) -> None:
    browser = as_user(manager)
    for name in ("unit_assign", "unit_release"):
        assert said(browser, name, unit.pk) == [unit.name, "Ann"]
    for name in ("customer_assign", "customer_release"):
        assert said(browser, name, person.pk) == [person.name, "Ann"]
    unit_release(unit_id=unit.pk, why="Nobody has time.", by=manager)
    assert "public pool" in said(browser, "unit_assign", unit.pk)[1]


def test_u6_who_rules_reads_on_whom_and_who_argues_reads_no_other_name(
    ann: User, cai: User, manager: User, as_user: Browser
) -> None:
    register(ann)
    opened: Dispute = dispute(cai)
    name = BUYER["name"]
    assert said(as_user(manager), "dispute_rule", opened.pk) == [name, ann.name, cai.name]
    hidden = "not told before the ruling"
    assert said(as_user(ann), "dispute_evidence", opened.pk) == [name, ann.name, hidden]
    for url in ("dispute_evidence", "dispute_withdraw"):
        assert said(as_user(cai), url, opened.pk) == [name, hidden, cai.name]


def test_u9_a_roster_offers_what_can_be_done_with_it_and_no_more(
    unit: Unit, ann: User, as_user: Browser
) -> None:
    browser, url = as_user(ann), reverse("roster_detail", args=[unit.pk])

    def offered() -> list[str]:
        page = browser.get(url)
        assert page.status_code == 200
        return [str(link.label) for link in page.context["buttons"]]

    assert offered() == ["Import names", "Enter a number"]
    assert "Nobody has given a roster yet." in browser.get(url).text
    roster = roster_count_set(unit_id=unit.pk, count=300, by=ann)
    assert offered() == ["Import names", "Enter a number", "Remove the roster"]
    assert "only how many" in browser.get(url).text
    entries_add(rows=[{"roster": roster, "name": "林国华"}], by=ann)
    assert offered() == ["Import names", "Remove the roster"]
