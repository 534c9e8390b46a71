"""Gifts from the asking to the handing over: the limit, the law, the year's steps (K5, L2)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, User
from core import invariants
from core.approvals import approval_decide
from core.errors import DomainError
from core.models import Approval, Attachment
from rewards.gifts.services import gift_agree, gift_convert, gift_refuse, gift_release
from rewards.models import Conversion, GiftDecision
from rewards.services import conversion_settle, reward_refuse
from tests.conftest import LATER, make_user
from tests.rewards import factories as make
from tests.rewards.factories import Cast, Scene
from units.models import Contact, Gift
from units.rules.gifts import counts_as_one, needs_approval
from units.services import Period, contact_edit, key_person_end, tenure_correct
from units.services.gift import GiftFacts, gift_ask, gift_give, gift_withdraw

Browser = Callable[[Any], Client]
BASIS = "The unit approved the disclosed gift in writing."


def today() -> date:
    return timezone.localdate()


def ask(scene: Scene, value: Any = 100, by: User | None = None, **more: Any) -> Gift:
    facts = GiftFacts(scene.contact.pk, "Tea", Decimal(value), **more)
    return gift_ask(unit_id=scene.unit.pk, facts=facts, by=by or scene.cast.ann)


def given_before(scene: Scene, value: int, ago: int = 40) -> Gift:
    """One of earlier, whatever the rules of today say of it."""
    return Gift.objects.create(
        unit=scene.unit,
        contact=scene.contact,
        given_on=max(today() - timedelta(days=ago), date(today().year, 1, 1)),
        asked_on=today() - timedelta(days=ago),
        item="Tea",
        value=value,
        state="given",
        by=scene.cast.ann,
    )


def state(gift: Gift) -> tuple[str, list[str]]:
    gift.refresh_from_db()
    return gift.state, gift.holds


# --- K5: the limit ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("others", "value", "together"),
    [
        ([], 200, 200),
        ([(date(2008, 5, 2), 50)], 150, 200),  # thirty days before
        ([(date(2008, 5, 1), 50)], 150, 150),
        ([(date(2008, 7, 1), 50)], 150, 200),
        ([(date(2008, 7, 2), 50)], 150, 150),
    ],
)
def test_k5_gifts_within_thirty_days_count_as_one(
    others: list[tuple[date, int]], value: int, together: int
) -> None:
    assert counts_as_one(others, date(2008, 6, 1), value) == together


def test_k5_exactly_the_limit_needs_nobody() -> None:
    assert (needs_approval("200.00", 200), needs_approval("200.01", 200)) == (False, True)


def test_k5_within_the_limit_a_gift_may_be_given_and_is(scene: Scene) -> None:
    gift = ask(scene, 200)
    assert state(gift) == ("approved", [])
    gift = gift_give(gift_id=gift.pk, given_on=today(), by=scene.cast.ann)
    assert (gift.state, gift.given_on, gift.approved_by) == ("given", today(), None)


def test_k5_above_the_limit_a_manager_approves_and_who_asked_is_told(
    scene: Scene, manager: User
) -> None:
    gift = ask(scene, "200.01")
    assert gift.state == "asked"
    with pytest.raises(DomainError, match="cannot be handed over now"):
        gift_give(gift_id=gift.pk, given_on=today(), by=scene.cast.ann)
    approval = Approval.objects.get(kind="gift")
    approval_decide(approval_id=approval.pk, decision="approve", reason="", by=manager)
    assert state(gift)[0] == "approved"
    assert gift.approved_by == manager
    assert Notification.objects.filter(user=scene.cast.ann, kind="gift").count() == 1


def test_k5_a_manager_who_says_no_ends_it(scene: Scene, manager: User) -> None:
    gift = ask(scene, 300)
    approval = Approval.objects.get(kind="gift")
    approval_decide(approval_id=approval.pk, decision="return", reason="Too much.", by=manager)
    assert state(gift)[0] == "refused"


def test_k5_a_managers_own_gift_is_the_directors_to_decide(scene: Scene, manager: User) -> None:
    ask(scene, 300, by=manager)
    assert Approval.objects.get(kind="gift").steps.get().role == "director"


def test_k5_a_gift_split_in_two_is_one_gift(scene: Scene) -> None:
    assert [ask(scene, 150).state, ask(scene, 60).state] == ["approved", "asked"]


def test_k5_what_was_handed_over_already_is_recorded_where_nothing_stood_against_it(
    scene: Scene,
) -> None:
    gift = ask(scene, 100, given_on=today() - timedelta(days=3))
    assert (gift.state, gift.given_by) == ("given", scene.cast.ann)


@pytest.mark.parametrize(("value", "public"), [(300, False), (20, True)])
def test_k5_what_would_have_had_to_wait_cannot_be_recorded_as_given(
    cast: Cast, value: int, public: bool
) -> None:
    scene = make.scene(cast, public=public)
    with pytest.raises(DomainError) as refusal:
        ask(scene, value, given_on=today())
    assert refusal.value.field == "given_on"


def test_k5_a_withdrawn_gift_counts_no_more_and_its_approval_is_gone(scene: Scene) -> None:
    gift = ask(scene, 300)
    gift_withdraw(gift_id=gift.pk, why="Changed.", by=scene.cast.ann)
    assert Approval.objects.get(kind="gift").state == "withdrawn"
    assert ask(scene, 200).state == "approved"


# --- L2: who must not get it --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("public", "official", "codes"),
    [
        (True, False, ["public_sector"]),
        (False, True, ["official"]),
        (True, True, ["official", "public_sector"]),
    ],
)
def test_l2_officials_and_the_public_sector_are_held_whatever_the_value(
    cast: Cast, public: bool, official: bool, codes: list[str]
) -> None:
    gift = ask(make.scene(cast, public=public, official=official), 1)
    assert state(gift) == ("on_hold", codes)
    with pytest.raises(DomainError):
        gift_give(gift_id=gift.pk, given_on=today(), by=cast.ann)


@pytest.mark.parametrize("role", ["sales", "leader", "manager", "finance", "administrator"])
def test_l2_nobody_but_compliance_lets_a_gift_go(cast: Cast, role: str) -> None:
    gift = ask(make.scene(cast, public=True))
    other = make_user(f"x-{role}", role, cast.project)
    for service in (gift_release, gift_convert, gift_refuse):
        with pytest.raises(DomainError, match="Your role may not"):
            service(gift_id=gift.pk, basis=BASIS, by=other)
    assert state(gift)[0] == "on_hold"


def test_l2_compliance_releases_in_writing_and_the_manager_still_has_to_approve(
    cast: Cast, law: User, manager: User
) -> None:
    small = ask(make.scene(cast, public=True), 100)
    with pytest.raises(DomainError, match="legal basis"):
        gift_release(gift_id=small.pk, basis="ok", by=law)
    assert gift_release(gift_id=small.pk, basis=BASIS, by=law).state == "approved"
    large = ask(make.scene(cast, public=True, name="二中"), 300)
    assert gift_release(gift_id=large.pk, basis=BASIS, by=law).state == "asked"
    given = gift_give(gift_id=small.pk, given_on=today(), by=cast.ann)
    assert (given.state, GiftDecision.objects.count()) == ("given", 2)


def test_l2_compliance_refuses_for_good(cast: Cast, law: User) -> None:
    gift = ask(make.scene(cast, official=True))
    gift_refuse(gift_id=gift.pk, basis=BASIS, by=law)
    with pytest.raises(DomainError, match="not on hold"):
        gift_release(gift_id=gift.pk, basis=BASIS, by=law)


def test_l2_compliance_makes_a_discount_of_a_gift_listed_until_it_is_granted(
    cast: Cast, law: User, manager: User, as_user: Browser
) -> None:
    gift = ask(make.scene(cast, public=True), 120)
    assert gift_convert(gift_id=gift.pk, basis=BASIS, by=law).state == "converted"
    conversion = Conversion.objects.get()
    assert (conversion.amount, conversion.unit, conversion.contact) == (
        Decimal(120),
        gift.unit,
        gift.contact,
    )
    page = as_user(cast.fin1).get(reverse("conversion_list")).text
    assert gift.get_absolute_url() in page
    assert "Tea" in page
    settle = reverse("conversion_settle", args=[conversion.pk])
    assert settle in page
    assert settle not in as_user(manager).get(reverse("conversion_list")).text  # may only look
    asked = as_user(cast.fin1).get(reverse("conversion_settle", args=[conversion.pk])).text
    assert str(gift.unit) in asked
    conversion_settle(conversion_id=conversion.pk, note="Taken off the price.", by=cast.fin1)
    assert "Settled on" in as_user(cast.fin1).get(gift.get_absolute_url()).text


def test_l2_a_converted_gift_is_given_to_nobody_and_counts_no_more(cast: Cast, law: User) -> None:
    scene = make.scene(cast, official=True)
    gift = gift_convert(gift_id=ask(scene, 150).pk, basis=BASIS, by=law)
    with pytest.raises(DomainError, match="cannot be handed over now"):
        gift_give(gift_id=gift.pk, given_on=today(), by=cast.ann)
    with pytest.raises(DomainError, match="not on hold"):
        gift_release(gift_id=gift.pk, basis=BASIS, by=law)
    assert gift not in Gift.objects.counted()
    assert Notification.objects.filter(user=cast.ann, kind="gift").count() == 1


def test_l2_who_became_an_official_meanwhile_is_held_at_the_door(scene: Scene) -> None:
    gift, person = ask(scene), scene.contact
    facts = {"official": True}
    contact_edit(contact_id=person.pk, version=person.version, facts=facts, by=scene.cast.ann)
    assert gift_give(gift_id=gift.pk, given_on=today(), by=scene.cast.ann).state == "on_hold"
    assert state(gift) == ("on_hold", ["official"])


# --- L2: the year's steps -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "codes"),
    [
        (4899, []),
        (4900, ["year_compliance"]),
        (9900, ["year_manager"]),
        (29_900, ["year_stop"]),
    ],
)
def test_l2_the_gift_that_reaches_a_step_is_held(
    scene: Scene, before: int, codes: list[str]
) -> None:
    given_before(scene, before)
    assert state(ask(scene, 100))[1] == codes


def test_l2_rewards_and_gifts_are_one_sum(scene: Scene) -> None:
    scene.acknowledge()
    for _ in range(4):
        scene.reward()
    given_before(scene, 950)
    assert state(ask(scene, 50))[1] == ["year_compliance"]


def test_l2_at_the_second_step_the_manager_agrees_first(
    scene: Scene, law: User, manager: User
) -> None:
    given_before(scene, 9900)
    gift = ask(scene, 100)
    with pytest.raises(DomainError, match="has to agree first"):
        gift_release(gift_id=gift.pk, basis=BASIS, by=law)
    gift_agree(gift_id=gift.pk, basis=BASIS, by=manager)
    assert gift_release(gift_id=gift.pk, basis=BASIS, by=law).state != "on_hold"


def test_l2_at_the_limit_nobody_lets_it_go(scene: Scene, law: User, manager: User) -> None:
    given_before(scene, 29_900)
    gift = ask(scene, 100)
    with pytest.raises(DomainError, match="only be converted or refused"):
        gift_release(gift_id=gift.pk, basis=BASIS, by=law)
    assert gift_convert(gift_id=gift.pk, basis=BASIS, by=law).state == "converted"


def test_l2_two_records_of_one_person_are_one_person(cast: Cast) -> None:
    one, other = make.scene(cast), make.scene(cast, name="泉州商会")
    Contact.objects.filter(pk__in=[one.contact.pk, other.contact.pk]).update(id_hash="same")
    assert [ask(one, 150).state, ask(other, 60).state] == ["approved", "asked"]


def test_l2_a_held_gift_given_without_compliance_is_found(cast: Cast) -> None:
    gift = ask(make.scene(cast, public=True))
    Gift.objects.filter(pk=gift.pk).update(state="given", given_on=today())
    broken = {found.invariant.name for found in invariants.check_all() if found.rows}
    assert "rewards.gifts_released" in broken


# --- K4: history a reward was decided on --------------------------------------------------------


def test_k4_a_tenure_a_reward_was_decided_on_is_not_rewritten(
    scene: Scene, manager: User, law: User
) -> None:
    reward = scene.reward()
    tenure = scene.unit.tenures.get()
    late = Period(scene.contact.pk, tenure.starts_on + timedelta(days=9), None)
    given: dict[str, Any] = {"tenure_id": tenure.pk, "version": tenure.version, "why": "A slip."}
    with pytest.raises(DomainError, match=f"contract {reward.contract_no} was decided on this"):
        tenure_correct(period=late, by=manager, **given)
    with pytest.raises(DomainError, match="Compliance has to refuse it first"):
        key_person_end(unit_id=scene.unit.pk, ends_on=reward.contracted_on, by=scene.cast.ann)
    earlier = Period(scene.contact.pk, tenure.starts_on - timedelta(days=9), None)
    corrected = tenure_correct(period=earlier, by=manager, **given)
    assert corrected.starts_on == earlier.starts_on
    assert key_person_end(unit_id=scene.unit.pk, ends_on=today(), by=scene.cast.ann)


def test_k4_what_compliance_refused_holds_no_history(
    scene: Scene, manager: User, law: User
) -> None:
    reward_refuse(reward_id=scene.reward().pk, basis=BASIS, by=law)
    tenure = scene.unit.tenures.get()
    late = Period(scene.contact.pk, tenure.starts_on + timedelta(days=9), None)
    tenure_correct(
        tenure_id=tenure.pk, version=tenure.version, period=late, why="A slip.", by=manager
    )


# --- pages --------------------------------------------------------------------------------------


def test_k5_the_form_asks_for_what_where_and_keeps_the_receipt(
    scene: Scene, as_user: Browser
) -> None:
    browser, url = as_user(scene.cast.ann), reverse("gift_add", args=[scene.unit.pk])
    assert browser.get(url).context["form"].initial["contact"] == scene.contact.pk
    typed = {"contact": scene.contact.pk, "item": "Tea", "value": "88", "paper": make.paper()}
    answer = browser.post(url, typed)
    gift = Gift.objects.get()
    assert answer.headers["Location"] == gift.get_absolute_url()
    assert Attachment.objects.get().subject_id == gift.pk
    assert "may be given" in browser.get(gift.get_absolute_url()).text


def test_k5_the_form_says_from_where_on_a_gift_is_approved_first(
    scene: Scene, as_user: Browser
) -> None:
    page = as_user(scene.cast.ann).get(reverse("gift_add", args=[scene.unit.pk])).text
    assert "Above 200.00 yuan to one person within 30 days" in page


def test_k5_the_page_of_a_gift_leads_who_decides_to_the_approval(
    scene: Scene, manager: User, as_user: Browser
) -> None:
    gift = ask(scene, 300)
    approval = Approval.objects.get(kind="gift")
    for person in (manager, scene.cast.ann):
        page = as_user(person).get(gift.get_absolute_url()).text
        assert "This gift waits for its approval." in page
        assert approval.get_absolute_url() in page
    approval_decide(approval_id=approval.pk, decision="approve", reason="", by=manager)
    assert "waits for its approval" not in as_user(manager).get(gift.get_absolute_url()).text


def test_l2_a_discount_made_of_a_gift_stands_on_the_units_page(
    cast: Cast, law: User, manager: User, as_user: Browser
) -> None:
    gift = ask(make.scene(cast, official=True), 128)
    gift_convert(gift_id=gift.pk, basis=BASIS, by=law)
    address, said = (
        gift.unit.get_absolute_url() + LATER,
        "128.00 yuan to grant to the unit's buyers",
    )
    page = unescape(as_user(manager).get(address).text)
    listed = f"{reverse('conversion_list')}?open=true&unit={gift.unit_id}"
    assert said in page
    assert listed in page
    assert gift.get_absolute_url() in as_user(manager).get(listed).text
    assert said not in unescape(as_user(cast.ann).get(address).text)
    conversion_settle(conversion_id=gift.conversion.pk, note="Off the price.", by=cast.fin1)
    assert said not in unescape(as_user(manager).get(address).text)


def test_l2_compliance_sees_held_gifts_and_no_others(
    cast: Cast, law: User, as_user: Browser
) -> None:
    held, free = ask(make.scene(cast, official=True)), ask(make.scene(cast, name="泉州商会"))
    browser = as_user(law)
    assert browser.get(free.get_absolute_url()).status_code == 404
    page = browser.get(held.get_absolute_url()).text
    assert "The recipient is a public official." in page
    assert reverse("gift_release", args=[held.pk]) in page
    assert "1 reward or gift is held" in browser.get(reverse("today")).text


def test_l2_the_persons_page_shows_the_year(scene: Scene, as_user: Browser) -> None:
    given_before(scene, 120)
    page = as_user(scene.cast.ann).get(scene.contact.get_absolute_url() + LATER).text
    assert "120.00" in page
    assert "From 5,000.00 on the next one is looked at" in page
