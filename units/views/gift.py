"""Gifts: list, record, asking, handing over, withdrawing (K5)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.files import attachments_of
from core.models import Approval
from core.pages import ActionPage, Button, DetailPage, Empty, Fact, ListPage
from core.policies import policy_on
from core.templatetags.tuoke import yuan
from units import permissions
from units.filters.gift import GiftFilter
from units.forms.gift import GiftForm, GiftGiveForm, GiftWithdrawForm
from units.models import Gift, Unit
from units.policies import GiftPolicy
from units.selectors.gifts import own_entries
from units.services.gift import APPROVAL, gift_ask, gift_give, gift_withdraw
from units.states import GiftState
from units.tables.gift import GiftTable

_WITHDRAW = Button(_("Withdraw"), "gift_withdraw", "x-circle", permissions.GIFT_ADD, own=True)

NEXT: dict[str, tuple[Button, ...]] = {
    GiftState.ASKED: (_WITHDRAW,),
    GiftState.ON_HOLD: (_WITHDRAW,),
    GiftState.APPROVED: (
        Button(_("Hand over"), "gift_give", "gift", permissions.GIFT_ADD, True, own=True),
        _WITHDRAW,
    ),
}


STOPPED = _("Do not hand it over: compliance has to look at this gift first.")


class GiftList(ListPage):
    """Gifts one may see."""

    model = Gift
    permission = permissions.GIFT_VIEW
    table_class = GiftTable
    filterset_class = GiftFilter
    title = _("Gifts")
    empty = Empty(
        _("No gifts yet"),
        _("Open a unit or a person and ask for the first one."),
        "unit_list",
        _("Units"),
        permissions.UNIT_VIEW,
    )


class GiftDetail(DetailPage):
    """One gift: what it waits for, its papers, what happened."""

    model = Gift
    permission = permissions.GIFT_VIEW
    template_name = "units/gift_detail.html"

    def queryset(self) -> QuerySet[Any]:
        """With what the page shows of other tables."""
        rows: QuerySet[Any] = super().queryset()
        return rows.select_related("unit", "contact", "by", "approved_by", "given_by")

    def links(self, subject: Any = None) -> list[Any]:
        """What may be done next by this person."""
        buttons = NEXT.get(subject.state, ())
        return [b.link(subject) for b in buttons if self.user.has_perm(b.ability or "")]

    def heading(self, subject: Gift) -> str:
        """What it is."""
        return subject.item

    def subtitle(self, subject: Gift) -> str:
        """For whom."""
        return f"{subject.contact} · {subject.unit}"

    def facts(self, subject: Gift) -> list[tuple[Any, list[Fact]]]:
        """Who, what, when; links for who may follow them."""
        may = self.user.has_perm(permissions.CONTACT_VIEW)
        return [
            (
                _("Gift"),
                [
                    Fact(_("Given to"), subject.contact, _url(subject.contact, may)),
                    Fact(_("Unit"), subject.unit, _url(subject.unit, may)),
                    Fact(_("Value (yuan)"), yuan(subject.value)),
                    Fact(_("Occasion"), subject.occasion),
                    Fact(_("Asked on"), subject.asked_on),
                    Fact(_("Asked by"), subject.by),
                    Fact(_("Approved by"), _approval(subject)),
                    Fact(_("Given on"), subject.given_on),
                    Fact(_("Given by"), subject.given_by),
                ],
            )
        ]

    def context(self, subject: Gift) -> dict[str, Any]:
        """What it waits for, what other apps say of it, papers, timeline."""
        waits = subject.state == GiftState.ASKED
        asked = Approval.objects.visible_to(self.user).of(subject, APPROVAL)
        return {
            "waits": waits,
            "approval": asked.filter(state=Approval.State.WAITING).first() if waits else None,
            "papers": attachments_of(subject),
            "timeline": own_entries(subject),
        }


def _approval(gift: Gift) -> Any:
    """Who allowed it; nothing before anybody has to or need not."""
    free = gift.state in (GiftState.APPROVED, GiftState.GIVEN)
    return gift.approved_by or (_("within the limit") if free else None)


def _url(row: Any, may: bool) -> str:
    return row.get_absolute_url() if may else ""


class _GiftPage(ActionPage):
    """A page about one gift, which says what it is about."""

    model = Gift

    def queryset(self) -> QuerySet[Any]:
        """With what the summary shows."""
        rows: QuerySet[Any] = super().queryset()
        return rows.select_related("contact", "unit")

    def context(self, form: Any, subject: Gift) -> dict[str, Any]:
        """What for whom."""
        return {
            "summary": [
                (_("Item"), subject.item),
                (_("Given to"), subject.contact),
                (_("Unit"), subject.unit),
                (_("Value (yuan)"), yuan(subject.value)),
            ]
        }


class GiftAdd(ActionPage):
    """A gift to one of the unit's people."""

    model = Unit
    permission = permissions.GIFT_ADD
    form_class = GiftForm
    service = staticmethod(gift_ask)
    title = _("New gift")
    submit = _("Enter the gift")
    done = _("The gift is entered. Its page says what comes next.")

    def form_kwargs(self, subject: Unit) -> dict[str, Any]:
        """Only people of this unit; the key person unless another is named."""
        now = subject.tenures.filter(ends_on__isnull=True).first()
        asked = self.asked("contact", 18)
        chosen = int(asked) if asked.isdecimal() else now and now.contact_id
        return {"unit": subject, "initial": {"contact": chosen}}

    def context(self, form: Any, subject: Unit) -> dict[str, Any]:
        """Of which unit, and up to where nobody is asked."""
        policy = policy_on(GiftPolicy, timezone.localdate(), subject.project_id)
        said = _(
            "Above %(limit)s yuan to one person within %(days)d days it is approved first; "
            "what the law forbids waits for compliance."
        )
        limit = {"limit": yuan(policy.each), "days": policy.within_days}
        return {"summary": [(_("Unit"), subject)], "help": said % limit}

    def params(self, form: Any, subject: Unit) -> dict[str, Any]:
        """The gift as one, its paper beside."""
        paper = form.cleaned_data["paper"]
        return {"unit_id": subject.pk, "facts": form.facts(), "paper": paper}

    def success_url(self, result: Any, subject: Any) -> str:
        """The gift."""
        url: str = result.get_absolute_url()
        return url


class GiftGive(_GiftPage):
    """Hand over what may be given."""

    permission = permissions.GIFT_ADD
    form_class = GiftGiveForm
    service = staticmethod(gift_give)
    title = _("Hand over the gift")
    submit = _("It is handed over")
    done = _("Recorded.")

    def run(self, form: Any, subject: Gift) -> Gift:
        """The law is asked once more: say so where it stops the gift even now."""
        gift: Gift = super().run(form, subject)
        if gift.state == GiftState.ON_HOLD:
            messages.warning(self.request, STOPPED)
        return gift


class GiftWithdraw(_GiftPage):
    """A gift nobody gives any more."""

    permission = permissions.GIFT_ADD
    form_class = GiftWithdrawForm
    service = staticmethod(gift_withdraw)
    title = _("Withdraw the gift")
    submit = _("Withdraw")
    done = _("The gift is withdrawn.")
