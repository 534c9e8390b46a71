"""What people allow us, with its proof; a withdrawal counts at once (L1)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.errors import DomainError
from core.files import attachments_of
from core.uploads import check
from tests.conftest import LATER
from tests.rewards.factories import paper
from tests.units.factories import make_contact, make_unit
from units.models import Contact
from units.models.contact import How
from units.rules.consent import Answer, months_before, needs_new_paper
from units.selectors.consent import consent_now, consent_standing, may_market
from units.services import Proof, consent_give

DAY = date(2008, 5, 15)
WAYS = ("signed", "message")


@pytest.mark.parametrize(
    ("answer", "said_no_on", "needed"),
    [
        (Answer(True, "telephone", DAY), None, False),
        (Answer(False, "telephone", DAY), DAY, False),
        (Answer(True, "telephone", DAY), DAY, True),
        (Answer(True, "telephone", DAY, paper=True), DAY, True),
        (Answer(True, "registration", DAY, paper=True), DAY, True),
        (Answer(True, "signed", DAY), DAY, True),
        (Answer(True, "signed", DAY, paper=True), DAY, False),
        (Answer(True, "message", DAY + timedelta(days=1), paper=True), DAY, False),
        (Answer(True, "signed", DAY - timedelta(days=1), paper=True), DAY, True),
    ],
)
def test_l1_after_a_no_only_a_newer_yes_with_its_own_paper_counts(
    answer: Answer, said_no_on: date | None, needed: bool
) -> None:
    assert needs_new_paper(answer, said_no_on, WAYS) == needed


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2008, 5, 15), 36, date(2005, 5, 15)),
        (date(2008, 2, 29), 12, date(2007, 2, 28)),
        (date(2008, 1, 31), 2, date(2007, 11, 30)),
        (date(2008, 1, 15), 1, date(2007, 12, 15)),
        (date(2008, 5, 15), 0, date(2008, 5, 15)),
    ],
)
def test_l1_so_many_months_back(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@pytest.fixture
def person(ann: User) -> Contact:
    return make_contact(ann, make_unit(ann), mobile="13800138000")


def say(person: Contact, given: bool, by: User, **proof: Any) -> Any:
    return consent_give(
        contact_id=person.pk,
        purpose="marketing",
        given=given,
        evidence="slip 7",
        by=by,
        proof=Proof(**proof),
    )


def test_l1_marketing_needs_a_yes_and_a_no_stops_it_at_once(person: Contact, ann: User) -> None:
    assert not may_market(person)
    say(person, True, ann)
    assert may_market(person)
    assert list(Contact.objects.may_market()) == [person]
    say(person, False, ann, how=How.MESSAGE)
    assert not may_market(person)
    assert list(Contact.objects.may_market()) == []


def test_l1_a_yes_for_service_allows_no_marketing(person: Contact, ann: User) -> None:
    consent_give(contact_id=person.pk, purpose="service", given=True, evidence="said", by=ann)
    assert not may_market(person)
    assert list(Contact.objects.may_serve()) == [person]
    consent_give(contact_id=person.pk, purpose="service", given=False, evidence="said", by=ann)
    assert list(Contact.objects.may_serve()) == []


def test_l1_staff_cannot_undo_a_no_without_new_paper(person: Contact, ann: User) -> None:
    say(person, False, ann)
    with pytest.raises(DomainError, match="said no on") as refusal:
        say(person, True, ann, how=How.TELEPHONE)
    assert refusal.value.field == "upload"
    assert not may_market(person)
    kept = say(person, True, ann, how=How.SIGNED, upload=check(paper(), pdf=True))
    assert may_market(person)
    assert attachments_of(kept).count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"evidence": "  "}, "evidence"),
        ({"proof": Proof(said_on=date(2999, 1, 1))}, "said_on"),
    ],
)
def test_l1_an_answer_has_evidence_and_a_day_that_has_come(
    person: Contact, ann: User, more: dict[str, Any], field: str
) -> None:
    given: dict[str, Any] = {"evidence": "slip", **more}
    with pytest.raises(DomainError) as refusal:
        consent_give(contact_id=person.pk, purpose="marketing", given=True, by=ann, **given)
    assert refusal.value.field == field


def test_l1_the_history_calls_a_no_after_a_yes_a_withdrawal(person: Contact, ann: User) -> None:
    say(person, False, ann)
    say(person, True, ann, how=How.SIGNED, upload=check(paper(), pdf=True))
    say(person, False, ann)
    marketing = consent_standing(person)[1]
    assert marketing.now is not None
    words = [str(said.word) for said in [marketing.now, *marketing.earlier]]
    assert words == ["withdrawn", "given", "refused"]
    (line,) = consent_now(person)  # as the key person's panel says it, without a second rule
    assert line.now is not None
    assert str(line.now.word) == "withdrawn"


def test_l1_the_page_records_an_answer_with_its_photo(
    person: Contact, ann: User, as_user: Callable[[User], Client]
) -> None:
    url = reverse("contact_consent", args=[person.pk])
    typed = {
        "purpose": "marketing",
        "given": "yes",
        "how": "signed",
        "said_on": timezone.localdate().isoformat(),
        "evidence": "Form 12",
        "upload": paper(),
    }
    answer = as_user(ann).post(url, typed)
    assert answer["Location"] == reverse("contact_detail", args=[person.pk])
    page = as_user(ann).get(answer["Location"] + LATER).text
    assert "Form 12" in page
    assert "page.png" in page


def test_l1_a_file_that_is_none_is_refused_and_nothing_typed_is_lost(
    person: Contact, ann: User, as_user: Callable[[User], Client]
) -> None:
    typed = {
        "purpose": "marketing",
        "given": "yes",
        "how": "signed",
        "said_on": timezone.localdate().isoformat(),
        "evidence": "Form 12",
        "upload": SimpleUploadedFile("page.png", b"no picture", "image/png"),
    }
    answer = as_user(ann).post(reverse("contact_consent", args=[person.pk]), typed)
    assert answer.status_code == 422
    assert "Form 12" in answer.text
    assert not person.consents.exists()
