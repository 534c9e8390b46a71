"""Many at once: the claims of one person, one unit for two, one ruling (U6, U7).

Beside each stands its twin with the protection off, in which the fault must show.
"""

from threading import Barrier
from typing import Any

import pytest

from accounts.models import Project, Team, User
from core.commands import execute
from core.errors import DomainError
from tests.conftest import Race, make_user
from tests.units.factories import dispute, make_unit, register
from units.models import Claim, Contact, Dispute, OwnershipChange, Unit
from units.services import dispute as dispute_services
from units.services import dispute_rule, unit_claim, unit_release
from units.services import pool as pool_services

pytestmark = pytest.mark.races
CAP, MANY = 20, 25


def pooled(count: int, before: User, manager: User) -> list[Unit]:
    """Units in the pool, followed by `before`."""
    units = [make_unit(before, f"商会{number}号") for number in range(count)]
    for unit in units:
        unit_release(unit_id=unit.pk, why="area", by=manager)
    return units


def claim(unit: Unit, by: User) -> Unit | Exception:
    """As a person does who tries again when told that somebody works on it."""
    for _ in range(5):
        try:
            return execute(unit_claim, unit_id=unit.pk, by=by)
        except DomainError as refusal:
            if "Somebody is working" not in str(refusal):
                return refusal
            busy = refusal
    return busy


def test_u7_at_the_cap_exactly_the_cap_is_claimed(
    race: Race, ann: User, cai: User, manager: User
) -> None:
    units = pooled(MANY, ann, manager)
    results = race(MANY, lambda number: claim(units[number], cai))
    assert sum(isinstance(result, Unit) for result in results) == CAP
    assert Claim.objects.filter(user=cai, ended_at=None).count() == CAP


def test_u7_twin_without_the_lock_more_are_claimed_than_the_cap(
    race: Race, ann: User, cai: User, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    units, counted = pooled(MANY, ann, manager), Barrier(MANY)
    check = pool_services._check_cap

    def check_and_wait(by: User) -> None:
        check(by)
        counted.wait(timeout=30)

    monkeypatch.setattr(pool_services, "_lock_claimant", lambda by: None)
    monkeypatch.setattr(pool_services, "_check_cap", check_and_wait)
    race(MANY, lambda number: claim(units[number], cai))
    assert Claim.objects.filter(user=cai, ended_at=None).count() > CAP


def test_u7_of_twenty_who_claim_one_unit_one_has_it(
    race: Race, ann: User, manager: User, project: Project, team2: Team
) -> None:
    (unit,) = pooled(1, ann, manager)
    sellers = [make_user(f"s{number}", "sales", project, team2) for number in range(20)]
    results = race(20, lambda number: claim(unit, sellers[number]))
    assert sum(isinstance(result, Unit) for result in results) == 1
    unit.refresh_from_db()
    assert Claim.objects.get().user == unit.owner


def rule(opened: Dispute, ruling: str, by: User) -> Dispute:
    return execute(dispute_rule, dispute_id=opened.pk, ruling=ruling, reason="First.", by=by)


def test_u6_of_two_rulings_at_one_instant_one_counts(
    race: Race, ann: User, cai: User, manager: User, project: Project
) -> None:
    register(ann)
    opened, other = dispute(cai), make_user("manager2", "manager", project)
    both = (("for_claimant", manager), ("freed", other))
    results = race(2, lambda number: rule(opened, *both[number]))
    ruled = [result for result in results if isinstance(result, Dispute)]
    assert len(ruled) == 1
    owner = Contact.objects.get().owner
    assert owner == (cai if ruled[0].state == "for_claimant" else None)


def test_u6_twin_without_the_locks_both_rulings_are_carried_out(
    race: Race,
    ann: User,
    cai: User,
    manager: User,
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register(ann)
    opened, other = dispute(cai), make_user("manager2", "manager", project)
    looked, before = Barrier(2), OwnershipChange.objects.count()

    def unlocked(dispute_id: int) -> Dispute:
        found: Dispute = Dispute.objects.get(pk=dispute_id)
        looked.wait(timeout=30)
        return found

    def any_contact(contact_id: int, **_also: bool) -> Any:
        return Contact.objects.get(pk=contact_id)

    monkeypatch.setattr(dispute_services, "locked_contact", any_contact)
    monkeypatch.setattr(dispute_services, "_locked", unlocked)
    both = (("for_claimant", manager), ("freed", other))
    race(2, lambda number: rule(opened, *both[number]))
    assert OwnershipChange.objects.count() - before > 1
