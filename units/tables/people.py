"""Columns of people."""

from django.utils.translation import gettext_lazy as _

from core.tables import Column, LinkColumn, Table
from units.models import Contact
from units.tables.ownership import DaysLeftColumn


class ContactTable(Table):
    """People."""

    name = LinkColumn(order_by=("sound",))
    unit = LinkColumn(to="unit", order_by=("unit__sound",))
    position = Column()
    masked_mobile = Column(verbose_name=_("mobile"), orderable=False)
    protected_until = DaysLeftColumn(verbose_name=_("days left"))
    owner = Column(order_by=("owner__name",))

    class Meta:
        model = Contact
        fields = ("name", "unit", "position", "masked_mobile", "protected_until", "owner")
        order_by = ("name",)
