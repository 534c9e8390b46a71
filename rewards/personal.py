"""Where key persons stand in rewards and vouchers (L1): what tax and the books need stays."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.personal import ERASED, WORDS, Holding, Keep, Kept, Person, Redo, declare, nothing
from core.personal.blockers import register_blocker
from core.personal.labels import call
from core.personal.telling import tell
from rewards.reasons import labels
from rewards.states import RewardState

PAPERS = Kept(
    _("Vouchers and the tax withheld (accounting archives 14, tax collection law)."),
    30,
    sealed=True,
)
PROOF = Kept(_("Why a payment was allowed (criminal law 163–164, 385–393; L2)."), 20)
_CODES = Keep("codes and figures")


def _paper(voucher: Any, person: Person) -> dict[str, Any]:
    """The paper without the person; the name stands sealed beside it (ADR 092)."""
    kept = dict(voucher.snapshot)
    kept.update(person=person.erased_name, position="", identity=ERASED)
    return kept


def _lines(voucher: Any, person: Person) -> list[str]:
    return [
        f"{line['home']} {line['contract_no']} {line['amount']}"
        for line in voucher.snapshot.get("lines", [])
    ]


tell(
    "rewards.Reward",
    figures=None,  # the rule's numbers, the same for everybody
    purchase=lambda reward, person: reward.purchase.home,  # whose it is, is another's affair
    holds=lambda reward, person: labels(reward.holds),
)
tell("units.Gift", holds=lambda gift, person: labels(gift.holds))
for _made in ("Decision", "GiftDecision"):
    tell(f"rewards.{_made}", codes=lambda decision, person: labels(decision.codes))
tell(
    "rewards.Voucher",
    snapshot=_lines,
    tax_month=lambda voucher, person: f"{voucher.tax_month:%Y-%m}",
    **dict.fromkeys(("year", "serial")),  # the number has them
)
call(
    "rewards.Voucher",
    number=_("voucher number"),
    snapshot=_("on the paper"),
    tax_kind=_("tax withheld as"),
)

declare(
    Holding(
        "rewards.Reward",
        "contact",
        label=_("Rewards"),
        fields=dict.fromkeys(("figures", "holds", "cleared"), _CODES),
        plain=("contract_no",),
        kept=PAPERS,
        files_stay=True,
        unit="unit",
        touched="accrued_on",
    )
)
declare(
    Holding(
        "rewards.Decision",
        "reward__contact",
        label=_("Decisions of compliance"),
        fields={"basis": WORDS, "codes": _CODES},
        kept=PROOF,
        since="at",
        files_stay=True,
        unit="reward__unit",
    )
)
declare(
    Holding(
        "rewards.GiftDecision",
        "gift__contact",
        label=_("Decisions of compliance on gifts"),
        fields={"basis": WORDS, "codes": _CODES},
        kept=PROOF,
        since="at",
        unit="gift__unit",
    )
)
for _owed, _via in (("Reclaim", "reward__"), ("Conversion", "")):
    declare(
        Holding(
            f"rewards.{_owed}",
            f"{_via}contact",
            fields={"why": WORDS, "settled_note": WORDS},
            kept=PAPERS,
            since="arose_at",
            files_stay=True,
            unit=f"{_via}unit",
        )
    )
declare(
    Holding(
        "rewards.Voucher",
        "contact",
        label=_("Vouchers"),
        fields={
            "snapshot": Redo(_paper),
            "account": Keep("encrypted; the bank's proof of whom we paid"),
            "account_tail": Keep("four digits"),
            "person": Keep("a keyed hash: the tax of a month adds up by it (R8)"),
        },
        plain=("number", "token", "bank"),
        secret=("account", "person", "token"),
        kept=PAPERS,
        files_stay=True,
        unit="unit",
        touched="verified_at",
    )
)
declare(
    Holding(
        "rewards.Payment",
        "voucher__contact",
        label=_("Payments"),
        kept=PAPERS,
        files_stay=True,
        touched="at",
    )
)
declare(
    Holding(
        "rewards.VoucherPrint",
        "voucher__contact",
        label=_("Printed vouchers"),
        kept=PAPERS,
        since="at",
        files_stay=True,
    )
)
declare(
    Holding(
        "rewards.Acknowledgement",
        label=_("Acknowledgements of units"),
        fields={"note": WORDS},
        own=False,
        files_stay=True,  # the unit's own letter, by which a reward was lawful
        unit="unit",
    )
)
nothing(
    "rewards.Hold",
    "rewards and gifts read together, no table",
    plain=("item", "holds", "contact", "contact_sound", "unit", "unit_sound"),
)
nothing("rewards.PersonMonth", "a keyed hash to lock", plain=("person",))
nothing("rewards.DailyTotal", "figures of our staff")


@register_blocker
def _unpaid(contact: Any) -> list[Any]:
    """A reward on its way, or money owed, needs the person."""
    ended = (RewardState.PAID, RewardState.REFUSED, RewardState.CONVERTED, RewardState.VOID)
    reasons: list[Any] = [
        _("The reward for contract %(contract)s is not settled. Pay, refuse or void it first.")
        % {"contract": reward.contract_no}
        for reward in contact.rewards.exclude(state__in=ended)
    ]
    owed = contact.rewards.filter(reclaim__isnull=False, reclaim__settled_on=None)
    return reasons + [
        _("They still owe the reward for contract %(contract)s back. Settle it first.")
        % {"contract": reward.contract_no}
        for reward in owed
    ]
