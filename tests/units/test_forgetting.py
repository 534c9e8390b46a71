"""Whom nobody deals with any more, and rows without a purpose of their own (L1)."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Project, User
from accounts.services.notifications import notify
from core.errors import DomainError
from core.models import AuditRecord, UsedKey
from core.personal.retention import forget_rows
from tests.units.factories import ask_in_writing as ask
from tests.units.factories import make_contact, make_unit
from units.models import Contact, RetentionRun, SealedIdentity
from units.selectors.retention import proposal
from units.services import (
    arrival_record,
    consent_give,
    customer_register,
    key_person_name,
)
from units.services.erasure import contact_erase
from units.services.retention import retention_confirm, work_retention
from visits.services import followup_add

AsUser = Callable[[User], Client]


def long_ago(person: Contact) -> Contact:
    Contact.objects.filter(pk=person.pk).update(created_at=timezone.now() - timedelta(days=4 * 365))
    return person


def proposed(project: Project) -> list[Contact]:
    return proposal(project.pk, timezone.localdate()).people


def test_l1_who_had_no_dealing_for_36_months_is_proposed(person: Contact, project: Project) -> None:
    assert proposed(project) == []
    assert proposed(project) == [] or long_ago(person)
    long_ago(person)
    assert proposed(project) == [person]


@pytest.mark.parametrize("dealing", ["consent", "follow_up", "request", "key_person", "arrival"])
def test_l1_any_dealing_keeps_a_person(
    person: Contact, project: Project, ann: User, dealing: str
) -> None:
    long_ago(person)
    today = timezone.localdate()
    assert person.unit_id is not None
    if dealing == "consent":
        consent_give(contact_id=person.pk, purpose="service", given=True, evidence="x", by=ann)
    elif dealing == "follow_up":
        followup_add(unit_id=None, contact_id=person.pk, subject="Call", due_on=today, by=ann)
    elif dealing == "request":
        ask(person, ann)
    elif dealing == "key_person":
        key_person_name(unit_id=person.unit_id, contact_id=person.pk, starts_on=today, by=ann)
    else:
        customer_register(facts={"name": person.name, "mobile": "13800138000"}, by=ann)
        arrival_record(contact_id=person.pk, by=ann)
    assert proposed(project) == []


@pytest.fixture
def old(ann: User) -> list[Contact]:
    """Three whom nobody deals with."""
    unit = make_unit(ann)
    return [long_ago(make_contact(ann, unit, name=f"人{n}")) for n in range(3)]


def confirm(project: Project, people: list[Contact], by: User) -> RetentionRun:
    return retention_confirm(project_id=project.pk, people=[one.pk for one in people], by=by)


def erased(people: list[Contact]) -> list[bool]:
    keys = [one.pk for one in people]
    rows = Contact.everything.filter(pk__in=keys).order_by("pk")
    return [row.erased_at is not None for row in rows]


def test_l1_confirmed_people_are_erased_in_chunks_and_once(
    project: Project,
    old: list[Contact],
    law: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("units.services.retention.CHUNK", 2)
    run = confirm(project, old, law)
    with pytest.raises(DomainError, match="under way"):
        confirm(project, old, law)
    now = timezone.now()
    assert [work_retention(now) for _ in range(4)] == [2, 1, 0, 0]
    run.refresh_from_db()
    assert (run.state, run.erased, run.stayed) == ("done", 3, 0)
    assert erased(old) == [True, True, True]


def test_l1_dry_run_page_command_and_run_are_one_selection(
    project: Project,
    old: list[Contact],
    ann: User,
    law: User,
    as_user: AsUser,
) -> None:
    make_contact(ann, old[0].unit, name="天地玄黄")  # of today
    said = StringIO()
    call_command("retention", "--list", stdout=said)
    listed = [int(key) for key in re.findall(r"#(\d+)", said.getvalue())]
    page = as_user(law).get(reverse("retention_confirm", args=[project.pk])).text
    shown = re.findall(r'name="people" value="([\d ]*)"', page)[0].split()
    run = confirm(project, old, law)
    work_retention(timezone.now())
    gone = Contact.everything.exclude(erased_at=None).order_by("pk").values_list("pk", flat=True)
    assert listed == [int(key) for key in shown] == run.people == list(gone)


def test_l1_who_was_not_shown_is_not_erased_and_who_was_dealt_with_stays(
    project: Project, old: list[Contact], ann: User, law: User
) -> None:
    run = confirm(project, old[:3], law)
    late = long_ago(make_contact(ann, old[0].unit, name="天地玄黄"))
    today = timezone.localdate()
    followup_add(unit_id=None, contact_id=old[1].pk, subject="Call", due_on=today, by=ann)
    assert [work_retention(timezone.now()) for _ in range(2)] == [2, 0]
    run.refresh_from_db()
    assert erased([*old, late]) == [True, False, True, False]
    assert (run.state, run.erased, run.stayed) == ("done", 2, 1)


def test_l1_a_run_that_was_killed_goes_on_and_counts_everybody(
    project: Project,
    old: list[Contact],
    law: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = confirm(project, old, law)
    with monkeypatch.context() as patch:
        patch.setattr("units.services.retention.contact_erase", killed_at(old[1].pk))
        with pytest.raises(SystemExit):
            work_retention(timezone.now())
    assert erased(old) == [True, False, False]
    assert [work_retention(timezone.now()) for _ in range(2)] == [2, 0]
    run.refresh_from_db()
    assert (run.state, run.erased) == ("done", 3)


def killed_at(key: int) -> Callable[..., Contact]:
    """The service of a worker that is killed over one person."""

    def work(*, contact_id: int, by: User) -> Contact:
        if contact_id == key:
            raise SystemExit
        return contact_erase(contact_id=contact_id, by=by)

    return work


def test_l1_so_many_are_proposed_as_one_looks_through(
    project: Project, old: list[Contact], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("units.selectors.retention.MOST", 2)
    found = proposal(project.pk, timezone.localdate())
    assert (found.keys, found.count) == ([old[0].pk, old[1].pk], 3)


@pytest.mark.parametrize("shown", [[], ["0"], ["1", "2"]])
def test_l1_nobody_confirms_another_list_than_was_shown(
    person: Contact, project: Project, law: User, shown: list[str]
) -> None:
    long_ago(person)
    with pytest.raises(DomainError, match="changed meanwhile"):
        retention_confirm(project_id=project.pk, people=[int(key) for key in shown], by=law)
    assert not RetentionRun.objects.exists()


def test_l1_the_dry_run_names_numbers_and_deletes_nothing(
    person: Contact, project: Project
) -> None:
    long_ago(person)
    said = StringIO()
    call_command("retention", "--list", stdout=said)
    assert f"#{person.pk}" in said.getvalue()
    assert person.name not in said.getvalue()
    person.refresh_from_db()
    assert person.erased_at is None


def test_l1_rows_without_purpose_go_after_their_days(ann: User, law: User) -> None:
    UsedKey.objects.create(key="0" * 32, by=ann, purpose="x", params_hash="y")
    notify(user_ids=[ann.pk], kind="x", key="1", title="Look")
    ann.notifications.update(read_at=timezone.now())
    now = timezone.now()
    assert forget_rows(now.date(), now) == 0
    later = now + timedelta(days=400)
    assert forget_rows(later.date(), later) == 2
    assert forget_rows(later.date(), later) == 0
    assert not UsedKey.objects.exists()


def test_l1_a_sealed_identity_goes_the_day_after_its_last(person: Contact, law: User) -> None:
    contact_erase(contact_id=person.pk, by=law)
    Contact.objects.filter(pk=person.pk).update(id_hash="a" * 64)
    now = timezone.now()
    until = timezone.localdate(now)
    SealedIdentity.objects.create(contact=person, name="x", why="books", until=until, at=now)
    assert forget_rows(until, now) == 0
    assert SealedIdentity.objects.exists()
    tomorrow = now + timedelta(days=1)
    assert forget_rows(tomorrow.date(), tomorrow) == 1
    person.refresh_from_db()
    assert (SealedIdentity.objects.exists(), person.id_hash) == (False, "")
    assert AuditRecord.objects.filter(action="units.sealed.ended").count() == 1
