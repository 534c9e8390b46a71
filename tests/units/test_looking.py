"""What no machine can tell before an erasure, looked through by a human being (L1)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.approvals import approval_decide
from core.errors import DomainError
from core.files import EVIDENCE, PHOTO, attachment_save
from core.models import Attachment
from tests.house.extras import picture
from tests.units.factories import ask_in_writing as ask
from tests.units.factories import make_contact, make_unit
from units.models import Contact, PersonRequest, Unit
from units.services import unit_files_add
from units.services.erasure import erasure_ask
from units.services.looking import doubtful, request_look
from visits.services import report_start

AsUser = Callable[[User], Client]
AFAR, NICKNAME = "听说甲乙要买房, 问甲总", "甲总"


@pytest.fixture
def person(ann: User) -> Contact:
    """A short name, as most names are."""
    return make_contact(ann, make_unit(ann), name="甲乙", mobile="13800138000")


@pytest.fixture
def elsewhere(cai: User) -> Unit:
    """Another team's unit, of whose remarks a person may be meant."""
    return make_unit(cai, "泉州商会", remarks=AFAR)


@pytest.fixture
def photo(person: Contact, ann: User) -> Attachment:
    """On the record of the person's unit."""
    unit_files_add(unit_id=person.unit_id or 0, uploads=[picture("hall.png")], by=ann)
    return Attachment.objects.get(name="hall.png")


def look(request: PersonRequest, by: User, **seen: Any) -> PersonRequest:
    kept = {"called": "", "attachments": [], "words": [], **seen}
    return request_look(personrequest_id=request.pk, **kept, by=by)


def erased(request: PersonRequest, law: User, manager: User) -> None:
    approval = erasure_ask(personrequest_id=request.pk, by=manager)
    approval_decide(approval_id=approval.pk, decision="approve", reason="", by=law)


def test_l1_photos_and_short_names_elsewhere_are_looked_through_first(
    person: Contact, photo: Attachment, elsewhere: Unit, ann: User, law: User
) -> None:
    request = ask(person, ann)
    with pytest.raises(DomainError, match="Look through"):
        erasure_ask(personrequest_id=request.pk, by=law)
    look(request, law)
    assert erasure_ask(personrequest_id=request.pk, by=law).state == "waiting"


def test_l1_where_nothing_is_doubtful_there_is_nothing_to_look_through(
    person: Contact, ann: User, law: User
) -> None:
    assert erasure_ask(personrequest_id=ask(person, ann).pk, by=law).state == "waiting"


@pytest.mark.parametrize(("chosen", "left"), [(True, "听说***要买房, 问甲总"), (False, AFAR)])
def test_l1_a_short_name_elsewhere_goes_where_somebody_said_it_is_theirs(
    person: Contact,
    elsewhere: Unit,
    ann: User,
    law: User,
    manager: User,
    chosen: bool,
    left: str,
) -> None:
    request = ask(person, ann)
    words = [mention.key for mention in doubtful(request).words]
    assert words == [f"units.Unit:{elsewhere.pk}"]
    look(request, law, words=words if chosen else [])
    erased(request, law, manager)
    elsewhere.refresh_from_db()
    assert elsewhere.remarks == left


@pytest.mark.parametrize("chosen", [True, False])
def test_l1_a_photo_goes_where_somebody_said_they_are_on_it(
    person: Contact, photo: Attachment, ann: User, law: User, manager: User, chosen: bool
) -> None:
    request = ask(person, ann)
    look(request, law, attachments=[photo.pk] if chosen else [])
    erased(request, law, manager)
    assert Attachment.objects.filter(pk=photo.pk).exists() is not chosen


