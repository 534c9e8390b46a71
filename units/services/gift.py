"""Gifts to key persons: asked for, weighed, approved, handed over or withdrawn (K5, L2).

What the law asks (officials, the public sector, the year's steps) is answered by whoever knows the
rewards, too: the signal `gift_weighed`. Only `rewards.gifts` lets a held gift go on. The person's
records are locked first, so that two gifts at one instant see each other.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.services.notifications import notify
from core import approvals, audit, files, states
from core.abilities import Role
from core.errors import DomainError
from core.models import Approval
from core.money import yuan
from core.policies import policy_on
from units.models import Gift, Unit
from units.policies import GiftPolicy
from units.rules.gifts import counts_as_one, needs_approval
from units.selectors.people import people_of
from units.services.shared import locked_people, refuse_erased
from units.signals import gift_weighed
from units.states import GIFT_TRANSITIONS, GiftState

APPROVAL = "gift"


@dataclass(frozen=True)
class GiftFacts:
    """What is to be given to whom; `given_on` only where it was handed over already."""

    contact_id: int
    item: str
    value: Decimal
    occasion: str = ""
    given_on: date | None = None


@transaction.atomic
def gift_ask(*, unit_id: int, facts: GiftFacts, by: User, paper: Any = None) -> Gift:
    """A gift entered: held, to be approved, free to be given, or given already (K5, L2).

    One that was handed over already is refused where it would have had to wait.
    """
    _refuse_future(facts.given_on)
    person = locked_people(facts.contact_id)
    refuse_erased(person)
    if person.unit_id != unit_id:
        raise DomainError(
            _("This person belongs to another unit. Choose one of this unit."), field="contact"
        )
    gift = Gift.objects.create(
        unit=Unit.objects.select_related("category").get(pk=unit_id),
        contact=person,
        item=facts.item.strip(),
        value=facts.value,
        occasion=facts.occasion.strip(),
        asked_on=facts.given_on or timezone.localdate(),
        by=by,
    )
    states.note(gift, "", by=by, at=timezone.now())
    audit.record("units.gift.asked", gift, by=by, contact=person.pk, value=gift.value)
    _keep(gift, paper, by)
    if not _held(gift, by):
        _ask_or_allow(gift, by=by)
    if facts.given_on is not None:
        _refuse_waiting(gift)
        _give(gift, facts.given_on, by)
    return gift


@transaction.atomic
def gift_give(*, gift_id: int, given_on: date, by: User, paper: Any = None) -> Gift:
    """Hand over what may be given; the law is asked once more, and it may be held even now."""
    gift = locked_gift(gift_id)
    if gift.state != GiftState.APPROVED:
        raise _not_now(gift)
    _keep(gift, paper, by)
    if not _held(gift, by):
        _give(gift, given_on, by)
    return gift


@transaction.atomic
def gift_withdraw(*, gift_id: int, why: str, by: User) -> Gift:
    """Nobody gives it any more; an approval that waits is withdrawn by who asked for it."""
    asked = Approval.objects.select_for_update().filter(kind=APPROVAL, subject_id=gift_id)
    waiting = asked.filter(state=Approval.State.WAITING).first()
    gift = locked_gift(gift_id)
    if waiting is not None:
        approvals.approval_withdraw(approval_id=waiting.pk, by=by)
    _advance(gift, GiftState.WITHDRAWN, by=by, why=why.strip())
    return gift


@transaction.atomic
def gift_decided(*, gift_id: int, approved: bool, by: User, why: str = "") -> Gift:
    """The manager's decision, inside the approval's own transaction (K5)."""
    gift = locked_gift(gift_id)
    if approved:
        gift.approved_by = by
        _advance(gift, GiftState.APPROVED, by=by, why=why, fields=("approved_by",))
    else:
        _advance(gift, GiftState.REFUSED, by=by, why=why)
    _tell(gift, by)
    return gift


def gift_let_go(gift: Gift, *, why: str, by: User) -> None:
    """Compliance released the gift, locked by the caller: on to its approval, or to be given."""
    gift.cleared = [*gift.cleared, *gift.holds]
    gift.holds = []
    gift.save(update_fields=["cleared", "holds"])
    _ask_or_allow(gift, by=by, why=why)
    _tell(gift, by)


def gift_refuse(gift: Gift, *, why: str, by: User) -> None:
    """Compliance refused the gift, locked by the caller."""
    _advance(gift, GiftState.REFUSED, by=by, why=why)
    _tell(gift, by)


def gift_convert(gift: Gift, *, why: str, by: User) -> None:
    """Compliance made a discount of the gift, locked by the caller, for the unit's buyers."""
    _advance(gift, GiftState.CONVERTED, by=by, why=why)
    _tell(gift, by)


