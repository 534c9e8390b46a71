"""Giving chosen units to a salesperson: leader within the team, manager in the project (U5)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.commands import execute
from core.errors import DomainError
from core.models import AuditRecord
from tests.units.factories import make_contact, make_unit, register
from units.models import Contact, OwnershipChange, Unit
from units.services import unit_assign, unit_release

Browser = Callable[[Any], Client]
URL = "/bulk/unit_list.assign/"


def give(unit: Unit, owner: User, by: User) -> Unit:
    """As the action does for each row."""
    changed: Unit = execute(unit_assign, unit_id=unit.pk, owner=owner, why="A plan.", by=by)
    return changed


def test_u5_a_leader_gives_within_the_team_and_it_is_on_record(
    ann: User, bob: User, lead: User
) -> None:
    unit = give(make_unit(ann), bob, lead)
    assert (unit.owner, unit.team) == (bob, ann.memberships.get().team)
    change = OwnershipChange.objects.filter(unit=unit).order_by("pk").last()
    assert change is not None
    assert (change.from_owner, change.to_owner, change.by, change.why) == (
        ann,
        bob,
        lead,
        "A plan.",
    )


def test_l3_the_audit_trail_names_the_unit_and_who_went_along(
    ann: User, bob: User, lead: User, manager: User
) -> None:
    unit = make_unit(ann)
    person, kept = make_contact(ann, unit), register(bob).contact
    Contact.objects.filter(pk=kept.pk).update(unit=unit)
    give(unit, bob, lead)
    execute(unit_release, unit_id=unit.pk, why="A plan.", by=manager)
    trail = AuditRecord.objects.filter(subject_type="units.unit", subject_id=str(unit.pk))
    told = list(trail.filter(action__in=("units.unit.assigned", "units.unit.pooled")))
    assert [(row.by, row.data["was"], row.data.get("now")) for row in told] == [
        (lead, ann.pk, bob.pk),
        (manager, bob.pk, None),
    ]
    assert [row.data["people"] for row in told] == [[person.pk], [person.pk]]


def test_u5_a_leader_gives_nothing_to_another_team_a_manager_does(
    ann: User, cai: User, lead: User, manager: User
) -> None:
    unit = make_unit(ann)
    with pytest.raises(DomainError, match="own team"):
        give(unit, cai, lead)
    assert give(unit, cai, manager).team == cai.memberships.get().team


def test_u5_who_has_it_already_or_is_in_no_team_is_refused(
    ann: User, fin1: User, manager: User
) -> None:
    unit = make_unit(ann)
    with pytest.raises(DomainError, match="already"):
        give(unit, ann, manager)
    with pytest.raises(DomainError, match="no team"):
        give(unit, fin1, manager)


def test_u5_the_form_offers_the_team_alone_and_sales_have_no_such_action(
    ann: User, bob: User, cai: User, lead: User, manager: User, as_user: Browser
) -> None:
    unit = make_unit(ann)
    offered = {
        who.username: set(
            as_user(who)
            .get(URL, {"pk": unit.pk})
            .context["form"]
            .fields["owner"]
            .queryset.values_list("username", flat=True)
        )
        for who in (lead, manager)
    }
    assert offered == {"lead1": {"ann", "bob", "lead1"}, "manager": {"ann", "bob", "lead1", "cai"}}
    assert as_user(ann).get(URL, {"pk": unit.pk}).status_code == 403
    assert "bulk/unit_list.assign" not in as_user(ann).get("/units/").text
    assert "bulk/unit_list.assign" in as_user(lead).get("/units/").text


def test_u5_chosen_units_change_hands_together(
    ann: User, bob: User, lead: User, as_user: Browser
) -> None:
    mine, his = make_unit(ann, "One"), make_unit(bob, "Two")
    sent: Any = {"pk": [mine.pk, his.pk], "owner": bob.pk, "why": "A plan."}
    page = as_user(lead).post(URL, sent, follow=True).text
    assert "This person follows it already." in page
    assert set(Unit.objects.values_list("owner", flat=True)) == {bob.pk}


def test_u5_chosen_people_change_hands_without_their_unit(
    ann: User, bob: User, lead: User, as_user: Browser
) -> None:
    unit = make_unit(ann)
    person = make_contact(ann, unit)
    sent: Any = {"pk": [person.pk], "owner": bob.pk, "why": "A plan."}
    as_user(lead).post("/bulk/contact_list.assign/", sent, follow=True)
    assert Contact.objects.get().owner == bob
    unit.refresh_from_db()
    assert unit.owner == ann


def test_u5_one_unit_and_many_are_assigned_by_the_same_form(
    ann: User, lead: User, as_user: Browser
) -> None:
    unit = make_unit(ann)
    forms = [
        as_user(lead).get(url, {"pk": unit.pk}).context["form"]
        for url in (URL, f"/units/{unit.pk}/assign/")
    ]
    assert type(forms[0]) is type(forms[1])
    assert [list(form.fields["owner"].queryset) for form in forms] == [
        list(forms[0].fields["owner"].queryset)
    ] * 2
