"""Units and people found by characters, pinyin, initials and digits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.units.factories import make_contact, make_unit
from units.models import Contact, Unit
from units.search import doubled, person_named, unit_named
from units.services import unit_edit


@pytest.mark.parametrize(
    "typed",
    ["泉州", "州商", "商会", "泉", "泉州商会", "qzsh", "qz", "quanzhou", "zhoushang", "qu", "QZSH",
     "２２２８", "2228", "0595-22"],
)  # fmt: skip
def test_a_unit_is_found_however_it_is_typed(ann: User, typed: str) -> None:
    unit = make_unit(ann, "泉州商会", telephone="0595-22280000")
    assert list(Unit.objects.filter(unit_named()(typed))) == [unit]


@pytest.mark.parametrize("typed", ["州泉", "会商", "泉会", "qzhs", "9999", "温州"])
def test_what_is_not_in_the_name_finds_nothing(ann: User, typed: str) -> None:
    make_unit(ann, "泉州商会", telephone="0595-22280000")
    assert not Unit.objects.filter(unit_named()(typed)).exists()


@pytest.mark.parametrize(
    "typed",
    ["温商", "商会馆", "温", "温商会馆", "wshg", "ws", "wenshang", "shanghui", "WE"],
)
def test_a_unit_is_found_by_its_short_name(ann: User, typed: str) -> None:
    unit = make_unit(ann, "泉州市浙江总商会", short_name="温商会馆")
    make_unit(ann, "泉州市石材厂", short_name="泉石")
    assert list(Unit.objects.filter(unit_named()(typed))) == [unit]


@pytest.mark.parametrize("typed", ["温会", "会馆泉", "hg", "gw", "bbc", "wshgx"])
def test_what_is_not_in_the_short_name_finds_nothing(ann: User, typed: str) -> None:
    make_unit(ann, "泉州市浙江总商会", short_name="温商会馆")
    make_unit(ann, "Second unit", short_name="ABC")
    assert not Unit.objects.filter(unit_named()(typed)).exists()


def test_a_new_short_name_is_found_and_the_old_one_no_more(ann: User) -> None:
    unit = make_unit(ann, "泉州市浙江总商会", short_name="温商会馆")
    unit_edit(unit_id=unit.pk, version=unit.version, facts={"short_name": "浙商"}, by=ann)
    found = {typed: Unit.objects.filter(unit_named()(typed)).exists() for typed in ("浙商", "温商")}
    assert found == {"浙商": True, "温商": False}


def test_doubling_keeps_what_is_part_of_what() -> None:
    name = "华南华华南"
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            assert doubled(name[start:end]) in doubled(name)
    assert doubled("南南") not in doubled(name)


@pytest.mark.parametrize("typed", ["陈会", "会长", "chen", "che", "ch", "chz", "CH", "8000"])
def test_a_person_is_found_by_name_sound_and_last_digits(ann: User, typed: str) -> None:
    person = make_contact(ann, make_unit(ann), name="陈会长", mobile="13800138000")
    assert list(Contact.objects.filter(person_named()(typed))) == [person]


@pytest.mark.parametrize(
    "typed", ["13800138000", "+8613800138000", "138 0013 8000", "138-0013-8000"]
)
def test_l1_a_list_finds_by_the_whole_number_and_keeps_it_out_of_the_address(
    ann: User, as_user: Callable[[Any], Client], typed: str
) -> None:
    person = make_contact(ann, make_unit(ann), mobile="13800138000")
    answer = as_user(ann).post("/contacts/", {"q": typed}, headers={"HX-Request": "true"})
    assert answer.context["page"].rows == [person]
    assert answer.headers["HX-Push-Url"].startswith("/contacts/?q=~")
    again = as_user(ann).get(answer.headers["HX-Push-Url"])
    assert again.context["page"].rows == [person]
