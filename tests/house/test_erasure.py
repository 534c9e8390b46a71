"""A person written into every table and a file, erased, and then looked for everywhere (L1).

The rows are those of the house's world, made the person's; a table that has none gets one made
from its columns. What is looked for: the name, its doubled and spoken spelling, the mobile, the
identity number, in every column of every table and in every file.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.files import EVIDENCE, attachment_save
from core.personal import Holding, all_holdings, blockers
from core.personal.report import sections
from rewards.models import Voucher
from tests.house.conftest import Browsers
from tests.house.extras import picture
from tests.house.life import Marks, lived, scribble
from tests.triggers import lifted
from units.models import Contact, Unit
from units.services import contact_add, contact_merge, identity_set, merge_undo
from units.services.erasure import contact_erase, person_of, sealed_show

NAME, MOBILE, IDENTITY = "甲乙丙标记", "13912345678", "11010519491231002X"
NEEDLES = (NAME, "甲甲乙乙", "jiayibing", MOBILE, IDENTITY, json.dumps(NAME)[1:-1])
SHORT, LONG = f"{NAME}{MOBILE}", f"见{NAME}, 139-1234-5678, {IDENTITY}"


ALSO = {"units.Merge": "contact_gone"}  # what the way does not go without


@pytest.fixture(autouse=True)
def _own_files(world: Any, tmp_path: Path) -> Iterator[None]:
    """What a test writes is gone after it and what it erases is back, as its rows are."""
    media = copytree(settings.MEDIA_ROOT, tmp_path / "media")
    with override_settings(MEDIA_ROOT=media):
        yield


def stored_files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.fixture
def marked(people: dict[str, User]) -> Contact:
    """Somebody of ann's unit with the marks, in every table that can hold a person."""
    unit = Unit.objects.filter(owner=people["ann"]).order_by("pk")[0]
    facts = {"name": NAME, "mobile": MOBILE, "position": NAME, "lunar_birthday": NAME}
    contact = contact_add(facts=facts, unit_id=unit.pk, by=people["ann"])
    identity_set(contact_id=contact.pk, number=IDENTITY, by=people["fin1"])
    rows = {holding.model: row_of(holding, contact) for holding in all_holdings()}
    with lifted():
        for holding in all_holdings():
            if holding.model not in ("units.Contact", "units.SealedIdentity"):
                claim(holding, rows, contact)
        for holding in all_holdings():
            write(holding, rows[holding.model])
    kept = attachment_save(subject=contact, upload=picture(), kind=EVIDENCE, by=people["ann"])
    Path(default_storage.path(kept.stored)).write_bytes(f"%PDF {NAME} {MOBILE}".encode())
    contact.refresh_from_db()
    return contact


def row_of(holding: Holding, contact: Contact) -> models.Model:
    """One row of the table, made from its columns where the world has none."""
    if holding.path == "pk":
        return contact
    rows: Any = holding.table._base_manager.order_by("-pk")
    if holding.path:
        rows = rows.filter(**{f"{holding.path}__isnull": False})
    if holding.model == "core.Attachment":
        rows = rows.filter(pk=0)  # the world's files stay whole
    return rows.first() or built(holding, contact)


def built(holding: Holding, contact: Contact) -> models.Model:
    """A row with something in every column that needs it, and the way to the person."""
    table = holding.table
    row, way = table(), holding.path.split("__")[0]
    for field in table._meta.concrete_fields:
        needs = not (field.primary_key or field.null or field.has_default())
        if needs or field.name in (way, ALSO.get(holding.model)):
            setattr(row, field.attname, something(field, contact))
    table._base_manager.bulk_create([row])
    return row


def something(field: Any, contact: Contact) -> Any:
    """A value the column takes."""
    if field.is_relation:
        return related(field.related_model, contact)
    if field.choices:
        return field.flatchoices[0][0]
    kind = field.get_internal_type()
    return {
        "DateField": timezone.localdate(),
        "DateTimeField": timezone.now(),
        "BooleanField": True,
        "JSONField": {},
        "CharField": "x",
        "TextField": "x",
    }.get(kind, 1)


