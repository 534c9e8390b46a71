"""Two records made one and parted again (U8): nothing forgotten, nothing twice, all as before."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from accounts.models import User
from core import merging
from core.errors import DomainError
from core.operations import guarded_tables
from tests.units.factories import make_contact, make_unit, set_policy
from tests.units.merging import merged, snapshot, sound, two, visit
from units.models import (
    Contact,
    Evaluation,
    KeyPersonTenure,
    Merge,
    OwnershipChange,
    Unit,
)
from units.selectors.same import Question, likely_same
from units.services import (
    customer_register,
    key_person_name,
    merge_undo,
    unit_edit,
    unit_evaluate,
    unit_merge,
)
from units.services.merge_end import merges_settle
from visits.models import FollowUp
from visits.services import followup_add, report_start

pytestmark = pytest.mark.django_db


# --- no table is forgotten ------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Unit, Contact])
def test_u8_every_foreign_key_of_the_schema_to_the_model_is_a_place(
    model: type[models.Model],
) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        found = {
            (name, column)
            for name in connection.introspection.table_names(cursor)
            for column, (_to, target) in connection.introspection.get_relations(
                cursor, name
            ).items()
            if target == table
        }
    columns = [
        place.model._meta.get_field(place.column)
        for place in merging.places(model)
        if not place.by_type
    ]
    known = {(column.model._meta.db_table, column.attname): column for column in columns}  # type: ignore[union-attr]
    assert found <= set(known)
    assert all(not known[place].db_constraint for place in set(known) - found)  # type: ignore[union-attr]


def test_u8_what_points_by_type_and_key_is_a_place() -> None:
    keys = {place.key for place in merging.places(Unit) if place.by_type}
    assert {"core.Attachment.subject_id", "core.Approval.subject_id"} <= keys


def test_u8_every_table_that_only_grows_stays() -> None:
    grows = guarded_tables(connection)
    for model in (Unit, Contact):
        for place in merging.places(model):
            if place.model._meta.db_table in grows:
                assert merging.care_of(place).stays, place.key


def test_u8_every_care_names_a_place_there_is() -> None:
    known = {place.key for model in (Unit, Contact) for place in merging.places(model)}
    assert set(merging.cares()) <= known


@pytest.mark.parametrize("model", [Unit, Contact])
def test_u8_every_unique_column_that_could_clash_is_settled_or_refused(
    model: type[models.Model],
) -> None:
    """A constraint nobody thought of makes a refusal, never a fault."""
    clashing = {
        place.key
        for place in merging.places(model)
        if merging._unique(place) and not merging._settled(place)
    }
    assert clashing <= {"core.Approval.subject_id", "units.Tie.person", "units.Tie.other"}


# --- units ----------------------------------------------------------------------------------------


def test_u8_everything_of_the_loser_is_the_survivors(ann: User, manager: User) -> None:
    survivor, gone = two(ann)
    visit(survivor, ann)
    person = make_contact(ann, gone)
    visit(gone, ann)
    due = timezone.localdate() + timedelta(days=3)
    followup_add(unit_id=gone.pk, contact_id=None, due_on=due, subject="Call", by=ann)
    unit_evaluate(unit_id=gone.pk, factors={"headcount": 90, "help": 90}, by=ann)
    merge = merged(survivor, gone, manager)
    survivor.refresh_from_db()
    assert set(survivor.contacts.all()) >= {person}
    assert survivor.visit_count == 2
    assert list(survivor.visits.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert survivor.grade == Evaluation.objects.get().grade
    assert not FollowUp.objects.filter(unit=gone).exists()
    assert (merge.survivor, merge.gone) == (survivor, gone)
    sound()


def test_u8_the_chosen_values_are_the_losers_and_the_others_stay(ann: User, manager: User) -> None:
    survivor = make_unit(ann, "温州商会", telephone="0577-88880001", headcount=10)
    gone = make_unit(ann, "温州总商会", telephone="0577-88880002", headcount=20)
    merged(survivor, gone, manager, take=["name", "headcount"])
    survivor.refresh_from_db()
    assert (survivor.name, survivor.headcount, survivor.telephone) == (
        "温州总商会",
        20,
        "0577-88880001",
    )
    assert likely_same(Question("温州总商会"), manager)[0].pk == survivor.pk
    assert set(survivor.facts.values_list("source", flat=True)) == {"merge"}


def test_u8_a_tombstone_is_in_no_list_search_or_choice_and_its_address_leads_on(
    ann: User, cai: User, manager: User, as_user: Any
) -> None:
    survivor, gone = two(ann)
    merged(survivor, gone, manager)
    assert gone not in Unit.objects.all()
    assert gone not in Unit.objects.visible_to(manager)
    assert gone not in Unit.objects.visible_to(ann).for_list()
    assert [match.pk for match in likely_same(Question("温州总商会"), ann)] == [survivor.pk]
    assert "温州总商会" not in as_user(ann).get("/units/").text
    answer = as_user(ann).get(gone.get_absolute_url())
    assert (answer.status_code, answer.headers["Location"]) == (302, survivor.get_absolute_url())
    assert as_user(cai).get(gone.get_absolute_url()).status_code == 404
    assert as_user(ann).get(f"/units/{gone.pk}/edit/").status_code == 404


def test_u8_a_merged_units_name_may_be_entered_again(ann: User, manager: User) -> None:
    survivor, gone = two(ann)
    merged(survivor, gone, manager)
    assert make_unit(ann, "温州总商会")


def test_u5_whoever_followed_the_loser_follows_it_no_more_and_that_is_recorded(
    ann: User, cai: User, manager: User
) -> None:
    survivor, gone = two(ann, cai)
    person = make_contact(cai, gone)
    registered = customer_register(
        facts={"name": "王小明", "mobile": "13900139000"}, unit_id=gone.pk, by=cai
    )
    due = timezone.localdate()
    owed = followup_add(unit_id=gone.pk, contact_id=None, due_on=due, subject="Call", by=cai)
    merged(survivor, gone, manager)
    change = OwnershipChange.objects.filter(unit=gone).latest("at")
    assert (change.from_owner, change.to_owner, change.by) == (cai, ann, manager)
    person.refresh_from_db()
    owed.refresh_from_db()
    assert (person.owner, person.team, owed.owner) == (ann, survivor.team, ann)
    registered.contact.refresh_from_db()
    assert (registered.contact.unit, registered.contact.owner) == (survivor, cai)
    sound()


@pytest.mark.parametrize("who", ["lead", "ann"])
def test_u8_a_leader_merges_the_teams_own_alone(
    who: str, ann: User, cai: User, lead: User, as_user: Any
) -> None:
    mine, theirs = two(ann, cai)
    if who == "lead":
        with pytest.raises(DomainError, match="team's own"):
            merged(mine, theirs, lead)
        assert merged(mine, make_unit(ann, "温州商会馆"), lead)
    else:
        assert as_user(ann).get(f"/units/{mine.pk}/merge/").status_code == 403


def test_k1_key_persons_of_different_days_stand_one_after_the_other(
    ann: User, manager: User
) -> None:
    survivor, gone = two(ann)
    for unit, first in ((gone, date(2008, 5, 1)), (survivor, date(2008, 6, 1))):
        person = make_contact(ann, unit, name=f"P{first.month}")
        key_person_name(unit_id=unit.pk, contact_id=person.pk, starts_on=first, by=ann)
    KeyPersonTenure.objects.filter(unit=gone).update(ends_on=date(2008, 6, 1))
    merged(survivor, gone, manager)
    assert survivor.tenures.count() == 2
    sound()


def test_k1_of_two_key_persons_on_one_day_the_survivors_counts_and_history_is_kept(
    ann: User, manager: User
) -> None:
    survivor, gone = two(ann)
    for unit in (survivor, gone):
        person = make_contact(ann, unit, name=f"P{unit.pk}")
        key_person_name(unit_id=unit.pk, contact_id=person.pk, starts_on=date(2008, 5, 1), by=ann)
    merge = merged(survivor, gone, manager)
    assert (survivor.tenures.count(), survivor.contacts.count()) == (1, 2)
    assert KeyPersonTenure.objects.filter(unit=gone).count() == 1
    sound()
    merge_undo(merge_id=merge.pk, by=manager)
    sound()


def test_u8_two_drafts_of_one_writer_are_refused(ann: User, manager: User) -> None:
    survivor, gone = two(ann)
    for unit in (survivor, gone):
        report_start(unit_id=unit.pk, by=ann)
    with pytest.raises(DomainError, match="writing a report on both"):
        merged(survivor, gone, manager)
    assert Unit.objects.count() == 2


def test_u2_a_branch_and_its_group_are_not_merged(ann: User, manager: User) -> None:
    survivor, gone = two(ann)
    Unit.objects.filter(pk=gone.pk).update(parent=survivor)
    with pytest.raises(DomainError, match="branch"):
        merged(survivor, gone, manager)


def test_u8_other_projects_and_one_and_the_same_are_refused(ann: User, manager: User) -> None:
    unit = make_unit(ann)
    with pytest.raises(DomainError, match="two"):
        merged(unit, unit, manager)
    with pytest.raises(DomainError, match="meanwhile"):
        unit_merge(unit_id=unit.pk, gone_id=0, by=manager)


# --- undone ---------------------------------------------------------------------------------------


def test_u8_undone_everything_is_as_it_was(ann: User, cai: User, manager: User) -> None:
    survivor, gone = two(ann, cai)
    for unit, by in ((survivor, ann), (gone, cai), (survivor, ann), (gone, cai)):
        visit(unit, by)
        unit_evaluate(unit_id=unit.pk, factors={"headcount": unit.pk % 90, "help": 50}, by=by)
        make_contact(by, unit, name=f"P{Contact.objects.count()}")
    before = snapshot(survivor, gone)
    merge = merged(survivor, gone, manager, take=["name", "address", "category", "headcount"])
    assert snapshot(survivor, gone) != before
    merge_undo(merge_id=merge.pk, by=manager)
    now = snapshot(survivor, gone)
    for facts in (
        before,
        now,
    ):  # what was learned is history: the merge and its undoing stand there
        for unit in (survivor, gone):
            facts.pop(f"units.UnitFact.unit:{unit.pk}")
            facts[f"units.Likeness.unit:{unit.pk}"] = sorted(
                (row["kind"], row["key"]) for row in facts[f"units.Likeness.unit:{unit.pk}"]
            )
    assert now == before
    sound()


def test_u8_a_later_correction_stays_and_what_came_later_stays_with_the_survivor(
    ann: User, manager: User
) -> None:
    survivor, gone = two(ann)
    merge = merged(survivor, gone, manager, take=["address"])
    survivor.refresh_from_db()
    facts = {"address": "江滨路 99 号"}
    unit_edit(unit_id=survivor.pk, version=survivor.version, facts=facts, by=ann)
    later = visit(survivor, ann)
    merge_undo(merge_id=merge.pk, by=manager)
    survivor.refresh_from_db()
    gone.refresh_from_db()
    later.refresh_from_db()
    assert (survivor.address, gone.address) == ("江滨路 99 号", "江滨路 1 号")
    assert (later.unit, later.number, survivor.visit_count, gone.visit_count) == (survivor, 1, 1, 0)
    sound()


def test_u8_after_the_policys_days_it_is_final(ann: User, manager: User) -> None:
    survivor, gone = two(ann)
    merge = merged(survivor, gone, manager)
    Merge.objects.update(at=timezone.now() - timedelta(days=31))
    with pytest.raises(DomainError, match="over"):
        merge_undo(merge_id=merge.pk, by=manager)
    set_policy("merging", manager, undo_days=40)
    assert merge_undo(merge_id=merge.pk, by=manager).undone_by == manager
    with pytest.raises(DomainError, match="already"):
        merge_undo(merge_id=merge.pk, by=manager)


def test_u8_merges_into_one_record_are_undone_from_the_last_on(ann: User, manager: User) -> None:
    one, two_, three = (make_unit(ann, f"{name}商会") for name in ("温州", "泉州", "莆田"))
    first = merged(one, two_, manager)
    second = merged(three, one, manager)
    assert Unit.everything.get(pk=two_.pk).merged_into == three
    with pytest.raises(DomainError, match="came later"):
        merge_undo(merge_id=first.pk, by=manager)
    merge_undo(merge_id=second.pk, by=manager)
    assert Unit.everything.get(pk=two_.pk).merged_into == one
    merge_undo(merge_id=first.pk, by=manager)
    assert Unit.objects.count() == 3
    sound()


def test_u8_what_moved_on_since_stands_in_the_way(ann: User, manager: User) -> None:
    survivor, gone = two(ann)
    person = make_contact(ann, gone)
    merge = merged(survivor, gone, manager)
    elsewhere = make_unit(ann, "晋江茶厂")
    Contact.objects.filter(pk=person.pk).update(unit=elsewhere)
    with pytest.raises(DomainError, match="somebody else by now"):
        merge_undo(merge_id=merge.pk, by=manager)


def test_u8_a_name_taken_meanwhile_stands_in_the_way(ann: User, manager: User) -> None:
    survivor, gone = two(ann)
    merge = merged(survivor, gone, manager)
    make_unit(ann, "温州总商会")
    with pytest.raises(DomainError, match="by now"):
        merge_undo(merge_id=merge.pk, by=manager)


def test_u8_merge_and_undo_stand_in_timeline_and_audit(
    ann: User, manager: User, as_user: Any
) -> None:
    survivor, gone = two(ann)
    merge = merged(survivor, gone, manager, why="Entered twice")
    merge_undo(merge_id=merge.pk, by=manager)
    text = as_user(ann).get(f"{survivor.get_absolute_url()}?part=timeline").text
    assert "Merged with 温州总商会" in text
    assert "was undone" in text
    record = apps.get_model("core.AuditRecord")
    actions = set(record.objects.values_list("action", flat=True))
    assert {"units.unit.merged", "units.unit.merge_undone"} <= actions


def test_u8_the_nightly_chore_makes_final_what_is_over_and_forgets_what_was_kept(
    ann: User, manager: User
) -> None:
    survivor, gone = two(ann)
    merge = merged(survivor, gone, manager, take=["address"])
    assert merges_settle(now=timezone.now() + timedelta(days=29)) == 0
    assert merge.steps.exists() or merge.before
    over = timezone.now() + timedelta(days=31)
    assert merges_settle(now=over) == 1
    assert merges_settle(now=over) == 0
    merge.refresh_from_db()
    assert (merge.before, merge.after, merge.steps.count()) == ({}, {}, 0)
    with pytest.raises(DomainError, match="is over"):
        merge_undo(merge_id=merge.pk, by=manager)
    sound()
