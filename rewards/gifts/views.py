"""Compliance's pages for a held gift (L2)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage
from core.templatetags.tuoke import yuan
from rewards import permissions, reasons
from rewards.forms import BasisForm, DecideForm
from rewards.gifts.services import gift_agree, gift_convert, gift_refuse, gift_release
from units.models import Gift


class _GiftDecision(ActionPage):
    """A page about one gift, which says what it is about and why it is held."""

    model = Gift

    def queryset(self) -> QuerySet[Any]:
        """With what the summary shows."""
        rows: QuerySet[Any] = super().queryset()
        return rows.select_related("contact", "unit")

    def context(self, form: Any, subject: Gift) -> dict[str, Any]:
        """What for whom; why it is held."""
        rows = [
            (_("Item"), subject.item),
            (_("Given to"), subject.contact),
            (_("Unit"), subject.unit),
            (_("Value (yuan)"), yuan(subject.value)),
        ]
        return {"summary": rows, "warning": " ".join(map(str, reasons.labels(subject.holds)))}


class GiftRelease(_GiftDecision):
    """Let a held gift go on."""

    permission = permissions.REWARD_DECIDE
    form_class = DecideForm
    service = staticmethod(gift_release)
    title = _("Release the gift")
    help = _("Above the limit it goes on to its approval; otherwise it may be handed over.")
    submit = _("Release")
    done = _("The gift goes on.")


class GiftRefuse(_GiftDecision):
    """Refuse a held gift for good."""

    permission = permissions.REWARD_DECIDE
    form_class = DecideForm
    service = staticmethod(gift_refuse)
    title = _("Refuse the gift")
    help = _("For good: nobody gets anything, and the reason stays on record.")
    submit = _("Refuse")
    done = _("The gift is refused.")


class GiftConvert(_GiftDecision):
    """Turn a held gift into a discount for the unit's buyers."""

    permission = permissions.REWARD_DECIDE
    form_class = DecideForm
    service = staticmethod(gift_convert)
    title = _("Convert the gift into a discount")
    help = _("The person gets nothing; finance grants the amount to the unit's buyers.")
    submit = _("Convert")
    done = _("The amount is listed as a discount to grant.")


class GiftAgree(_GiftDecision):
    """The sales manager's part from the year's second step on; the hold stays."""

    permission = permissions.REWARD_AGREE
    form_class = BasisForm
    service = staticmethod(gift_agree)
    title = _("Agree to the gift")
    help = _("It stays held until compliance decides.")
    submit = _("Agree")
    done = _("Compliance can decide now.")
