"""Evaluations shown: the trend, what changed, and the working of each score (U4)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.models import PolicyRow
from core.policies import policy_set
from core.policies.values import as_values
from tests.units.factories import make_unit
from units.models import Unit
from units.policies import EvaluationPolicy
from units.selectors import evaluation as reads
from units.selectors.evaluation import evaluations_of
from units.services import unit_evaluate
from units.views import evaluation as pages

Browser = Callable[[Any], Client]
FIRST = {"headcount": 80, "income": 65, "help": 90, "self_build": 20}
SECOND = {"headcount": 80, "income": 70, "help": None, "self_build": 20, "deposits": 50}


def judged(unit: Unit, by: User, *factors: dict[str, Any]) -> None:
    for one in factors:
        unit_evaluate(unit_id=unit.pk, factors=one, by=by)


def test_u4_a_score_can_be_checked_by_hand(ann: User) -> None:
    unit = make_unit(ann)
    judged(unit, ann, FIRST)
    one = evaluations_of(unit)[0]
    assert [(p.name, *map(int, (p.points, p.weight, p.product))) for p in one.strength.parts] == [
        ("headcount", 80, 3, 240),
        ("income", 65, 3, 195),
    ]
    assert (int(one.strength.products), int(one.strength.weights)) == (435, 6)
    assert one.strength.score == Decimal("72.5")
    # 90 × 3 and, against, (100 − 20) × 1, by 4
    assert (int(one.sincerity.products), one.sincerity.score) == (350, Decimal("87.5"))
    assert (one.mean, one.row.grade) == (Decimal("80.0"), "A")


def test_u4_the_grade_is_given_on_the_scores_as_shown(ann: User) -> None:
    unit = make_unit(ann)
    judged(unit, ann, {"headcount": 79, "income": 80, "help": 80})
    unit.refresh_from_db()
    assert (unit.strength, unit.sincerity, unit.grade) == (Decimal("79.5"), Decimal(80), "B")


def test_u4_each_evaluation_says_what_changed_since_the_one_before(ann: User) -> None:
    unit = make_unit(ann)
    judged(unit, ann, FIRST, SECOND)
    newest, oldest = evaluations_of(unit)
    assert [(c.name, c.was, c.now, c.difference) for c in newest.changes] == [
        ("income", 65, 70, 5),
        ("help", 90, None, None),
        ("deposits", None, 50, None),
    ]
    assert (oldest.changes, oldest.first, newest.first) == ([], True, False)


def test_u4_an_evaluation_keeps_the_weights_of_its_day(ann: User, manager: User) -> None:
    unit, today = make_unit(ann), timezone.localdate()
    judged(unit, ann, FIRST)
    values = {**as_values(EvaluationPolicy()), "headcount": Decimal(9)}
    tomorrow = today + timedelta(days=1)
    policy_set(kind="evaluation", valid_from=tomorrow, values=values, note="More.", by=manager)
    PolicyRow.objects.update(valid_from=today)  # as it stands tomorrow
    judged(unit, ann, FIRST)
    newest, oldest = evaluations_of(unit)
    assert [int(one.strength.weights) for one in (oldest, newest)] == [6, 12]
    assert (oldest.row.strength, newest.row.strength) == (Decimal("72.5"), Decimal("76.3"))


def test_u4_the_page_has_the_figures_of_the_chart_in_a_table(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    judged(unit, ann, FIRST, SECOND)
    page = as_user(ann).get(reverse("unit_evaluations", args=[unit.pk]))
    assert page.context["chart"]["datasets"][0]["data"] == [72.5, 75.0]
    for text in ("72.5", "75.0", "435", "(100 − 20)", "65 →"):
        assert text in page.text


def test_u4_the_form_begins_with_the_last_answers(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    judged(unit, ann, FIRST)
    page = as_user(ann).get(reverse("unit_evaluate", args=[unit.pk]))
    assert page.context["form"].initial == FIRST
    assert "Filled in as judged on" in page.text


def test_u4_who_judges_reads_what_is_on_record(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann, headcount=1260, income=Decimal(30000), self_build_soon="no")
    address = reverse("unit_evaluate", args=[unit.pk])
    fields = as_user(ann).get(address).context["form"].fields
    said = {name: str(field.help_text).strip() for name, field in fields.items()}
    assert said["headcount"] == "On record: 1,260"
    assert said["income"] == "On record: 30,000.00"
    assert said["self_build"] == "Counts against the unit. On record: no"
    assert said["cars"] == said["deposits"] == ""
    refused = as_user(ann).post(address, {"headcount": "1260"})
    assert refused.status_code == 422
    assert "On record: 1,260" in refused.text


def test_u4_a_page_that_does_not_show_all_says_so(
    ann: User, as_user: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = make_unit(ann)
    judged(unit, ann, FIRST, SECOND)
    url = reverse("unit_evaluations", args=[unit.pk])
    assert "evaluations are shown" not in as_user(ann).get(url).text
    for module in (reads, pages):
        monkeypatch.setattr(module, "MOST", 1)
    assert "The newest 1 evaluations are shown" in as_user(ann).get(url).text
