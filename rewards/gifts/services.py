"""Decisions on held gifts, as on held rewards: in writing, and by nobody in sales (L2)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, files
from core.errors import DomainError
from rewards import permissions
from rewards.models import Conversion, Decision, GiftDecision
from rewards.reasons import YEAR_MANAGER, YEAR_STOP
from rewards.services.holds import Ruling, basis_of
from rewards.services.shared import require
from units.models import Gift
from units.services.gift import gift_convert as convert
from units.services.gift import gift_let_go, locked_gift
from units.services.gift import gift_refuse as refuse
from units.states import GiftState


@transaction.atomic
def gift_agree(*, gift_id: int, basis: str, by: User) -> GiftDecision:
    """The sales manager agrees; from the year's second step on compliance waits for it (L2)."""
    require(by, permissions.REWARD_AGREE)
    gift = _held(gift_id)
    if YEAR_MANAGER not in gift.holds:
        raise DomainError(_("This hold does not wait for the sales manager."))
    return _decide(gift, Ruling(Decision.Kind.AGREE, basis), by)


@transaction.atomic
def gift_release(*, gift_id: int, basis: str, by: User, upload: Any = None) -> Gift:
    """Compliance lets the gift go on, on a written legal basis; nobody else can (L2)."""
    require(by, permissions.REWARD_DECIDE)
    gift = _held(gift_id)
    _refuse_release(gift)
    _decide(gift, Ruling(Decision.Kind.RELEASE, basis, upload), by)
    gift_let_go(gift, why=basis, by=by)
    return gift


@transaction.atomic
def gift_refuse(*, gift_id: int, basis: str, by: User, upload: Any = None) -> Gift:
    """Compliance refuses the gift for good."""
    require(by, permissions.REWARD_DECIDE)
    gift = _held(gift_id)
    _decide(gift, Ruling(Decision.Kind.REFUSE, basis, upload), by)
    refuse(gift, why=basis, by=by)
    return gift


@transaction.atomic
def gift_convert(*, gift_id: int, basis: str, by: User, upload: Any = None) -> Gift:
    """Compliance turns the value into a discount for the unit's buyers, listed to be granted."""
    require(by, permissions.REWARD_DECIDE)
    gift = _held(gift_id)
    decision = _decide(gift, Ruling(Decision.Kind.CONVERT, basis, upload), by)
    convert(gift, why=basis, by=by)
    Conversion.objects.create(
        gift=gift,
        contact=gift.contact,
        unit=gift.unit,
        amount=gift.value,
        why=basis[:300],
        arose_at=decision.at,
    )
    return gift


def _held(gift_id: int) -> Gift:
    gift = locked_gift(gift_id)
    if gift.state != GiftState.ON_HOLD:
        raise DomainError(
            _("This gift is “%(state)s”, not on hold. Reload the page.")
            % {"state": gift.get_state_display()}
        )
    return gift


def _refuse_release(gift: Gift) -> None:
    if YEAR_STOP in gift.holds:
        raise DomainError(
            _("The year's limit is reached: this gift can only be converted or refused.")
        )
    agreed = GiftDecision.objects.filter(gift=gift, kind=Decision.Kind.AGREE)
    if YEAR_MANAGER in gift.holds and not agreed.exists():
        raise DomainError(_("At this total of the year the sales manager has to agree first."))


def _decide(gift: Gift, ruling: Ruling, by: User) -> GiftDecision:
    decision = GiftDecision.objects.create(
        gift=gift,
        kind=ruling.kind,
        codes=gift.holds,
        basis=basis_of(ruling),
        by=by,
        at=timezone.now(),
    )
    if ruling.upload is not None:
        files.attachment_save(subject=decision, upload=ruling.upload, kind=files.EVIDENCE, by=by)
    audit.record(f"rewards.gift.{ruling.kind}", gift, by=by, codes=gift.holds)
    return decision
