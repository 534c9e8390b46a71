"""Units, key persons and contacts in the search box: who finds what, and what nobody may (L1)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import search
from tests.units.factories import make_contact, make_unit
from units.models import Contact, Unit
from units.services import contact_edit, key_person_name

Browser = Callable[[Any], Client]
RECORDS = ("units", "key_persons", "contacts")


def seen(user: User, text: str) -> dict[str, list[str]]:
    """The titles of records that `user` finds, by group."""
    groups = search.found(User.objects.get(pk=user.pk), search.typed(text))
    return {one.name: [hit.title for hit in one.hits] for one in groups if one.name in RECORDS}


@pytest.fixture
def chamber(ann: User) -> Unit:
    return make_unit(ann, "温州商会(泉州)集团", telephone="0595-22280000")


@pytest.fixture
def zhang(ann: User, chamber: Unit) -> Contact:
    """Key person."""
    person = make_contact(ann, chamber, name="张三", position="会长", mobile="13812348000")
    key_person_name(
        unit_id=chamber.pk, contact_id=person.pk, starts_on=timezone.localdate(), by=ann
    )
    return person


@pytest.fixture
def ouyang(ann: User, chamber: Unit) -> Contact:
    return make_contact(ann, chamber, name="欧阳娜娜", mobile="+14155550123")


UNIT = ("温州商会", "温", "州商", "商会", "温州商会泉州集团", "商会(泉州)集", "商会(泉",
        "wzsh", "WZSH", "wenzhou", "wen zhou", "w", "we", "zhoushang", "溫州商會", "wz 商会",
        "2228", "0595-2228", "05952228", "059522280000", "0595 2228 0000", "2228 0000")  # fmt: skip
NOT_THE_UNIT = ("温州商会集团", "州温", "zw", "9999", "0596-2228", "商会 张三")
KEY_PERSON = ("张三", "张", "zs", "ZS", "zhangsan", "zhang san", "三", "8000", "000", "13812348000",
              "138-1234-8000", "138 1234 8000", "+8613812348000", "１３８ 1234 8000")  # fmt: skip
CONTACT = ("欧阳", "娜娜", "oynn", "ouyang", "nana", "123", "+14155550123")
HIDDEN = ("1234", "12348000", "348000", "48000", "2348000", "3812348", "81234", "1381234", "5555",
          "1381234800", "138123480", "86138", "0123", "55550123", "+1415555012")  # fmt: skip


def test_a_unit_is_found_however_it_is_typed(ann: User, chamber: Unit) -> None:
    assert [typed for typed in UNIT if seen(ann, typed).get("units") != [chamber.name]] == []
    assert [typed for typed in NOT_THE_UNIT if "units" in seen(ann, typed)] == []


def test_a_unit_called_so_for_short_comes_first_and_says_it(ann: User) -> None:
    make_unit(ann, "温商大厦物业公司")
    chamber = make_unit(ann, "泉州市浙江总商会", short_name="温商")
    for typed in ("温商", "wenshang", "ws"):
        assert seen(ann, typed)["units"] == [chamber.name, "温商大厦物业公司"]
    (group,) = search.found(User.objects.get(pk=ann.pk), "温商 总商会")
    assert group.hits[0].detail.startswith("温商 · ")


def test_people_are_found_by_name_initials_and_number(
    ann: User, zhang: Contact, ouyang: Contact
) -> None:
    for group, found, title in (
        ("key_persons", KEY_PERSON, "张三"),
        ("contacts", CONTACT, "欧阳娜娜"),
    ):
        assert [typed for typed in found if seen(ann, typed).get(group) != [title]] == []
        other = ({"key_persons", "contacts"} - {group}).pop()
        assert [typed for typed in found if other in seen(ann, typed)] == []


def test_l1_nobody_is_found_by_the_digits_that_the_mask_hides(
    ann: User, manager: User, zhang: Contact, ouyang: Contact, as_user: Browser
) -> None:
    assert (zhang.masked_mobile, ouyang.masked_mobile) == ("138****8000", "+141****123")
    for user in (ann, manager):
        assert [typed for typed in HIDDEN if seen(user, typed)] == []
    client = as_user(ann)
    for typed in HIDDEN[:5]:  # as short as the list lets into its address
        page = client.get(reverse("contact_list"), {"q": typed})
        assert page.context["page"].rows == []


def test_another_team_finds_nothing_by_any_way(
    ann: User, cai: User, planner: User, zhang: Contact, ouyang: Contact, as_user: Browser
) -> None:
    for user in (cai, planner):
        client = as_user(user)
        for typed in (*UNIT, *KEY_PERSON, *CONTACT):
            assert seen(ann, typed)
            assert seen(user, typed) == {}
        for typed in ("温州商会", "zs", "8000", "13812348000"):
            answer = client.post(reverse("search_found"), {"q": typed}).text
            assert not any(name in answer for name in ("温州", "张三", "欧阳娜娜"))


def test_what_was_open_is_told_only_to_who_may_see_it(
    ann: User, cai: User, chamber: Unit, zhang: Contact, as_user: Browser
) -> None:
    keys = [search.record_key(zhang), search.record_key(chamber)]
    mine = as_user(ann).post(reverse("search_found"), {"recent": keys})
    assert [hit.title for hit in mine.context["groups"][0].hits] == ["张三", chamber.name]
    theirs = as_user(cai).post(reverse("search_found"), {"recent": keys})
    assert "recent" not in [one.name for one in theirs.context["groups"]]
    page = as_user(ann).get(zhang.get_absolute_url()).text
    assert f'data-record="{search.record_key(zhang)}"' in page


def test_the_number_stays_masked_in_the_answer(ann: User, zhang: Contact, as_user: Browser) -> None:
    answer = as_user(ann).post(reverse("search_found"), {"q": "张三"}).text
    assert "138****8000" in answer
    assert "1234" not in answer


def test_who_is_called_so_comes_first_then_who_begins_so_then_the_rest(ann: User) -> None:
    for name in ("北新商会", "新商会联合会", "新商会", "新商会分会"):
        make_unit(ann, name)
    assert seen(ann, "新商会")["units"] == ["新商会", "新商会分会", "新商会联合会", "北新商会"]


def test_a_renamed_person_is_found_by_the_new_name_only(ann: User, zhang: Contact) -> None:
    contact_edit(contact_id=zhang.pk, version=zhang.version, facts={"name": "李四"}, by=ann)
    assert seen(ann, "zs") == {}
    assert seen(ann, "ls")["key_persons"] == ["李四"]


def test_more_rows_cost_no_more_statements(ann: User, as_user: Browser) -> None:
    client, costs = as_user(ann), []
    for round_ in range(2):
        for number in range(4):
            unit = make_unit(ann, f"温州商会{round_}{number}")
            person = make_contact(ann, unit, name="温会长")
            make_contact(ann, unit, name="温秘书")
            key_person_name(
                unit_id=unit.pk, contact_id=person.pk, starts_on=timezone.localdate(), by=ann
            )
        with CaptureQueriesContext(connection) as asked:
            client.post(reverse("search_found"), {"q": "温"})
        costs.append(len(asked))
    assert costs[1] <= costs[0] <= 12
