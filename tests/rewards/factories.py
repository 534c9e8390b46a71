"""Units with a key person, and rewards in every state, through the services."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import Project, User
from pricing.models import Purchase
from rewards.models import Acknowledgement, Reward, Voucher
from rewards.services import (
    DeskCheck,
    acknowledgement_file,
    reward_accrue,
    reward_pay,
    reward_verify,
)
from tests.pricing import factories as sales
from units.models import Campaign, Category, Contact, Unit
from units.services import contact_add, key_person_name, unit_add

IDENTITY = "11010519491231002X"
OTHER_IDENTITY = "440524188001010014"


def days_ago(days: int) -> date:
    """The local day so many days back."""
    return timezone.localdate() - timedelta(days=days)


def paper() -> SimpleUploadedFile:
    """A scanned page."""
    page = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(page, "PNG")
    return SimpleUploadedFile("page.png", page.getvalue(), "image/png")


def category(code: str = "chamber", *, public: bool = False) -> Category:
    """A kind of unit of the private or the public sector."""
    made, _ = Category.objects.get_or_create(
        code=code,
        defaults={
            "name": code,
            "name_zh": "商会",
            "public_sector": public,
            "group_rule": Category.GroupRule.MEMBERS,
        },
    )
    return made


def person(unit: Unit, by: User, name: str = "王玥堃", **facts: Any) -> Contact:
    """Somebody of the unit."""
    made: Contact = contact_add(unit_id=unit.pk, facts={"name": name, **facts}, by=by)
    return made


@dataclass
class Cast:
    """Who does what around a reward."""

    project: Project
    ann: User
    fin1: User
    fin2: User


@dataclass
class Scene:
    """A unit with its key person since before its first visit, inside a campaign."""

    cast: Cast
    unit: Unit
    contact: Contact
    campaign: Campaign

    def purchase(self, *, ago: int = 10, by: User | None = None, **more: Any) -> Purchase:
        """One more home of the unit's people, contract and down payment so many days ago."""
        return sales.down_paid(
            by or self.cast.ann, self.cast.fin1, self.unit, reserved_on=days_ago(ago), **more
        )

    def reward(self, **more: Any) -> Reward:
        """The reward of one more purchase, as it stands."""
        return Reward.objects.get(purchase=self.purchase(**more))

    def acknowledge(self) -> Acknowledgement:
        """The unit's acknowledgement on file."""
        return acknowledgement_file(
            unit_id=self.unit.pk, signed_on=days_ago(1), upload=paper(), by=self.cast.ann
        )

    def payable(self, **more: Any) -> Reward:
        """A reward that can be verified."""
        if not self.unit.acknowledgements.exists():
            self.acknowledge()
        reward = self.reward(**more)
        assert reward.state == "payable", reward.state
        return reward

    def verified(self, reward: Reward | None = None, **desk: Any) -> Voucher:
        """A voucher issued by fin1 with ann beside."""
        reward = reward or self.payable()
        return reward_verify(
            reward_id=reward.pk, desk=desk_check(self.cast.ann, **desk), by=self.cast.fin1
        )

    def paid(self, reward: Reward | None = None, **desk: Any) -> Voucher:
        """A voucher paid by fin2."""
        voucher = self.verified(reward, **desk)
        first = voucher.rewards.first()
        assert first is not None
        reward_pay(reward_id=first.pk, by=self.cast.fin2)
        voucher.refresh_from_db()
        return voucher


def desk_check(accompanied_by: User, **more: Any) -> DeskCheck:
    """What the desk sees when all is in order: cash."""
    values: dict[str, Any] = {
        "id_number": IDENTITY,
        "work_permit_seen": True,
        "accompanied_by_id": accompanied_by.pk,
        "method": "cash",
        **more,
    }
    return DeskCheck(**values)


def scene(
    cast: Cast,
    *,
    public: bool = False,
    official: bool = False,
    name: str = "温州商会",
    visited: int = 40,
) -> Scene:
    """A unit visited so many days ago; its key person was named the day before."""
    kind = category("organ", public=True) if public else category()
    unit = unit_add(facts={"name": name, "category": kind}, by=cast.ann)
    Unit.objects.filter(pk=unit.pk).update(first_visit_on=days_ago(visited))
    unit.refresh_from_db()
    contact = person(unit, cast.ann, official=official)
    key_person_name(
        unit_id=unit.pk, contact_id=contact.pk, starts_on=days_ago(visited + 1), by=cast.ann
    )
    campaign = Campaign.objects.filter(project=cast.project).first() or sales.campaign(
        cast.project, before=60
    )
    return Scene(cast, unit, contact, campaign)


def accrue(purchase: Purchase, by: User | None = None) -> Reward | None:
    """Ask for the reward once more."""
    return reward_accrue(purchase_id=purchase.pk, by=by)


THOUSAND = Decimal(1000)
