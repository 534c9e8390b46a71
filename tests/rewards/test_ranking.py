"""The ranking: daily totals kept and healed, ranks, periods, lists behind figures (I1, I2)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Project, Team, User
from pricing.services import (
    contract_sign,
    deposit_receive,
    purchase_cancel,
)
from rewards.models import DailyTotal
from rewards.ranking.periods import Period, month_of, week_of
from rewards.ranking.selectors import people_league, team_league, totals
from rewards.ranking.services import totals_heal
from tests.pricing import factories as pricing
from tests.visits import factories as visits
from units.services import arrival_record, customer_register

SignIn = Callable[[Any], Client]


def this_month() -> Period:
    return month_of(timezone.localdate())


def came(by: User, count: int, first: int = 0) -> None:
    """`count` customers of `by`, registered and arrived today."""
    for number in range(first, first + count):
        facts = {"name": f"Customer {number}", "mobile": f"139{by.pk:04d}{number:04d}"}
        registration = customer_register(facts=facts, by=by)
        arrival_record(contact_id=registration.contact_id, by=by)


def signed(by: User, fin1: User, number: int = 1) -> Any:
    """A home sold and signed by `by` today."""
    purchase = pricing.reserved(by)
    deposit_receive(
        purchase_id=purchase.pk, amount=Decimal(20000), received_on=timezone.localdate(), by=fin1
    )
    contract_sign(
        purchase_id=purchase.pk,
        contract_no=f"C{number}",
        signed_on=timezone.localdate(),
        by=by,
    )
    purchase.refresh_from_db()
    return purchase


def test_i1_equal_arrivals_share_a_rank(project: Project, manager: User) -> None:
    from tests.conftest import make_user

    for number, arrivals in enumerate((2, 5, 5, 1)):
        team = Team.objects.create(project=project, name=f"Team {number}")
        came(make_user(f"sales{number}", "sales", project, team), arrivals)
    league = team_league(manager, this_month())
    assert [(place.rank, place.figures["arrivals"]) for place in league] == [
        (1, 5), (1, 5), (3, 2), (4, 1),
    ]  # fmt: skip


def test_i1_outreach_teams_are_ranked_by_arrivals_alone(
    ann: User, cai: User, manager: User
) -> None:
    for number in range(4):
        customer_register(facts={"name": "X", "mobile": f"1370000000{number}"}, by=ann)
    came(cai, 1)
    assert [place.name for place in team_league(manager, this_month())] == ["Team 2", "Team 1"]


def test_i1_conversion_is_arrivals_of_registrations(ann: User, manager: User) -> None:
    came(ann, 1)
    customer_register(facts={"name": "X", "mobile": "13700000000"}, by=ann)
    (place,) = team_league(manager, this_month())
    assert place.conversion == 50
    assert totals([place])["conversion"] == 50


def test_i1_a_contract_counts_with_its_value_until_it_is_cancelled(
    ann: User, fin1: User, manager: User
) -> None:
    purchase = signed(ann, fin1)
    (place,) = team_league(manager, this_month())
    assert (place.figures["subscriptions"], place.figures["contracts"]) == (1, 1)
    assert place.figures["contract_value"] == purchase.contract_price
    purchase_cancel(purchase_id=purchase.pk, reason="changed their mind", by=manager)
    (place,) = team_league(manager, this_month())
    assert (place.figures["subscriptions"], place.figures["contracts"]) == (0, 0)
    assert place.figures["contract_value"] == 0


def test_i2_the_change_is_against_the_month_before(ann: User, manager: User) -> None:
    came(ann, 3)
    earlier = this_month().before().last
    DailyTotal.objects.create(
        project=manager.projects.get(), team_id=next(iter(ann.team_ids)), user=ann,
        day=earlier, arrivals=5,
    )  # fmt: skip
    (place,) = team_league(manager, this_month())
    assert place.change == -2


def test_i1_people_are_ranked_too(ann: User, bob: User, cai: User, manager: User) -> None:
    came(ann, 2)
    came(bob, 2)
    came(cai, 1)
    league = people_league(manager, this_month())
    assert [(place.rank, place.arrivals) for place in league] == [(1, 2), (1, 2), (3, 1)]


@pytest.mark.parametrize("harm", ["lost", "doubled", "invented"])
def test_i1_the_night_heals_the_totals(
    ann: User, cai: User, fin1: User, manager: User, harm: str
) -> None:
    came(ann, 2)
    signed(ann, fin1)
    before = list(DailyTotal.objects.order_by("pk").values_list("day", "user", "arrivals"))
    today = timezone.localdate()
    if harm == "lost":
        DailyTotal.objects.all().delete()
    elif harm == "doubled":
        DailyTotal.objects.update(arrivals=99, contracts=7)
    else:
        DailyTotal.objects.create(
            project=manager.projects.get(), team_id=next(iter(cai.team_ids)), user=cai,
            day=today, arrivals=4,
        )  # fmt: skip
    assert totals_heal(first=today - timedelta(days=1), last=today) == 1
    assert list(DailyTotal.objects.values_list("day", "user", "arrivals")) == before
    assert totals_heal(first=today - timedelta(days=1), last=today) == 0


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (month_of(date(2008, 3, 15)), Period(date(2008, 2, 1), date(2008, 2, 29))),
        (month_of(date(2008, 1, 1)), Period(date(2007, 12, 1), date(2007, 12, 31))),
        (week_of(date(2008, 5, 15)), Period(date(2008, 5, 5), date(2008, 5, 11))),
        (
            Period(date(2008, 5, 15), date(2008, 5, 15)),
            Period(date(2008, 5, 14), date(2008, 5, 14)),
        ),
        (Period(date(2008, 5, 10), date(2008, 5, 19)), Period(date(2008, 4, 30), date(2008, 5, 9))),
    ],
)
def test_i1_the_period_before(period: Period, before: Period) -> None:
    assert period.before() == before


def test_i2_each_figure_opens_a_list_of_as_many_rows(
    ann: User, fin1: User, manager: User, as_user: SignIn
) -> None:
    came(ann, 3)
    customer_register(facts={"name": "X", "mobile": "13700000000"}, by=ann)
    signed(ann, fin1)
    cancelled = signed(ann, fin1, 2)
    purchase_cancel(purchase_id=cancelled.pk, reason="changed their mind", by=manager)
    visits.submitted(visits.unit(ann, "Hengda Textile Mill"), ann)
    client = as_user(manager)
    page = client.get("/ranking/")
    (place,) = team_league(manager, this_month())
    for name, address in behind_links(page.text).items():
        rows = client.get(address).context["page"].rows
        assert len(rows) == place.figures[name] > 0, (name, address)


def behind_links(html: str) -> dict[str, str]:
    """The addresses in the first line of the league, by figure."""
    import re
    from html import unescape

    names = ("arrivals", "registrations", "visits", "subscriptions", "contracts")
    found = re.findall(r'<td[^>]*>(?:<span class="figure-bar">)?<a href="([^"]+)">', html)
    assert len(found) == len(names), found
    return dict(zip(names, map(unescape, found), strict=True))


def test_i2_sales_see_the_league_but_open_only_their_own_lists(
    ann: User, cai: User, as_user: SignIn
) -> None:
    came(ann, 1)
    came(cai, 2)
    html = as_user(ann).get("/ranking/").text
    assert "Team 1" in html
    assert "Team 2" in html
    assert html.count('<td data-label="Registrations" class="num"><a') == 1


@pytest.mark.parametrize(
    "query",
    ["span=week&day=2008-13-40", "span=year&day=2008-05-15", "span=range&day=2008-05-15",
     "span=range&day=2008-05-15&until=2008-05-01", "day=x"],
)  # fmt: skip
def test_a_period_that_cannot_be_read_gets_a_sentence(
    manager: User, as_user: SignIn, query: str
) -> None:
    answer = as_user(manager).get(f"/ranking/?{query}")
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert 'role="alert"' in answer.text


def test_the_ranking_is_not_for_finance(fin1: User, as_user: SignIn) -> None:
    assert as_user(fin1).get("/ranking/").status_code == 403


def test_i2_people_and_trend_come_after_the_page(ann: User, manager: User, as_user: SignIn) -> None:
    came(ann, 2)
    client = as_user(manager)
    assert 'part=people" hx-trigger="load"' in client.get("/ranking/").text
    later = client.get("/ranking/?part=people").text
    assert "<html" not in later
    assert ann.name in later
    assert "trend-chart" in later
