"""Every page of the way as people see it: nothing for axe-core to find, nothing too wide.

On a desk in English by day, and on a telephone in Chinese by night.
"""

from typing import Any

import pytest

from tests.browser.people import DESK, TELEPHONE, People

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
WAYS: dict[str, dict[str, Any]] = {
    "desk, English, light": {"viewport": DESK, "locale": "en-GB", "theme": "light"},
    "telephone, Chinese, dark": {"viewport": TELEPHONE, "locale": "zh-CN", "theme": "dark"},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("username", PAGES)
def test_every_page_fits_and_axe_finds_nothing(people: People, username: str, way: str) -> None:
    window = people.window(username, **WAYS[way])
    for path in PAGES[username]:
        window.go(path)
        window.check_fits()
        window.check_accessibility()
    assert window.complaints == []


def test_the_sign_in_page_is_accessible_in_both_languages(people: People) -> None:
    for way in WAYS.values():
        window = people.stranger(**way)
        window.go("/accounts/sign-in/")
        window.check_fits()
        window.check_accessibility()
