"""U9: people, owners and rosters from files; again without doubles; taken back whole."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Project, User
from core.importing import kinds
from core.importing.files import example, rejected
from core.importing.reading import look
from core.importing.services import import_upload
from core.personal.retention import forget_rows
from tests.units.factories import make_category, make_contact, make_unit, register
from tests.units.importing import ORIGIN, bring, counts, faults, undo, upload
from units.models import (
    Contact,
    ErasedNumber,
    OwnedHome,
    Roster,
    RosterEntry,
)
from units.selectors.roster import on_roster, size_of
from units.services import contact_edit
from units.services.erasure import contact_erase
from units.services.roster import roster_clear, roster_count_set

pytestmark = pytest.mark.django_db


# --- people -------------------------------------------------------------------------------

PEOPLE = (
    "姓名,工作单位,手机号码,职务,生日,公职人员\n"
    "陈国华,温州商会,13800138000,秘书长,1970-05-15,否\n"
    "林美玲,温州商会,,会计,,\n"
)


def test_u9_people_of_units_are_found_again(ann: User) -> None:
    unit = make_unit(ann, "温州商会")
    assert counts(bring("contacts", PEOPLE, ann)) == (2, 0, 0)
    person = Contact.objects.get(mobile="+8613800138000")
    assert (person.source, person.unit, person.owner, person.birthday) == (
        "import", unit, ann, date(1970, 5, 15),
    )  # fmt: skip
    assert counts(bring("contacts", PEOPLE, ann)) == (0, 0, 2)
    more = PEOPLE.replace(",,会计", ",13900139000,主管").replace("秘书长", "会长")
    assert counts(bring("contacts", more, ann)) == (0, 2, 0)
    assert set(unit.contacts.values_list("mobile", "position")) == {
        ("+8613800138000", "会长"),
        ("+8613900139000", "主管"),
    }


def test_u9_bad_people_are_named(ann: User, cai: User) -> None:
    make_unit(ann, "温州商会")
    theirs = make_contact(cai, make_unit(cai, "别家"), name="王", mobile="13700137000")
    batch = upload(
        "contacts",
        "姓名,单位,手机,生日\n甲,没有的,,\n乙,别家,,\n丙,温州商会,137 0013 7000,\n"
        "丁,温州商会,12345,\n戊,温州商会,,2190-01-01\n己,温州商会,13600136000,\n"
        "庚,温州商会,13600136000,\n",
        ann,
    )
    found = faults(batch)
    assert {number: fault[0] for number, fault in found.items()} == {
        2: "unit", 3: "", 4: "mobile", 5: "mobile", 6: "birthday", 8: "",
    }  # fmt: skip
    assert theirs.name not in found[4][1]


def test_l2_no_file_says_that_somebody_is_no_official(ann: User) -> None:
    unit = make_unit(ann, "温州商会")
    make_contact(ann, unit, name="陈国华", mobile="13800138000", official=True)
    found = faults(upload("contacts", PEOPLE, ann))
    assert {number: column for number, (column, _said) in found.items()} == {2: "official"}
    assert "Only compliance" in found[2][1]


def test_u9_people_are_taken_back_but_for_those_changed_since(ann: User) -> None:
    make_unit(ann, "温州商会")
    batch = bring("contacts", PEOPLE, ann)
    chen = Contact.objects.get(name="陈国华")
    contact_edit(contact_id=chen.pk, version=chen.version, facts={"position": "会长"}, by=ann)
    undo(batch, ann, leave_out=True)
    assert Contact.objects.get() == chen


# --- owners -------------------------------------------------------------------------------

OWNERS = (
    "业主姓名,联系电话,出生日期,房号,签约日期,交房日期\n"
    "陈国华,13800138000,1970年5月15日,3-1202,2007-03-18,2008-01-20\n"
    "陈国华,13800138000,,5-801,2007/6/2,\n"
    "林美玲,13900139000,1982-11-03,3-1203,,\n"
)


def test_u9_owners_come_with_birthdays_and_homes(ann: User) -> None:
    batch = bring("owners", OWNERS, ann)
    assert counts(batch) == (3, 0, 0)
    chen = Contact.objects.get(name="陈国华")
    assert (chen.source, chen.birthday, Contact.objects.count()) == (
        "import", date(1970, 5, 15), 2,
    )  # fmt: skip
    assert set(chen.owned_homes.values_list("home", "bought_on")) == {
        ("3-1202", date(2007, 3, 18)),
        ("5-801", date(2007, 6, 2)),
    }
    assert counts(bring("owners", OWNERS, ann)) == (0, 0, 3)
    undo(batch, ann)
    assert (Contact.objects.count(), OwnedHome.objects.count()) == (0, 0)


def test_u9_a_known_owner_gains_a_home_and_loses_it_with_the_undoing(ann: User) -> None:
    chen = make_contact(ann, name="陈国华", mobile="13800138000")
    batch = bring("owners", OWNERS, ann)
    assert counts(batch) == (1, 2, 0)
    later = bring("owners", OWNERS.replace("2008-01-20", "2008-02-01"), ann)
    assert counts(later) == (0, 1, 2)
    undo(later, ann)
    assert chen.owned_homes.get(home="3-1202").handed_over_on == date(2008, 1, 20)
    undo(batch, ann)
    chen.refresh_from_db()
    assert (chen.birthday, chen.owned_homes.count(), Contact.objects.count()) == (None, 0, 1)


def test_u9_owners_across_chunks_are_one_person(ann: User, monkeypatch: Any) -> None:
    monkeypatch.setattr("core.importing.checking.CHUNK", 1)
    monkeypatch.setattr("core.importing.checking.chunks.__defaults__", (1,))
    assert counts(bring("owners", OWNERS, ann)) == (3, 0, 0)
    assert (Contact.objects.count(), OwnedHome.objects.count()) == (2, 3)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("甲,,1970-01-01,1-1,,", "mobile"),
        ("甲,13800138000,,,2007-01-01,", "home"),
        ("甲,13800138000,,1-1,2008-01-01,2007-01-01", "handed_over_on"),
        ("甲,13800138000,1870-01-01,1-1,,", "birthday"),
    ],
)
def test_u9_bad_owners_are_named(ann: User, row: str, field: str) -> None:
    batch = upload("owners", f"业主姓名,联系电话,出生日期,房号,签约日期,交房日期\n{row}\n", ann)
    assert faults(batch)[2][0] == field


# --- rosters ------------------------------------------------------------------------------

NAMES = "单位,姓名,身份证后四位,职务\n温州商会,陈国华,002X,会计\n温州商会,陈国华,1237,\n"


def test_u9_a_roster_is_a_list_that_proves_who_belongs(ann: User) -> None:
    unit = make_unit(ann, "温州商会")
    assert on_roster(unit, name="陈国华") is None
    batch = bring("roster", NAMES.replace("002X", "11010519491231002x"), ann)
    assert (counts(batch), RosterEntry.objects.count()) == ((2, 0, 0), 2)
    assert on_roster(unit, name="陈国华", last_four="002X") is True
    assert on_roster(unit, name="陈国华", last_four="9999") is False
    assert on_roster(unit, name="陈国华") is True
    assert on_roster(unit, name="王五") is False
    assert counts(bring("roster", NAMES, ann)) == (0, 0, 2)
    assert counts(bring("roster", NAMES.replace("会计", "主管"), ann)) == (0, 1, 1)


def test_u9_a_roster_may_be_a_number_until_there_is_a_list(ann: User) -> None:
    unit = make_unit(ann, "温州商会")
    roster_count_set(unit_id=unit.pk, count=50, by=ann)
    assert counts(bring("roster", "单位,总人数\n温州商会,60\n", ann)) == (0, 1, 0)
    assert size_of(Roster.objects.get()).count == 60
    batch = bring("roster", NAMES, ann)
    size = size_of(Roster.objects.get())
    assert (size.count, size.listed, Roster.objects.get().count) == (2, True, None)
    assert "list of names" in faults(upload("roster", "单位,总人数\n温州商会,70\n", ann))[2][1]
    with pytest.raises(Exception, match="list of names"):
        roster_count_set(unit_id=unit.pk, count=70, by=ann)
    undo(batch, ann)
    assert Roster.objects.get().count == 60
    roster_clear(unit_id=unit.pk, by=ann)
    assert not Roster.objects.exists()


def test_u9_a_whole_roster_is_taken_back(ann: User) -> None:
    make_unit(ann, "温州商会")
    undo(bring("roster", NAMES, ann), ann)
    assert (Roster.objects.count(), RosterEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("row", ["温州商会,,,", "温州商会,陈,12,", "没有的,陈,,"])
def test_u9_bad_rows_of_a_roster_are_named(ann: User, row: str) -> None:
    make_unit(ann, "温州商会")
    batch = upload("roster", f"单位,姓名,身份证后四位,总人数\n{row}\n", ann)
    assert batch.rows_bad == 1


# --- all kinds ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["units", "contacts", "owners", "roster", "homes"])
def test_u9_the_example_of_a_kind_can_be_imported(
    name: str, manager: User, project: Project
) -> None:
    make_category()
    make_category("school", name="School", name_zh="学校")
    make_unit(manager, "泉州商会")
    for form in ("csv", "xlsx"):
        file, file_name = example(kinds.kind_named(name), form)
        received = look(SimpleUploadedFile(file_name, file.read()))
        batch = import_upload(kind=name, received=received, origin=ORIGIN, by=manager)
        assert (faults(batch), batch.rows_total) == ({}, 2)


# --- people who are erased (L1) -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("contacts", "姓名,单位,手机\n甲乙丙,温州商会,138-0013-8000\n"),
        ("owners", "业主,手机,房号\n甲乙丙,13800138000,1-101\n"),
    ],
)
def test_l1_no_old_file_brings_an_erased_person_back(
    ann: User, law: User, kind: str, text: str
) -> None:
    unit = make_unit(ann, "温州商会")
    person = make_contact(ann, unit, name="甲乙丙", mobile="13800138000")
    contact_erase(contact_id=person.pk, by=law)
    column, said = faults(upload(kind, text, ann))[2]
    assert (column, "erased" in said) == ("mobile", True)
    # They may come again by themselves; then files bring them up to date as anybody.
    register(ann, name="甲乙丙", mobile="13800138000")
    assert faults(upload(kind, text, ann)) == {}


def test_l1_the_fingerprint_of_a_number_goes_when_its_years_are_over(ann: User, law: User) -> None:
    person = make_contact(ann, make_unit(ann), name="甲乙丙", mobile="13800138000")
    contact_erase(contact_id=person.pk, by=law)
    kept = ErasedNumber.objects.get()
    assert "13800138000" not in kept.known
    now = timezone.now()
    forget_rows(timezone.localdate(now), now)
    assert ErasedNumber.objects.count() == 1
    later = now + timedelta(days=3 * 366 + 1)
    forget_rows(timezone.localdate(later), later)
    assert ErasedNumber.objects.count() == 0


def test_u9_a_file_of_rejected_rows_comes_back_as_it_was(ann: User) -> None:
    """A number that begins with + was escaped on its way out, so that no spreadsheet runs it."""
    text = "姓名,单位,手机\n甲乙丙,没有这家,+8613800138000\n"
    batch = upload("contacts", text, ann)
    file, _name = rejected(batch)
    told = file.read().decode("gb18030")  # as it came
    assert "'+8613800138000" in told
    make_unit(ann, "没有这家")
    bring("contacts", told, ann)
    assert Contact.objects.get().mobile == "+8613800138000"
