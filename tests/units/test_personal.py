"""Requests about personal data, and erasure by four eyes (L1)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Notification, User
from core import registry
from core.approvals import approval_decide
from core.errors import DomainError
from core.exports.services import Wanted, export_ask, export_claim
from core.models import Approval, AuditRecord, PolicyRow
from core.personal.registry import shown_name
from core.policies import policy_on
from core.policies.values import as_values
from tests.units.factories import ask_in_writing as ask
from tests.units.factories import make_contact, make_unit
from units.models import Contact, Registration
from units.policies import PersonalPolicy
from units.services import (
    consent_give,
    contact_edit,
    customer_register,
    identity_set,
    key_person_name,
)
from units.services.erasure import contact_erase, erasure_ask
from units.services.gift import GiftFacts, gift_ask
from units.services.proof import proof_record
from units.services.request import request_answer, request_correct
from units.services.tie import tie_add
from visits.models import FollowUp
from visits.services import followup_add

AsUser = Callable[[User], Client]


# --- the book of requests -------------------------------------------------------------------


def test_l1_an_answer_is_owed_within_the_policys_days(person: Contact, ann: User) -> None:
    made = ask(person, ann, days_ago=3)
    assert (made.due_on - made.received_on).days == 15
    assert made.state == "open"


def test_l1_the_days_are_the_managers_to_set(person: Contact, ann: User, manager: User) -> None:
    today = timezone.localdate()
    values = as_values(policy_on(PersonalPolicy, today)) | {"answer_days": 7}
    PolicyRow.objects.create(kind="personal", valid_from=today, values=values, created_by=manager)
    assert (ask(person, ann).due_on - today).days == 7


def test_l1_a_request_of_tomorrow_is_refused(person: Contact, ann: User) -> None:
    with pytest.raises(DomainError) as refusal:
        ask(person, ann, days_ago=-1)
    assert refusal.value.field == "received_on"


@pytest.mark.parametrize(("done", "state"), [(True, "done"), (False, "refused")])
def test_l1_an_answer_says_what_was_done(
    person: Contact, ann: User, law: User, done: bool, state: str
) -> None:
    made = ask(person, ann, "complaint")
    with pytest.raises(DomainError):
        request_answer(personrequest_id=made.pk, outcome=" ", done=done, by=law)
    made = request_answer(personrequest_id=made.pk, outcome="We called.", done=done, by=law)
    assert (made.state, made.outcome) == (state, "We called.")
    assert made.closed_at is not None


def test_l1_an_erasure_is_not_answered_by_words(person: Contact, ann: User, law: User) -> None:
    made = ask(person, ann)
    with pytest.raises(DomainError, match="by erasing"):
        request_answer(personrequest_id=made.pk, outcome="Done.", done=True, by=law)


def test_l1_a_correction_is_recorded_with_who_asked_and_what_changed(
    person: Contact, ann: User, law: User
) -> None:
    made = ask(person, ann, "correction")
    facts = {"name": "甲乙丁", "position": "", "mobile": person.mobile, "birthday": None}
    request_correct(
        personrequest_id=made.pk,
        version=person.version,
        facts=facts,
        outcome="Card seen.",
        by=law,
    )
    person.refresh_from_db()
    made.refresh_from_db()
    assert (person.name, made.state, made.outcome) == ("甲乙丁", "done", "Card seen.")
    link = AuditRecord.objects.get(action="units.request.corrected")
    assert (link.data, link.by) == ({"fields": ["name"]}, law)


def test_l1_k6_a_corrected_birthday_is_kept_on_both_calendars(
    person: Contact, ann: User, law: User, as_user: AsUser
) -> None:
    made = ask(person, ann, "correction")
    url = reverse("request_correct", args=[made.pk])
    born = {"born_calendar": "lunar", "born_year": "1956", "born_month": "8", "born_day": "5"}
    typed = {"name": person.name, "mobile": person.mobile, "version": person.version, **born}
    page = as_user(law).get(url).text
    assert "Please." in page  # what they ask, in their words
    assert as_user(law).post(url, {**typed, "outcome": "Card seen."}).status_code == 302
    person.refresh_from_db()
    assert (str(person.birthday), person.lunar_birthday) == ("1956-09-09", "1956-08-05")


@pytest.mark.parametrize(
    ("days_ago", "cards", "late"), [(0, 0, False), (10, 1, False), (16, 1, True)]
)
def test_l1_today_shows_compliance_what_is_due_soon(
    person: Contact, ann: User, law: User, days_ago: int, cards: int, late: bool
) -> None:
    ask(person, ann, days_ago=days_ago)
    today = timezone.localdate()
    mine = [card for card in registry.today(law, today) if card.icon == "shield-lock"]
    assert [card.late for card in mine] == [late] * cards
    assert not [card for card in registry.today(ann, today) if card.icon == "shield-lock"]


# --- erasure --------------------------------------------------------------------------------


def test_l1_who_asks_never_approves_and_nothing_goes_before(
    person: Contact, ann: User, manager: User, law: User
) -> None:
    made = ask(person, ann)
    approval = erasure_ask(personrequest_id=made.pk, by=manager)
    with pytest.raises(DomainError):
        approval_decide(approval_id=approval.pk, decision="approve", reason="", by=manager)
    person.refresh_from_db()
    assert person.erased_at is None
    approval_decide(approval_id=approval.pk, decision="approve", reason="", by=law)
    person.refresh_from_db()
    made.refresh_from_db()
    assert (made.state, person.name, person.mobile) == ("done", f"Erased person #{person.pk}", "")
    assert (made.outcome, str(made.answer)) == ("", "Erased.")
    assert person.erased_at is not None


def test_l1_where_compliance_asks_the_manager_agrees(
    person: Contact, ann: User, manager: User, law: User
) -> None:
    approval = erasure_ask(personrequest_id=ask(person, ann).pk, by=law)
    with pytest.raises(DomainError):
        approval_decide(approval_id=approval.pk, decision="approve", reason="", by=law)
    approval_decide(approval_id=approval.pk, decision="approve", reason="", by=manager)
    person.refresh_from_db()
    assert person.erased_at is not None


def test_l1_returned_it_is_open_again(person: Contact, ann: User, manager: User, law: User) -> None:
    made = ask(person, ann)
    approval = erasure_ask(personrequest_id=made.pk, by=manager)
    approval_decide(approval_id=approval.pk, decision="return", reason="Ask them.", by=law)
    made.refresh_from_db()
    assert made.state == "open"
    assert erasure_ask(personrequest_id=made.pk, by=manager).state == "waiting"


def test_l1_the_approval_names_nobody(person: Contact, ann: User, manager: User) -> None:
    erasure_ask(personrequest_id=ask(person, ann).pk, by=manager)
    approval = Approval.objects.get()
    assert person.name not in f"{approval.title} {approval.snapshot}"


def test_l1_who_agrees_reads_what_waits_in_their_language(
    person: Contact, ann: User, manager: User, law: User, as_user: Any
) -> None:
    with translation.override("zh-hans"):
        approval = erasure_ask(personrequest_id=ask(person, ann).pk, by=manager)
    said = f"To have it erased · #{person.pk}"
    assert said not in approval.title
    for address in ("/", "/approvals/", approval.get_absolute_url()):
        assert said in as_user(law).get(address).text
    assert said in Notification.objects.get(user=law, kind="approval_asked").title


def test_l1_a_key_person_is_replaced_first(person: Contact, ann: User, law: User) -> None:
    assert person.unit_id is not None
    key_person_name(
        unit_id=person.unit_id, contact_id=person.pk, starts_on=timezone.localdate(), by=ann
    )
    with pytest.raises(DomainError, match="Name another first"):
        contact_erase(contact_id=person.pk, by=law)


@pytest.mark.parametrize(
    ("open_still", "said"), [("gift", "Give or withdraw"), ("dispute", "rule on it first")]
)
def test_l1_what_is_open_with_somebody_ends_first(
    person: Contact, ann: User, cai: User, law: User, open_still: str, said: str
) -> None:
    if open_still == "gift":
        facts = GiftFacts(person.pk, "Tea", Decimal(60))
        gift_ask(unit_id=person.unit_id or 0, facts=facts, by=ann)
    else:
        for by in (ann, cai):
            customer_register(facts={"name": person.name, "mobile": "13800138000"}, by=by)
    with pytest.raises(DomainError, match=said):
        contact_erase(contact_id=person.pk, by=law)


def late_writing(person: Contact, by: User) -> dict[str, Callable[[], Any]]:
    """What a page that was opened before the erasure may still send."""
    today = timezone.localdate()
    other = make_contact(by, person.unit, name="天地玄黄")
    facts = {"name": person.name}
    shown = {"kind": "belonging", "paper": "permit", "seen_on": today}
    gift = GiftFacts(person.pk, person.name, Decimal(60))
    call: dict[str, Any] = {"unit_id": None, "subject": person.name, "due_on": today}
    whom: dict[str, Any] = {"contact_id": person.pk, "by": by}
    return {
        "edit": lambda: contact_edit(version=person.version, facts=facts, **whom),
        "identity": lambda: identity_set(number="11010519491231002X", **whom),
        "proof": lambda: proof_record(facts=shown, **whom),
        "tie": lambda: tie_add(kind="knows", other_id=other.pk, **whom),
        "gift": lambda: gift_ask(unit_id=person.unit_id or 0, facts=gift, by=by),
        "follow_up": lambda: followup_add(**call, **whom),
        "consent": lambda: consent_give(purpose="service", given=True, evidence="x", **whom),
    }


@pytest.mark.parametrize(
    "what", ["edit", "identity", "proof", "tie", "gift", "follow_up", "consent"]
)
def test_l1_a_page_still_open_writes_nothing_about_the_erased(
    person: Contact, ann: User, law: User, what: str
) -> None:
    late = late_writing(person, ann)[what]
    contact_erase(contact_id=person.pk, by=law)
    with pytest.raises(DomainError, match="erased"):
        late()
    person.refresh_from_db()
    assert (person.name, person.id_number) == (f"Erased person #{person.pk}", "")


def test_l1_erased_once_more_changes_nothing(person: Contact, law: User) -> None:
    first = contact_erase(contact_id=person.pk, by=law).erased_at
    assert contact_erase(contact_id=person.pk, by=law).erased_at == first
    assert AuditRecord.objects.filter(action="units.contact.erased").count() == 1


def test_l1_a_list_that_is_just_being_written_is_not_handed_out(
    person: Contact, manager: User, law: User
) -> None:
    asked = export_ask(wanted=Wanted("unit_list", "Units", "", "csv", 5000, 0), by=manager)
    export_claim(export_id=asked.pk, now=timezone.now(), by=manager)
    contact_erase(contact_id=person.pk, by=law)
    asked.refresh_from_db()
    assert (asked.state, asked.stored) == ("failed", "")
    assert "Export the list again" in asked.failure


def test_l1_open_follow_ups_end_and_protection_with_them(ann: User, law: User) -> None:
    customer_register(facts={"name": "甲乙丙", "mobile": "13800138000"}, by=ann)
    kept = Registration.objects.get()
    followup_add(
        unit_id=None, contact_id=kept.contact_id, subject="Call", due_on=date(2999, 1, 1), by=ann
    )
    contact_erase(contact_id=kept.contact_id, by=law)
    kept.refresh_from_db()
    row = FollowUp.objects.get()
    assert (kept.live, row.state, row.subject) == (False, "cancelled", "")


def test_l1_a_short_name_is_masked_near_the_person_only(ann: User, cai: User, law: User) -> None:
    unit, other = make_unit(ann), make_unit(cai, "泉州商会")
    person = make_contact(ann, unit, name="王伟")
    for one in (unit, other):
        one.remarks = "问王伟"
        one.save()
    contact_erase(contact_id=person.pk, by=law)
    unit.refresh_from_db()
    other.refresh_from_db()
    assert (unit.remarks, other.remarks) == ("问***", "问王伟")


def test_l1_a_namesake_keeps_their_name(ann: User, law: User) -> None:
    unit = make_unit(ann)
    person, other = (make_contact(ann, unit, name="甲乙丙丁") for _ in range(2))
    today = timezone.localdate()
    for one in (person, other):
        subject = f"问{one.name}, 13800138000"
        followup_add(unit_id=None, contact_id=one.pk, subject=subject, due_on=today, by=ann)
    Contact.objects.filter(pk=person.pk).update(mobile="+8613800138000")
    contact_erase(contact_id=person.pk, by=law)
    other.refresh_from_db()
    assert other.name == "甲乙丙丁"
    assert other.follow_ups.get().subject == "问甲乙丙丁, ***"


def test_l1_the_erased_stand_in_no_list_and_get_nothing(
    person: Contact, ann: User, law: User, as_user: AsUser
) -> None:
    consent_give(contact_id=person.pk, purpose="marketing", given=True, evidence="slip", by=ann)
    contact_erase(contact_id=person.pk, by=law)
    assert not Contact.objects.may_market().exists()
    assert f"#{person.pk}" not in as_user(ann).get(reverse("contact_list")).text
    with pytest.raises(DomainError):
        consent_give(contact_id=person.pk, purpose="marketing", given=True, evidence="x", by=ann)


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Erased person #"), ("zh-hans", "已删除的人")]
)
def test_l1_an_erased_person_is_named_in_the_readers_language(
    person: Contact, law: User, language: str, name: str
) -> None:
    contact_erase(contact_id=person.pk, by=law)
    with translation.override(language):
        assert str(Contact.objects.get(pk=person.pk)).startswith(name)
        assert shown_name(f"Erased person #{person.pk}").startswith(name)
        assert shown_name("Erased person #x") == "Erased person #x"
