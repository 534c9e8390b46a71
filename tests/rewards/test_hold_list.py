"""All that waits for compliance on one page in one order, with the same deeds (L2)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Project, Team, User
from rewards.gifts.services import gift_agree, gift_release
from rewards.models import Hold, Reward
from rewards.services import reward_release
from tests.conftest import make_user
from tests.rewards import factories as make
from tests.rewards.factories import Cast, Scene
from units.models import Gift
from units.services.gift import GiftFacts, gift_ask

SignIn = Callable[[Any], Client]
BASIS = "The unit approved the disclosed payment in writing."


@pytest.fixture
def school(cast: Cast) -> Scene:
    return make.scene(cast, public=True, name="泉州七中")


@pytest.fixture
def reward(school: Scene) -> Reward:
    return school.reward()


@pytest.fixture
def gift(school: Scene) -> Gift:
    return gift_to(school)


def gift_to(scene: Scene, value: int = 88) -> Gift:
    facts = GiftFacts(scene.contact.pk, "Tea", Decimal(value))
    return gift_ask(unit_id=scene.unit.pk, facts=facts, by=scene.cast.ann)


def held_since(row: Reward | Gift, ago: int) -> None:
    type(row).objects.filter(pk=row.pk).update(held_on=timezone.localdate() - timedelta(days=ago))


def shown(browser: Client, **asked: Any) -> list[tuple[str, int]]:
    page = browser.get(reverse("hold_list"), asked)
    return [(row.kind, row.subject_id) for row in page.context["page"].rows]


def test_l2_rewards_and_gifts_stand_in_one_order_the_oldest_first(
    school: Scene, reward: Reward, gift: Gift, as_user: SignIn, law: User
) -> None:
    later = gift_to(school)
    held_since(reward, 5)
    held_since(gift, 9)
    expected = [("gift", gift.pk), ("reward", reward.pk), ("gift", later.pk)]
    assert shown(as_user(law)) == expected
    assert shown(as_user(law), sort="-held_on") == expected[::-1]
    assert shown(as_user(law), sort="-amount")[0] == ("reward", reward.pk)


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"kind": "gift"}, ["gift"]),
        ({"reason": "public_sector"}, ["reward", "gift"]),
        ({"reason": "official"}, []),
        ({"q": "七中"}, ["reward", "gift"]),
        ({"q": "qzqz"}, ["reward", "gift"]),
        ({"q": "Tea"}, ["gift"]),
        ({"q": "商会"}, []),
        ({"manager": "true"}, []),
        ({"manager": "false"}, ["reward", "gift"]),
    ],
)
def test_l2_the_page_is_narrowed(
    reward: Reward,
    gift: Gift,
    as_user: SignIn,
    law: User,
    asked: dict[str, str],
    kinds: list[str],
) -> None:
    held_since(reward, 1)  # of one day the keys decide, and those depend on who went before
    assert [kind for kind, _pk in shown(as_user(law), **asked)] == kinds


def test_l2_the_same_deeds_for_both_and_for_each_role_its_own(
    reward: Reward, gift: Gift, as_user: SignIn, law: User, fin1: User
) -> None:
    rulings = {
        reverse(f"{kind}_{deed}", args=[row.pk])
        for kind, row in (("reward", reward), ("gift", gift))
        for deed in ("release", "convert", "refuse")
    }
    pages = (reverse("hold_list"), reward.get_absolute_url(), gift.get_absolute_url())
    page = as_user(law).get(pages[0]).text
    assert all(url in page for url in rulings)
    for url in pages[1:]:
        assert sum(deed in as_user(law).get(url).text for deed in rulings) == 3
    for url in pages:
        assert not any(deed in as_user(fin1).get(url).text for deed in rulings)


def test_l2_release_waits_for_the_manager_on_both(
    cast: Cast, as_user: SignIn, law: User, manager: User
) -> None:
    scene = make.scene(cast)
    gift = gift_to(scene, 10_000)
    release, agree = (reverse(f"gift_{deed}", args=[gift.pk]) for deed in ("release", "agree"))
    assert release not in as_user(law).get(reverse("hold_list")).text
    assert shown(as_user(manager), manager="true") == [("gift", gift.pk)]
    assert agree in as_user(manager).get(reverse("hold_list")).text
    assert "1 reward or gift waits for you" in as_user(manager).get(reverse("today")).text
    gift_agree(gift_id=gift.pk, basis=BASIS, by=manager)
    assert release in as_user(law).get(reverse("hold_list")).text
    assert shown(as_user(manager), manager="true") == []


def test_l2_what_was_let_go_leaves_the_page(
    reward: Reward, gift: Gift, as_user: SignIn, law: User
) -> None:
    reward_release(reward_id=reward.pk, basis=BASIS, by=law)
    gift_release(gift_id=gift.pk, basis=BASIS, by=law)
    assert shown(as_user(law)) == []


def test_l2_finance_and_manager_see_the_page_the_field_and_strangers_do_not(
    reward: Reward, gift: Gift, as_user: SignIn, fin1: User, manager: User
) -> None:
    assert len(shown(as_user(fin1))) == len(shown(as_user(manager))) == 2
    assert as_user(fin1).get(gift.get_absolute_url()).status_code == 200
    ann = User.objects.get(username="ann")
    assert as_user(ann).get(reverse("hold_list")).status_code == 403
    elsewhere = Project.objects.create(name="Elsewhere", code="else")
    Team.objects.create(project=elsewhere, name="T")
    stranger = make_user("law9", "compliance", elsewhere)
    assert shown(as_user(stranger)) == []


def test_l2_the_file_has_every_row_and_the_reasons_but_no_deeds(
    reward: Reward, gift: Gift, as_user: SignIn, fin1: User
) -> None:
    answer: Any = as_user(fin1).get(reverse("hold_list"), {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "The unit is in the public sector" in lines[1]
    assert "Decide" not in lines[0]


def test_l2_the_page_is_read_only(reward: Reward) -> None:
    assert Hold.objects.get().kind == "reward"
    assert Hold.objects.filter(pk=reward.pk * 2).exists()
