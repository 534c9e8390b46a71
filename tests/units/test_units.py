"""Units: entry, facts with their source, ownership and protection (U2, U4, U5, U6, U8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Team, User
from core.errors import DomainError
from core.models import AuditRecord
from tests.units.factories import make_category, make_contact, make_unit
from units.models import OwnershipChange, UnitFact
from units.services import contact_made, unit_assign, unit_edit, unit_evaluate, unit_learn


def test_u5_who_adds_a_unit_follows_it_with_the_team(ann: User, team1: Team) -> None:
    unit = make_unit(ann)
    assert (unit.owner, unit.team, unit.project) == (ann, team1, team1.project)
    assert OwnershipChange.objects.get(unit=unit).to_owner == ann
    assert AuditRecord.objects.filter(action="units.unit.added").count() == 1


def test_u6_a_new_unit_is_protected_for_thirty_days(ann: User) -> None:
    assert make_unit(ann).protected_until == timezone.localdate() + timedelta(days=30)


def test_u6_a_contact_moves_the_protection_and_never_back(ann: User) -> None:
    unit = make_unit(ann)
    later = timezone.now() + timedelta(days=3)
    moved = contact_made(unit_id=unit.pk, at=later, by=ann)
    assert moved.protected_until == timezone.localdate(later) + timedelta(days=30)
    earlier = contact_made(unit_id=unit.pk, at=timezone.now(), by=ann)
    assert earlier.protected_until == moved.protected_until


@pytest.mark.parametrize("name", ["温州商会", "温州商会有限公司", "温州 商会", "溫州商會"])
def test_u8_the_same_name_is_refused_however_it_is_written(ann: User, name: str) -> None:
    make_unit(ann, "温州商会")
    with pytest.raises(DomainError, match="already") as refusal:
        make_unit(ann, name)
    assert refusal.value.field == "name"


def test_u2_a_fact_is_kept_with_where_it_came_from(ann: User) -> None:
    unit = make_unit(ann, headcount=100)
    unit_learn(
        unit_id=unit.pk,
        facts={"headcount": 260, "industry": ""},
        source="visit",
        source_id=7,
        by=ann,
    )
    unit.refresh_from_db()
    fact = UnitFact.objects.get(unit=unit)
    assert (unit.headcount, unit.version) == (260, 2)
    assert (fact.field, fact.was, fact.value, fact.source, fact.source_id) == (
        "headcount",
        "100",
        "260",
        "visit",
        7,
    )


def test_l2_nobody_in_the_field_takes_a_unit_out_of_the_public_sector(
    ann: User, lead: User, manager: User
) -> None:
    school = make_category("school", name="School", name_zh="学校", public_sector=True)
    unit = make_unit(ann, category=school)
    chamber = {"category": make_category()}
    for by in (ann, lead):
        with pytest.raises(DomainError, match="in the public sector") as refused:
            unit_edit(unit_id=unit.pk, version=unit.version, facts=chamber, by=by)
        assert refused.value.field == "category"
    changed = unit_edit(unit_id=unit.pk, version=unit.version, facts=chamber, by=manager)
    assert not changed.category.public_sector


def test_l2_compliance_is_told_when_the_manager_takes_a_unit_out_of_the_public_sector(
    ann: User, manager: User, law: User
) -> None:
    school = make_category("school", name="School", name_zh="学校", public_sector=True)
    unit = make_unit(ann, category=school)
    unit_edit(unit_id=unit.pk, version=1, facts={"address": "江滨路 1"}, by=manager)
    assert not law.notifications.exists()
    unit_edit(unit_id=unit.pk, version=2, facts={"category": make_category()}, by=manager)
    told = law.notifications.get()
    assert unit.name in told.title
    assert not manager.notifications.exists()


def test_v4_the_second_editor_is_told_and_overwrites_nothing(ann: User, bob: User) -> None:
    unit = make_unit(ann)
    unit_edit(unit_id=unit.pk, version=1, facts={"address": "江滨路 1"}, by=ann)
    with pytest.raises(DomainError, match="Somebody else saved this"):
        unit_edit(unit_id=unit.pk, version=1, facts={"address": "别处"}, by=bob)
    unit.refresh_from_db()
    assert unit.address == "江滨路 1"


def test_u5_a_hand_over_is_recorded_and_takes_the_people_along(
    ann: User, cai: User, team2: Team, manager: User
) -> None:
    unit = make_unit(ann)
    contact = make_contact(ann, unit)
    unit_assign(unit_id=unit.pk, owner=cai, why="area", by=manager)
    contact.refresh_from_db()
    change = OwnershipChange.objects.filter(unit=unit).first()
    assert change is not None
    assert (change.from_owner, change.to_owner, change.by, change.why) == (
        ann,
        cai,
        manager,
        "area",
    )
    assert (contact.owner, contact.team) == (cai, team2)


@pytest.mark.parametrize(
    ("factors", "grade"),
    [
        ({"headcount": 80, "help": 80}, "A"),
        ({"headcount": 79, "help": 80}, "B"),
        ({"headcount": 60, "help": 60}, "B"),
        ({"headcount": 40, "help": 40}, "C"),
        ({"headcount": 39, "help": 40}, "D"),
        ({"headcount": 100, "help": 100, "self_build": 100}, "A"),
        ({"headcount": 60, "help": 60, "self_build": 100}, "C"),
    ],
)
def test_u4_the_grade_is_the_mean_of_both_scores(
    ann: User, factors: dict[str, int], grade: str
) -> None:
    unit = make_unit(ann)
    unit_evaluate(unit_id=unit.pk, factors=factors, by=ann)
    unit.refresh_from_db()
    assert unit.grade == grade
    assert unit.evaluations.count() == 1


def test_u1_a_category_speaks_both_languages(db: None) -> None:
    from django.utils import translation

    category = make_category()
    with translation.override("zh-hans"):
        assert str(category) == "商会"
    with translation.override("en"):
        assert str(category) == "Chamber of commerce"
