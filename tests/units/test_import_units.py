"""U9, U8, U5: units from files: hinted at, counted, begun with the import, taken back."""

from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Notification, User
from core import invariants
from core.errors import DomainError
from core.importing.checking import chunks
from core.importing.services import import_confirm
from core.models import AuditRecord
from core.registry import timeline
from tests.units.factories import make_category, make_contact, make_unit, set_policy
from tests.units.importing import bring, counts, faults, hints, undo, upload
from units.importing import in_file
from units.importing.in_file import Rows
from units.models import (
    LookUpDay,
    OwnershipChange,
    Unit,
    UnitFact,
)
from units.rules.likeness import Kind
from units.selectors.same import OF_ONE_KEY, Question
from units.services import unit_assign, unit_edit
from units.services.unit import new_unit, place_of

pytestmark = pytest.mark.django_db

UNITS = "单位名称,类别,人数,地址\n温州商会,商会,320,田安路\n泉州石材公司,chamber,80,\n"


@pytest.fixture
def chamber() -> Any:
    return make_category()


def test_u9_units_are_the_importers_and_protected_from_today(ann: User, chamber: Any) -> None:
    assert counts(bring("units", UNITS, ann)) == (2, 0, 0)
    unit = Unit.objects.get(name="温州商会")
    assert (unit.owner, unit.team_id, unit.headcount) == (ann, min(ann.team_ids), 320)
    assert unit.protected_until is not None
    assert unit.sound == "wenzhoushanghui"
    audited = AuditRecord.objects.get(action="units.units_added")
    assert sorted(audited.data["ids"]) == sorted(Unit.objects.values_list("pk", flat=True))


def test_u9_the_same_file_again_changes_nothing_and_another_only_what_it_says(
    ann: User, chamber: Any
) -> None:
    bring("units", UNITS, ann)
    assert counts(bring("units", UNITS, ann)) == (0, 0, 2)
    changed = upload("units", UNITS.replace("320", "350").replace("田安路", ""), ann)
    assert changed.rows.get(outcome="updated").changes == [["headcount", "320", "350"]]
    import_confirm(batch_id=changed.pk, leave_out=False, by=ann)
    unit = Unit.objects.get(name="温州商会")
    assert (unit.headcount, unit.address, unit.version) == (350, "田安路", 2)
    fact = UnitFact.objects.get(unit=unit)
    assert (fact.source, fact.was, fact.value, fact.source_id) == (
        "import", "320", "350", changed.pk,
    )  # fmt: skip


def test_u9_bad_units_are_named(ann: User, cai: User, chamber: Any) -> None:
    make_unit(cai, "石狮鞋服厂")
    batch = upload(
        "units",
        "单位名称,类别,人数,跟办人\n石狮鞋服厂,商会,1,\n新单位,,1,\n又一家,洗衣店,1,\n"
        "再一家,商会,many,\n" + "长" * 121 + ",商会,1,\n别人的,商会,1,Cai\n",
        ann,
    )
    assert {number: fault[0] for number, fault in faults(batch).items()} == {
        2: "", 3: "category", 4: "category", 5: "headcount", 6: "name", 7: "owner",
    }  # fmt: skip
    assert "Cai" not in faults(batch)[2][1]


def test_u9_of_categories_only_those_written_nearly_so_are_named(ann: User, chamber: Any) -> None:
    make_category(code="school", name="School", name_zh="学校")
    batch = upload("units", "单位名称,类别\n甲,Chambers of comerce\n乙,洗衣店\n丙,学 校X\n", ann)
    assert [why for _column, why in faults(batch).values()] == [
        "There is no such category. Choose one of: Chamber of commerce.",
        "There is no such category. Take one that the form of a new unit offers.",
        "There is no such category. Choose one of: School.",
    ]