def test_l1_the_bytes_of_a_chosen_photo_leave_the_disk(
    person: Contact,
    photo: Attachment,
    ann: User,
    law: User,
    manager: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    request = look(ask(person, ann), law, attachments=[photo.pk])
    with django_capture_on_commit_callbacks(execute=True):
        erased(request, law, manager)
    assert not default_storage.exists(photo.stored)


def test_l1_a_nickname_is_masked_near_them_and_asked_about_elsewhere(
    person: Contact, elsewhere: Unit, ann: User, law: User, manager: User
) -> None:
    Unit.objects.filter(pk=person.unit_id).update(remarks="甲总很忙")
    Unit.objects.filter(pk=elsewhere.pk).update(remarks="甲总很忙")
    request = look(ask(person, ann), law, called=f"老甲、{NICKNAME}")
    look(request, law, called=request.called)
    assert [mention.row.pk for mention in doubtful(request).words] == [elsewhere.pk]
    erased(request, law, manager)
    told = dict(Unit.objects.values_list("pk", "remarks"))
    assert told == {person.unit_id: "***很忙", elsewhere.pk: "甲总很忙"}
    request.refresh_from_db()
    assert request.called == ""  # which would name them


def test_l1_a_photo_of_a_visit_is_among_the_doubtful_and_others_papers_are_not(
    person: Contact, photo: Attachment, ann: User
) -> None:
    visit = report_start(unit_id=person.unit_id or 0, by=ann)
    gate = attachment_save(subject=visit, upload=picture("gate.png"), kind=PHOTO, by=ann)
    other = make_contact(ann, person.unit, name="天地玄黄")
    attachment_save(subject=other, upload=picture("card.png"), kind=EVIDENCE, by=ann)
    attachment_save(subject=person, upload=picture("own.png"), kind=EVIDENCE, by=ann)
    far = make_unit(ann, "别的厂")
    unit_files_add(unit_id=far.pk, uploads=[picture("far.png")], by=ann)
    found = {kept.pk for kept in doubtful(ask(person, ann)).files}
    assert found == {photo.pk, gate.pk}


def test_l1_words_found_by_a_new_name_are_looked_through_before_anything_goes(
    person: Contact, cai: User, ann: User, law: User
) -> None:
    unit = make_unit(cai, "泉州商会", remarks="问甲总")
    request = look(ask(person, ann), law, called=NICKNAME)
    with pytest.raises(DomainError, match="Look through"):
        erasure_ask(personrequest_id=request.pk, by=law)
    look(request, law, called=NICKNAME, words=[f"units.Unit:{unit.pk}"])
    assert erasure_ask(personrequest_id=request.pk, by=law).state == "waiting"


def test_l1_what_came_after_the_look_is_looked_at_before_anything_is_erased(
    person: Contact, photo: Attachment, ann: User, law: User, manager: User
) -> None:
    request = look(ask(person, ann), law)
    approval = erasure_ask(personrequest_id=request.pk, by=manager)
    unit_files_add(unit_id=person.unit_id or 0, uploads=[picture("late.png")], by=ann)
    with pytest.raises(DomainError, match="Look through"):
        approval_decide(approval_id=approval.pk, decision="approve", reason="", by=law)
    person.refresh_from_db()
    assert (person.name, Attachment.objects.count()) == ("甲乙", 2)


def test_l1_a_name_of_one_character_is_refused(person: Contact, ann: User, law: User) -> None:
    with pytest.raises(DomainError, match="two characters"):
        look(ask(person, ann), law, called="甲总,甲")


def test_l1_what_waits_for_the_second_person_is_not_chosen_anew(
    person: Contact, photo: Attachment, ann: User, law: User
) -> None:
    request = look(ask(person, ann), law)
    erasure_ask(personrequest_id=request.pk, by=law)
    with pytest.raises(DomainError, match="still open"):
        look(request, law, attachments=[photo.pk])


def test_l1_compliance_sees_the_photos_of_the_request_and_no_others(
    person: Contact, photo: Attachment, ann: User, law: User, as_user: AsUser
) -> None:
    request = ask(person, ann)
    far = make_unit(ann, "别的厂")
    unit_files_add(unit_id=far.pk, uploads=[picture("far.png")], by=ann)
    hidden = Attachment.objects.get(name="far.png")
    browser = as_user(law)
    for kept, status in ((photo, 200), (hidden, 404)):
        url = reverse("request_file", args=[request.pk, kept.pk])
        answer: Any = browser.get(url)
        assert answer.status_code == status
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert browser.get(photo.get_absolute_url()).status_code == 404  # by the ordinary way


def test_l1_the_page_shows_what_there_is_and_keeps_what_is_chosen(
    person: Contact, photo: Attachment, elsewhere: Unit, ann: User, law: User, as_user: AsUser
) -> None:
    request, browser = ask(person, ann), as_user(law)
    url = reverse("request_look", args=[request.pk])
    page = browser.get(url).text
    assert all(text in page for text in ("hall.png", AFAR))
    key = f"units.Unit:{elsewhere.pk}"
    typed = {"form_key": str(uuid4()), "called": "", "attachments": [photo.pk], "words": [key]}
    answer: Any = browser.post(url, typed)
    assert answer.url == reverse("request_erase", args=[request.pk])
    assert browser.get(url).text.count(" checked") == 2
