"""Kinds of units (U1): added, changed and retired by a sales manager; never deleted."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.errors import DomainError
from core.models import AuditRecord
from rewards.demo import plan
from tests.units.factories import make_category, make_unit
from units.models import Category
from units.services import category_add, category_edit, unit_edit

Browser = Callable[[Any], Client]

U1 = (
    "chamber soe institution factory market college school organ bank media advertising agency "
    "event securities office business industrial street residential theatre store union"
)


def typed(**more: Any) -> dict[str, Any]:
    """What the form of a kind sends."""
    first = {"name": "Airline", "name_zh": "航空公司", "group_rule": "members"}
    return {"form_key": str(uuid4()), **first, **more}


def test_u1_the_demonstration_has_every_kind_the_plan_names() -> None:
    assert [row[0] for row in plan.CATEGORIES] == U1.split()


def test_u1_a_manager_adds_a_kind_with_its_names_in_both_languages(
    manager: User, as_user: Browser
) -> None:
    answer = as_user(manager).post(reverse("category_add"), typed(public_sector="on"))
    made = Category.objects.get()
    assert answer.headers["Location"] == reverse("category_list")
    assert (made.code, made.name, made.name_zh) == ("airline", "Airline", "航空公司")
    assert (made.public_sector, made.must_visit, made.group_rule) == (True, False, "members")
    assert AuditRecord.objects.get(action="units.category.added").by == manager


def test_u1_two_kinds_of_one_name_are_refused_at_the_field(manager: User, as_user: Browser) -> None:
    make_category()
    answer = as_user(manager).post(reverse("category_add"), typed(name_zh="商会"))
    assert answer.status_code == 422
    assert "Another category has this name" in str(answer.context["form"].errors)
    assert Category.objects.count() == 1


def test_u1_codes_never_meet(manager: User) -> None:
    make_category("air-line", name="X", name_zh="甲")
    names = (("Air line", "乙"), ("Air-line", "丙"), ("航空", "丁"))
    made = [category_add(facts={"name": n, "name_zh": zh}, by=manager) for n, zh in names]
    assert [one.code for one in made[:2]] == ["air-line-2", "air-line-3"]
    assert made[2].code.isascii()


def test_u1_a_change_keeps_what_it_was_in_the_trail(manager: User) -> None:
    made = make_category()
    facts = {"public_sector": True, "name": made.name}
    category_edit(category_id=made.pk, version=1, facts=facts, by=manager)
    link = AuditRecord.objects.get(action="units.category.changed")
    assert link.data == {"was": {"public_sector": False}, "now": {"public_sector": True}}
    with pytest.raises(DomainError, match="Somebody else saved this"):
        category_edit(category_id=made.pk, version=1, facts={"retired": True}, by=manager)


def test_l2_compliance_is_told_when_a_category_leaves_the_public_sector(
    manager: User, law: User
) -> None:
    made = make_category("school", name="School", name_zh="学校", public_sector=True)
    category_edit(category_id=made.pk, version=1, facts={"must_visit": True}, by=manager)
    assert not law.notifications.exists()
    category_edit(category_id=made.pk, version=2, facts={"public_sector": False}, by=manager)
    assert "no longer in the public sector" in law.notifications.get().title


def test_u1_a_retired_kind_is_not_offered_and_who_has_it_keeps_it(
    ann: User, manager: User, as_user: Browser
) -> None:
    unit, made = make_unit(ann), make_category()
    category_edit(category_id=made.pk, version=1, facts={"retired": True}, by=manager)
    browser = as_user(ann)
    offered = browser.get(reverse("unit_add")).context["form"].fields["category"].queryset
    assert made not in offered
    assert (
        made
        in browser.get(reverse("unit_edit", args=[unit.pk]))
        .context["form"]
        .fields["category"]
        .queryset
    )
    kept = unit_edit(unit_id=unit.pk, version=1, facts={"address": "江滨路 1"}, by=ann)
    assert kept.category == made
    made.refresh_from_db()
    with pytest.raises(DomainError, match="not offered any more") as refusal:
        make_unit(ann, "Another", category=made)
    assert refusal.value.field == "category"
    assert unit.name in browser.get(reverse("unit_list"), {"category": made.pk}).text


def test_u1_the_list_says_what_follows_from_each_and_how_many_have_it(
    ann: User, manager: User, as_user: Browser
) -> None:
    make_unit(ann)
    page = as_user(manager).get(reverse("category_list"))
    assert [row.used for row in page.context["page"].rows] == [1]
    assert "by the number of homes" in page.text
    assert as_user(ann).get(reverse("category_list")).status_code == 403
