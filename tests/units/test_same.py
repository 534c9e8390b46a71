"""Likely duplicates: what counts as like, and what is told of it (U8, U6)."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Project, User
from tests.conftest import make_user
from tests.units.factories import make_contact, make_unit, set_policy
from units.models import Likeness, Unit
from units.rules.likeness import Kind, likeness_keys, masked_name, telephone_key
from units.selectors import same
from units.selectors.customer import customer_known
from units.selectors.same import REASONS, Match, Question, likely_same, likely_same_each
from units.services import customer_register, unit_edit, unit_learn

GATE = (Decimal("24.907500"), Decimal("118.586500"))


def ask(user: User, name: str = "", telephone: str = "", place: Any = (None, None)) -> list[Match]:
    return likely_same(Question(name, telephone, *place), user)


def reasons(match: Match) -> list[str]:
    found = {str(text): kind.name.lower() for kind, text in REASONS.items()}
    return [found[str(reason)] for reason in match.reasons]


# --- rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0577-88886666", "0577 8888 6666"),
        ("0577-88886666", "+86 577 88886666"),
        ("0577-88886666", "88886666"),
        ("0577-88886666", "(0577)88886666转801"),
        ("13800138000", "+86 138-0013-8000"),
        ("13800138000", "138 0013 8000"),
    ],
)
def test_u8_spellings_of_one_telephone_are_the_same(one: str, other: str) -> None:
    assert telephone_key(one) == telephone_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("13800138000", "13900138000"), ("0577-88886666", "0577-88886667")],
)
def test_u8_other_telephones_are_others(one: str, other: str) -> None:
    assert telephone_key(one) != telephone_key(other)


@pytest.mark.parametrize("text", ["", "110", "转 8", "keine"])
def test_u8_what_is_no_telephone_is_like_none(text: str) -> None:
    assert telephone_key(text) == ""


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("泉州商会", "泉州***"),
        ("泉州纺织有限公司", "泉州纺***"),
        ("商会", "商***"),
        ("厂", "厂***"),
    ],
)
def test_u6_a_hidden_name_shows_its_first_third(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_u8_a_name_keeps_a_key_for_each_shortened_spelling() -> None:
    kinds = [key.kind for key in likeness_keys("温州商会", "0577-88886666")]
    assert [kinds.count(kind) for kind in Kind] == [1, 1, 1, 5, 0, 0]
    assert [key.kind for key in likeness_keys("温", "")] == []


# --- what is found ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("温州商会", ["name"]),
        ("溫州商會", ["name"]),
        ("温州 商会 有限公司", ["name"]),
        ("温州商会集团", ["name"]),
        ("温洲商会", ["sound", "near"]),  # zhou as well
        ("瘟洲商会", ["sound"]),
        ("温州总商会", ["near"]),
        ("温商会", ["near"]),
        ("温州工会", ["near"]),
    ],
)
def test_u8_a_name_finds_what_is_like_it(ann: User, typed: str, why: list[str]) -> None:
    make_unit(ann, "温州商会")
    (match,) = ask(ann, typed)
    assert reasons(match) == why


@pytest.mark.parametrize("typed", ["泉州纺织厂", "温州", "", "温", "商会", "州商", "<script>", "%"])
def test_u8_a_name_that_is_not_like_it_finds_nothing(ann: User, typed: str) -> None:
    make_unit(ann, "温州商会")
    assert ask(ann, typed) == []


def test_u8_numbered_schools_are_not_near(ann: User) -> None:
    make_unit(ann, "泉州第一中学")
    assert ask(ann, "泉州第二中学") == []


def test_u8_the_same_telephone_finds_a_unit_of_another_name(ann: User) -> None:
    make_unit(ann, "温州商会", telephone="0577-88888888")
    (match,) = ask(ann, "别的名字", "0577 8888 8888")
    assert reasons(match) == ["telephone"]


def test_u8_who_types_a_short_name_is_told_of_the_unit(ann: User, cai: User) -> None:
    chamber = make_unit(ann, "泉州市浙江总商会", short_name="温商会馆")
    (match,) = ask(ann, "温商会馆")
    assert (match.name, reasons(match)) == (chamber.name, ["short"])
    (hidden,) = ask(cai, "温商会馆有限公司")
    assert (hidden.url, hidden.name) == ("", masked_name(chamber.name))
    assert ask(ann, "温商") == []
    unit_edit(unit_id=chamber.pk, version=chamber.version, facts={"short_name": "浙商"}, by=ann)
    assert ask(ann, "温商会馆") == []
    assert len(ask(ann, "浙商")) == 1


def test_u8_a_place_within_500_metres_finds_and_one_beyond_does_not(ann: User) -> None:
    # A degree of latitude is 111.2 km, so 0.0040 are 445 m and 0.0050 are 556 m.
    near, far = (
        make_unit(ann, name, latitude=GATE[0] + Decimal(north), longitude=GATE[1])
        for name, north in (("近处石材厂", "0.004"), ("远处纺织厂", "0.005"))
    )
    (match,) = ask(ann, place=GATE)
    assert (match.name, reasons(match)) == (near.name, ["place"])
    assert ask(ann, place=(far.latitude, None)) == []


def test_u8_the_distance_is_policy(ann: User, manager: User) -> None:
    make_unit(ann, latitude=GATE[0] + Decimal("0.005"), longitude=GATE[1])
    assert ask(ann, place=GATE) == []
    set_policy("duplicates", manager, radius=600)
    assert len(ask(ann, place=GATE)) == 1


def test_u8_the_surest_comes_first_and_a_unit_once(ann: User) -> None:
    place = {"latitude": GATE[0], "longitude": GATE[1]}
    make_unit(ann, "温州工会", **place)
    make_unit(ann, "温州商会", **place)
    make_unit(ann, "邻家茶厂", **place)
    found = ask(ann, "温州商会", place=GATE)
    assert [(match.name, reasons(match)) for match in found] == [
        ("温州商会", ["name", "place"]),
        ("温州工会", ["near", "place"]),
        ("邻家茶厂", ["place"]),
    ]


def test_u8_a_renamed_unit_is_found_by_its_new_name_alone(ann: User) -> None:
    unit = make_unit(ann, "温州商会", telephone="0577-88888888")
    facts = {"name": "晋江鞋业协会"}
    unit_edit(unit_id=unit.pk, version=unit.version, facts=facts, by=ann)
    assert ask(ann, "温州商会") == []
    assert len(ask(ann, "晋江鞋业协会")) == 1
    unit_learn(
        unit_id=unit.pk,
        facts={"telephone": "0577-66666666"},
        source="visit",
        source_id=None,
        by=ann,
    )
    assert (ask(ann, "", "0577-88888888"), len(ask(ann, "", "66666666"))) == ([], 1)


def test_u8_other_projects_are_not_asked(ann: User, cai: User) -> None:
    elsewhere = Project.objects.create(name="Elsewhere", code="elsewhere")
    stranger = make_user("stranger", "manager", elsewhere)
    make_unit(stranger, "温州商会")
    assert ask(ann, "温州商会") == []


# --- what is told -------------------------------------------------------------------------------


def test_u6_another_teams_unit_is_masked_and_taken_until(ann: User, cai: User) -> None:
    theirs = make_unit(cai, "温州商会")
    (match,) = ask(ann, "温洲商会")
    assert match == Match("温州***", "", theirs.protected_until, match.reasons)
    assert match.hidden


def test_u6_ones_own_and_the_managers_have_name_and_link(ann: User, manager: User) -> None:
    mine = make_unit(ann, "温州商会")
    for user in (ann, manager):
        (match,) = ask(user, "温州商会")
        assert (match.name, match.url) == ("温州商会", mine.get_absolute_url())
        assert (match.hidden, match.mine) == (False, user == ann)


def test_u8_what_nobody_holds_or_holds_no_longer_is_free(ann: User, cai: User) -> None:
    make_unit(cai, "温州商会")
    Unit.objects.update(protected_until="2008-06-30")
    assert ask(ann, "温州商会")[0].protected_until is None
    Unit.objects.update(owner=None, protected_until=None)
    assert ask(ann, "温州商会")[0].protected_until is None


def test_u8_the_number_of_queries_does_not_grow_with_what_is_found(ann: User, cai: User) -> None:
    counts = []
    make_unit(cai, "泉州茶厂")
    ask(ann, "泉州茶厂")  # what a person remembers of projects and teams
    for names in (("温州商会",), ("温州工会", "温州总商会", "瘟洲商会")):
        for name in names:
            make_unit(cai, name)
        with CaptureQueriesContext(connection) as captured:
            ask(ann, "温州商会", "0577-88888888", GATE)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_u8_every_unit_has_its_keys(ann: User) -> None:
    unit = make_unit(ann, "温州商会", telephone="0577-88886666")
    kept = set(Likeness.objects.filter(unit=unit).values_list("kind", "key"))
    assert kept == {(key.kind.value, key.value) for key in likeness_keys(unit.name, unit.telephone)}


# --- a person by mobile number --------------------------------------------------------------------


def standing_of(number: str, user: User) -> tuple[bool, bool, str]:
    """Known, taken, address."""
    standing = customer_known(mobile=number, user=user)
    assert standing is not None
    return standing.known, standing.until is not None, standing.url


def test_u6_a_mobile_number_is_free_known_or_taken(ann: User, cai: User) -> None:
    number = "139 0013 9000"
    assert standing_of(number, ann) == (False, False, "")
    contact = make_contact(cai, None, name="王小明", mobile=number)
    assert standing_of(number, ann) == (True, False, "")
    customer_register(facts={"name": "王小明", "mobile": number}, by=cai)
    assert standing_of(number, ann) == (True, True, "")
    assert standing_of(number, cai) == (True, True, contact.get_absolute_url())


# --- many at once ---------------------------------------------------------------------------------


MANY = ["温州商会", "温洲商会", "温州总商会", "泉州第一中学", "泉州第二中学", "安溪茶厂", "温州商"]


def test_u8_many_at_once_are_answered_as_each_by_itself(ann: User, cai: User) -> None:
    for owner, name in (
        (ann, "温州商会"),
        (cai, "温州市商会"),
        (ann, "泉州第一中学"),
        (cai, "文州商会"),
    ):
        make_unit(owner, name, telephone="0595-22345678" if name == "温州市商会" else "")
    questions = {n: Question(name, "22345678" if n == 5 else "") for n, name in enumerate(MANY)}
    expected = {n: found for n, one in questions.items() if (found := likely_same(one, ann))}
    assert likely_same_each(questions, ann) == expected
    assert len(expected) > 4


def test_u8_many_cost_no_more_questions_than_one(ann: User, cai: User) -> None:
    for number, owner in enumerate((ann, cai) * 10):
        make_unit(owner, f"温州商会{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'[number]}")
    costs = []
    likely_same_each({1: Question("温州商会")}, ann)  # reads where ann belongs
    for names in (MANY[:1], MANY):
        with CaptureQueriesContext(connection) as captured:
            assert likely_same_each(dict(enumerate(map(Question, names))), ann)
        costs.append(len(captured))
    assert costs[0] == costs[1] < 6


def test_u8_a_thousand_are_asked_with_one_parameter_a_question(ann: User) -> None:
    make_unit(ann, "温州商会1")
    asked = {number: Question(f"温州商会{number}", f"0595-2{number:07d}") for number in range(1000)}
    with CaptureQueriesContext(connection) as captured:
        found = likely_same_each(asked, ann)
    assert len(found) == 19  # 1, 10 to 19, and 21, 31 … 91: a figure more
    lists = [query["sql"] for query in captured if "json_each" in query["sql"]]
    lists += [query["sql"] for query in captured if "= ANY(" in query["sql"]]
    assert len(lists) == 3  # keys, units of the keys, which of them one may see


def test_u8_a_unit_merged_while_a_file_is_read_is_left_out(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, other = make_unit(ann, "温州商会"), make_unit(ann, "安溪茶厂")
    hits = same._hits

    def merged_since(*asked: Any) -> Any:
        found = hits(*asked)
        Unit.objects.filter(pk=unit.pk).update(merged_into=other)
        return found

    monkeypatch.setattr(same, "_hits", merged_since)
    assert likely_same_each({1: Question("温洲商会")}, ann) == {}


def test_u8_a_spelling_that_very_many_share_is_asked_for_the_first_few(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same, "OF_ONE_KEY", 3)
    for sign in "甲乙丙丁戊":
        make_unit(ann, f"温州{sign}商会")
    assert len(likely_same_each({1: Question("温州商会")}, ann)[1]) == 3


def test_u8_of_another_project_nothing_is_told(ann: User, admin: User) -> None:
    other = Project.objects.create(name="Elsewhere", code="else")
    unit = make_unit(ann, "温州商会")
    Unit.objects.filter(pk=unit.pk).update(project=other)
    assert likely_same_each({1: Question("温洲商会")}, ann) == {}
