"""Every page as people see it: nothing for axe-core to find, nothing too wide.

On a telephone in Chinese by night all that links lead to is looked at, whoever may go there; on a
desk in English by day the pages of the way.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import expect

from tests.browser.people import DESK, TELEPHONE, People, Window
from tests.house.addresses import NO_PAGE, list_pages
from tests.house.permission_table import ROWS

pytestmark = [pytest.mark.browser, pytest.mark.once]

# Who opens what; the demonstration has the rows.
PAGES = {
    "ann": (
        "/",
        "/units/",
        "/units/?grade=A&q=quan",
        "/units/?last_contact_after=2008-13-40",
        "/units/new/",
        "/units/1/",
        "/units/1/edit/",
        "/units/1/evaluation/",
        "/units/1/key-person/",
        "/units/1/acknowledgement/",
        "/contacts/",
        "/contacts/1/",
        "/registrations/",
        "/registrations/new/",
        "/arrivals/",
        "/campaigns/1/",
        "/visits/",
        "/visits/1/",
        "/visits/new/",
        "/follow-ups/",
        "/homes/",
        "/homes/1/",
        "/homes/1/quote/",
        "/purchases/",
        "/purchases/1/",
        "/purchases/new/",
        "/rewards/",
        "/rewards/1/",
        "/approvals/",
        "/accounts/inbox/",
        "/accounts/me/",
        "/accounts/password/",
        "/nothing-here/",
    ),
    "manager": ("/", "/ranking/", "/ranking/?span=week&day=2008-13-40", "/policies/",
                "/policies/pricing/", "/policies/pricing/new/", "/units/"),
    "fin1": ("/", "/purchases/5/deposit/", "/rewards/", "/rewards/2/", "/rewards/3/verify/",
             "/vouchers/", "/vouchers/1/", "/vouchers/batch/", "/tax-year/",
             "/price-differences/"),
    "law": ("/", "/rewards/", "/audit/check/"),
    "admin": ("/", "/accounts/people/", "/accounts/people/2/", "/accounts/people/new/"),
}  # fmt: skip
BY_DAY: dict[str, Any] = {"viewport": DESK, "locale": "en-GB", "theme": "light"}
BY_NIGHT: dict[str, Any] = {"viewport": TELEPHONE, "locale": "zh-CN", "theme": "dark"}

WALKERS = ("manager", "ann", "lead1", "law", "fin1", "admin")
# A rule of WCAG 2.2 that is off by itself: what a finger aims at is large enough.
TARGETS = '{"rules": {"target-size": {"enabled": true}}}'
LOADING = "#happened[hx-trigger=load], .htmx-request"  # the later part of a record has links, too
OK = 200
LINKS = "links => links.map(link => link.href)"


@pytest.mark.parametrize("username", PAGES)
def test_the_pages_of_the_way_fit_a_desk_and_axe_finds_nothing(
    people: People, username: str
) -> None:
    window = people.window(username, **BY_DAY)
    for path in PAGES[username]:
        window.go(path)
        window.check_fits()
        window.check_accessibility()
    assert window.complaints == []


def test_every_page_links_lead_to_fits_a_telephone_and_axe_finds_nothing(people: People) -> None:
    seen: set[str] = set()
    faults: list[str] = []
    for username in WALKERS:
        window = people.window(username, **BY_NIGHT)
        for path, status in walked(window, seen):
            refused = f"{path} answers {username} with {status}" if status != OK else ""
            faults += filter(None, (refused, window.sticks_out(), window.found_by_axe(TARGETS)))
        faults += window.complaints
    assert not faults, "\n".join(faults)
    assert {page.name for page in list_pages() if not page.arguments} <= seen


def walked(window: Window, seen: set[str]) -> Iterator[tuple[str, int]]:
    """Open one page of each address that links lead to, the nearest first; with the status."""
    ahead = ["/"]
    while ahead:
        path = ahead.pop(0)
        name = name_of(path)
        if name not in ROWS or name in NO_PAGE or (name in seen and path != "/"):
            continue
        seen.add(name)
        status = window.go(path)
        expect(window.page.locator(LOADING)).to_have_count(0)
        yield path, status
        links = window.page.eval_on_selector_all("a[href]", LINKS)
        ours = (urlsplit(link) for link in links if link.startswith(window.house.url))
        ahead += [f"{link.path}?{link.query}" for link in ours]


def name_of(path: str) -> str:
    """The name of an address, "" for what is none of ours."""
    try:
        return resolve(urlsplit(path).path).url_name or ""
    except Resolver404:
        return ""


def test_the_sign_in_page_is_accessible_in_both_languages(people: People) -> None:
    for way in (BY_DAY, BY_NIGHT):
        window = people.stranger(**way)
        window.go("/accounts/sign-in/")
        window.check_fits()
        window.check_accessibility()
