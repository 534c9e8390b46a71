"""Columns of the budget's lists."""

from django.utils.translation import gettext_lazy as _

from budget.models import Line
from core.tables import Column, MoneyColumn, Table


class LineTable(Table):
    """A campaign's lines, the parts under the whole."""

    campaign = Column(order_by=("campaign__starts_on", "campaign_id"))
    path = Column(verbose_name=_("line"), order_by=("place",))
    planned = MoneyColumn()

    class Meta:
        model = Line
        fields = ("campaign", "path", "planned")
        order_by = ("-campaign", "path")
