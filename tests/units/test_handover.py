"""What a leaver followed, handed over in one deed (U5)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Notification, Team, User
from accounts.services.people import person_leave
from core import registry
from core.errors import DomainError
from tests.units.factories import dispute, make_category, make_contact, make_unit, register
from units.holdings import all_holdings
from units.models import Contact, OwnershipShare, Registration, Unit
from units.selectors.handover import held_by
from units.services import customer_assign, handover, unit_assign
from visits.models import FollowUp, VisitReport
from visits.services import followup_add, report_start

Browser = Callable[[Any], Client]


@pytest.fixture
def followed(ann: User, cai: User) -> Unit:
    """Ann has a unit with a person, a customer in dispute, a follow-up and a draft."""
    unit = make_unit(ann)
    make_contact(ann, unit)
    register(ann)
    dispute(cai)
    report_start(unit_id=unit.pk, by=ann)
    followup_add(
        unit_id=unit.pk, contact_id=None, due_on=timezone.localdate(), subject="Call", by=ann
    )
    return unit


def hand_over(leaver: User, to: User, by: User) -> Any:
    return handover(leaver_id=leaver.pk, receivers={"": to.pk}, by=by)


def test_u5_everything_goes_and_nothing_stays(
    followed: Unit, ann: User, bob: User, manager: User
) -> None:
    deed = hand_over(ann, bob, manager)
    assert deed.counts == {
        "units": 1, "customers": 1, "contacts": 1, "disputes_held": 1, "follow_ups": 1, "drafts": 1,
    }  # fmt: skip
    assert held_by(ann, manager.project_ids) == []
    followed.refresh_from_db()
    assert followed.owner == bob
    assert set(Contact.objects.values_list("owner", flat=True)) == {bob.pk}
    assert (FollowUp.objects.get().owner, VisitReport.objects.get().owner) == (bob, bob)


def test_u5_what_was_done_keeps_the_leavers_name_and_shares_are_frozen(
    followed: Unit, ann: User, bob: User, manager: User
) -> None:
    hand_over(ann, bob, manager)
    assert Registration.objects.get().owner == ann
    share = OwnershipShare.objects.get(subject_type="units.unit", subject_id=followed.pk)
    assert (share.owner, share.to_owner, share.team) == (ann, bob, followed.team)
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnershipShare.objects.update(owner=bob)
    chain = followed.ownership_changes.values_list("from_owner", "to_owner", "by")
    assert chain[0] == (ann.pk, bob.pk, manager.pk)


def test_u5_each_team_may_go_to_another(
    followed: Unit, ann: User, bob: User, cai: User, lead: User, manager: User, team2: Team
) -> None:
    second = make_unit(ann, "乙商会")
    Unit.objects.filter(pk=second.pk).update(team=team2)
    piles = {pile.team_id: pile.key for pile in held_by(ann, manager.project_ids)}
    receivers = {"": bob.pk, piles[team2.pk]: cai.pk}
    handover(leaver_id=ann.pk, receivers=receivers, by=manager)
    owners = dict(Unit.objects.values_list("name", "owner"))
    assert owners == {followed.name: bob.pk, second.name: cai.pk}


def test_u5_it_is_all_or_nothing(followed: Unit, ann: User, fin1: User, manager: User) -> None:
    for receivers in ({}, {"": fin1.pk}, {"": ann.pk}):
        with pytest.raises(DomainError), transaction.atomic():
            handover(leaver_id=ann.pk, receivers=receivers, by=manager)
    followed.refresh_from_db()
    assert (followed.owner, OwnershipShare.objects.count()) == (ann, 0)


def test_u5_a_dispute_between_leaver_and_receiver_ends(
    followed: Unit, ann: User, cai: User, manager: User
) -> None:
    hand_over(ann, cai, manager)
    customer = Contact.objects.get(mobile="+8613900139000")
    assert (customer.owner, customer.disputes.get().state) == (cai, "withdrawn")


def test_u5_the_receiver_is_told_and_the_manager_reminded_until_it_is_done(
    followed: Unit, ann: User, bob: User, manager: User, admin: User
) -> None:
    today = timezone.localdate()
    person_leave(user_id=ann.pk, by=admin)
    assert Notification.objects.filter(user=manager, kind="units.handover.wanted").count() == 1
    assert any("has left" in str(card.title) for card in registry.today(manager, today))
    hand_over(ann, bob, manager)
    assert Notification.objects.filter(user=bob, kind="units.handover").count() == 1
    assert not any("has left" in str(card.title) for card in registry.today(manager, today))


def test_u5_the_page_shows_what_goes_and_does_it(
    followed: Unit, ann: User, bob: User, manager: User, as_user: Browser
) -> None:
    browser, url = as_user(manager), reverse("handover", args=[ann.pk])
    assert ann.name in browser.get(reverse("handover_list")).text
    page = browser.get(url).text
    assert all(text in page for text in (followed.name, "Open follow-ups", "Reports not filed"))
    typed = {"form_key": str(uuid4()), "everyone": bob.pk, "sure": "on"}
    answers = [browser.post(url, typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    followed.refresh_from_db()
    assert followed.owner == bob


def test_u5_every_app_that_gives_people_work_has_registered_what_they_hold() -> None:
    names = {holding.name for holding in all_holdings()}
    assert {"units", "customers", "contacts", "follow_ups", "drafts", "purchases"} <= names


def test_u5_a_hand_over_costs_the_same_for_many_units(
    ann: User, bob: User, manager: User, team1: Team
) -> None:
    def cost(many: int) -> int:
        Unit.objects.bulk_create(
            Unit(
                project=team1.project, team=team1, owner=ann, name=f"{many}-{n}",
                normalised=f"{many}-{n}", category=make_category(), created_by=ann,
            )
            for n in range(many)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            hand_over(ann, bob, manager)
        return len(captured)

    cost(1)  # what the objects keep of themselves is read once
    # Not more: SQLite takes 999 parameters at once, so a longer insert is several there.
    assert cost(3) == cost(60)


# --- one customer given to another ---------------------------------------------------------------


def test_u5_a_given_customer_is_protected_for_the_receiver(
    ann: User, bob: User, team1: Team, lead: User
) -> None:
    held = register(ann, on=timezone.localdate() - timedelta(days=20))
    given = customer_assign(contact_id=held.contact_id, owner=bob, why="area", by=lead)
    held.refresh_from_db()
    assert (given.owner, held.owner) == (bob, ann)
    assert held.protected_until == timezone.localdate() + timedelta(days=30)


def test_u5_a_leader_gives_within_the_team_only(
    ann: User, cai: User, team2: Team, lead: User
) -> None:
    with pytest.raises(DomainError, match="your own team"):
        unit_assign(unit_id=make_unit(ann).pk, owner=cai, why="area", by=lead)


def test_u6_a_unit_that_changes_hands_leaves_customers_protected_for_others(
    ann: User, bob: User, cai: User, team2: Team, manager: User
) -> None:
    unit = make_unit(ann)
    plain = make_contact(ann, unit)
    bobs = register(bob).contact
    Contact.objects.filter(pk=bobs.pk).update(unit=unit)
    unit_assign(unit_id=unit.pk, owner=cai, why="area", by=manager)
    owners = dict(Contact.objects.values_list("pk", "owner"))
    assert owners == {plain.pk: cai.pk, bobs.pk: bob.pk}


def test_u5_each_figure_of_the_preview_names_its_team(
    followed: Unit, ann: User, manager: User, team2: Team, as_user: Browser
) -> None:
    url = reverse("handover", args=[ann.pk])
    assert "for each team below" not in as_user(manager).get(url).text
    second = make_unit(ann, "乙商会")
    Unit.objects.filter(pk=second.pk).update(team=team2)
    page = as_user(manager).get(url).text
    assert all(f'data-label="{team}"' in page for team in (followed.team, team2))
    assert "for each team below" in page


def test_u5_why_it_changed_hands_is_said_in_the_readers_language(
    followed: Unit, ann: User, bob: User, manager: User
) -> None:
    with translation.override("zh-hans"):
        hand_over(ann, bob, manager)
    change = followed.ownership_changes.latest("pk")
    assert (change.why, change.because) == ("Handed over", "Handed over")
    with translation.override("zh-hans"):
        assert change.because == "交接"