def test_u8_new_units_like_others_are_hinted_at_with_names_only_where_one_may_see_them(
    ann: User, cai: User, chamber: Any
) -> None:
    mine = make_unit(ann, "温州商会", telephone="0595-22345678")
    make_unit(cai, "石狮鞋服厂")
    batch = upload(
        "units",
        "单位名称,类别,电话\n温洲商会,商会,\n石狮鞋服一厂,商会,\n安溪茶厂,商会,22345678\n"
        "完全不同,商会,\n温州商会,商会,\n",
        ann,
    )
    assert hints(batch) == {
        2: ("Like 温州商会: sounds the same, one character apart.", mine.get_absolute_url()),
        3: ("Like a unit somebody else follows: one character apart.", ""),
        4: ("Like 温州商会: same telephone.", mine.get_absolute_url()),
    }
    with translation.override("zh-hans"):
        assert "温州商会" in hints(batch)[2][0]
        assert "Like" not in hints(batch)[2][0] + hints(batch)[3][0]


def test_u8_new_units_like_earlier_rows_of_the_file_are_hinted_at(ann: User, chamber: Any) -> None:
    mine = make_unit(ann, "安溪茶厂")
    batch = upload(
        "units",
        "单位名称,类别,电话,简称\n温州商会,商会,0595-22345678,温商\n温洲商会,商会,,\n"
        "完全不同,商会,22345678,\n温商,商会,,\n第一中学,商会,,一中\n第二中学,商会,,一中\n安溪茶一厂,商会,,\n"
        "永安茶一厂,商会,,\n安溪茶二场,商会,,\n安溪茶一场,商会,,\n",
        ann,
    )
    near = "one character apart"
    assert hints(batch) == {
        3: ("Like row 2 of this file, 温州商会: sounds the same, one character apart.", ""),
        4: ("Like row 2 of this file, 温州商会: same telephone.", ""),
        5: ("Like row 2 of this file, 温州商会: same short name.", ""),
        8: (f"Like 安溪茶厂: {near}.", mine.get_absolute_url()),
        11: (f"Like row 8 of this file, 安溪茶一厂: sounds the same, {near}.", ""),
    }
    with translation.override("zh-hans"):
        assert "读音相同、仅差一字" in hints(batch)[3][0]


