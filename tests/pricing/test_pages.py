"""Pages of homes, purchases and price differences: who, what, nonsense, once only."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Project, User
from pricing.models import Home, LedgerEntry, PriceDifference, Purchase
from tests.conftest import LATER
from tests.pricing import factories as make
from units.models import Unit

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


@pytest.fixture
def chamber(project: Project, ann: User) -> Unit:
    make.campaign(project)
    return make.unit(ann)


def key_of(page: Any) -> str:
    """The one-time key a form was drawn with."""
    found = re.search(r'name="form_key" value="([^"]+)"', page.text)
    assert found
    return found.group(1)


def url(name: str, row: Any) -> str:
    return reverse(name, args=[row.pk])


# --- who ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("home_list", {"ann", "lead1", "manager", "fin1"}),
        ("home_add", {"manager"}),
        ("purchase_list", {"ann", "lead1", "manager", "fin1"}),
        ("purchase_add", {"ann", "lead1", "manager"}),
        ("difference_list", {"manager", "fin1"}),
    ],
)
def test_who_may_open_a_page(
    as_user: SignIn,
    name: str,
    may: set[str],
    ann: User,
    lead: User,
    manager: User,
    fin1: User,
    law: User,
    director: User,
    admin: User,
) -> None:
    for user in (ann, lead, manager, fin1, law, director, admin):
        status = as_user(user).get(reverse(name)).status_code
        assert status == (200 if user.username in may else 403), user.username
    assert Client().get(reverse(name)).status_code == 302


ACTIONS = {
    "purchase_deposit": {"fin1"},
    "purchase_down_payment": {"fin1"},
    "purchase_payment": {"fin1"},
    "purchase_refund": {"fin1"},
    "purchase_complete": {"fin1"},
    "purchase_contract": {"ann", "bob", "manager"},
    "purchase_cancel": {"manager"},
    "purchase_detail": {"ann", "bob", "manager", "fin1"},
}


@pytest.mark.parametrize("name", ACTIONS)
def test_who_may_do_what_to_a_purchase(
    as_user: SignIn,
    chamber: Unit,
    name: str,
    ann: User,
    bob: User,
    cai: User,
    manager: User,
    fin1: User,
    law: User,
) -> None:
    page = url(name, make.reserved(ann, chamber))
    for user in (ann, bob, manager, fin1, law):
        allowed = user.username in ACTIONS[name]
        assert as_user(user).get(page).status_code == (200 if allowed else 403), user.username
    # Cai's role may, but the purchase is another team's.
    holds = name in ("purchase_contract", "purchase_detail")
    assert as_user(cai).get(page).status_code == (404 if holds else 403)


def test_another_teams_purchases_are_not_listed(
    as_user: SignIn, chamber: Unit, ann: User, cai: User
) -> None:
    make.reserved(ann, chamber)
    page = as_user(cai).get(reverse("purchase_list"))
    assert page.context["page"].rows == []


def test_another_teams_rows_are_not_offered(
    as_user: SignIn, chamber: Unit, ann: User, cai: User
) -> None:
    make.buyer(chamber, ann, "Zhou Yu")
    client = as_user(cai)
    assert client.post(reverse("buyer_search"), {"q": "Zhou"}).json() == []
    assert client.post(reverse("unit_search"), {"q": "Wenzhou"}).json() == []
    found = as_user(ann).post(reverse("buyer_search"), {"q": "zhou"}).json()
    assert [row["text"] for row in found] == ["Zhou Yu · Wenzhou Chamber of Commerce"]


# --- reserving ------------------------------------------------------------------------------


def reserving(client: Client, home: Home, buyer: Any, **more: str) -> dict[str, str]:
    page = client.get(reverse("purchase_add"), {"home": home.pk})
    return {
        "form_key": key_of(page),
        "home": str(home.pk),
        "contact": str(buyer.pk),
        "plan": "one_time",
        "reserved_on": f"{make.today():%Y-%m-%d}",
        **more,
    }


def test_p1_reserving_leads_to_the_steps(as_user: SignIn, chamber: Unit, ann: User) -> None:
    client = as_user(ann)
    home, buyer = make.home(chamber.project), make.buyer(chamber, ann)
    answer = client.post(reverse("purchase_add"), reserving(client, home, buyer))
    purchase = Purchase.objects.get()
    assert answer.url == purchase.get_absolute_url()  # type: ignore[attr-defined]
    page = client.get(answer.url).text  # type: ignore[attr-defined]
    assert "442,000.00" in page
    assert "433,160.00" in page
    assert "0 of 9 homes, 9 more bring 2 % off." in page


def test_one_form_posted_twice_reserves_once(as_user: SignIn, chamber: Unit, ann: User) -> None:
    client = as_user(ann)
    home, buyer = make.home(chamber.project), make.buyer(chamber, ann)
    data = reserving(client, home, buyer)
    answers = [client.post(reverse("purchase_add"), data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Purchase.objects.count() == 1


def test_another_teams_customer_cannot_be_posted(
    as_user: SignIn, chamber: Unit, ann: User, cai: User
) -> None:
    client = as_user(cai)
    home, buyer = make.home(chamber.project), make.buyer(chamber, ann)
    answer = client.post(reverse("purchase_add"), reserving(client, home, buyer))
    assert answer.status_code == 422
    assert not Purchase.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("home", "abc"),
        ("contact", "99999999999999999999"),
        ("plan", "x"),
        ("reserved_on", "2008-13-40"),
    ],
)
def test_nonsense_is_answered_with_a_sentence(
    as_user: SignIn, chamber: Unit, ann: User, field: str, value: str
) -> None:
    client = as_user(ann)
    data = reserving(client, make.home(chamber.project), make.buyer(chamber, ann))
    answer = client.post(reverse("purchase_add"), {**data, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Purchase.objects.exists()


# --- money ----------------------------------------------------------------------------------


def test_p8_finance_receives_the_deposit(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User
) -> None:
    purchase = make.reserved(ann, chamber)
    client = as_user(fin1)
    page = client.get(url("purchase_deposit", purchase))
    assert "433,160.00" in page.text
    data = {
        "form_key": key_of(page),
        "amount": "20000",
        "received_on": f"{make.today():%Y-%m-%d}",
    }
    answer = client.post(url("purchase_deposit", purchase), data)
    purchase.refresh_from_db()
    assert (answer.status_code, purchase.state, purchase.subscription_no) == (302, "subscribed", 1)


@pytest.mark.parametrize("amount", ["abc", "", "-5", "1e9", "99999999999999999999", "0.001", "NaN"])
def test_an_amount_that_is_none_keeps_what_was_typed(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User, amount: str
) -> None:
    purchase = make.reserved(ann, chamber)
    data = {"amount": amount, "received_on": f"{make.today():%Y-%m-%d}"}
    answer = as_user(fin1).post(url("purchase_deposit", purchase), data)
    assert answer.status_code == 422
    assert answer.context["form"]["amount"].value() == amount
    assert not LedgerEntry.objects.exists()


def test_p10_buttons_follow_state_and_role(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User, manager: User
) -> None:
    def buttons(user: User) -> list[str]:
        page = as_user(user).get(purchase.get_absolute_url())
        return [str(button.label) for button in page.context["buttons"]]

    purchase = make.reserved(ann, chamber)
    assert (buttons(ann), buttons(fin1), buttons(manager)) == ([], ["Receive deposit"], ["Cancel"])
    purchase = make.subscribed(ann, fin1, chamber)
    assert (buttons(ann), buttons(fin1)) == (["Sign contract"], ["Payment"])
    purchase = make.contracted(ann, fin1, chamber)
    assert buttons(fin1) == ["Receive down payment", "Payment"]


def test_p10_reversing_is_offered_once(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User
) -> None:
    purchase = make.subscribed(ann, fin1, chamber)
    entry = purchase.entries.get()
    client = as_user(fin1)
    assert reverse("entry_reverse", args=[entry.pk]) in client.get(purchase.get_absolute_url()).text
    client.post(url("entry_reverse", entry), {"reason": "Counted wrongly"})
    page = client.get(purchase.get_absolute_url()).text
    assert "/reverse/" not in page
    assert "Counted wrongly" in page
    again = client.post(url("entry_reverse", entry), {"reason": "Again"})
    assert again.status_code == 422


def test_p5_finance_settles_a_difference(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User, manager: User
) -> None:
    make.contracted(ann, fin1, chamber)
    make.group(8, ann, fin1, chamber)
    due = PriceDifference.objects.get()
    client = as_user(fin1)
    assert "8,663.20" in client.get(reverse("difference_list"), {"state": "due"}).text
    assert "1 buyer is owed money" in client.get(reverse("today")).text
    data = {"way": "paid_out", "settled_on": f"{make.today():%Y-%m-%d}"}
    assert as_user(manager).post(url("difference_settle", due), data).status_code == 403
    assert client.post(url("difference_settle", due), data).status_code == 302
    due.refresh_from_db()
    assert due.state == "settled"


# --- what is shown --------------------------------------------------------------------------


def test_p2_the_example_stands_on_the_screen(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User
) -> None:
    eight = make.group(8, ann, fin1, chamber)
    before = as_user(ann).get(eight[0].get_absolute_url()).text
    assert "8 of 9 homes, one more brings 2 % off." in before
    ninth = make.subscribed(ann, fin1, chamber)
    page = as_user(ann).get(ninth.get_absolute_url()).text
    for figure in ("442,000.00", "433,160.00", "8,840.00", "424,496.80", "8,663.20", "17,503.20"):
        assert figure in page
    assert "9 homes: the group has 2 % off." in page


def test_p2_in_chinese_it_says_zhe(as_user: SignIn, chamber: Unit, ann: User, fin1: User) -> None:
    ann.language = "zh-hans"
    ann.save(update_fields=["language"])
    page = as_user(ann).get(make.subscribed(ann, fin1, chamber).get_absolute_url()).text
    assert "9.8折" in page


def test_p11_the_price_list_shows_both_conditions(
    as_user: SignIn, project: Project, ann: User
) -> None:
    make.home(project)
    page = as_user(ann).get(reverse("home_list")).text
    for figure in ("1-0001</a>", "442,000.00", "433,160.00", "424,496.80"):
        assert figure in page
    export: Any = as_user(ann).get(reverse("home_list"), {"export": "csv"})
    assert "424496.80" in b"".join(export.streaming_content).decode()


def test_p11_a_quote_shows_steps_and_writes_nothing(
    as_user: SignIn, chamber: Unit, ann: User
) -> None:
    home = make.home(chamber.project)
    asked: dict[str, str | int] = {"plan": "one_time", "unit": chamber.pk, "group_met": "on"}
    page = as_user(ann).get(url("home_quote", home), asked).text
    assert "424,496.80" in page
    assert "17,503.20" in page
    assert as_user(ann).get(url("home_quote", home), {"plan": "barter"}).status_code == 200
    assert not Purchase.objects.exists()


def test_p11_the_slip_names_the_homes(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User, cai: User
) -> None:
    make.group(2, ann, fin1, chamber)
    page = as_user(ann).get(url("unit_discount", chamber)).text
    assert "2 of 9 homes" in page
    assert page.count("433,160.00") == 2
    assert as_user(cai).get(url("unit_discount", chamber)).status_code == 404


def test_v7_the_unit_shows_its_purchases_and_its_discount(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User
) -> None:
    purchase = make.subscribed(ann, fin1, chamber)
    client = as_user(ann)
    assert "1 of 9 homes" in client.get(chamber.get_absolute_url() + LATER).text
    later = client.get(chamber.get_absolute_url(), {"part": "timeline"}).text
    assert f"Home {purchase.home}: subscribed" in later


def test_a_home_shows_who_has_it_only_to_who_may_see_it(
    as_user: SignIn, chamber: Unit, ann: User, cai: User
) -> None:
    purchase = make.reserved(ann, chamber, contact=make.buyer(chamber, ann, "Zhou Yu"))
    assert "Zhou Yu" in as_user(ann).get(purchase.home.get_absolute_url()).text
    assert "Zhou Yu" not in as_user(cai).get(purchase.home.get_absolute_url()).text


def test_a_manager_puts_a_home_on_the_list(
    as_user: SignIn, project: Project, manager: User
) -> None:
    data = {
        "project": project.pk,
        "building": "2",
        "number": "301",
        "area": "130",
        "unit_price": "3400",
    }
    assert as_user(manager).post(reverse("home_add"), data).status_code == 302
    assert Home.objects.get().list_price == Decimal("442000.00")
    again = as_user(manager).post(reverse("home_add"), data)
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("home_list", {"area_from": "99999999999999999999"}),
        ("home_list", {"area_to": "x"}),
        ("purchase_list", {"unit": "99999999999999999999"}),
        ("purchase_list", {"subscribed_after": "2008-13-40"}),
        ("difference_list", {"state": "x"}),
    ],
)
def test_a_filter_that_cannot_be_shows_nothing(
    as_user: SignIn, chamber: Unit, ann: User, fin1: User, name: str, query: dict[str, str]
) -> None:
    make.subscribed(ann, fin1, chamber)
    page = as_user(fin1).get(reverse(name), query)
    assert page.status_code == 200
    assert page.context["page"].rows == []


def test_the_unit_filter_of_the_list_names_only_ones_own(
    as_user: SignIn, chamber: Unit, ann: User, cai: User
) -> None:
    make.reserved(ann, chamber)
    mine = as_user(ann).get(reverse("purchase_list"), {"unit": chamber.pk})
    assert "Wenzhou" in mine.text
    theirs = as_user(cai).get(reverse("purchase_list"), {"unit": chamber.pk})
    assert "Wenzhou" not in theirs.text
