"""A list that is longer than one turn of the worker (U9, docs/adr/095)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from core.commands import execute
from core.exports import chores, services, writing
from core.exports import parts as export_parts
from core.exports.services import export_stop
from core.models import ExportDraft, ExportRecord
from tests.conftest import Race
from tests.core.test_exports import kept_files, note, rows_of
from tests.units.factories import make_contact, make_unit
from units.models import Contact, Unit

Browser = Callable[[Any], Client]


@pytest.fixture
def people(ann: User) -> list[Contact]:
    """Three people of one unit of ann's."""
    unit = make_unit(ann)
    return [make_contact(ann, unit, name=f"陈{n}") for n in "一二三"]


@pytest.fixture
def asked(ann: User, people: list[Contact], as_user: Browser, settings: Settings) -> ExportRecord:
    """Three people, which is too many to wait for."""
    settings.EXPORT_AT_ONCE = 2
    answer = as_user(ann).get("/contacts/?sort=-name&export=csv")
    record = ExportRecord.objects.get()
    assert answer.headers["Location"] == f"/exports/{record.pk}/"
    return record


def ring(record: ExportRecord, later: timedelta = timedelta()) -> ExportRecord:
    """One ring of the worker; the record as it stands then."""
    writing.work_waiting(timezone.now() + later)
    record.refresh_from_db()
    return record


def killed(row: list[Any]) -> bytes:
    """As kill -9: nothing is caught, nothing is cleared away."""
    raise KeyboardInterrupt


def names_in(record: ExportRecord, client: Client) -> list[str]:
    """The first column of the file."""
    return [row[0] for row in rows_of(client.get(f"/exports/{record.pk}/file/"))]


