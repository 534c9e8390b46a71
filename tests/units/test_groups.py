"""Groups and their branches (U2): a tree within one project."""

from threading import Barrier

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Project, User
from core import invariants
from core.errors import DomainError
from tests.conftest import Race, make_user
from tests.units.factories import make_unit
from units.models import Unit
from units.services import unit_edit
from units.services.group import refuse_group


def put(unit: Unit, parent: Unit | None, by: User) -> Unit:
    """Give the unit a group, as it stands now."""
    version = Unit.objects.values_list("version", flat=True).get(pk=unit.pk)
    return unit_edit(unit_id=unit.pk, version=version, facts={"parent": parent}, by=by)


def test_u2_a_branch_knows_its_group_and_the_group_its_branches(ann: User) -> None:
    group, branch = make_unit(ann, "集团"), make_unit(ann, "晋江厂")
    put(branch, group, ann)
    assert list(group.branches.all()) == [branch]
    (fact,) = branch.facts.all()
    assert (fact.field, fact.was, fact.value) == ("parent", "", str(group.pk))


def test_u2_a_ring_is_refused_however_long(ann: User) -> None:
    a, b, c = (make_unit(ann, name) for name in ("甲厂", "乙厂", "丙厂"))
    put(b, a, ann)
    put(c, b, ann)
    for parent in (a, c):
        with pytest.raises(DomainError, match="is the group of the one") as refusal:
            put(a, parent, ann)
        assert refusal.value.field == "parent"


def test_u2_a_group_of_another_project_is_refused(ann: User) -> None:
    project = Project.objects.create(name="Elsewhere", code="elsewhere")
    theirs = make_unit(make_user("dan", "manager", project), "别处")
    with pytest.raises(DomainError, match="belongs to another project"):
        put(make_unit(ann), theirs, ann)


def test_u2_the_database_itself_refuses_a_unit_as_its_own_group(ann: User) -> None:
    unit = make_unit(ann)
    with pytest.raises(IntegrityError, match="units_unit_own_group"), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(parent=unit)


def test_u2_the_invariant_finds_a_ring(ann: User) -> None:
    a, b, c = (make_unit(ann, name) for name in ("甲厂", "乙厂", "丙厂"))
    put(b, a, ann)
    put(c, b, ann)
    assert broken() == []
    Unit.objects.filter(pk=a.pk).update(parent=c)
    assert {int(row.split(",")[0]) for row in broken()} == {a.pk, b.pk, c.pk}


def broken() -> list[str]:
    """What the invariant of the groups finds: "unit, group"."""
    found = {one.invariant.name: one.rows for one in invariants.check_all()}
    return list(found["units.groups"])


@pytest.mark.races
def test_u2_two_who_close_a_ring_at_one_instant_make_none(race: Race) -> None:
    units, by = pair()
    answers = race(2, lambda number: put(units[number], units[1 - number], by))
    assert sorted(isinstance(answer, DomainError) for answer in answers) == [False, True]
    assert broken() == []


@pytest.mark.races
def test_u2_without_the_projects_lock_they_make_a_ring(
    race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    (units, by), looked = pair(), Barrier(2)

    def refuse_and_wait(unit: Unit) -> None:
        refuse_group(unit)
        looked.wait(timeout=30)

    monkeypatch.setattr("units.services.unit.lock_groups", lambda unit_id, facts: None)
    monkeypatch.setattr("units.services.unit.refuse_group", refuse_and_wait)
    race(2, lambda number: put(units[number], units[1 - number], by))
    assert len(broken()) == 2


def pair() -> tuple[list[Unit], User]:
    """Two units of one project."""
    project = Project.objects.first() or Project.objects.create(name="P", code="p")
    by = User.objects.first() or make_user("ann", "manager", project)
    names = (f"{number}号厂{Unit.objects.count()}" for number in "甲乙")
    return [make_unit(by, name) for name in names], by
