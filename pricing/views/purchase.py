"""Purchases: list, record with its steps, and one page for each thing that happens to it (P10)."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.pages import (
    ActionPage,
    Board,
    Button,
    CreatePage,
    DetailPage,
    Empty,
    Face,
    Fact,
    ListPage,
    Steps,
)
from pricing import permissions
from pricing.feed import own_entries
from pricing.filters import PurchaseFilter
from pricing.forms import (
    ContractForm,
    MoneyForm,
    PaymentForm,
    ReasonForm,
    RefundForm,
    ReserveForm,
)
from pricing.models import Purchase
from pricing.selectors import group_of, open_amount, policies_of, shown_steps, standing
from pricing.services import (
    contract_sign,
    deposit_receive,
    down_payment_receive,
    payment_receive,
    purchase_cancel,
    purchase_complete,
    purchase_reserve,
    refund_pay,
)
from pricing.states import PURCHASE_TRANSITIONS, PurchaseState
from pricing.tables import PurchaseTable

State = PurchaseState
_PAY = pgettext_lazy("purchase", "Payment")


def _button(label: Any, url_name: str, icon: str, ability: str) -> Button:
    return Button(label, url_name, icon, ability, own=True)


_DEPOSIT = _button(_("Receive deposit"), "purchase_deposit", "cash-coin", permissions.MONEY_RECEIVE)
_CONTRACT = _button(
    _("Sign contract"), "purchase_contract", "pencil-square", permissions.PURCHASE_ADD
)
_DOWN_PAYMENT = _button(
    _("Receive down payment"), "purchase_down_payment", "cash-stack", permissions.MONEY_RECEIVE
)
_PAYMENT = _button(_PAY, "purchase_payment", "cash-coin", permissions.MONEY_RECEIVE)
_COMPLETE = _button(_("Complete"), "purchase_complete", "check-lg", permissions.MONEY_RECEIVE)
_CANCEL = _button(
    pgettext_lazy("purchase", "Cancel"), "purchase_cancel", "x-circle", permissions.PURCHASE_CANCEL
)
_REFUND = _button(
    _("Refund"), "purchase_refund", "arrow-counterclockwise", permissions.MONEY_RECEIVE
)

# What may be done next, by state, the usual first; each button also asks its ability.
NEXT: dict[str, tuple[Button, ...]] = {
    State.RESERVED: (replace(_DEPOSIT, primary=True), _CANCEL),
    State.SUBSCRIBED: (replace(_CONTRACT, primary=True), _PAYMENT, _CANCEL),
    State.CONTRACTED: (replace(_DOWN_PAYMENT, primary=True), _PAYMENT, _CANCEL),
    State.DOWN_PAID: (replace(_PAYMENT, primary=True), _COMPLETE, _CANCEL),
    State.COMPLETED: (),
    State.CANCELLED: (_REFUND,),
}
# The same on the board: which of them puts a purchase into a column.
STEPS = Steps(
    PURCHASE_TRANSITIONS,
    {
        State.SUBSCRIBED: _DEPOSIT,
        State.CONTRACTED: _CONTRACT,
        State.DOWN_PAID: _DOWN_PAYMENT,
        State.COMPLETED: _COMPLETE,
        State.CANCELLED: _CANCEL,
    },
)

FACE = Face("home", ("contact", "unit", "price", "owner"))


class PurchaseList(ListPage):
    """Purchases one may see."""

    model = Purchase
    permission = permissions.PURCHASE_VIEW
    table_class = PurchaseTable
    filterset_class = PurchaseFilter
    title = _("Purchases")
    persons = True
    boards = (Board("state", _("by stage"), FACE, total="price", steps=STEPS),)
    cards = replace(FACE, pill="state")
    buttons = (
        Button(_("Reserve a home"), "purchase_add", "plus-lg", permissions.PURCHASE_ADD, True),
    )
    empty = Empty(
        _("No purchases yet"),
        _("Reserve a home for a customer."),
        "purchase_add",
        _("Reserve a home"),
        permissions.PURCHASE_ADD,
    )


class PurchaseDetail(DetailPage):
    """One purchase: how its price came about, the unit's count, the money, what happened."""

    model = Purchase
    permission = permissions.PURCHASE_VIEW
    template_name = "pricing/purchase_detail.html"

    def queryset(self) -> QuerySet[Any]:
        """With what the page shows of other tables."""
        rows = super().queryset()
        return rows.select_related("home", "contact", "unit__category", "owner", "team", "campaign")

    def links(self, subject: Any = None) -> list[Any]:
        """What may be done next."""
        return [
            button.link(subject)
            for button in NEXT[subject.state]
            if button.ability is None or self.user.has_perm(button.ability)
        ]

    def subtitle(self, subject: Purchase) -> str:
        """Unit, plan and who sold it."""
        parts = (subject.unit, subject.get_plan_display(), subject.owner)
        return " · ".join(str(part) for part in parts if part)

    def facts(self, subject: Purchase) -> list[tuple[Any, list[Fact]]]:
        """The numbers and the days."""
        return [(_("Purchase"), self._parties(subject)), (_("Days"), _days(subject))]

    def _parties(self, subject: Purchase) -> list[Fact]:
        sees_people = self.user.has_perm("units.contact_view")
        return [
            Fact(_("Home"), subject.home, subject.home.get_absolute_url()),
            Fact(
                _("Buyer"),
                subject.contact,
                subject.contact.get_absolute_url() if sees_people else "",
            ),
            Fact(_("Unit"), subject.unit),
            Fact(_("Campaign"), subject.campaign),
            Fact(_("Salesperson"), subject.owner),
            Fact(_("Team"), subject.team),
            Fact(_("Subscription number"), subject.subscription_no),
            Fact(_("Contract number"), subject.contract_no),
        ]

    def context(self, subject: Purchase) -> dict[str, Any]:
        """Steps, standing, ledger, differences, timeline."""
        policy = policies_of([subject])[subject.policy_id]
        return {
            "path": _path(subject),
            "steps": shown_steps(subject),
            "standing": standing(group_of(subject.unit), subject.campaign_id, policy),
            "entries": subject.entries.select_related("by", "reversed_by"),
            "differences": subject.differences.all(),
            "open": open_amount(subject),
            "timeline": own_entries(subject),
        }


