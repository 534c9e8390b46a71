"""Exports on record: counted by person, alarmed, refused, released, written by the worker (L1)."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from accounts.models import Notification, User
from core import files, jobs
from core.commands import execute
from core.errors import DomainError
from core.exports import cap, chores, services, writing
from core.exports.saying import narrowed
from core.exports.services import Wanted, export_note, export_release
from core.models import AuditRecord, ExportRecord
from tests.conftest import Race
from tests.units.factories import make_contact, make_unit, set_policy
from units.models import Contact, Unit

Browser = Callable[[Any], Client]


def rows_of(answer: Any) -> list[list[str]]:
    """The rows of a CSV answer, without its head."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def note(by: User, persons: int) -> ExportRecord:
    """An export of so many people that is ready to leave."""
    wanted = Wanted("contact_list", "Contacts", "", "csv", persons, persons)
    record: ExportRecord = execute(export_note, wanted=wanted, by=by)
    return record


def kept_files() -> list[str]:
    """Every file that lies in the folder of exports."""
    return sorted(files._stored_names(default_storage, writing.FOLDER))


@pytest.fixture
def people(ann: User) -> list[Contact]:
    """Three people of one unit of ann's."""
    unit = make_unit(ann)
    return [make_contact(ann, unit, name=f"陈{n}") for n in "一二三"]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """What leaves while somebody waits."""

    def test_l3_an_export_is_on_record_with_list_filter_rows_and_people(
        self, ann: User, people: list[Contact], as_user: Browser
    ) -> None:
        assert len(rows_of(as_user(ann).get("/contacts/?q=chen&export=csv&page=1"))) == 3
        record = ExportRecord.objects.get()
        assert (record.list_name, record.query, record.kind) == ("contact_list", "q=chen", "csv")
        assert (record.rows, record.persons, record.by, record.state) == (3, 3, ann, "done")
        assert AuditRecord.objects.get(action="core.export").data["persons"] == 3

    def test_l3_who_watches_reads_the_filter_and_the_list_in_words_of_their_language(
        self, ann: User, law: User, people: list[Contact], as_user: Browser
    ) -> None:
        unit, key = Unit.objects.get(), people[0].pk
        User.objects.filter(pk__in=[ann.pk, law.pk]).update(language="zh-hans")
        asked = f"/contacts/?unit={unit.pk}&q=chen&pk={key}&export=csv"
        as_user(User.objects.get(pk=ann.pk)).get(asked)
        record = ExportRecord.objects.get()
        User.objects.filter(pk=law.pk).update(language="en")
        page = as_user(User.objects.get(pk=law.pk)).get(record.get_absolute_url()).text
        assert f"Unit: {unit}" in page
        assert ("Search: chen" in page, "Ticked rows: 1" in page) == (True, True)
        assert "<h1>Contacts" in page
        assert "unit=" not in page

    def test_l3_a_filter_no_list_knows_any_more_is_shown_as_it_was(self, ann: User) -> None:
        record = note(ann, 1)
        assert narrowed(record) == []
        record.query = "unit=999999"
        assert narrowed(record) == [("Address", "unit=999999")]
        record.list_name = "gone_list"
        assert narrowed(record) == [("Address", "unit=999999")]

    def test_l1_a_list_without_people_counts_none(
        self, ann: User, people: list[Contact], as_user: Browser
    ) -> None:
        as_user(ann).get("/units/?export=csv")
        assert ExportRecord.objects.get().persons == 0

    def test_u9_ticked_rows_alone_are_exported_and_no_strangers(
        self, ann: User, cai: User, people: list[Contact], as_user: Browser
    ) -> None:
        theirs = make_contact(cai, make_unit(cai, "Other"), name="王五")
        first = people[0].pk
        asked: Any = {"where": "q=chen", "pk": [first, theirs.pk], "export": "csv"}
        answer = as_user(ann).get("/contacts/", asked, follow=True)
        assert [row[0] for row in rows_of(answer)] == ["陈一"]
        whole = as_user(ann).get("/contacts/", {**asked, "all": "1"}, follow=True)
        assert len(rows_of(whole)) == 3

    def test_l1_a_fault_in_mid_list_gives_no_half_file_and_no_record(
        self,
        ann: User,
        people: list[Contact],
        as_user: Browser,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(Contact, "masked_mobile", property(lambda contact: 1 / 0))
        with pytest.raises(ZeroDivisionError):
            as_user(ann).get("/contacts/?export=csv")
        assert not ExportRecord.objects.exists()

    def test_u9_an_unknown_format_is_the_page(self, ann: User, as_user: Browser) -> None:
        assert as_user(ann).get("/contacts/?export=exe").context["list"].name == "contact_list"


class TestAlarm:
    """250 and 2,500 people in 30 days, figures of a policy."""

    def test_l1_the_first_step_is_told_to_manager_and_compliance_once(
        self, ann: User, manager: User, law: User, fin1: User
    ) -> None:
        for persons in (249, 1, 1):
            note(ann, persons)
        told = Notification.objects.filter(kind="export_look")
        assert {one.user for one in told} == {manager, law}
        assert told.count() == 2
        assert "Ann" in told[0].title

    def test_l1_beyond_the_second_step_nothing_leaves_and_the_try_is_kept(
        self, ann: User, law: User
    ) -> None:
        assert note(ann, 2400).state == "done"
        refused = note(ann, 101)
        assert (refused.state, refused.persons) == ("refused", 101)
        assert note(ann, 100).state == "done"
        assert note(ann, 1).state == "refused"
        assert note(ann, 0).state == "done"
        assert Notification.objects.filter(kind="export_stop", user=law).count() == 3

    def test_l1_one_export_larger_than_the_step_is_refused_as_well(self, ann: User) -> None:
        assert note(ann, 2501).state == "refused"

    def test_l1_what_is_older_than_thirty_days_no_longer_counts(self, ann: User) -> None:
        note(ann, 2500)
        month_ago = timezone.now() - timedelta(days=30, minutes=1)
        ExportRecord.objects.update(at=month_ago)
        assert note(ann, 2500).state == "done"

    def test_l1_each_person_has_their_own_count(self, ann: User, bob: User) -> None:
        note(ann, 2500)
        assert note(bob, 2500).state == "done"

    def test_l1_the_steps_are_a_policy(self, ann: User, manager: User) -> None:
        set_policy("exports", manager, look=1, stop=5)
        assert [note(ann, 3).state, note(ann, 3).state] == ["done", "refused"]

    def test_l1_why_an_export_was_refused_is_told_to_each_in_their_language(
        self, ann: User, law: User, as_user: Browser
    ) -> None:
        with translation.override("zh-hans"):
            address = note(ann, 2501).get_absolute_url()
        said = "So many people were exported lately"
        assert said in as_user(law).get(address).text
        User.objects.filter(pk=law.pk).update(language="zh-hans")
        assert said not in as_user(User.objects.get(pk=law.pk)).get(address).text

    def test_l1_a_refused_export_shows_why_and_gives_no_file(
        self, ann: User, manager: User, people: list[Contact], as_user: Browser
    ) -> None:
        set_policy("exports", manager, look=1, stop=2)
        answer = as_user(ann).get("/contacts/?export=csv", follow=True)
        assert "compliance must release" in answer.text


class TestRelease:
    """Compliance, for a reason, for a number."""

    def test_l1_so_many_more_may_leave_and_no_more(self, ann: User, law: User) -> None:
        note(ann, 2500)
        refused = note(ann, 200)
        execute(export_release, export_id=refused.pk, persons=200, why="The fair.", by=law)
        assert Notification.objects.filter(kind="export_released", user=ann).exists()
        assert [note(ann, 200).state, note(ann, 1).state] == ["done", "refused"]

    def test_l1_a_refusal_is_released_once_and_never_by_oneself(self, ann: User, law: User) -> None:
        refused, own = note(ann, 2501), note(law, 2501)
        execute(export_release, export_id=refused.pk, persons=1, why="Once.", by=law)
        for key in (refused.pk, own.pk):
            with pytest.raises(DomainError):
                execute(export_release, export_id=key, persons=1, why="Again.", by=law)

    def test_l1_only_compliance_has_the_page(
        self, ann: User, manager: User, law: User, as_user: Browser
    ) -> None:
        url = f"/exports/{note(ann, 2501).pk}/release/"
        assert [as_user(who).get(url).status_code for who in (ann, manager, law)] == [403, 403, 200]

    def test_l1_manager_and_compliance_see_the_exports_of_their_projects(
        self, ann: User, cai: User, manager: User, law: User
    ) -> None:
        note(ann, 1)
        seen = {
            u.username: ExportRecord.objects.visible_to(u).count() for u in (ann, cai, manager, law)
        }
        assert seen == {"ann": 1, "cai": 0, "manager": 1, "law": 1}


@pytest.fixture
def asked(ann: User, people: list[Contact], as_user: Browser, settings: Settings) -> ExportRecord:
    """Three people, which is too many to wait for."""
    settings.EXPORT_AT_ONCE = 2
    answer = as_user(ann).get("/contacts/?sort=-name&export=csv")
    record = ExportRecord.objects.get()
    assert answer.headers["Location"] == f"/exports/{record.pk}/"
    return record


@pytest.mark.django_db(transaction=True)
class TestWorker:
    """A long list."""

    def test_u9_the_worker_writes_it_and_only_who_asked_gets_it(
        self, asked: ExportRecord, ann: User, bob: User, manager: User, as_user: Browser
    ) -> None:
        assert asked.state == "waiting"
        jobs.work(timezone.now())
        asked.refresh_from_db()
        assert (asked.state, asked.rows_done, asked.persons) == ("done", 3, 3)
        url = f"/exports/{asked.pk}/file/"
        assert [row[0] for row in rows_of(as_user(ann).get(url))] == ["陈一", "陈三", "陈二"]
        assert [as_user(who).get(url).status_code for who in (bob, manager)] == [404, 404]
        assert Notification.objects.filter(kind="export_ready", user=ann).count() == 1

    def test_u9_the_worker_asks_again_what_the_person_may_see(
        self, asked: ExportRecord, ann: User, cai: User, as_user: Browser
    ) -> None:
        Unit.objects.update(owner=cai, team=cai.memberships.get().team)
        Contact.objects.exclude(name="陈一").update(owner=cai, team=cai.memberships.get().team)
        jobs.work(timezone.now())
        assert len(rows_of(as_user(ann).get(f"/exports/{asked.pk}/file/"))) == 1

    def test_u9_who_has_left_gets_no_file(self, asked: ExportRecord, ann: User) -> None:
        User.objects.filter(pk=ann.pk).update(is_active=False)
        jobs.work(timezone.now())
        asked.refresh_from_db()
        assert (asked.state, asked.stored) == ("failed", "")

    def test_l1_people_who_came_in_meanwhile_count_and_may_refuse_it(
        self, asked: ExportRecord, ann: User, manager: User
    ) -> None:
        set_policy("exports", manager, look=1, stop=3)
        make_contact(ann, name="赵四")
        jobs.work(timezone.now())
        asked.refresh_from_db()
        assert (asked.state, asked.persons, asked.stored) == ("refused", 4, "")
        assert kept_files() == []

    def test_u9_a_fault_is_told_with_a_sentence(
        self, asked: ExportRecord, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Contact, "masked_mobile", property(lambda contact: 1 / 0))
        jobs.work(timezone.now())
        asked.refresh_from_db()
        assert asked.state == "failed"
        assert "fault" in asked.failure

    def test_l1_a_file_is_deleted_after_its_days(
        self, asked: ExportRecord, ann: User, as_user: Browser
    ) -> None:
        jobs.work(timezone.now())
        stored = ExportRecord.objects.get().stored
        later = timezone.now() + timedelta(days=7, minutes=1)
        chores.expire_exports(timezone.localdate(later), later)
        assert not default_storage.exists(stored)
        assert ExportRecord.objects.get().state == "expired"
        assert as_user(ann).get(f"/exports/{asked.pk}/file/").status_code == 404


# --- at once ------------------------------------------------------------------------------------


@pytest.mark.races
def test_l1_two_exports_at_once_cannot_pass_the_step_together(
    race: Race, ann: User, law: User
) -> None:
    states = [record.state for record in race(2, lambda: note(ann, 1300))]
    assert sorted(states) == ["done", "refused"]


@pytest.mark.races
def test_l1_twin_without_the_persons_row_both_leave(
    race: Race, ann: User, law: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Barrier(2)

    def unlocked(user: Any, now: Any, without: int | None = None) -> cap.Meter:
        found = cap.meter(user, now, without)
        read.wait(timeout=20)
        return found

    monkeypatch.setattr(services, "locked_meter", unlocked)
    states = [record.state for record in race(2, lambda: note(ann, 1300))]
    assert states == ["done", "done"]