def test_u8_earlier_rows_are_remembered_across_the_thousands(
    ann: User, chamber: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "单位名称,类别\n温州商会,商会\n安溪茶厂,商会\n永春醋厂,商会\n温洲商会,商会\n"
    monkeypatch.setattr("core.importing.checking.chunks", partial(chunks, size=1))
    assert list(hints(upload("units", rows, ann))) == [5]


def test_u8_a_row_like_an_earlier_one_is_left_out_or_taken_anyhow(ann: User, chamber: Any) -> None:
    rows = "单位名称,类别\n温州商会,商会\n温洲商会,商会\n"
    first = upload("units", rows, ann)
    import_confirm(batch_id=first.pk, leave_out=False, alike="leave", by=ann)
    assert list(Unit.objects.values_list("name", flat=True)) == ["温州商会"]
    more = upload("units", rows.replace("温", "惠"), ann)
    import_confirm(batch_id=more.pk, leave_out=False, alike="create", by=ann)
    assert Unit.objects.filter(name__startswith="惠").count() == 2


def test_u8_rows_of_ones_own_file_are_no_look_ups(ann: User, chamber: Any) -> None:
    upload("units", "单位名称,类别\n温州商会,商会\n温洲商会,商会\n", ann)
    assert not LookUpDay.objects.exists()


def test_u8_of_what_very_many_rows_share_only_the_first_few_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = Rows()
    compared: list[str] = []
    for number in range(500):
        rows.add(number, Question(f"泉州第{number}分店", "0595-22345678"))

    def sure(name: str, other: str, kinds: set[Kind]) -> list[Kind]:
        compared.append(name)
        return [Kind.TELEPHONE]

    monkeypatch.setattr(in_file, "sure_kinds", sure)
    assert len(rows.like(Question("泉州第分店", "0595-22345678"))) == in_file.SAID
    assert len(compared) < 3 * OF_ONE_KEY


def test_u8_comparing_the_rows_of_a_file_asks_the_database_nothing_more(
    ann: User, chamber: Any
) -> None:
    asked = []
    for series in (2, 2, 100):  # the first fills caches
        rows = "".join(f"温州{chr(0x4E00 + n)}商会,商会\n" for n in range(series))
        with CaptureQueriesContext(connection) as queries:
            batch = upload("units", f"单位名称,类别\n{rows}", ann)
        assert batch.rows_alike + batch.rows_bad == series - 1
        asked.append(len(queries))
    assert asked[1] == asked[2]


def test_u8_what_a_preview_tells_of_others_is_counted_as_look_ups(
    ann: User, cai: User, chamber: Any
) -> None:
    make_unit(cai, "石狮鞋服厂")
    make_contact(cai, None, name="林美玲", mobile="13800138001")
    make_unit(ann, "温州商会")
    three = "石狮鞋服厂,商会\n石狮鞋服一厂,商会\n温洲商会,商会\n"
    upload("units", f"单位名称,类别\n{three}新的,商会\n", ann)
    upload("owners", "姓名,手机\n林美玲,13800138001\n新人,13800138002\n", ann)
    upload("units", "单位名称,类别\n温洲商会,商会\n", ann)
    day = LookUpDay.objects.get(by=ann)
    assert (day.count, day.hits, day.hidden) == (3, 4, 3)
    told = day.look_ups.order_by("pk").values_list("kind", "hidden")
    assert list(told) == [("file", 2), ("file", 1)]


def test_u8_a_file_that_tells_of_very_many_others_is_told(
    ann: User, cai: User, manager: User, chamber: Any
) -> None:
    set_policy("duplicates", manager, look_ups_a_day=1)
    for name in ("石狮鞋服厂", "安溪茶厂"):
        make_unit(cai, name)
    upload("units", "单位名称,类别\n石狮鞋服厂,商会\n安溪茶厂,商会\n", ann)
    assert LookUpDay.objects.get(by=ann).unusual
    assert Notification.objects.filter(user=manager, kind="units.lookups").exists()


def test_u8_rows_left_out_make_no_unit_and_rows_taken_anyhow_do(ann: User, chamber: Any) -> None:
    make_unit(ann, "温州商会")
    rows = "单位名称,类别\n温洲商会,商会\n安溪茶厂,商会\n"
    first, again = upload("units", rows, ann), upload("units", rows.replace("安溪", "永春"), ann)
    import_confirm(batch_id=first.pk, leave_out=False, alike="leave", by=ann)
    assert not Unit.objects.filter(name="温洲商会").exists()
    import_confirm(batch_id=again.pk, leave_out=False, alike="create", by=ann)
    assert Unit.objects.filter(name="温洲商会").exists()


def test_u9_a_manager_gives_new_units_to_salespeople(
    ann: User, manager: User, chamber: Any
) -> None:
    bring("units", "单位名称,类别,跟办人\n温州商会,商会,ann\n", manager)
    unit = Unit.objects.get()
    assert (unit.owner, unit.team_id) == (ann, min(ann.team_ids))


def test_u5_the_history_of_an_imported_unit_begins_with_the_import(
    ann: User, manager: User, chamber: Any, as_user: Any
) -> None:
    batch = bring("units", "单位名称,类别,跟办人\n温州商会,商会,ann\n", manager)
    unit = Unit.objects.get()
    first = unit.ownership_changes.get()
    assert (first.from_owner, first.to_owner, first.to_team_id) == (None, ann, unit.team_id)
    assert (first.by, first.batch) == (manager, batch)
    for reader, opens in ((manager, True), (ann, False)):
        asked = {"part": "timeline", "later": "1"}
        page = as_user(reader).get(unit.get_absolute_url(), asked).text
        assert "Import rows.csv" in page
        assert (f'<a href="{batch.get_absolute_url()}">Import rows.csv</a>' in page) == opens
    told = [entry for entry in timeline(unit, ann) if entry.kind == "ownership"]
    assert [(entry.by, entry.detail, entry.url) for entry in told] == [
        ("Manager", "Import rows.csv", "")
    ]


def test_u5_an_import_taken_back_ends_the_history_and_leaves_it_written(
    ann: User, chamber: Any
) -> None:
    batch = bring("units", UNITS, ann)
    keys = set(Unit.objects.values_list("pk", flat=True))
    undo(batch, ann)
    assert not Unit.everything.exists()
    lines = OwnershipChange.objects.order_by("pk").values_list(
        "unit_id", "from_owner", "to_owner", "by", "batch"
    )
    begun: set[Any] = set(lines[:2])
    ended: set[Any] = set(lines[2:])
    assert begun == {(key, None, ann.pk, ann.pk, batch.pk) for key in keys}
    assert ended == {(key, ann.pk, None, ann.pk, batch.pk) for key in keys}
    assert [found for found in invariants.check_all() if found.rows] == []
    again = bring("units", UNITS, ann)
    assert (again.created, keys & set(Unit.objects.values_list("pk", flat=True))) == (2, set())


def test_u5_a_unit_given_to_somebody_since_stays(ann: User, bob: User, chamber: Any) -> None:
    batch = bring("units", UNITS, ann)
    unit = Unit.objects.get(name="温州商会")
    unit_assign(unit_id=unit.pk, owner=bob, why="", by=ann)
    with pytest.raises(DomainError, match="cannot be undone"):
        undo(batch, ann)
    undo(batch, ann, leave_out=True)
    assert list(Unit.objects.all()) == [unit]
    assert [row.to_owner for row in unit.ownership_changes.all()] == [bob, ann]


def test_u5_twin_a_unit_without_a_beginning_is_found(ann: User, chamber: Any) -> None:
    Unit.objects.bulk_create([new_unit({"name": "商会", "category": chamber}, place_of(ann), ann)])
    assert "units.owner" in {found.invariant.name for found in invariants.check_all() if found.rows}


def test_u9_an_import_of_units_is_taken_back(ann: User, chamber: Any) -> None:
    old = make_unit(ann, "温州商会", headcount=12)
    batch = bring("units", UNITS, ann)
    undo(batch, ann)
    old.refresh_from_db()
    assert (Unit.objects.get(), old.headcount, old.address) == (old, 12, "")


def test_u9_a_unit_that_was_built_upon_stays(ann: User, chamber: Any) -> None:
    batch = bring("units", UNITS + "第三家,商会,5,\n", ann)
    make_contact(ann, Unit.objects.get(name="温州商会"))
    third = Unit.objects.get(name="第三家")
    unit_edit(unit_id=third.pk, version=third.version, facts={"headcount": 6}, by=ann)
    assert undo(batch, ann, leave_out=True).failed_because.startswith("2 records")
    assert set(Unit.objects.values_list("name", flat=True)) == {"温州商会", "第三家"}


def test_u9_a_units_timeline_tells_of_the_import(ann: User, cai: User, chamber: Any) -> None:
    batch = bring("units", UNITS, ann)
    unit = Unit.objects.get(name="温州商会")
    (entry,) = timeline(unit, ann, kind="imports")
    assert (entry.url, "The sales system" in entry.detail) == (batch.get_absolute_url(), True)
    assert timeline(unit, cai, kind="imports")[0].url == ""


def test_l2_no_file_takes_a_unit_out_of_the_public_sector(ann: User, chamber: Any) -> None:
    school = make_category("school", name="School", name_zh="学校", public_sector=True)
    make_unit(ann, "温州商会", category=school)
    found = faults(upload("units", UNITS, ann))
    assert {number: column for number, (column, _said) in found.items()} == {2: "category"}
    assert "in the public sector" in found[2][1]
