"""Pages of people and customers: registration, arrival, numbers seen for a reason (U6, I1, L1)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Project, User
from core.models import AuditRecord, Reveal
from tests.conftest import make_user, names
from tests.units.factories import make_contact, make_unit
from units.models import Arrival, Campaign, Contact, Dispute, Registration
from units.services import (
    CampaignPlan,
    PlannedTarget,
    campaign_add,
    contact_edit,
    customer_register,
    identity_set,
)

Browser = Callable[[Any], Client]
NUMBER = "11010519491231002X"
BUYER = {"name": "王小明", "mobile": "13900139000"}


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def sent(**typed: Any) -> dict[str, Any]:
    return {"form_key": str(uuid4()), **typed}


def solar(year: int, month: int, day: int) -> dict[str, Any]:
    """A birthday said on the solar calendar (K6)."""
    parts = {"calendar": "solar", "year": year, "month": month, "day": day}
    return {f"born_{name}": value for name, value in parts.items()}


@pytest.fixture
def on_file(ann: User, fin1: User) -> Contact:
    """Somebody whose identity number finance has kept."""
    person = make_contact(ann, make_unit(ann))
    return identity_set(contact_id=person.pk, number=NUMBER, by=fin1)


# --- people -------------------------------------------------------------------------------------


def test_contacts_are_listed_masked_and_by_who_may_see_them(
    ann: User, bob: User, cai: User, as_user: Browser
) -> None:
    mine = make_contact(ann, make_unit(ann), mobile="13800138000")
    teams = make_contact(bob, make_unit(bob, "泉州商会"), name="林主任")
    make_contact(cai, make_unit(cai, "丙商会"), name="别人")
    page = as_user(ann).get(url("contact_list"))
    assert set(page.context["page"].rows) == {mine, teams}
    assert "138****8000" in page.text
    assert "13800138000" not in page.text


@pytest.mark.parametrize("page", ["contact_detail", "contact_edit", "arrival_record"])
def test_another_teams_person_is_not_there(
    ann: User, cai: User, as_user: Browser, page: str
) -> None:
    theirs = make_contact(cai, make_unit(cai))
    assert as_user(ann).get(url(page, theirs.pk)).status_code == 404
    assert as_user(ann).post(url(page, theirs.pk), sent()).status_code in {404, 405}


def test_a_person_is_added_and_corrected(ann: User, as_user: Browser) -> None:
    unit, browser = make_unit(ann), as_user(ann)
    browser.post(url("contact_add", unit.pk), sent(name="林主任", mobile="138 0013 8000"))
    person = unit.contacts.get()
    assert "林主任" in browser.get(person.get_absolute_url()).text
    answer = browser.post(
        url("contact_edit", person.pk),
        sent(version=1, name="林主任", mobile=person.mobile, **solar(1960, 2, 29)),
    )
    person.refresh_from_db()
    assert (answer.status_code, person.birthday) == (302, date(1960, 2, 29))


@pytest.mark.parametrize("mobile", ["12345", "abc", "0577-88888888", "1380013800O"])
def test_u6_a_wrong_mobile_number_is_refused_at_its_field(
    ann: User, as_user: Browser, mobile: str
) -> None:
    unit = make_unit(ann)
    answer = as_user(ann).post(url("contact_add", unit.pk), sent(name="林主任", mobile=mobile))
    assert answer.status_code == 422
    assert "not a mobile number" in str(answer.context["form"].errors["mobile"])
    assert f'value="{mobile}"' in answer.text
    assert not unit.contacts.exists()


def test_v4_the_second_editor_of_a_person_is_told(ann: User, bob: User, as_user: Browser) -> None:
    person = make_contact(ann, make_unit(ann))
    contact_edit(contact_id=person.pk, version=1, facts={"position": "会长"}, by=bob)
    answer = as_user(ann).post(
        url("contact_edit", person.pk), sent(version=1, name="陈会长", position="主任")
    )
    assert answer.status_code == 422
    assert "Saved meanwhile: 会长" in answer.text
    assert 'value="主任"' in answer.text


# --- an identity number, seen once for a reason -------------------------------------------------


def test_l1_a_number_is_shown_after_a_reason_and_the_look_is_recorded(
    on_file: Contact, fin1: User, as_user: Browser
) -> None:
    browser = as_user(fin1)
    assert NUMBER not in browser.get(url("contact_reveal", on_file.pk)).text
    answer = browser.post(
        url("contact_reveal", on_file.pk), sent(reason="checking the card at the desk")
    )
    assert (answer.status_code, NUMBER in answer.text) == (200, True)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert NUMBER not in str(answer.headers) + str(dict(browser.session))
    look = Reveal.objects.get()
    assert (look.by, look.reason, look.subject_id) == (
        fin1, "checking the card at the desk", on_file.pk,
    )  # fmt: skip
    kept = AuditRecord.objects.get(action="core.reveal")
    assert NUMBER not in str(kept.data)


@pytest.mark.parametrize("reason", ["", "x", "     ", "a         b"])
def test_l1_no_reason_no_number(
    on_file: Contact, fin1: User, as_user: Browser, reason: str
) -> None:
    answer = as_user(fin1).post(url("contact_reveal", on_file.pk), sent(reason=reason))
    assert answer.status_code == 422
    assert NUMBER not in answer.text
    assert not Reveal.objects.exists()


def test_l1_who_sells_may_not_see_it(on_file: Contact, ann: User, as_user: Browser) -> None:
    browser = as_user(ann)
    assert browser.get(url("contact_reveal", on_file.pk)).status_code == 403
    answer = browser.post(url("contact_reveal", on_file.pk), sent(reason="curious about it"))
    assert answer.status_code == 403
    assert NUMBER not in browser.get(on_file.get_absolute_url()).text


def test_l1_finance_of_another_project_finds_nobody(on_file: Contact, as_user: Browser) -> None:
    elsewhere = Project.objects.create(name="Elsewhere", code="elsewhere")
    stranger = make_user("stranger", "finance", elsewhere)
    assert as_user(stranger).get(url("contact_reveal", on_file.pk)).status_code == 404


# --- registration and arrival -------------------------------------------------------------------


def test_u6_a_registration_leads_to_the_customer(ann: User, as_user: Browser) -> None:
    unit, browser = make_unit(ann), as_user(ann)
    answer = browser.post(url("customer_register"), sent(**BUYER, unit=unit.pk))
    customer = Contact.objects.get()
    assert answer.headers["Location"] == customer.get_absolute_url()
    assert (customer.unit, customer.owner) == (unit, ann)
    told = browser.get(customer.get_absolute_url(), {"part": "timeline"})
    assert "was registered" in told.text
    assert BUYER["mobile"] not in answer.headers["Location"]


def test_u6_a_second_click_registers_once(ann: User, as_user: Browser) -> None:
    browser, typed = as_user(ann), sent(**BUYER)
    answers = [browser.post(url("customer_register"), typed) for _ in range(2)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Registration.objects.count() == 1


def test_u6_who_is_second_is_led_to_a_dispute_and_not_told_by_whom(
    ann: User, cai: User, as_user: Browser
) -> None:
    held = customer_register(facts=BUYER, by=ann)
    browser, typed = as_user(cai), sent(**BUYER)
    answers = [browser.post(url("customer_register"), typed) for _ in range(2)]
    opened = Dispute.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {opened.get_absolute_url()}
    page = browser.get(opened.get_absolute_url()).text
    assert f"protected until {held.protected_until}" in page
    assert not names(page, ann)
    assert Registration.objects.get() == held


def test_u6_the_form_has_at_most_six_inputs_and_the_number_comes_first(
    ann: User, as_user: Browser
) -> None:
    page = as_user(ann).get(url("customer_register")).text
    main = page[page.index("<main") :]
    form = main[main.index("<form") : main.index("</form>")]
    seen = re.findall(r'<(?:input|select|textarea)\b(?![^>]*type="hidden")[^>]*', form)
    assert len(seen) <= 6
    assert 'name="mobile"' in seen[0]


@pytest.mark.parametrize("name", ["customer_register", "desk_walk_in"])
def test_u6_all_that_is_wrong_is_said_at_once(ann: User, as_user: Browser, name: str) -> None:
    answer = as_user(ann).post(url(name), sent(mobile="139", name=""))
    assert set(answer.context["form"].errors) == {"mobile", "name"}
    assert "139" in answer.text


def test_u6_a_unit_of_another_team_cannot_be_chosen(ann: User, cai: User, as_user: Browser) -> None:
    theirs = make_unit(cai)
    answer = as_user(ann).post(url("customer_register"), sent(**BUYER, unit=theirs.pk))
    assert answer.status_code == 422
    assert "unit" in answer.context["form"].errors
    assert theirs.name not in answer.text


def test_u6_taken_or_free_is_said_while_typing(ann: User, cai: User, as_user: Browser) -> None:
    held = customer_register(facts=BUYER, by=ann)
    browser = as_user(cai)
    taken = browser.post(url("customer_known"), {"mobile": "139 0013 9000"}).text
    assert f"protected until {held.protected_until}" in taken
    assert ann.name not in taken
    assert "Free" in browser.post(url("customer_known"), {"mobile": "13900139001"}).text


def test_u5_a_units_person_is_not_called_free_to_others(
    ann: User, cai: User, as_user: Browser
) -> None:
    unit = make_unit(ann)
    make_contact(ann, unit, **BUYER)
    asked = {"mobile": "139 0013 9000"}
    taken = as_user(cai).post(url("customer_known"), asked).text
    assert f"protected until {unit.protected_until}" in taken
    assert "Free" in as_user(ann).post(url("customer_known"), asked).text


@pytest.mark.parametrize("mobile", ["", "139", "abc", "<script>"])
def test_u6_half_a_number_is_not_called_free(ann: User, as_user: Browser, mobile: str) -> None:
    assert as_user(ann).post(url("customer_known"), {"mobile": mobile}).text.strip() == ""


def test_l1_a_number_is_never_asked_for_in_an_address(ann: User, as_user: Browser) -> None:
    assert as_user(ann).get(url("customer_known"), BUYER).status_code == 405


def test_i1_an_arrival_is_recorded_once_a_day_and_stands_in_the_list(
    ann: User, as_user: Browser
) -> None:
    customer = customer_register(facts=BUYER, by=ann).contact
    browser, day = as_user(ann), timezone.localdate()
    first = browser.post(url("arrival_record", customer.pk), sent(arrived_on=day, note="car"))
    second = browser.post(url("arrival_record", customer.pk), sent(arrived_on=day))
    assert (first.status_code, second.status_code) == (302, 422)
    assert "recorded for that day" in second.text
    arrival = Arrival.objects.get()
    listed = browser.get(url("arrival_list"), {"on_after": f"{day}", "on_before": f"{day}"})
    assert listed.context["page"].rows == [arrival]
    assert as_user(ann).get(url("registration_list")).context["page"].rows != []


def test_i1_who_was_never_registered_cannot_arrive(ann: User, as_user: Browser) -> None:
    person = make_contact(ann, make_unit(ann))
    answer = as_user(ann).post(
        url("arrival_record", person.pk), sent(arrived_on=timezone.localdate())
    )
    assert answer.status_code == 422
    assert "Register this customer" in answer.text


# --- campaigns ----------------------------------------------------------------------------------


@pytest.fixture
def campaign(project: Project, manager: User) -> Campaign:
    today = timezone.localdate()
    plan = CampaignPlan(
        name="大客户拓展",
        starts_on=today,
        ends_on=today,
        phases=(("Visits", today, today),),
        rounds=(("鲤城区", "温州商会"),),
        targets=(
            PlannedTarget("Registrations", "registrations", 4),
            PlannedTarget("Converted", "conversion", 30),
        ),
    )
    return campaign_add(project_id=project.pk, plan=plan, by=manager)


def test_u3_targets_stand_beside_what_has_happened(
    campaign: Campaign, ann: User, director: User, as_user: Browser
) -> None:
    customer_register(facts=BUYER, by=ann)
    page = as_user(director).get(campaign.get_absolute_url())
    assert [(row.actual, row.percent) for row in page.context["progress"]] == [(1, 25), (0, 0)]
    for text in ("鲤城区", "温州商会", "Visits"):
        assert text in page.text
    assert as_user(director).get(url("campaign_list")).context["page"].rows == [campaign]


def test_u3_a_campaign_of_another_project_is_not_there(
    campaign: Campaign, fin1: User, as_user: Browser
) -> None:
    elsewhere = Project.objects.create(name="Elsewhere", code="elsewhere")
    stranger = make_user("stranger", "manager", elsewhere)
    assert as_user(stranger).get(campaign.get_absolute_url()).status_code == 404
    assert as_user(fin1).get(campaign.get_absolute_url()).status_code == 403
