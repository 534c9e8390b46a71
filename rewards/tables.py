"""Columns of the lists."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from core.tables import (
    ChoiceColumn,
    Column,
    DayColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    PillColumn,
    Table,
)
from rewards.models import Conversion, Hold, Reclaim, Reward, TaxPayer, Voucher


class RewardTable(Table):
    """Rewards."""

    contact = LinkColumn(order_by=("contact__sound",), verbose_name=_("key person"))
    unit = Column(order_by=("unit__sound",))
    home = Column(
        accessor="purchase__home",
        verbose_name=_("home"),
        order_by=("purchase__home__building", "purchase__home__number"),
    )
    contract_no = Column()
    amount = MoneyColumn()
    state = PillColumn()
    payable_on = DayColumn()

    class Meta:
        model = Reward
        fields = (
            "contact",
            "unit",
            "home",
            "contract_no",
            "amount",
            "state",
            "payable_on",
        )
        order_by = ("-accrued_on",)


class ReasonsColumn(Column):
    """Why it is held, each reason a line; below, a button for what this person may do about it."""

    css = "span deeds"

    def cell(self, record: Any) -> str:
        """No button stands out: here nobody is told how to decide."""
        lines = format_html_join(mark_safe("<br>"), "{}", ((one,) for one in record.reasons()))
        button = '<a class="btn btn-light btn-sm" href="{}">{}</a>'
        buttons = format_html_join("", button, ((one.url, one.label) for one in record.deeds))
        return format_html('{}<span class="buttons">{}</span>', lines, buttons)

    def plain(self, record: Any) -> str:
        """The sentences in one cell."""
        return " ".join(map(str, record.reasons()))


class HoldTable(Table):
    """What waits for compliance."""

    contact = LinkColumn(order_by=("contact_sound",))
    unit = Column(order_by=("unit_sound",))
    kind = ChoiceColumn(css="text-nowrap")
    item = Column()
    amount = MoneyColumn()
    held_on = DayColumn()
    reasons = ReasonsColumn(verbose_name=_("why"), orderable=False, empty_values=())

    class Meta:
        model = Hold
        fields = ("contact", "unit", "kind", "item", "amount", "held_on", "reasons")
        order_by = ("held_on",)


class VoucherTable(Table):
    """Vouchers."""

    number = LinkColumn()
    contact = Column(order_by=("contact__sound",))
    unit = Column(order_by=("unit__sound",))
    gross = MoneyColumn()
    tax = MoneyColumn()
    net = MoneyColumn()
    method = ChoiceColumn(css="wide")
    state = PillColumn()
    verified_at = DayColumn()
    paid_at = DayColumn()

    class Meta:
        model = Voucher
        fields = (
            "number",
            "contact",
            "unit",
            "gross",
            "tax",
            "net",
            "method",
            "state",
            "verified_at",
            "paid_at",
        )
        order_by = ("-verified_at",)


class SettledColumn(DayColumn):
    """The day it was settled; until then a button for who may settle it."""

    def cell(self, record: Any) -> str:
        """The list names the address for those who may."""
        url = getattr(record, "settle_url", "")
        if not url:
            return super().cell(record)
        return format_html('<a class="btn btn-light btn-sm" href="{}">{}</a>', url, _("Settle"))


class _OwedTable(Table):
    """What both lists of owed amounts show."""

    amount = MoneyColumn()
    why = Column(orderable=False)
    arose_at = DayColumn()
    settled_on = SettledColumn()
    settled_by = Column(order_by=("settled_by__name",))


_OWED = ("amount", "why", "arose_at", "settled_on", "settled_by")


class ReclaimTable(_OwedTable):
    """Amounts to reclaim."""

    contact = LinkColumn(
        accessor="reward__contact",
        verbose_name=_("key person"),
        order_by=("reward__contact__sound",),
    )
    unit = Column(
        accessor="reward__unit", verbose_name=_("unit"), order_by=("reward__unit__sound",)
    )
    contract_no = Column(accessor="reward__contract_no", verbose_name=_("contract number"))

    class Meta:
        model = Reclaim
        fields = ("contact", "unit", "contract_no", *_OWED)
        sequence = fields
        order_by = ("-arose_at",)


class ConversionTable(_OwedTable):
    """Discounts to grant."""

    unit = LinkColumn(order_by=("unit__sound",))
    contact = Column(order_by=("contact__sound",))
    origin = Column(verbose_name=_("instead of"), order_by=("reward__contract_no", "gift__item"))

    class Meta:
        model = Conversion
        fields = ("unit", "contact", "origin", *_OWED)
        sequence = fields
        order_by = ("-arose_at",)


class TaxYearTable(Table):
    """A year per person, for the tax office."""

    name = LinkColumn(order_by=("sound",))
    identity = Column(verbose_name=_("identity number"), orderable=False)
    unit = Column(order_by=("unit__sound",))
    count = NumberColumn(verbose_name=_("vouchers"), order_by=("count",))
    gross = MoneyColumn(verbose_name=_("gross"), order_by=("gross",))
    tax = MoneyColumn(verbose_name=_("tax withheld"), order_by=("tax",))
    net = MoneyColumn(verbose_name=_("net"), order_by=("net",))

    class Meta:
        model = TaxPayer
        fields = ("name", "identity", "unit", "count", "gross", "tax", "net")
        order_by = ("name",)
