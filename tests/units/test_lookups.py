"""Each look-up is recorded, typing one name is one, and fishing is seen and told once (U6, U8)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Notification, User
from core import jobs
from tests.units.factories import make_contact, make_unit, set_policy
from units.models import LookUp, LookUpDay
from units.selectors.same import Question
from units.services.lookup import person_look_up, unit_look_up
from units.tasks import remove_look_ups


def ask(by: User, *names: str, **more: Any) -> None:
    for name in names:
        unit_look_up(question=Question(name, **more), by=by)


def asked(by: User) -> list[str]:
    return list(LookUp.objects.filter(by=by).order_by("pk").values_list("name", flat=True))


def day_of(by: User) -> LookUpDay:
    return LookUpDay.objects.get(by=by)


def test_u8_typing_one_name_is_one_look_up(ann: User, cai: User) -> None:
    make_unit(cai, "温州商会")
    ask(ann, "温", "温州", "温州商", "温州商会", "温州商会有限公司")
    assert asked(ann) == ["温州商会"]
    day = day_of(ann)
    assert (day.count, day.hits, day.hidden) == (1, 1, 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (["温州商会", "泉州商会"], ["温州商会", "泉州商会"]),
        # Taking back letter by letter and typing another is no way around.
        (["温州商会", "温州", "温州石材厂"], ["温州商会", "温州石材厂"]),
        (["温州商会", "温", ""], ["温州商会"]),
        (["温", ""], []),
    ],
)
def test_u8_another_name_is_another_look_up(ann: User, typed: list[str], kept: list[str]) -> None:
    ask(ann, *typed)
    assert asked(ann) == kept


def test_u8_the_same_name_later_is_another_look_up(ann: User) -> None:
    ask(ann, "温州商会")
    LookUp.objects.update(at=timezone.now() - timedelta(seconds=61))
    ask(ann, "温州商会")
    assert (asked(ann), day_of(ann).count) == (["温州商会"] * 2, 2)


def test_u8_a_telephone_beside_the_name_is_one_look_up_and_another_telephone_is_not(
    ann: User,
) -> None:
    ask(ann, "温州商会")
    ask(ann, "温州商会", telephone="0577-88886666")
    assert day_of(ann).count == 1
    ask(ann, "温州商会", telephone="0577-88886667")
    assert day_of(ann).count == 2


def test_l1_no_number_and_no_position_is_kept_readable(ann: User, cai: User) -> None:
    make_contact(cai, None, name="王小明", mobile="13900139000")
    place = {"latitude": Decimal("24.9075"), "longitude": Decimal("118.5865")}
    ask(ann, "", telephone="0577-88886666", **place)
    person_look_up(mobile="139 0013 9000", by=ann)
    rows = LookUp.objects.order_by("pk").values()
    assert [(row["kind"], row["placed"], len(row["number"])) for row in rows] == [
        ("unit", True, 64),
        ("person", False, 64),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM units_lookup")
        text = repr(cursor.fetchall())
    for secret in ("88886666", "13900139000", "24.9", "118.5"):
        assert secret not in text
    assert rows[0]["number"] != rows[1]["number"]


def test_u6_a_customer_of_others_counts_as_hidden_and_an_own_does_not(ann: User, cai: User) -> None:
    make_contact(cai, None, name="王小明", mobile="13900139000")
    for number in ("13900139000", "13900139000", "13900139001", "not a number"):
        person_look_up(mobile=number, by=ann)
    day = day_of(ann)
    assert (day.count, day.hits, day.hidden) == (3, 2, 2)
    person_look_up(mobile="13900139000", by=cai)
    assert (day_of(cai).hits, day_of(cai).hidden) == (1, 0)


def test_u6_more_than_usual_is_marked_and_told_once_to_managers_and_compliance(
    ann: User, bob: User, manager: User, law: User, fin1: User
) -> None:
    set_policy("duplicates", manager, look_ups_a_day=3)
    ask(ann, *(f"单位{number}号厂" for number in "甲乙丙"))
    assert not day_of(ann).unusual
    assert not Notification.objects.exists()
    ask(ann, *(f"公司{number}号楼" for number in "甲乙丙"))
    ask(bob, "温州商会")
    assert (day_of(ann).unusual, day_of(ann).most, day_of(bob).unusual) == (True, 3, False)
    told = Notification.objects.filter(kind="units.lookups")
    assert {note.user for note in told} == {manager, law}
    assert "Ann" in told[0].title
    assert told[0].url == day_of(ann).get_absolute_url()


def test_u6_managers_own_look_ups_are_told_to_others_alone(manager: User, law: User) -> None:
    set_policy("duplicates", manager, look_ups_a_day=1)
    ask(manager, "温州商会", "泉州石材厂")
    assert [note.user for note in Notification.objects.all()] == [law]


def test_u6_who_sees_look_ups(
    ann: User, cai: User, lead: User, manager: User, law: User, admin: User
) -> None:
    ask(ann, "温州商会")
    seen = {
        user.username: LookUpDay.objects.visible_to(user).count()
        for user in (ann, cai, lead, manager, law, admin)
    }
    assert seen == {"ann": 0, "cai": 0, "lead1": 0, "manager": 1, "law": 1, "admin": 0}


def test_u6_the_pages_show_what_was_asked_and_how_often(
    ann: User, manager: User, as_user: Any
) -> None:
    ask(ann, "温州商会", "泉州石材厂")
    set_policy("duplicates", manager, look_ups_a_day=2)
    ask(ann, "晋江茶厂")
    browser = as_user(manager)
    assert "more than usual" in browser.get("/look-ups/").text
    assert not browser.get("/look-ups/?on_after=2008-01-01&on_before=2008-01-02").context[
        "has_rows"
    ]
    assert browser.get("/look-ups/?unusual=yes").context["has_rows"]
    page = browser.get(day_of(ann).get_absolute_url()).text
    for name in ("温州商会", "泉州石材厂", "晋江茶厂"):
        assert name in page


def test_l1_look_ups_are_forgotten_after_the_policys_days(ann: User, bob: User) -> None:
    ask(ann, "温州商会")
    ask(bob, "泉州石材厂")
    today = timezone.localdate()
    LookUpDay.objects.filter(by=ann).update(day=today - timedelta(days=91))
    LookUpDay.objects.filter(by=bob).update(day=today - timedelta(days=90))
    assert remove_look_ups(today, timezone.now()) == 1
    assert [row.by for row in LookUpDay.objects.all()] == [bob]
    assert asked(bob) == ["泉州石材厂"]
    assert "units.lookups" in {job.name for job in jobs.all_daily()}


# --- the pages that ask -------------------------------------------------------------------------


def test_u8_the_form_and_the_gate_ask_by_post_and_are_recorded(
    ann: User, cai: User, as_user: Any
) -> None:
    make_unit(cai, "温州商会")
    browser = as_user(ann)
    assert browser.get("/units/same/", {"name": "温州商会"}).status_code == 405
    text = browser.post("/units/same/", {"name": "温州商会"}).text
    assert "taken, protected until" in text
    assert "温州商会" not in text
    assert asked(ann) == ["温州商会"]
    page = browser.post("/units/taken/", {"name": "晋江茶厂"})
    assert "it is free" in page.text
    assert "/units/new/?" in page.text
    assert asked(ann) == ["温州商会", "晋江茶厂"]


def test_u8_who_may_merge_is_led_from_the_hint_to_both_records(
    ann: User, cai: User, lead: User, manager: User, as_user: Any
) -> None:
    one, other = make_unit(ann, "温州商会"), make_unit(cai, "温州总商会")
    where = f'href="/units/{one.pk}/merge/?other={other.pk}"'
    shown = {
        user.username: where in as_user(user).post("/units/same/", {"name": "温州商会"}).text
        for user in (ann, lead, manager)
    }
    assert shown == {"ann": False, "lead1": False, "manager": True}


def test_u8_an_empty_question_asks_nothing(ann: User, as_user: Any) -> None:
    page = as_user(ann).post("/units/taken/", {"name": " ", "telephone": ""})
    assert page.status_code == 200
    assert "free" not in page.context["matches"]
    assert not LookUp.objects.exists()
