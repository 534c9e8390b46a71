"""Forms of homes, purchases and money: they check what was typed; services do the work."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Project
from core.forms import DayField
from core.found import FoundField, offer
from pricing.models import Home, LedgerEntry, PriceDifference
from pricing.models.purchase import Plan
from pricing.states import FURTHER
from units.models import Contact, Unit


class AmountField(forms.DecimalField):
    """Yuan above zero with two places."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=kwargs.pop("label", _("Amount (yuan)")),
            max_digits=14,
            decimal_places=2,
            min_value=Decimal("0.01"),
            widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
            **kwargs,
        )


class HomeForm(forms.ModelForm[Home]):
    """A home for the price list; its list price is worked out."""

    class Meta:
        model = Home
        fields = ("project", "building", "number", "area", "unit_price")
        labels = {"project": _("Project")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = Project.objects.filter(pk__in=user.project_ids)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        self.fields["project"].initial = projects.first()

    def _get_validation_exclusions(self) -> set[str]:
        """Whether the number is taken is for the service: the same form sent again is no fault."""
        return {*super()._get_validation_exclusions(), "number"}  # type: ignore[misc]


class ReserveForm(forms.Form):
    """Who takes which home, and how they pay."""

    home = FoundField(url_name="home_search", label=_("Home"))
    contact = FoundField(url_name="buyer_search", label=_("Buyer"), add="contact")
    plan = forms.ChoiceField(label=_("Payment plan"), choices=Plan.choices)
    reserved_on = DayField(label=_("Day"), initial=timezone.localdate)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Also a taken one: the service says so, and a form sent twice finds its first result.
        offer(self, "home", Home.objects.visible_to(user))
        offer(self, "contact", Contact.objects.visible_to(user))


class QuoteForm(forms.Form):
    """What a quote is asked for; sent with GET."""

    plan = forms.ChoiceField(label=_("Payment plan"), choices=Plan.choices)
    unit = FoundField(url_name="unit_search", label=_("Unit"), required=False)
    group_met = forms.BooleanField(
        label=_("As if the unit had its number of homes"), required=False
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", Unit.objects.visible_to(user))


class MoneyForm(forms.Form):
    """An amount received on a day."""

    amount = AmountField()
    received_on = DayField(label=_("Received"), initial=timezone.localdate)


class PaymentForm(MoneyForm):
    """A further amount, with a kind that fits the purchase's state."""

    kind = forms.ChoiceField(
        label=_("Kind"), help_text=_("A deposit or down payment only to replace a reversed entry.")
    )
    field_order = ("kind", "amount", "received_on")

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind, states in FURTHER.items() if state in states and kind != "reward"]
        choices = [(kind, LedgerEntry.Kind(kind).label) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class RefundForm(forms.Form):
    """Money paid back."""

    amount = AmountField()
    paid_on = DayField(label=_("Paid back"), initial=timezone.localdate)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ContractForm(forms.Form):
    """The signed contract."""

    contract_no = forms.CharField(label=_("Contract number"), max_length=40)
    signed_on = DayField(label=_("Signed"), initial=timezone.localdate)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class SettleForm(forms.Form):
    """How and when a price difference was settled."""

    way = forms.ChoiceField(label=_("How"), choices=PriceDifference.Way.choices)
    settled_on = DayField(label=_("Settled"), initial=timezone.localdate)
