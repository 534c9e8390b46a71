"""A campaign's budget: lines in a tree, parts within the whole, who sees them (B1)."""

from collections.abc import Callable
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Project, User
from budget import services
from budget.models import Line
from budget.services import line_add
from core.commands import execute
from core.errors import DomainError
from core.invariants import check_all
from core.models import AuditRecord
from rewards.demo.plan import BUDGET
from tests.conftest import Race, make_user
from units.models import Campaign
from units.services import CampaignPlan, campaign_add

Browser = Callable[[Any], Client]


@pytest.fixture
def campaign(project: Project, manager: User) -> Campaign:
    today = timezone.localdate()
    plan = CampaignPlan(name="大客户拓展", starts_on=today, ends_on=today)
    return campaign_add(project_id=project.pk, plan=plan, by=manager)


def add(campaign: Campaign, by: User, name: str, planned: str, parent: Line | None = None) -> Line:
    facts = {"name": name, "planned": planned, "parent": parent}
    return line_add(campaign_id=campaign.pk, facts=facts, by=by)


def plan_of_2008(campaign: Campaign, by: User) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    for name, whole, planned in BUDGET:
        lines[name] = add(campaign, by, name, planned, lines.get(whole))
    return lines


def test_b1_the_lines_of_2008_come_to_55000(campaign: Campaign, planner: User) -> None:
    lines = plan_of_2008(campaign, planner)
    whole = Line.objects.filter(parent=None)
    assert whole.planned() == Decimal(55000)
    assert [line.place for line in Line.objects.all()] == [
        "01", "02", "02.01", "02.02", "02.02.01", "03", "04",
    ]  # fmt: skip
    assert lines["精品礼品 Fine gifts"].path == (
        "礼品 Gifts › 关键人物礼品 Key persons › 精品礼品 Fine gifts"
    )
    assert AuditRecord.objects.filter(action="budget.line.added").count() == len(BUDGET)
    assert [finding for finding in check_all() if finding.rows] == []


def test_b1_parts_plan_no_more_than_the_whole(campaign: Campaign, planner: User) -> None:
    gifts = add(campaign, planner, "Gifts", "25000")
    add(campaign, planner, "General", "5000", gifts)
    with pytest.raises(DomainError, match=r"20,000\.00 yuan are still") as refusal:
        add(campaign, planner, "Key persons", "20000.01", gifts)
    assert refusal.value.field == "planned"
    assert add(campaign, planner, "Key persons", "20000", gifts).place == "01.02"


@pytest.mark.parametrize("planned", ["0", "-5", "0.004"])
def test_b1_nothing_is_no_plan(campaign: Campaign, planner: User, planned: str) -> None:
    with pytest.raises(DomainError, match="above nothing"):
        add(campaign, planner, "Gifts", planned)


def test_b1_one_name_once_in_a_campaign(campaign: Campaign, planner: User) -> None:
    add(campaign, planner, "Gifts", "1")
    with pytest.raises(DomainError, match="of this name") as refusal:
        add(campaign, planner, " Gifts ", "2")
    assert refusal.value.field == "name"


def test_b1_a_part_of_a_part_of_a_part_is_refused(campaign: Campaign, planner: User) -> None:
    line = None
    for name in ("a", "b", "c"):
        line = add(campaign, planner, name, "10", line)
    with pytest.raises(DomainError, match="not divided any further"):
        add(campaign, planner, "d", "10", line)


def test_b1_a_campaign_of_another_project_is_refused(campaign: Campaign) -> None:
    elsewhere = Project.objects.create(name="Elsewhere", code="elsewhere")
    stranger = make_user("stranger", "planner", elsewhere)
    with pytest.raises(DomainError, match="not of one of your projects"):
        add(campaign, stranger, "Gifts", "1")


@pytest.mark.races
def test_b1_twenty_parts_at_once_stay_within_the_whole(
    race: Race, campaign: Campaign, planner: User
) -> None:
    gifts = add(campaign, planner, "Gifts", "100")

    def divide(number: int) -> Line:
        facts = {"name": f"Part {number}", "planned": "10", "parent": gifts}
        return execute(line_add, by=planner, campaign_id=campaign.pk, facts=facts)

    results = race(20, divide)
    assert [type(result) for result in results].count(Line) == 10
    assert Line.objects.filter(parent=gifts).planned() == Decimal(100)


@pytest.mark.races
def test_b1_twin_without_the_campaigns_row_they_plan_too_much(
    race: Race, campaign: Campaign, planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    gifts = add(campaign, planner, "Gifts", "100")
    numbers = iter(range(1, 99))
    looked, look = Barrier(20), services._refuse_too_much

    def look_and_wait(line: Line, parent: Line) -> None:
        look(line, parent)
        looked.wait(timeout=30)

    monkeypatch.setattr(services, "_locked_campaign", lambda pk, by: campaign)
    monkeypatch.setattr(services, "_refuse_too_much", look_and_wait)
    # Places of their own, or the constraint on them would save the day.
    monkeypatch.setattr(services, "_next_place", lambda campaign, parent: f"01.{next(numbers):02d}")

    def divide(number: int) -> Line:
        facts = {"name": f"Part {number}", "planned": "10", "parent": gifts}
        return execute(line_add, by=planner, campaign_id=campaign.pk, facts=facts)

    race(20, divide)
    assert Line.objects.filter(parent=gifts).planned() > Decimal(100)


# --- the page -----------------------------------------------------------------------------------


def test_b1_the_list_shows_the_tree_and_the_total(
    campaign: Campaign, planner: User, fin1: User, as_user: Browser
) -> None:
    plan_of_2008(campaign, planner)
    page = as_user(fin1).get(reverse("line_list"))
    assert "55,000.00" in page.text
    assert [line.place for line in page.context["page"].rows][:3] == ["01", "02", "02.01"]
    found = as_user(fin1).get(reverse("line_list"), {"q": "fine", "campaign": str(campaign.pk)})
    assert [line.name for line in found.context["page"].rows] == ["精品礼品 Fine gifts"]


def test_b1_who_sells_and_another_project_see_no_budget(
    campaign: Campaign, planner: User, ann: User, lead: User, law: User, as_user: Browser
) -> None:
    add(campaign, planner, "Gifts", "1")
    for user in (ann, lead, law):
        assert as_user(user).get(reverse("line_list")).status_code == 403
        assert not Line.objects.visible_to(user).exists()
    elsewhere = Project.objects.create(name="Elsewhere", code="elsewhere")
    stranger = make_user("stranger", "manager", elsewhere)
    assert as_user(stranger).get(reverse("line_list")).context["page"].rows == []
