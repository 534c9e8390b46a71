"""Columns of people's requests, of people, and of sealed identities (L1)."""

from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.tables import Column, DayColumn, LinkColumn, PillColumn, Table
from units.models import DataSubject, PersonRequest, SealedIdentity


class OwedColumn(DayColumn):
    """The day an answer is owed, red once it has passed."""

    def cell(self, record: Any) -> str:
        """2008-05-15."""
        written = super().cell(record)
        if not record.is_live or record.due_on >= timezone.localdate():
            return written
        return format_html('<span class="late">{}</span>', written)


class RequestTable(Table):
    """Requests."""

    kind = LinkColumn(
        accessor="get_kind_display", order_by=("kind",), verbose_name=_("what they ask")
    )
    contact = Column(order_by=("contact__sound",))
    received_on = DayColumn()
    due_on = OwedColumn()
    state = PillColumn()
    recorded_by = Column(order_by=("recorded_by__name",))

    class Meta:
        model = PersonRequest
        fields = ("kind", "contact", "received_on", "due_on", "state", "recorded_by")
        order_by = ("due_on",)


class SubjectTable(Table):
    """People as who asks."""

    name = LinkColumn(order_by=("sound",))
    unit = Column(order_by=("unit__sound",))
    masked_mobile = Column(verbose_name=_("mobile"), orderable=False)

    class Meta:
        model = DataSubject
        fields = ("name", "unit", "masked_mobile")
        order_by = ("name",)


class SealedTable(Table):
    """Sealed identities by number."""

    contact = LinkColumn(order_by=("contact_id",), verbose_name=_("person"))
    at = DayColumn(verbose_name=_("erased on"))
    until = DayColumn()

    class Meta:
        model = SealedIdentity
        fields = ("contact", "at", "until")
        order_by = ("-at",)