def _days(purchase: Purchase) -> list[Fact]:
    names = (
        "reserved_on",
        "subscribed_on",
        "contracted_on",
        "down_paid_on",
        "completed_on",
        "cancelled_on",
    )
    rows = [
        Fact(Purchase._meta.get_field(name).verbose_name, getattr(purchase, name))  # type: ignore[union-attr]
        for name in names
        if getattr(purchase, name)
    ]
    if purchase.cancel_reason:
        rows.append(Fact(_("Why it was cancelled"), purchase.cancel_reason))
    return rows


def _path(purchase: Purchase) -> list[tuple[Any, str, Any]]:
    """(label, css, day) of each state on the way."""
    steps = [
        (_("Reserved"), purchase.reserved_on),
        (_("Subscribed"), purchase.subscribed_on),
        (_("Contracted"), purchase.contracted_on),
        (_("Down payment"), purchase.down_paid_on),
        (_("Completed"), purchase.completed_on),
    ]
    rows = [(label, "done" if day else "", day) for label, day in steps]
    if purchase.cancelled_on:
        rows = [row for row in rows if row[2]]
        rows.append((_("Cancelled"), "stop", purchase.cancelled_on))
    return rows


class PurchaseAdd(CreatePage):
    """Reserve a home for a customer; ?home= and ?contact= fill it in."""

    model = Purchase
    permission = permissions.PURCHASE_ADD
    form_class = ReserveForm
    service = staticmethod(purchase_reserve)
    title = _("Reserve a home")
    submit = _("Reserve")
    done = _("The home is reserved.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The rows one may choose from, what the address names."""
        named = {name: self.request.GET.get(name, "") for name in ("home", "contact")}
        return {"user": self.user, "initial": named}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """Keys for rows."""
        given = dict(form.cleaned_data)
        keys = {"home_id": given.pop("home").pk, "contact_id": given.pop("contact").pk}
        return {**keys, **given}


class PurchaseAction(ActionPage):
    """Something that happens to a purchase."""

    model = Purchase

    def queryset(self) -> QuerySet[Any]:
        """With what the summary shows."""
        return super().queryset().select_related("home", "contact")

    def context(self, form: Any, subject: Purchase) -> dict[str, Any]:
        """What it is about."""
        return {
            "summary": [
                (_("Home"), subject.home),
                (_("Buyer"), subject.contact),
                (_("State"), subject.get_state_display()),
                (_("Price"), f"{subject.price:,.2f}"),
                (_("Open"), f"{open_amount(subject):,.2f}"),
            ]
        }


class PurchaseDeposit(PurchaseAction):
    """The deposit comes in; the subscription number goes out (P8)."""

    permission = permissions.MONEY_RECEIVE
    form_class = MoneyForm
    service = staticmethod(deposit_receive)
    title = _("Receive the deposit")
    submit = _("Receive")
    done = _("The deposit is received.")


class PurchaseContract(PurchaseAction):
    """The contract is signed at the price shown."""

    permission = permissions.PURCHASE_ADD
    form_class = ContractForm
    service = staticmethod(contract_sign)
    title = _("Enter the signed contract")
    done = _("The contract is entered.")


class PurchaseDownPayment(PurchaseAction):
    """The down payment comes in."""

    permission = permissions.MONEY_RECEIVE
    form_class = MoneyForm
    service = staticmethod(down_payment_receive)
    title = _("Receive the down payment")
    submit = _("Receive")
    done = _("The down payment is received.")


class PurchasePayment(PurchaseAction):
    """A further amount comes in."""

    permission = permissions.MONEY_RECEIVE
    form_class = PaymentForm
    service = staticmethod(payment_receive)
    title = _("Receive a payment")
    submit = _("Receive")
    done = _("The payment is received.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The state decides which kinds fit."""
        return {"state": subject.state}


class PurchaseRefund(PurchaseAction):
    """Money of a cancelled purchase goes back."""

    permission = permissions.MONEY_RECEIVE
    form_class = RefundForm
    service = staticmethod(refund_pay)
    title = _("Pay back")
    submit = _("Pay back")
    done = _("The refund is entered.")


class PurchaseComplete(PurchaseAction):
    """Everything is paid."""

    permission = permissions.MONEY_RECEIVE
    service = staticmethod(purchase_complete)
    title = _("Complete the purchase")
    submit = _("Complete")
    done = _("The purchase is completed.")


class PurchaseCancel(PurchaseAction):
    """The home is given back."""

    permission = permissions.PURCHASE_CANCEL
    form_class = ReasonForm
    service = staticmethod(purchase_cancel)
    title = _("Cancel the purchase")
    submit = _("Cancel the purchase")
    done = _("The purchase is cancelled.")
