"""Rewards: list, record with its figures, and one page for each thing done to it (R3–R5, L2)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import states
from core.pages import ActionPage, Button, DetailPage, Empty, Fact, ListPage
from rewards import permissions, reasons
from rewards.deeds import deeds, held_reward
from rewards.feed import own_entries, path_of
from rewards.filters import RewardFilter
from rewards.forms import AcknowledgementForm, BasisForm, DecideForm, VerifyForm, WhyForm
from rewards.models import Reward
from rewards.services import (
    acknowledgement_file,
    reward_agree,
    reward_convert,
    reward_hold,
    reward_pay,
    reward_refuse,
    reward_release,
    reward_verify,
)
from rewards.shown import evidence_of, figures_of
from rewards.states import RewardState
from rewards.tables import RewardTable
from units.models import Unit
from units.permissions import CONTACT_REVEAL

_DECIDE = permissions.REWARD_DECIDE
_HOLD = Button(_("Hold"), "reward_hold", "pause-circle", permissions.REWARD_HOLD, own=True)

# What may be done next, by state but on hold; each button also asks its ability.
NEXT: dict[str, tuple[Button, ...]] = {
    RewardState.ACCRUED: (_HOLD,),
    RewardState.PAYABLE: (
        Button(
            _("Verify"), "reward_verify", "person-check", permissions.REWARD_VERIFY, True, own=True
        ),
        _HOLD,
    ),
    RewardState.VERIFIED: (
        Button(_("Pay"), "reward_pay", "cash-coin", permissions.REWARD_PAY, True, own=True),
    ),
}


class RewardList(ListPage):
    """Rewards one may see."""

    model = Reward
    permission = permissions.REWARD_VIEW
    table_class = RewardTable
    filterset_class = RewardFilter
    persons = True
    title = _("Rewards")
    empty = Empty(
        _("No rewards yet"),
        _("They accrue by themselves when a contract and its down payment are in."),
    )


class RewardDetail(DetailPage):
    """One reward: its figures step by step, why it is held, the evidence, what happened."""

    model = Reward
    permission = permissions.REWARD_VIEW
    template_name = "rewards/reward_detail.html"

    def queryset(self) -> QuerySet[Any]:
        """With what the page shows of other tables."""
        return (
            super()
            .queryset()
            .select_related(
                "contact",
                "unit__category",
                "campaign",
                "owner",
                "team",
                "purchase__home",
                "purchase__contact",
                "voucher",
                "reclaim",
                "conversion",
            )
        )

    def links(self, subject: Any = None) -> list[Any]:
        """What may be done next by this person."""
        if subject.state == RewardState.ON_HOLD:
            return deeds(held_reward(subject), self.user)
        return [
            button.link(subject)
            for button in NEXT.get(subject.state, ())
            if self.user.has_perm(button.ability or "")
        ]

    def heading(self, subject: Reward) -> str:
        """Who earns it."""
        return str(subject.contact)

    def subtitle(self, subject: Reward) -> str:
        """Unit and contract."""
        return f"{subject.unit} · {subject.contract_no}"

    def facts(self, subject: Reward) -> list[tuple[Any, list[Fact]]]:
        """Parties and days."""
        return [(_("Reward"), _parties(subject, self.user)), (_("Days"), _days(subject))]

    def context(self, subject: Reward) -> dict[str, Any]:
        """Path, figures, holds, evidence, timeline."""
        return {
            "path": path_of(subject, states.changes(subject)),
            "figures": figures_of(subject),
            "holds": reasons.labels(subject.holds),
            "evidence": evidence_of(subject, self.user),
            "timeline": own_entries(subject),
        }


def _parties(reward: Reward, user: User) -> list[Fact]:
    """Who and what it is about, each a link for who may follow it."""

    def fact(label: Any, row: Any, ability: str) -> Fact:
        may = row is not None and user.has_perm(ability)
        return Fact(label, row, row.get_absolute_url() if may else "")

    return [
        fact(_("Key person"), reward.contact, "units.contact_view"),
        fact(_("Unit"), reward.unit, "units.unit_view"),
        fact(_("Purchase"), reward.purchase, "pricing.purchase_view"),
        Fact(_("Contract number"), reward.contract_no),
        fact(_("Campaign"), reward.campaign, "units.campaign_view"),
        Fact(_("Salesperson"), reward.owner),
        fact(_("Voucher"), reward.voucher, permissions.VOUCHER_VIEW),
        _identity(reward, user),
    ]


def _identity(reward: Reward, user: User) -> Fact:
    """Whether a number is on file; who may see it is led to where the reason is asked (L1)."""
    known = bool(reward.contact.id_number)
    may = known and user.has_perm(CONTACT_REVEAL)
    url = reverse("contact_reveal", args=[reward.contact_id]) if may else ""
    return Fact(_("Identity number"), _("on file") if known else None, url)


def _days(reward: Reward) -> list[Fact]:
    names = ("contracted_on", "down_paid_on", "accrued_on", "payable_on", "held_on")
    return [
        Fact(Reward._meta.get_field(name).verbose_name, getattr(reward, name))  # type: ignore[union-attr]
        for name in names
        if getattr(reward, name)
    ]


class _RewardAction(ActionPage):
    """A page about one reward, which says what it is about."""

    model = Reward

    def queryset(self) -> QuerySet[Any]:
        """With what the summary shows."""
        return super().queryset().select_related("contact", "unit__team", "voucher")

    def context(self, form: Any, subject: Reward) -> dict[str, Any]:
        """Person, unit, contract, amount; why it is held."""
        rows = [
            (_("Key person"), subject.contact),
            (_("Unit"), subject.unit),
            (_("Contract number"), subject.contract_no),
            (_("Amount"), f"{subject.amount:,.2f}"),
        ]
        if subject.voucher:
            rows.append((_("Voucher"), subject.voucher))
            rows.append((_("Paid out"), f"{subject.voucher.net:,.2f}"))
        return {"summary": rows, "warning": " ".join(map(str, reasons.labels(subject.holds)))}


class RewardVerify(_RewardAction):
    """At the desk: the person, the papers, who is present, how it is paid (R4)."""

    permission = permissions.REWARD_VERIFY
    form_class = VerifyForm
    service = staticmethod(reward_verify)
    title = _("Verify the reward")
    submit = _("Verify and issue the voucher")
    done = _("The voucher is issued. Somebody else pays it.")

    def form_kwargs(self, subject: Reward) -> dict[str, Any]:
        """Only people, rewards and purchases that fit."""
        return {"reward": subject, "user": self.user, "initial": {}}

    def params(self, form: Any, subject: Reward) -> dict[str, Any]:
        """All of the desk as one."""
        return {"reward_id": subject.pk, "desk": form.desk()}

    def success_url(self, result: Any, subject: Any) -> str:
        """The voucher."""
        url: str = result.get_absolute_url()
        return url


class RewardPay(_RewardAction):
    """Hand out the money for a verified reward."""

    permission = permissions.REWARD_PAY
    service = staticmethod(reward_pay)
    title = _("Pay the reward")
    submit = _("Pay")
    done = _("The voucher is paid.")
    help = _("Whoever accompanied or verified may not pay.")

    def success_url(self, result: Any, subject: Any) -> str:
        """The voucher."""
        url: str = result.get_absolute_url()
        return url


class RewardHold(_RewardAction):
    """Give a reward to compliance."""

    permission = permissions.REWARD_HOLD
    form_class = WhyForm
    service = staticmethod(reward_hold)
    title = _("Put the reward on hold")
    submit = _("Put on hold")
    done = _("Compliance has the reward now.")


class RewardRelease(_RewardAction):
    """Let a held reward go on."""

    permission = _DECIDE
    form_class = DecideForm
    service = staticmethod(reward_release)
    title = _("Release the reward")
    help = _("It becomes payable on its day as any other, and the desk verifies it.")
    submit = _("Release")
    done = _("The reward goes on.")


class RewardConvert(_RewardAction):
    """Turn a held reward into a discount for the unit's buyers."""

    permission = _DECIDE
    form_class = DecideForm
    service = staticmethod(reward_convert)
    title = _("Convert the reward into a discount")
    help = _("The person gets nothing; finance grants the amount to the unit's buyers.")
    submit = _("Convert")
    done = _("The amount is listed as a discount to grant.")


