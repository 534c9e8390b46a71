"""Units and people found by characters, pinyin, initials and digits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.units.factories import make_contact, make_unit
from units.models import Contact, Unit
from units.search import doubled, person_named, unit_named


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


def test_doubling_keeps_what_is_part_of_what() -> None:
    name = "华南华华南"
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            assert doubled(name[start:end]) in doubled(name)
    assert doubled("南南") not in doubled(name)


@pytest.mark.parametrize("typed", ["陈会", "会长", "chen", "che", "ch", "8000"])
def test_a_person_is_found_by_name_sound_and_last_digits(ann: User, typed: str) -> None:
    person = make_contact(ann, make_unit(ann), name="陈会长", mobile="13800138000")
    assert list(Contact.objects.filter(person_named()(typed))) == [person]


@pytest.mark.parametrize("typed", ["13800138000", "+8613800138000", "110105194912310021"])
def test_l1_a_whole_number_is_refused_and_not_pushed_into_the_address(
    ann: User, as_user: Callable[[Any], Client], typed: str
) -> None:
    make_contact(ann, make_unit(ann), mobile="13800138000")
    answer = as_user(ann).get("/contacts/", {"q": typed}, headers={"HX-Request": "true"})
    assert "last four digits" in answer.text
    assert answer.headers["HX-Push-Url"] == "false"
