"""Columns of registrations and arrivals."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.tables import Column, DayColumn, LinkColumn, Table
from units.models import Arrival, Registration
from units.tables.ownership import DaysLeftColumn, ProtectedUntilColumn


class CustomerColumn(LinkColumn):
    """The customer's name; a link where the reader may open them, who may be another's since."""

    def cell(self, record: Any) -> str:
        """The name, leading on or not."""
        if getattr(record, "opens", True):
            return super().cell(record)
        return Column.cell(self, record)


class RegistrationTable(Table):
    """Registrations."""

    contact = CustomerColumn(to="contact", order_by=("contact__sound",), verbose_name=_("customer"))
    unit = Column(accessor="contact__unit", verbose_name=_("unit"), order_by=("contact__unit",))
    registered_on = DayColumn()
    protected_until = ProtectedUntilColumn()
    days_left = DaysLeftColumn(
        accessor="protected_until", verbose_name=_("days left"), order_by=("protected_until",)
    )
    owner = Column(order_by=("owner__name",))
    team = Column(order_by=("team__name",), verbose_name=_("team"))

    class Meta:
        model = Registration
        fields = (
            "contact",
            "unit",
            "registered_on",
            "protected_until",
            "days_left",
            "owner",
            "team",
        )
        order_by = ("-registered_on",)


class ArrivalTable(Table):
    """Arrivals."""

    contact = CustomerColumn(to="contact", order_by=("contact__sound",), verbose_name=_("customer"))
    unit = Column(accessor="contact__unit", verbose_name=_("unit"), order_by=("contact__unit",))
    arrived_on = DayColumn()
    owner = Column(order_by=("owner__name",))
    team = Column(order_by=("team__name",))

    class Meta:
        model = Arrival
        fields = ("contact", "unit", "arrived_on", "owner", "team")
        order_by = ("-arrived_on",)
