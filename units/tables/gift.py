"""Columns of gifts."""

from core.tables import Column, DayColumn, LinkColumn, MoneyColumn, PillColumn, Table
from units.models import Gift


class GiftTable(Table):
    """Gifts."""

    item = LinkColumn()
    contact = Column(order_by=("contact__sound",))
    unit = Column(order_by=("unit__sound",))
    value = MoneyColumn()
    state = PillColumn()
    asked_on = DayColumn()
    given_on = DayColumn()
    by = Column(order_by=("by__name",))
    approved_by = Column(order_by=("approved_by__name",))

    class Meta:
        model = Gift
        fields = (
            "item",
            "contact",
            "unit",
            "value",
            "state",
            "asked_on",
            "given_on",
            "by",
            "approved_by",
        )
        order_by = ("-asked_on",)