class RewardRefuse(_RewardAction):
    """Refuse a held reward for good."""

    permission = _DECIDE
    form_class = DecideForm
    service = staticmethod(reward_refuse)
    title = _("Refuse the reward")
    help = _("For good: nobody gets anything, and the reason stays on record.")
    submit = _("Refuse")
    done = _("The reward is refused.")


class RewardAgree(_RewardAction):
    """The sales manager's part from the year's second step on; the hold stays."""

    permission = permissions.REWARD_AGREE
    form_class = BasisForm
    service = staticmethod(reward_agree)
    title = _("Agree to the reward")
    help = _("It stays held until compliance decides.")
    submit = _("Agree")
    done = _("Compliance can decide now.")


class AcknowledgementAdd(ActionPage):
    """The unit's written acknowledgement, filed by whoever follows it."""

    model = Unit
    permission = permissions.ACKNOWLEDGEMENT_ADD
    form_class = AcknowledgementForm
    service = staticmethod(acknowledgement_file)
    title = _("File the unit's acknowledgement")
    submit = _("File it")
    done = _("The acknowledgement is on file.")
    help = _("The unit says in writing that it knows of the rewards to its key person.")

    def context(self, form: Any, subject: Unit) -> dict[str, Any]:
        """The unit, and what is on file."""
        filed = [(_("On file"), row.signed_on) for row in subject.acknowledgements.all()[:3]]
        return {"summary": [(_("Unit"), subject), *filed]}