def related(table: type[models.Model], contact: Contact) -> Any:
    """The key of a row to refer to: the person, the first there is, or a new one."""
    if isinstance(contact, table):
        return contact.pk
    first = table._base_manager.order_by("pk").first()
    return (first or built(Holding(table._meta.label), contact)).pk


def claim(holding: Holding, rows: dict[str, models.Model], contact: Contact) -> None:
    """Let the row be the person's, by whichever way it would be."""
    row = rows[holding.model]
    if holding.about == "subject":
        change(row, subject_type="units.contact", subject_id=contact.pk)
    elif holding.about == "url":
        change(row, url=contact.get_absolute_url())
    elif "__" in holding.path:  # through another row that is the person's
        step = holding.path.split("__")[0]
        way: Any = row._meta.get_field(step)
        change(row, **{step: rows[way.related_model._meta.label]})
    elif holding.path:
        change(row, **{holding.path: contact})


def write(holding: Holding, row: models.Model) -> None:
    """The marks in every text in which somebody may be named."""
    if holding.model == "units.Contact":
        return
    for name in holding.words():
        field: Any = row._meta.get_field(name)
        if field.choices:
            continue
        if field.get_internal_type() == "JSONField":
            change(row, **{name: [{"who": LONG, NAME: [MOBILE]}]})
        else:
            room = field.max_length or len(LONG)
            # A column too narrow for a name holds none.
            change(
                row, **{name: next(mark for mark in (LONG, SHORT, NAME, "") if len(mark) <= room)}
            )


def change(row: models.Model, **values: Any) -> None:
    with transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)


def found() -> Iterator[str]:
    """Every column and file in which a mark can be read."""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            described = connection.introspection.get_table_description(cursor, table)
            names = [column.name for column in described]
            for name, reads in zip(names, _read(cursor, table, names), strict=True):
                if reads:
                    yield f"{table}.{name}"
    for path in stored_files():
        if any(needle.encode() in path.read_bytes() for needle in NEEDLES):
            yield f"file {path.suffix}"


def _read(cursor: Any, table: str, names: list[str]) -> tuple[Any, ...]:
    """For each column whether a mark stands in any of its rows."""
    backslash = "\\\\" if connection.vendor != "sqlite" else "\\"
    marks = [f"%{needle}%".replace("\\", backslash) for needle in NEEDLES]
    columns = ", ".join(
        "MAX(CASE WHEN "
        + " OR ".join(f'CAST("{name}" AS TEXT) LIKE %s' for _mark in marks)
        + " THEN 1 ELSE 0 END)"
        for name in names
    )
    cursor.execute(f'SELECT {columns} FROM "{table}"', marks * len(names))  # noqa: S608
    row: tuple[Any, ...] = cursor.fetchone()
    return row


def forgotten(contact: Contact, law: User, capture: Any, monkeypatch: Any) -> None:
    """Erased, although the world's rows are still open."""
    monkeypatch.setattr(blockers, "_sources", [])
    with capture(execute=True):
        contact_erase(contact_id=contact.pk, by=law)


