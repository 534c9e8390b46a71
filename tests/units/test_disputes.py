"""A second registration: the dispute, its two sides, the ruling (U6)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, User
from core.errors import DomainError
from core.files import attachments_of
from core.models import AuditRecord, StateChange
from tests.house.extras import picture
from tests.units.factories import dispute, register
from units.models import Contact, Dispute, Registration
from units.selectors.dispute import names, sides
from units.services import (
    customer_contacted,
    customer_register,
    dispute_rule,
    dispute_withdraw,
    evidence_add,
)
from units.states import DisputeState

Browser = Callable[[Any], Client]


@pytest.fixture
def opened(ann: User, cai: User) -> Dispute:
    """Ann holds, cai claims."""
    register(ann)
    return dispute(cai)


def rule(opened: Dispute, ruling: str, by: User) -> Dispute:
    return dispute_rule(dispute_id=opened.pk, ruling=ruling, reason="She was first.", by=by)


def test_u6_holder_and_manager_are_told_of_a_dispute_and_not_by_whom(
    ann: User, cai: User, manager: User
) -> None:
    register(ann)
    opened = dispute(cai)
    told = Notification.objects.filter(url=opened.get_absolute_url())
    assert set(told.values_list("user__username", flat=True)) == {"ann", "manager"}
    assert not any(cai.name in f"{row.title} {row.body}" for row in told)


def test_u6_a_second_try_leads_to_the_same_dispute(opened: Dispute, cai: User) -> None:
    assert dispute(cai) == opened
    assert Dispute.objects.count() == 1


def test_u6_before_the_ruling_neither_side_learns_the_others_name_nor_evidence(
    opened: Dispute, ann: User, cai: User, manager: User
) -> None:
    evidence_add(dispute_id=opened.pk, text="We met in May.", by=cai)
    assert names(opened, cai) == {"holder": "", "claimant": cai.name}
    assert names(opened, ann) == {"holder": ann.name, "claimant": ""}
    assert names(opened, manager) == {"holder": ann.name, "claimant": cai.name}
    seen = {user.username: [side.name for side in sides(opened, user)] for user in (ann, cai)}
    assert seen == {"ann": [ann.name], "cai": [cai.name]}
    assert [side.name for side in sides(opened, manager)] == [ann.name, cai.name]


def test_u6_two_of_one_team_read_no_more_of_each_other(
    ann: User, bob: User, lead: User, as_user: Browser
) -> None:
    register(ann)
    opened = dispute(bob)
    for by, text in ((ann, "Since May."), (bob, "We met at the gate.")):
        typed = {"form_key": str(uuid4()), "text": text, "uploads": [picture()]}
        as_user(by).post(reverse("dispute_evidence", args=[opened.pk]), typed)
    files = {row.by: attachments_of(row)[0] for row in opened.evidence.all()}
    for user, own, others in ((ann, "Since May.", bob), (bob, "We met at the gate.", ann)):
        browser = as_user(user)
        page = browser.get(opened.get_absolute_url())
        assert own in page.text
        assert [side.name for side in page.context["sides"]] == [user.name]
        assert browser.get(files[others].get_absolute_url()).status_code == 404
    assert names(opened, bob) == {"holder": "", "claimant": bob.name}
    browser = as_user(lead)  # their leader stands beside both, and sees the pictures, too
    assert len(browser.get(opened.get_absolute_url()).context["sides"]) == 2
    assert {browser.get(row.get_absolute_url()).status_code for row in files.values()} == {200}


def test_u6_the_holders_contacts_are_not_told_to_the_claimant_before_the_ruling(
    ann: User, cai: User, manager: User, as_user: Browser
) -> None:
    held = register(ann, on=timezone.localdate() - timedelta(days=10))
    customer_contacted(contact_id=held.contact_id, at=timezone.now(), source="follow_up", by=ann)
    opened, told = dispute(cai), "Renewed: follow-up"
    assert told in as_user(ann).get(opened.get_absolute_url()).text
    assert told not in as_user(cai).get(opened.get_absolute_url()).text
    rule(opened, "for_holder", manager)
    assert told in as_user(cai).get(opened.get_absolute_url()).text


def test_u6_after_the_ruling_both_read_it_with_its_reason_and_both_names(
    opened: Dispute, ann: User, cai: User, manager: User, as_user: Browser
) -> None:
    rule(opened, "for_holder", manager)
    for user in (ann, cai):
        page = as_user(user).get(opened.get_absolute_url()).text
        assert all(text in page for text in ("She was first.", ann.name, cai.name))
        assert Notification.objects.filter(user=user, kind="units.dispute.ruled").count() == 1


def test_u6_who_stands_on_neither_side_finds_nothing(
    opened: Dispute, bob: User, fin1: User, as_user: Browser
) -> None:
    assert as_user(bob).get(opened.get_absolute_url()).status_code == 200  # the holder's team
    assert as_user(fin1).get(opened.get_absolute_url()).status_code == 403
    Dispute.objects.update(holder_team=None)
    assert as_user(bob).get(opened.get_absolute_url()).status_code == 404


def test_u6_evidence_comes_from_the_two_with_files_only_its_side_and_the_manager_open(
    opened: Dispute, ann: User, cai: User, bob: User, manager: User, as_user: Browser
) -> None:
    browser = as_user(cai)
    typed = {"form_key": str(uuid4()), "text": "We met in May.", "uploads": [picture()]}
    assert browser.post(reverse("dispute_evidence", args=[opened.pk]), typed).status_code == 302
    page = as_user(manager).get(opened.get_absolute_url()).text
    assert "We met in May." in page
    assert "gate.png" in page
    assert "We met in May." not in as_user(ann).get(opened.get_absolute_url()).text
    with pytest.raises(DomainError, match="two people"):
        evidence_add(dispute_id=opened.pk, text="I saw it.", by=bob)


def test_u6_a_ruling_for_the_holder_changes_nobody(
    opened: Dispute, ann: User, manager: User
) -> None:
    rule(opened, "for_holder", manager)
    assert (Contact.objects.get().owner, Registration.objects.get().owner) == (ann, ann)


def test_u6_a_ruling_for_the_claimant_moves_customer_and_registration_at_once(
    opened: Dispute, ann: User, cai: User, manager: User
) -> None:
    rule(opened, "for_claimant", manager)
    customer, live = Contact.objects.get(), Registration.objects.get(live=True)
    assert (customer.owner, live.owner, live.team) == (cai, cai, customer.team)
    assert live.protected_until == timezone.localdate() + timedelta(days=30)
    last = customer.ownership_changes.first()
    assert last is not None
    assert (last.from_owner, last.to_owner, last.by) == (ann, cai, manager)
    assert "She was first." in last.why


def test_u6_after_the_ruling_each_side_still_shows_what_its_person_did(
    opened: Dispute, bob: User, manager: User
) -> None:
    def registered() -> dict[str, bool]:
        shown = sides(Dispute.objects.get(pk=opened.pk), manager)
        return {side.name: "Registered" in [str(e.text) for e in side.entries] for side in shown}

    before = registered()
    assert before == {"Ann": True, "Cai": False}
    rule(opened, "for_claimant", manager)
    assert registered() == before
    rule(dispute(bob), "for_claimant", manager)  # against Cai, who won and registered nobody
    assert registered() == before


def test_u6_a_freed_customer_is_in_the_pool_and_unprotected(opened: Dispute, manager: User) -> None:
    rule(opened, "freed", manager)
    customer = Contact.objects.get()
    assert (customer.owner, customer.team, customer.pooled_at is None) == (None, None, False)
    assert not Registration.objects.filter(live=True).exists()


def test_u6_a_ruling_is_final_recorded_and_audited(
    opened: Dispute, cai: User, manager: User
) -> None:
    rule(opened, "for_holder", manager)
    with pytest.raises(DomainError, match="cannot become"):
        rule(opened, "for_claimant", manager)
    with pytest.raises(DomainError, match="has ruled"):
        dispute(cai)
    with pytest.raises(DomainError, match="final"):
        evidence_add(dispute_id=opened.pk, text="But look.", by=cai)
    path = StateChange.objects.filter(subject_type="units.dispute", subject_id=opened.pk)
    assert list(path.values_list("to_state", flat=True)) == ["open", "for_holder"]
    assert AuditRecord.objects.filter(action="units.dispute.for_holder").count() == 1


def test_u6_nobody_but_a_sales_manager_rules_and_none_in_their_own_matter(
    ann: User, manager: User, lead: User
) -> None:
    register(ann)
    own = dispute(manager)
    for by, sentence in ((lead, "sales manager"), (manager, "own matter")):
        with pytest.raises(DomainError, match=sentence):
            rule(own, "for_holder", by)


def test_u6_a_withdrawn_claim_may_be_made_again(opened: Dispute, ann: User, cai: User) -> None:
    with pytest.raises(DomainError, match="takes the claim back"):
        dispute_withdraw(dispute_id=opened.pk, by=ann)
    dispute_withdraw(dispute_id=opened.pk, by=cai)
    assert dispute(cai) != opened


def test_u6_the_other_claims_stand_against_the_new_holder(
    opened: Dispute, bob: User, cai: User, manager: User
) -> None:
    other = dispute(bob)
    rule(opened, "for_claimant", manager)
    other.refresh_from_db()
    assert (other.holder, other.state) == (cai, DisputeState.OPEN)


def test_u6_somebody_who_registered_lawfully_since_is_not_overruled(
    ann: User, bob: User, cai: User, manager: User
) -> None:
    register(ann)
    opened = dispute(cai)
    Registration.objects.update(protected_until=timezone.localdate() - timedelta(days=1))
    assert isinstance(
        customer_register(facts={"name": "X", "mobile": "13900139000"}, by=bob), Registration
    )
    with pytest.raises(DomainError, match="registered this customer meanwhile"):
        rule(opened, "for_claimant", manager)


@pytest.mark.parametrize(
    "fault",
    [{"state": "for_holder"}, {"reason": "x", "decided_at": timezone.now()}],
)
def test_u6_half_a_ruling_is_refused_by_the_database(
    opened: Dispute, fault: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=opened.pk).update(**fault)


def test_u6_a_contact_renews_and_the_page_shows_it(
    ann: User, manager: User, cai: User, as_user: Browser
) -> None:
    held = register(ann, on=timezone.localdate() - timedelta(days=10))
    customer_contacted(contact_id=held.contact_id, at=timezone.now(), source="follow_up", by=ann)
    opened = dispute(cai)
    page = as_user(manager).get(opened.get_absolute_url()).text
    assert "Renewed: follow-up" in page
    assert opened.protected_until == timezone.localdate() + timedelta(days=30)