@pytest.mark.django_db(transaction=True)
class TestTurns:
    """A list that is longer than one turn of the worker: a row at each ring (docs/adr/095)."""

    @pytest.fixture(autouse=True)
    def _a_row_a_turn(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writing, "TURN", 0.0)
        monkeypatch.setattr(writing, "CHUNK", 1)

    def test_u9_it_is_written_in_turns_in_the_order_asked_for(
        self, asked: ExportRecord, ann: User, as_user: Browser
    ) -> None:
        seen = []
        while ring(asked).state in ("waiting", "running"):
            seen.append((asked.rows_done, len(kept_files())))
        assert seen == [(1, 1), (2, 2)]
        assert names_in(asked, as_user(ann)) == ["陈一", "陈三", "陈二"]
        assert kept_files() == [asked.stored]
        assert (asked.rows, asked.persons, ExportDraft.objects.count()) == (3, 3, 0)

    def test_u9_what_a_killed_worker_left_is_gone_on_with_by_the_next(
        self, asked: ExportRecord, ann: User, as_user: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ring(asked)
        with monkeypatch.context() as patched:
            patched.setattr(export_parts, "packed", killed)
            with pytest.raises(KeyboardInterrupt):
                ring(asked)
        draft = ExportDraft.objects.get()
        assert (draft.written, len(draft.parts)) == (1, 1)
        assert ring(asked).rows_done == 1  # its lease holds
        while ring(asked, services.LEASE).state == "running":
            pass
        assert names_in(asked, as_user(ann)) == ["陈一", "陈三", "陈二"]

    def test_u9_what_kills_its_worker_each_time_is_given_up_with_a_sentence(
        self, asked: ExportRecord, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export_parts, "packed", killed)
        for _n in range(services.MOST_TRIES):
            with pytest.raises(KeyboardInterrupt):
                ring(asked, services.LEASE)
        assert (ring(asked, services.LEASE).state, kept_files()) == ("failed", [])
        assert "never came to its end" in asked.failure

    def test_u9_out_of_time_it_goes_on_later(
        self, asked: ExportRecord, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def out_of_time(row: list[Any]) -> bytes:
            raise SoftTimeLimitExceeded

        with monkeypatch.context() as patched:
            patched.setattr(export_parts, "packed", out_of_time)
            assert ring(asked).state == "running"
        while ring(asked, services.LEASE).state == "running":
            pass
        assert (asked.state, asked.rows) == ("done", 3)

    def test_u9_between_two_turns_it_asks_again_what_the_person_may_see(
        self, asked: ExportRecord, ann: User, cai: User, as_user: Browser
    ) -> None:
        ring(asked)
        Unit.objects.update(owner=cai, team=cai.memberships.get().team)
        Contact.objects.filter(name="陈三").update(owner=cai, team=cai.memberships.get().team)
        while ring(asked).state == "running":
            pass
        assert names_in(asked, as_user(ann)) == ["陈一", "陈二"]
        assert asked.persons == 2

    def test_u9_stopped_it_leaves_no_file(
        self, asked: ExportRecord, ann: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ring(asked)
        pack = export_parts.packed

        def stop_meanwhile(row: list[Any]) -> bytes:
            execute(export_stop, export_id=asked.pk, by=ann)
            return pack(row)

        monkeypatch.setattr(export_parts, "packed", stop_meanwhile)
        assert (ring(asked).state, kept_files()) == ("stopped", [])
        assert note(ann, 2500).state == "done"  # what was stopped does not count

    def test_u9_a_list_with_other_columns_by_now_is_begun_anew(
        self, asked: ExportRecord, ann: User, as_user: Browser
    ) -> None:
        ring(asked)
        User.objects.filter(pk=ann.pk).update(language="zh-hans")
        while ring(asked).state == "running":
            pass
        assert names_in(asked, as_user(ann)) == ["陈一", "陈三", "陈二"]
        assert kept_files() == [asked.stored]

    def test_u9_the_night_leaves_the_parts_of_what_is_on_its_way(self, asked: ExportRecord) -> None:
        ring(asked)
        later = timezone.now() + timedelta(days=2)
        chores.expire_exports(timezone.localdate(later), later)
        assert kept_files() == ExportDraft.objects.get().parts

    def test_u9_what_has_least_to_do_comes_first(
        self, asked: ExportRecord, ann: User, as_user: Browser, settings: Settings
    ) -> None:
        settings.EXPORT_AT_ONCE = 0
        as_user(ann).get("/contacts/?q=陈二&export=csv")
        ring(asked)
        assert (asked.state, ExportRecord.objects.get(rows=1).state) == ("waiting", "done")


def test_u9_numbers_and_dates_stay_what_they_are_in_a_part() -> None:
    moment = timezone.now()
    row = ["泉州\n商会", 5, True, Decimal("424496.80"), moment.date(), moment, ""]
    name = default_storage.save("exports/x.part", ContentFile(export_parts.packed(row) * 2))
    try:
        assert list(export_parts.rows_of([name])) == [row, row]
    finally:
        default_storage.delete(name)


def both_write_the_second_row(
    race: Race, record: ExportRecord, monkeypatch: pytest.MonkeyPatch
) -> list[Any]:
    """Two workers hold it, as the lease of the first ended while it was still at it."""
    monkeypatch.setattr(writing, "TURN", 0.0)
    monkeypatch.setattr(writing, "CHUNK", 1)
    ring(record)
    pack, written = export_parts.packed, Barrier(2)

    def together(row: list[Any]) -> bytes:
        written.wait(timeout=20)
        return pack(row)

    with monkeypatch.context() as patched:
        patched.setattr(export_parts, "packed", together)
        ends = race(2, lambda: writing._take_turn(record, record.by, 0))
    while ring(record).state == "running":
        pass
    return ends


@pytest.mark.races
def test_u9_of_two_workers_one_keeps_the_row(
    race: Race, asked: ExportRecord, ann: User, as_user: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = both_write_the_second_row(race, asked, monkeypatch)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Stopped"]
    assert names_in(asked, as_user(ann)) == ["陈一", "陈三", "陈二"]
    assert kept_files() == [asked.stored]


@pytest.mark.races
def test_u9_twin_without_the_look_at_what_is_written_a_row_stands_twice(
    race: Race, asked: ExportRecord, ann: User, as_user: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept_blindly(*, export_id: int, part: services.Part, goes_on: bool, by: User) -> bool:
        record = ExportRecord.objects.select_for_update().get(pk=export_id)
        draft = ExportDraft.objects.get(export=record)
        draft.written, draft.parts = part.end, [*draft.parts, part.stored]
        draft.save()
        ExportRecord.objects.filter(pk=export_id).update(lease_until=None, tries=0)
        return True

    monkeypatch.setattr(writing, "export_keep", kept_blindly)
    both_write_the_second_row(race, asked, monkeypatch)
    assert names_in(asked, as_user(ann)) == ["陈一", "陈三", "陈三", "陈二"]