def test_l1_after_an_erasure_nothing_of_the_person_is_readable_anywhere(
    marked: Contact,
    people: dict[str, User],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    before = set(found())
    tables = {place.split(".")[0] for place in before}
    expected = {h.table._meta.db_table for h in all_holdings() if h.words()}
    assert expected <= tables, "the marks did not get everywhere, so the test proves nothing"
    assert "file .png" in before
    forgotten(marked, people["law"], django_capture_on_commit_callbacks, monkeypatch)
    assert list(found()) == []
    assert audit.verify() == []


def test_l1_twin_a_field_declared_kept_would_be_found(
    marked: Contact,
    people: dict[str, User],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr("core.personal.erasure._unmention", lambda *_args: None)
    forgotten(marked, people["law"], django_capture_on_commit_callbacks, monkeypatch)
    assert "units_unit.remarks" in set(found())


def test_l1_money_stays_and_finance_opens_the_seal_for_a_reason(
    marked: Contact,
    people: dict[str, User],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    kept = {h.model: h.table._base_manager.count() for h in all_holdings() if h.kept}
    forgotten(marked, people["law"], django_capture_on_commit_callbacks, monkeypatch)
    kept["units.SealedIdentity"] += 0
    assert {m: c for m, c in counts(kept).items() if c < kept[m]} == {}
    marked.refresh_from_db()
    assert str(marked) == f"Erased person #{marked.pk}"
    shown = sealed_show(
        sealedidentity_id=marked.sealed.pk, reason="The tax office asks.", by=people["fin1"]
    )
    assert shown == (NAME, IDENTITY)


def test_l1_u8_the_old_record_merged_into_the_erased_is_unreadable_too(
    people: dict[str, User],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    ann, manager = people["ann"], people["manager"]
    unit = Unit.objects.filter(owner=ann).order_by("pk")[0]
    old = contact_add(facts={"name": NAME, "mobile": MOBILE}, unit_id=unit.pk, by=ann)
    identity_set(contact_id=old.pk, number=IDENTITY, by=people["fin1"])
    stays = contact_add(facts={"name": "天地玄黄"}, unit_id=unit.pk, by=ann)
    merge = contact_merge(contact_id=stays.pk, gone_id=old.pk, take=["mobile"], by=manager)
    assert "units_contact.name" in set(found())
    forgotten(stays, people["law"], django_capture_on_commit_callbacks, monkeypatch)
    assert list(found()) == []
    with pytest.raises(DomainError, match="erased"):
        merge_undo(merge_id=merge.pk, by=manager)
    assert audit.verify() == []


NOT_LIVED = {
    # Written by the house about other things than people; or with a name only by hand.
    *("core_bulkjob.failure", "core_bulkrow.reason", "core_exportrecord.failure"),
    *("core_importbatch.failure", "core_importbatch.sheet", "core_importbatch.head"),
    *("core_importrow.errors", "core_importrow.hint", "core_jobrun.error"),
    "core_importchange.now",
    *("django_admin_log.change_message", "django_admin_log.object_repr"),
    # Papers of a reward: the erasure of a key person of the demonstration reaches those.
    *("rewards_acknowledgement.note", "rewards_conversion.settled_note", "rewards_conversion.why"),
    *("rewards_decision.basis", "rewards_giftdecision.basis"),
    *("rewards_reclaim.settled_note", "rewards_reclaim.why"),
    # Named like other texts of the same row that are.
    *("budget_line.name", "core_approval.before", "core_exportrelease.why", "core_reveal.reason"),
    *("units_campaign.name", "units_rosterentry.last_four", "units_rosterentry.position"),
    *("units_contact.helps", "units_contact.lunar_birthday", "units_contact.position"),
    *(f"units_unit.{name}" for name in ("activities", "cars", "industry", "living", "location")),
    *(f"units_unit.{name}" for name in ("notice_channels", "office", "people_flow")),
    *(f"units_unit.{name}" for name in ("promotion_method", "promotion_place", "self_build")),
    "units_unitfact.was",
}


@pytest.mark.parametrize(
    ("name", "language"), [("甲乙丙标记", "en"), ("甲丙", "zh-hans")], ids=["long", "short"]
)
def test_l1_a_whole_life_in_the_house_is_unreadable_after_the_erasure(
    name: str,
    language: str,
    people: dict[str, User],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Everything a service writes of somebody, a name of two characters included."""
    marks = Marks(name, MOBILE, IDENTITY)
    User.objects.update(language=language)  # the house's own sentences are in it
    capture = django_capture_on_commit_callbacks(execute=True)
    with translation.override(language), capture:
        person = lived(marks, User.objects.in_bulk(field_name="username"))
    scribble(marks)
    typed = f"{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}"
    spelled = (name, quote(name), json.dumps(name)[1:-1])
    monkeypatch.setattr(f"{__name__}.NEEDLES", (*spelled, MOBILE, typed, IDENTITY))
    before, expected = set(found()), {place_of(one, text) for one, text in texts()}
    assert expected - before == NOT_LIVED
    assert {"file .png", "file .csv"} <= before
    forgotten(person, people["law"], django_capture_on_commit_callbacks, monkeypatch)
    assert list(found()) == []
    assert audit.verify() == []


def texts() -> Iterator[tuple[Holding, str]]:
    """Every text in which a person may be named."""
    return ((holding, text) for holding in all_holdings() for text in holding.words())


def place_of(holding: Holding, text: str) -> str:
    field: Any = holding.table._meta.get_field(text)
    return f"{holding.table._meta.db_table}.{field.column}"


CODE = re.compile(r"[a-z]+_[a-z_]+|[a-z]{3,}")  # a value or label that is one lower-case word
ENGLISH = {"png", "another", "person"}  # of file names; a translation is asked for elsewhere


@pytest.mark.parametrize("who", ["lived", "paid"])
def test_l1_the_report_says_everything_in_words_and_names_nobody_else(
    who: str, people: dict[str, User]
) -> None:
    with translation.override("zh-hans"):
        if who == "lived":
            person = lived(Marks(NAME, MOBILE, IDENTITY), people)
        else:
            person = Voucher.objects.exclude(contact__tenures=None)[0].contact
        whole = person_of(person)
        told = sections(whole)
    for row in (row for section in told for row in section.rows):
        labels = [label for label, _value in row]
        assert len(labels) == len(set(labels)), f"two values under one label: {labels}"
        for label, value in row:
            assert not CODE.fullmatch(label), row
            parts = re.split(r" · | → |: |, |\n", value)
            assert not [part for part in parts if CODE.fullmatch(part)], (label, value)
    others = set(Contact.objects.exclude(pk=person.pk).values_list("name", flat=True))
    others -= {"", *whole.names}
    text = " ".join(value for section in told for row in section.rows for _label, value in row)
    assert not [name for name in others if len(name) > 2 and name in text]


def test_l1_a_key_person_who_was_paid_is_unreadable_and_the_voucher_stays(
    people: dict[str, User],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    paid = Voucher.objects.filter(state="paid").exclude(contact__tenures=None)[0]
    person, whole = paid.contact, person_of(paid.contact)
    needles = (*whole.names, *whole.identities, *(one[3:] for one in whole.mobiles))
    monkeypatch.setattr(f"{__name__}.NEEDLES", needles)
    assert "visits_visitreport.people_met" in set(found())
    forgotten(person, people["law"], django_capture_on_commit_callbacks, monkeypatch)
    assert list(found()) == []
    kept = Voucher.objects.get(pk=paid.pk)
    assert (kept.net, kept.number) == (paid.net, paid.number)
    assert (kept.snapshot["net"], kept.snapshot["identity"]) == (paid.snapshot["net"], "***")
    assert person.sealed.until.year == timezone.localdate(paid.paid_at).year + 30


def counts(of: dict[str, int]) -> dict[str, int]:
    return {h.model: h.table._base_manager.count() for h in all_holdings() if h.model in of}


@pytest.mark.parametrize("page", ["contact_detail", "subject_detail"])
def test_l1_the_erased_are_a_number_on_every_page(
    marked: Contact,
    people: dict[str, User],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    browsers: Browsers,
    page: str,
) -> None:
    forgotten(marked, people["law"], django_capture_on_commit_callbacks, monkeypatch)
    answer = browsers("manager").get(reverse(page, args=[marked.pk]))
    assert answer.status_code == 200
    assert f"Erased person #{marked.pk}" in answer.text
    assert not any(needle in answer.text for needle in NEEDLES)
