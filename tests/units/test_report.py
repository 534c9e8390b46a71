"""Everything we hold of a person, as they are given it (L1)."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.models import AuditRecord, Reveal
from core.personal.erasure import preview
from core.personal.registry import full_years
from core.personal.report import as_json, sections
from tests.units.factories import ask_in_writing as ask
from tests.units.factories import make_contact
from units.models import Contact
from units.services import (
    consent_give,
    contact_merge,
)
from units.services.erasure import person_of
from units.services.tie import tie_add

AsUser = Callable[[User], Client]


def report(client: Client, person: Contact, kind: str, reason: str = "They asked.") -> Any:
    url = reverse("subject_report", args=[person.pk])
    return client.post(url, {"reason": reason, "kind": kind})


def test_l1_the_report_holds_every_table_and_mention(
    person: Contact, ann: User, law: User, as_user: AsUser
) -> None:
    consent_give(contact_id=person.pk, purpose="service", given=True, evidence="slip 9", by=ann)
    person.unit.remarks = "Ask 甲乙丙, 138-0013-8000"  # type: ignore[union-attr]
    person.unit.save()  # type: ignore[union-attr]
    answer = report(as_user(law), person, "json")
    told = json.loads(answer.content)
    text = json.dumps(told, ensure_ascii=False)
    assert told["person"] == person.pk
    assert all(word in text for word in ("甲乙丙", "+8613800138000", "slip 9", "138-0013-8000"))
    assert "甲乙丙" in report(as_user(law), person, "page").text
    assert report(as_user(law), person, "pdf").content.startswith(b"%PDF")


def test_l1_u8_report_and_preview_show_the_records_merged_into_theirs(
    person: Contact, ann: User, manager: User, law: User, as_user: AsUser
) -> None:
    old = make_contact(ann, person.unit, name="甲乙丙旧", mobile="13900139000")
    consent_give(contact_id=old.pk, purpose="service", given=True, evidence="slip 9", by=ann)
    contact_merge(contact_id=person.pk, gone_id=old.pk, by=manager)
    text = json.dumps(json.loads(report(as_user(law), person, "json").content), ensure_ascii=False)
    assert all(word in text for word in ("甲乙丙旧", "+8613900139000", "slip 9", "甲乙丙"))
    seen = preview(person_of(person))
    assert {str(line.label): line.rows for line in seen.lines}["The person themselves"] == 2


def test_l1_each_look_at_the_report_is_on_record_with_its_reason(
    person: Contact, law: User, as_user: AsUser
) -> None:
    assert report(as_user(law), person, "page", reason="x").status_code == 422
    report(as_user(law), person, "page")
    look = Reveal.objects.get()
    assert (look.subject_id, look.by, look.reason) == (person.pk, law, "They asked.")
    assert AuditRecord.objects.get(action="units.person.reported").data["kind"] == "page"


def test_l1_a_request_gives_the_report_in_one_click_and_is_its_reason(
    person: Contact, ann: User, law: User, as_user: AsUser
) -> None:
    made = ask(person, ann, "access")
    client = as_user(law)
    page = client.get(made.get_absolute_url()).text
    url = reverse("subject_report", args=[person.pk])
    reason = re.findall(r'name="reason" value="([^"]+)"', page)[0]
    assert f'action="{url}"' in page
    assert client.post(url, {"reason": reason, "kind": "pdf"}).content.startswith(b"%PDF")
    assert (
        Reveal.objects.get().reason == f"Request {made.pk} of {made.received_on}: to see their data"
    )


def test_l1_the_report_names_nobody_else(person: Contact, ann: User) -> None:
    other = make_contact(ann, person.unit, name="天地玄黄")
    tie_add(contact_id=other.pk, kind="knows", other_id=person.pk, by=ann)
    text = json.dumps(as_json(person_of(person), sections(person_of(person)), timezone.now()))
    assert "another person" in text
    assert json.dumps(other.name)[1:-1] not in text


@pytest.mark.parametrize(
    ("day", "years", "last"),
    [
        (date(2008, 7, 2), 30, date(2038, 12, 31)),
        (date(2008, 12, 31), 30, date(2038, 12, 31)),
        (date(2009, 1, 1), 3, date(2012, 12, 31)),
    ],
)
def test_l1_the_laws_years_are_full_years_after_the_one_of_the_row(
    day: date, years: int, last: date
) -> None:
    assert full_years(day, years) == last


def test_l1_the_preview_names_reason_and_last_day_of_what_stays(person: Contact, ann: User) -> None:
    consent_give(contact_id=person.pk, purpose="service", given=True, evidence="slip", by=ann)
    lines = {str(line.label): line for line in preview(person_of(person)).lines}
    kept = lines["Consent"]
    assert "PIPL" in str(kept.reason)
    assert kept.until == date(timezone.localdate().year + 3, 12, 31)
