"""Columns of the lists."""

from django.utils.translation import gettext_lazy as _

from core.tables import Column, DayColumn, LinkColumn, NumberColumn, PillColumn, Table
from units.models import Arrival, Contact, Registration, Unit


class UnitTable(Table):
    """Client units."""

    name = LinkColumn(order_by=("sound",))
    category = Column(order_by=("category__code",))
    grade = PillColumn()
    headcount = NumberColumn()
    visit_count = NumberColumn(verbose_name=_("visits"))
    last_contact_at = DayColumn()
    protected_until = DayColumn()
    owner = Column(order_by=("owner__name",))

    class Meta:
        model = Unit
        fields = (
            "name",
            "category",
            "grade",
            "headcount",
            "visit_count",
            "last_contact_at",
            "protected_until",
            "owner",
        )
        order_by = ("name",)


class ContactTable(Table):
    """People."""

    name = LinkColumn(order_by=("sound",))
    unit = LinkColumn(to="unit", order_by=("unit__sound",))
    position = Column()
    masked_mobile = Column(verbose_name=_("mobile"), orderable=False)
    owner = Column(order_by=("owner__name",))

    class Meta:
        model = Contact
        fields = ("name", "unit", "position", "masked_mobile", "owner")
        order_by = ("name",)


class RegistrationTable(Table):
    """Registrations."""

    contact = LinkColumn(to="contact", order_by=("contact__sound",), verbose_name=_("customer"))
    unit = Column(accessor="contact__unit", verbose_name=_("unit"), order_by=("contact__unit",))
    registered_on = DayColumn()
    protected_until = DayColumn()
    owner = Column(order_by=("owner__name",))
    team = Column(order_by=("team__name",), verbose_name=_("team"))

    class Meta:
        model = Registration
        fields = ("contact", "unit", "registered_on", "protected_until", "owner", "team")
        order_by = ("-registered_on",)


class ArrivalTable(Table):
    """Arrivals."""

    contact = LinkColumn(to="contact", order_by=("contact__sound",), verbose_name=_("customer"))
    unit = Column(accessor="contact__unit", verbose_name=_("unit"), order_by=("contact__unit",))
    arrived_on = DayColumn()
    owner = Column(order_by=("owner__name",))
    team = Column(order_by=("team__name",))

    class Meta:
        model = Arrival
        fields = ("contact", "unit", "arrived_on", "owner", "team")
        order_by = ("-arrived_on",)
