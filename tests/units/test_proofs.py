"""Sincerity, certificates, belonging to a unit (P3, R2, U3)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import registry
from core.commands import execute
from core.errors import DomainError
from core.files import attachments_of
from tests.conftest import LATER
from tests.house.extras import picture
from tests.house.html import Reader, filled_in
from tests.units.factories import make_contact, make_unit
from units.importing.contacts import ContactImport
from units.models import Contact, Proof
from units.services.merge import contact_merge
from units.services.merge_undo import merge_undo
from units.services.proof import (
    certificates_expire,
    proof_record,
    proof_withdraw,
    sincerity_record,
)


@pytest.fixture
def teacher(ann: User) -> Contact:
    return make_contact(by=ann, unit=make_unit(by=ann, name="Middle School"), name="叶老师")


def said(contact: Contact, level: str, day: date, by: User) -> None:
    facts = {"level": level, "said_on": day, "area": None, "budget": None, "note": ""}
    execute(sincerity_record, contact_id=contact.pk, facts=facts, by=by)
    contact.refresh_from_db()


def shown(contact: Contact, by: User, **facts: Any) -> Proof:
    given = {"kind": "certificate", "paper": "teacher", "seen_on": timezone.localdate(), **facts}
    execute(proof_record, contact_id=contact.pk, facts=given, by=by)
    contact.refresh_from_db()
    newest: Proof = contact.proofs.all()[0]
    return newest


def test_u3_who_is_sincere_stays_so_since_the_first_day(teacher: Contact, ann: User) -> None:
    today = timezone.localdate()
    said(teacher, "interested", today - timedelta(days=9), ann)
    assert (teacher.sincerity, teacher.sincere_on) == ("interested", None)
    said(teacher, "sincere", today - timedelta(days=5), ann)
    said(teacher, "sincere", today, ann)
    assert (teacher.sincerity, teacher.sincere_on) == ("sincere", today - timedelta(days=5))
    said(teacher, "none", today, ann)
    assert (teacher.sincerity, teacher.sincere_on) == ("none", None)


def test_u3_an_older_answer_entered_late_does_not_replace_the_newest(
    teacher: Contact, ann: User
) -> None:
    today = timezone.localdate()
    said(teacher, "sincere", today, ann)
    said(teacher, "looking", today - timedelta(days=3), ann)
    assert teacher.sincerity == "sincere"
    assert teacher.sincerities.count() == 2


def test_u3_a_day_to_come_is_refused(teacher: Contact, ann: User) -> None:
    with pytest.raises(DomainError, match="still to come"):
        said(teacher, "sincere", timezone.localdate() + timedelta(days=1), ann)


def test_p3_a_certificate_counts_from_when_it_was_shown(teacher: Contact, ann: User) -> None:
    assert [teacher.certificate, shown(teacher, ann).contact.certificate] == [False, True]


def test_p3_a_staff_card_is_no_certificate(teacher: Contact, ann: User) -> None:
    with pytest.raises(DomainError, match="proves this") as refusal:
        shown(teacher, ann, paper="permit")
    assert refusal.value.field == "paper"
    shown(teacher, ann, kind="belonging", paper="permit")
    assert not Contact.objects.get().certificate


def test_p3_a_withdrawn_certificate_counts_no_more_and_the_other_still_does(
    teacher: Contact, ann: User, lead: User
) -> None:
    first, second = shown(teacher, ann), shown(teacher, ann, paper="servant")
    execute(proof_withdraw, proof_id=first.pk, why="It was a copy.", by=lead)
    teacher.refresh_from_db()
    assert teacher.certificate
    execute(proof_withdraw, proof_id=second.pk, why="It was a copy.", by=lead)
    teacher.refresh_from_db()
    assert not Contact.objects.get().certificate
    with pytest.raises(DomainError, match="withdrawn already"):
        execute(proof_withdraw, proof_id=second.pk, why="Once more.", by=lead)


def test_p3_a_certificate_counts_through_its_last_day_and_the_job_repeats_harmlessly(
    teacher: Contact, ann: User
) -> None:
    last = timezone.localdate() + timedelta(days=5)
    shown(teacher, ann, valid_until=last)
    assert certificates_expire(day=last) == 0
    teacher.refresh_from_db()
    assert teacher.certificate
    assert certificates_expire(day=last + timedelta(days=1)) == 1
    assert certificates_expire(day=last + timedelta(days=1)) == 0
    teacher.refresh_from_db()
    assert not teacher.certificate


def test_p3_a_paper_that_had_run_out_is_refused(teacher: Contact, ann: User) -> None:
    with pytest.raises(DomainError, match="no longer valid"):
        shown(teacher, ann, valid_until=timezone.localdate() - timedelta(days=1))


def test_p3_nothing_but_a_proof_gives_a_certificate(client: Client, ann: User) -> None:
    person = make_contact(by=ann, unit=make_unit(by=ann), certificate=True)
    assert not person.certificate
    client.force_login(ann)
    page = client.get(reverse("contact_edit", args=[person.pk]))
    typed = {**filled_in(Reader(page.text)), "certificate": "on"}
    assert client.post(reverse("contact_edit", args=[person.pk]), typed).status_code == 302
    alone = f"{reverse('contact_edit', args=[person.pk])}?only=certificate"
    assert client.get(alone).status_code == 404
    assert "only=certificate" not in client.get(person.get_absolute_url()).text
    assert "certificate" not in {column.name for column in ContactImport.columns}
    assert not Contact.objects.get().certificate


def test_p3_whose_records_become_one_has_the_certificate_of_either(
    ann: User, manager: User
) -> None:
    one, other = (make_contact(by=ann, unit=None, name=name) for name in ("林一", "林二"))
    shown(other, ann)
    merge = execute(contact_merge, contact_id=one.pk, gone_id=other.pk, by=manager)
    assert Contact.objects.get().certificate
    execute(merge_undo, merge_id=merge.pk, by=manager)
    assert [Contact.objects.get(pk=who.pk).certificate for who in (one, other)] == [False, True]


def test_r2_who_belongs_to_no_unit_proves_nothing(ann: User) -> None:
    with pytest.raises(DomainError, match="which unit"):
        shown(make_contact(by=ann), ann, kind="belonging", paper="permit")


def test_p3_the_page_keeps_the_picture_and_shows_how_it_stands(
    client: Client, teacher: Contact, ann: User, cai: User
) -> None:
    client.force_login(ann)
    page = client.post(
        reverse("proof_record", args=[teacher.pk]),
        {
            "kind": "certificate",
            "paper": "teacher",
            "number": "20083501",
            "seen_on": timezone.localdate().isoformat(),
            "upload": picture(),
        },
        follow=True,
    )
    assert page.status_code == 200
    page = client.get(teacher.get_absolute_url() + LATER)
    assert "teacher&#x27;s certificate" in page.text
    kept = attachments_of(teacher.proofs.get()).get()
    assert kept.get_absolute_url() in page.text
    assert client.get(kept.get_absolute_url()).status_code == 200
    client.force_login(cai)
    assert client.get(kept.get_absolute_url()).status_code == 404


def test_v7_what_was_said_and_shown_stands_in_the_timeline(teacher: Contact, ann: User) -> None:
    said(teacher, "sincere", timezone.localdate(), ann)
    shown(teacher, ann)
    assert teacher.unit is not None
    for subject in (teacher, teacher.unit):
        kinds = [entry.kind for entry in registry.timeline(subject, ann)]
        assert kinds.count("proofs") == 1
        assert kinds.count("sincerity") == 1
