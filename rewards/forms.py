"""Forms of rewards: they check what was typed; services do the work."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.file_fields import EvidenceField
from core.forms import DayField, SeveralField
from pricing.models import Purchase
from rewards.models import Method, Reward
from rewards.selectors import own_purchases, payable_beside
from rewards.services import DeskCheck


class PurchaseChoice(forms.ModelChoiceField[Purchase]):
    """A home with its contract, without the buyer's name."""

    def label_from_instance(self, obj: Any) -> str:
        """1-0101 · HT-2008-0001."""
        return f"{obj.home} · {obj.contract_no}"


class RewardsChoice(SeveralField):
    """Contracts with their amounts."""

    def label_from_instance(self, obj: Any) -> str:
        """HT-2008-0001 · 1,000.00."""
        return f"{obj.contract_no} · {obj.amount:,.2f}"


@dataclass(frozen=True)
class Section:
    """A group of fields under a heading."""

    title: Any
    icon: str
    hint: Any
    fields: list[forms.BoundField]


class VerifyForm(forms.Form):
    """What the desk checks, section by section."""

    id_number = forms.CharField(
        label=_("Identity number on the card"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    work_permit_seen = forms.BooleanField(label=_("Work permit seen"), required=False)
    accompanied_by = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Accompanied by"),
        help_text=_("Somebody of the unit's team who is present."),
    )
    also = RewardsChoice(
        Reward.objects.none(),
        label=_("Further rewards on this voucher"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    method = forms.ChoiceField(
        label=_("Paid how"), choices=Method.choices, initial=Method.CASH, widget=forms.RadioSelect
    )
    bank = forms.CharField(label=_("Bank"), max_length=60, required=False)
    account_name = forms.CharField(label=_("Account holder"), max_length=60, required=False)
    account = forms.CharField(
        label=_("Account number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    deduct_from = PurchaseChoice(
        Purchase.objects.none(), label=_("Own purchase to deduct from"), required=False
    )

    def __init__(self, *args: Any, reward: Reward, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        team = User.objects.filter(
            memberships__in=reward.unit.team.memberships.on(today) if reward.unit.team else []
        )
        offers = {
            "accompanied_by": team.filter(is_active=True).exclude(pk=user.pk),
            "also": payable_beside(reward) & Reward.objects.visible_to(user),
            "deduct_from": own_purchases(reward.contact) & Purchase.objects.visible_to(user),
        }
        for name, rows in offers.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if not offers["also"].exists():
            del self.fields["also"]

    def sections(self) -> list[Section]:
        """First the person, then the money."""
        person = ("id_number", "accompanied_by", "work_permit_seen")
        money = ("also", "method", "bank", "account_name", "account", "deduct_from")
        hint = _("Bank, holder and number for a transfer; the purchase for a deduction.")
        return [
            Section(_("The person"), "person-check", "", [self[name] for name in person]),
            Section(
                _("The payment"),
                "cash-coin",
                hint,
                [self[name] for name in money if name in self.fields],
            ),
        ]

    def desk(self) -> DeskCheck:
        """What was checked, for the service."""
        typed = self.cleaned_data
        deduct_from = typed.get("deduct_from")
        return DeskCheck(
            id_number=typed["id_number"],
            work_permit_seen=typed["work_permit_seen"],
            accompanied_by_id=typed["accompanied_by"].pk,
            method=typed["method"],
            account_name=typed["account_name"],
            bank=typed["bank"],
            account=typed["account"],
            deduct_from_id=deduct_from.pk if deduct_from else None,
            also=tuple(sorted(reward.pk for reward in typed.get("also", ()))),
        )


class BasisForm(forms.Form):
    """A decision in writing."""

    basis = forms.CharField(
        label=_("Legal basis"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("On what this decision rests, for example the unit's written approval."),
    )


class DecideForm(BasisForm):
    """With a paper, if there is one."""

    upload = EvidenceField(label=_("Paper (photo or PDF)"), required=False)


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class NoteForm(forms.Form):
    """How something was settled."""

    note = forms.CharField(label=_("How it was settled"), max_length=200)


class AcknowledgementForm(forms.Form):
    """The unit's paper."""

    signed_on = DayField(label=_("Signed on"), initial=timezone.localdate)
    upload = EvidenceField(label=_("The signed paper (photo or PDF)"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class PrintForm(forms.Form):
    """As a PDF, or as a page the browser prints."""

    PDF, PAGE = "pdf", "page"
    kind = forms.ChoiceField(
        label=_("Print as"),
        choices=[(PDF, _("PDF")), (PAGE, _("page of the browser"))],
        initial=PDF,
        required=False,
        widget=forms.RadioSelect,
    )


class BatchForm(PrintForm):
    """All vouchers of a day."""

    day = DayField(label=_("Day of the vouchers"))
    field_order = ("day", "kind")