def locked_gift(gift_id: int) -> Gift:
    """One gift, locked after its person. DomainError if there is none."""
    person = Gift.objects.filter(pk=gift_id).values_list("contact_id", flat=True).first()
    if person is None:
        raise DomainError(_("There is no such gift. Go back to the list."))
    locked_people(person)
    rows = Gift.objects.select_for_update(no_key=True, of=("self",))
    gift: Gift = rows.select_related("unit__category", "contact", "by").get(pk=gift_id)
    return gift


def _held(gift: Gift, by: User) -> bool:
    """Put the gift on hold if L2 says so; whoever may not answer must not be missing."""
    today = timezone.localdate()
    days = sorted({today, min(today, gift.asked_on)})  # a day before today avoids no year
    answers = [row for day in days for row in gift_weighed.send(Gift, gift=gift, on=day)]
    if not answers:
        raise RuntimeError("nobody weighs gifts: the app that knows the rewards is missing")
    codes = list(dict.fromkeys(code for _receiver, found in answers for code in found or ()))
    if codes:
        gift.holds = codes
        gift.held_on = gift.held_on or today
        _advance(gift, GiftState.ON_HOLD, by=by, fields=("holds", "held_on"))
        audit.record("units.gift.held", gift, by=by, codes=codes)
    return bool(codes)


def _ask_or_allow(gift: Gift, *, by: User, why: str = "") -> None:
    """Above the limit a manager decides; a manager's own gift is the director's to decide."""
    policy = policy_on(GiftPolicy, timezone.localdate(), gift.project_id)
    together = _together(gift, policy)
    if not needs_approval(together, policy.each):
        _advance(gift, GiftState.APPROVED, by=by, why=why)
        return
    if gift.state != GiftState.ASKED:
        _advance(gift, GiftState.ASKED, by=by, why=why)
    decides = Role.DIRECTOR if gift.by.role == Role.MANAGER else Role.MANAGER
    approvals.approval_ask(
        subject=gift,
        kind=APPROVAL,
        steps=approvals.in_order(decides),
        snapshot={
            "unit": gift.unit,
            "contact": gift.contact,
            "item": gift.item,
            "value": yuan(gift.value),
            "together": together,
            "limit": yuan(policy.each),
            "occasion": gift.occasion,
        },
        by=gift.by,
    )


def _together(gift: Gift, policy: GiftPolicy) -> Decimal:
    others = Gift.objects.counted().filter(contact__in=people_of([gift.contact]))
    rows = others.exclude(pk=gift.pk).values_list("given_on", "asked_on", "value")
    dated = [(given or asked, value) for given, asked, value in rows]
    return counts_as_one(dated, gift.asked_on, gift.value, policy.within_days)


def _refuse_waiting(gift: Gift) -> None:
    """Rolls the entry back: what was not allowed cannot be recorded as given."""
    if gift.state == GiftState.ON_HOLD:
        text = _(
            "Compliance has to decide on this gift before it is given. Leave the day empty and "
            "hand it over after the decision."
        )
    elif gift.state == GiftState.ASKED:
        text = _(
            "This is above the limit, so a manager approves it before it is given. Leave the day "
            "empty and hand it over after the decision."
        )
    else:
        return
    raise DomainError(text, field="given_on")


def _refuse_future(on: date | None) -> None:
    if on is not None and on > timezone.localdate():
        raise DomainError(
            _("This day is still to come. Choose today or earlier."), field="given_on"
        )


def _give(gift: Gift, on: date, by: User) -> None:
    _refuse_future(on)
    gift.given_on, gift.given_by = on, by
    _advance(gift, GiftState.GIVEN, by=by, fields=("given_on", "given_by"))


def _keep(gift: Gift, paper: Any, by: User) -> None:
    if paper is not None:
        files.attachment_save(subject=gift, upload=paper, kind=files.EVIDENCE, by=by)


def _not_now(gift: Gift) -> DomainError:
    return DomainError(
        _("This gift is “%(state)s”, so it cannot be handed over now. Reload the page.")
        % {"state": gift.get_state_display()}
    )


_TOLD: dict[str, str | Promise] = {
    GiftState.ASKED: gettext_lazy("Compliance let a gift go; a manager decides next"),
    GiftState.APPROVED: gettext_lazy("A gift may be given now"),
    GiftState.REFUSED: gettext_lazy("A gift was refused"),
    GiftState.CONVERTED: gettext_lazy("A gift becomes a discount for the unit's buyers"),
}


def _tell(gift: Gift, by: User) -> None:
    """Who asked learns what became of it."""
    notify(
        user_ids=[gift.by_id],
        kind="gift",
        key=f"{gift.pk}:{gift.state}",
        title=_TOLD[gift.state],
        body=str(gift),
        url=gift.get_absolute_url(),
        by=by,
    )


def _advance(
    gift: Gift, to: GiftState, *, by: User, why: str = "", fields: tuple[str, ...] = ()
) -> None:
    """Nobody else assigns a gift's state."""
    states.advance(gift, to, by=by, transitions=GIFT_TRANSITIONS, why=why, fields=fields)
