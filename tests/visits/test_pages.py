"""The report's form that saves itself, filing, photos, and who may do what (V4, V5)."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from core.files import attachments_of
from tests.visits import factories as make
from units.models import Unit
from visits.models import FollowUp, VisitReport
from visits.services import report_save, report_start
from visits.states import FollowUpState, ReportState

Browser = Callable[[Any], Client]
TODAY = timezone.localdate


def typed(report: VisitReport, **more: Any) -> dict[str, Any]:
    """What the form sends."""
    at = timezone.localtime(timezone.now() - timedelta(hours=1))
    return {
        "form_key": str(uuid4()),
        "version": report.version,
        "visited_at": f"{at:%Y-%m-%dT%H:%M}",
        "joint_event": "yes",
        "new_name": "Lin Mei",
        **more,
    }


@pytest.fixture
def draft(ann: User) -> VisitReport:
    return report_start(unit_id=make.unit(ann).pk, by=ann)


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


# --- writing ----------------------------------------------------------------------------------


def test_v4_from_the_unit_to_the_form_is_one_post(ann: User, as_user: Browser) -> None:
    unit = make.unit(ann)
    browser = as_user(ann)
    first = browser.post(url("visit_start", unit.pk))
    again = browser.post(url("visit_start", unit.pk))
    report = VisitReport.objects.get()
    assert first.url == again.url == url("visit_edit", report.pk)  # type: ignore[attr-defined]
    assert browser.get(first.url).status_code == 200  # type: ignore[attr-defined]


def test_v4_at_most_eight_inputs_wait_in_the_open(
    ann: User, draft: VisitReport, as_user: Browser
) -> None:
    page = as_user(ann).get(url("visit_edit", draft.pk))
    for section in page.context["form"].sections():
        assert section.folded or len(section.fields) <= 8
    required = {f.name for f in page.context["form"].visible_fields() if f.field.required}
    assert required == {"visited_at", "joint_event", "new_name"}


def test_v4_every_field_is_on_the_form(ann: User, draft: VisitReport, as_user: Browser) -> None:
    make.contact(draft.unit, ann)
    page = as_user(ann).get(url("visit_edit", draft.pk))
    form = page.context["form"]
    shown = {field.name for section in form.sections() for field in section.fields}
    hidden = {field.name for field in form.hidden_fields()}
    assert shown | hidden == set(form.fields)
    for name in shown:
        assert f'name="{name}"' in page.content.decode()


def test_v4_what_is_typed_is_saved_and_answered_with_the_version(
    ann: User, draft: VisitReport, as_user: Browser
) -> None:
    answer = as_user(ann).post(url("visit_autosave", draft.pk), typed(draft, remarks="So far"))
    assert answer.json() == {"version": 2}
    draft.refresh_from_db()
    assert (draft.remarks, draft.state) == ("So far", ReportState.DRAFT)


def test_v4_a_field_that_cannot_be_read_yet_keeps_no_other_from_being_saved(
    ann: User, draft: VisitReport, as_user: Browser
) -> None:
    sent = typed(draft, remarks="So far", visited_at="2008-13-40T08:00", income="abc")
    assert as_user(ann).post(url("visit_autosave", draft.pk), sent).status_code == 200
    draft.refresh_from_db()
    assert (draft.remarks, draft.income) == ("So far", None)


def test_v4_a_second_editor_is_told_and_keeps_what_was_typed(
    ann: User, bob: User, draft: VisitReport, as_user: Browser
) -> None:
    late = typed(draft, remarks="Bob's words")
    report_save(report_id=draft.pk, version=1, facts={"remarks": "Ann's"}, by=ann)
    browser = as_user(bob)
    told = browser.post(url("visit_autosave", draft.pk), late)
    assert told.status_code == 409
    assert "Somebody else saved this" in told.json()["message"]
    page = browser.post(url("visit_submit", draft.pk), late)
    assert page.status_code == 422
    assert "Bob&#x27;s words" in page.content.decode()
    draft.refresh_from_db()
    assert (draft.remarks, draft.state) == ("Ann's", ReportState.DRAFT)


def test_v4_a_page_is_never_in_its_own_way(ann: User, draft: VisitReport, as_user: Browser) -> None:
    browser, sent = as_user(ann), typed(draft)
    assert browser.post(url("visit_autosave", draft.pk), sent).status_code == 200
    # The answer has not come yet, so the page still knows the version it was opened with.
    filed = browser.post(url("visit_submit", draft.pk), sent)
    assert filed.url == url("unit_evaluate", draft.unit_id)  # type: ignore[attr-defined]


def test_v4_the_draft_can_be_kept_for_later(
    ann: User, draft: VisitReport, as_user: Browser
) -> None:
    answer = as_user(ann).post(url("visit_edit", draft.pk), typed(draft, joint_event=""))
    assert answer.url == url("visit_detail", draft.pk)  # type: ignore[attr-defined]
    draft.refresh_from_db()
    assert draft.joint_event == "unasked"


# --- filing -----------------------------------------------------------------------------------


def test_v5_a_filed_report_leads_to_the_evaluation(
    ann: User, draft: VisitReport, as_user: Browser
) -> None:
    browser = as_user(ann)
    answer = browser.post(url("visit_submit", draft.pk), typed(draft))
    assert answer.url == url("unit_evaluate", draft.unit_id)  # type: ignore[attr-defined]
    assert browser.get(answer.url).status_code == 200  # type: ignore[attr-defined]
    draft.refresh_from_db()
    assert (draft.number, draft.state) == (1, ReportState.SUBMITTED)


def test_v4_a_double_click_files_once(ann: User, draft: VisitReport, as_user: Browser) -> None:
    browser, sent = as_user(ann), typed(draft)
    answers = [browser.post(url("visit_submit", draft.pk), sent) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    assert FollowUp.objects.count() == 1
    assert Unit.objects.get().visit_count == 1


def test_v4_back_and_file_again_is_told(ann: User, draft: VisitReport, as_user: Browser) -> None:
    browser = as_user(ann)
    browser.post(url("visit_submit", draft.pk), typed(draft))
    page = browser.post(url("visit_submit", draft.pk), typed(draft))
    assert page.status_code == 422
    assert "cannot be changed any more" in page.content.decode()
    assert browser.get(url("visit_edit", draft.pk)).status_code == 302


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"joint_event": ""}, "Say whether they would hold an event with us"),
        ({"new_name": ""}, "name the key person you met"),
        ({"new_mobile": "12345"}, "This is not a mobile number"),
        ({"visited_at": "2008-13-40T08:00"}, "Enter a valid date/time"),
        ({"visited_at": "2099-01-01T08:00"}, "This moment is still to come"),
        ({"income": "abc"}, "Enter a number"),
    ],
)
def test_v4_what_is_wrong_is_said_and_what_was_typed_stays(
    ann: User, draft: VisitReport, as_user: Browser, missing: dict[str, str], sentence: str
) -> None:
    sent = typed(draft, remarks="Kept", **missing)
    page = as_user(ann).post(url("visit_submit", draft.pk), sent)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Kept" in page.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.remarks) == (ReportState.DRAFT, "")


def test_v6_the_next_day_stands_in_the_form_by_the_grade(ann: User, as_user: Browser) -> None:
    unit = make.unit(ann, grade="B")
    draft = report_start(unit_id=unit.pk, by=ann)
    page = as_user(ann).get(url("visit_edit", draft.pk))
    assert f'value="{TODAY() + timedelta(days=7):%Y-%m-%d}"' in page.content.decode()


def test_v5_what_is_known_stands_beside_its_field(ann: User, as_user: Browser) -> None:
    draft = report_start(unit_id=make.unit(ann, industry="Shoes").pk, by=ann)
    assert "So far: Shoes" in as_user(ann).get(url("visit_edit", draft.pk)).content.decode()


# --- photos -----------------------------------------------------------------------------------


def picture() -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(drawn, "JPEG")
    return SimpleUploadedFile("gate.jpg", drawn.getvalue(), "image/jpeg")


def test_v4_photos_come_along(ann: User, draft: VisitReport, as_user: Browser) -> None:
    browser = as_user(ann)
    sent = {"photos": [picture(), picture()], "form_key": str(uuid4())}
    answer = browser.post(url("visit_photo_add", draft.pk), sent)
    assert answer.url == url("visit_edit", draft.pk)  # type: ignore[attr-defined]
    assert attachments_of(draft).count() == 2
    page = browser.get(url("visit_edit", draft.pk)).content.decode()
    assert page.count("gate.jpg") == 2


def test_v4_a_drawing_is_refused(ann: User, draft: VisitReport, as_user: Browser) -> None:
    drawing = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    page = as_user(ann).post(url("visit_photo_add", draft.pk), {"photos": [drawing]})
    assert page.status_code == 422
    assert not attachments_of(draft).exists()


# --- who may what -----------------------------------------------------------------------------

OF_A_REPORT = (
    "visit_detail",
    "visit_edit",
    "visit_autosave",
    "visit_submit",
    "visit_discard",
    "visit_photo_add",
)
OF_A_FOLLOW_UP = ("followup_detail", "followup_done", "followup_move", "followup_cancel")


@pytest.mark.parametrize("name", OF_A_REPORT)
def test_another_teams_report_does_not_exist(
    cai: User, fin1: User, draft: VisitReport, as_user: Browser, name: str
) -> None:
    for person, expected in ((cai, 404), (fin1, 403)):
        answer = as_user(person).post(url(name, draft.pk), typed(draft, remarks="Mine"))
        # The record page knows no POST at all.
        assert answer.status_code == (
            405 if (name, expected) == ("visit_detail", 404) else expected
        )
        read = as_user(person).get(url(name, draft.pk))
        assert read.status_code in (expected, 405)
    draft.refresh_from_db()
    assert (draft.remarks, draft.state) == ("", ReportState.DRAFT)


@pytest.mark.parametrize("name", OF_A_FOLLOW_UP)
def test_another_teams_follow_up_does_not_exist(
    ann: User, cai: User, fin1: User, as_user: Browser, name: str
) -> None:
    row = make.followup(make.unit(ann), ann, TODAY())
    assert as_user(cai).get(url(name, row.pk)).status_code == 404
    assert as_user(fin1).get(url(name, row.pk)).status_code == 403
    row.refresh_from_db()
    assert row.state == FollowUpState.OPEN


@pytest.mark.parametrize("name", ["visit_start", "followup_add"])
def test_another_teams_unit_does_not_exist(
    ann: User, cai: User, as_user: Browser, name: str
) -> None:
    unit = make.unit(ann)
    sent = {"subject": "Call", "due_on": f"{TODAY():%Y-%m-%d}"}
    assert as_user(cai).post(url(name, unit.pk), sent).status_code == 404
    assert as_user(cai).get(f"{url('visit_new')}?unit={unit.pk}").status_code == 404
    assert not VisitReport.objects.exists()
    assert not FollowUp.objects.exists()


def test_a_stranger_signs_in_first(client: Client, draft: VisitReport) -> None:
    for name in OF_A_REPORT:
        assert client.get(url(name, draft.pk)).status_code == 302


def test_v4_a_colleague_and_the_manager_see_the_report(
    bob: User, lead: User, manager: User, draft: VisitReport, as_user: Browser
) -> None:
    for person in (bob, lead, manager):
        assert as_user(person).get(url("visit_detail", draft.pk)).status_code == 200
