"""Columns of the lists."""

from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.tables import ChoiceColumn, Column, DayColumn, LinkColumn, NumberColumn, PillColumn, Table
from visits.models import FollowUp, VisitReport
from visits.states import FollowUpState


class VisitTable(Table):
    """Visit reports; the unit's name opens the report."""

    unit = LinkColumn(order_by=("unit__sound",))
    number = NumberColumn()
    visited_at = DayColumn(verbose_name=_("visited"))
    owner = Column(order_by=("owner__name",))
    team = Column(order_by=("team__name",))
    intention = ChoiceColumn()
    joint_event = ChoiceColumn(verbose_name=_("joint event"))
    state = PillColumn()

    class Meta:
        model = VisitReport
        fields = (
            "unit",
            "number",
            "visited_at",
            "owner",
            "team",
            "intention",
            "joint_event",
            "state",
        )
        order_by = ("-visited_at",)


def is_late(record: Any) -> bool:
    """Owed, and its day has passed."""
    return record.state == FollowUpState.OPEN and bool(record.due_on < timezone.localdate())


class DueColumn(DayColumn):
    """The day it is owed, red once it has passed."""

    def cell(self, record: Any) -> str:
        """2008-05-15."""
        written = super().cell(record)
        if not is_late(record):
            return written
        return format_html('<span class="late">{}</span>', written)


class FollowUpTable(Table):
    """Follow-ups; the name opens what is owed."""

    whom = LinkColumn(verbose_name=_("unit or person"), order_by=("unit__sound", "contact__sound"))
    title = Column(verbose_name=_("what to do"), order_by=("subject",))
    due_on = DueColumn()
    owner = Column(order_by=("owner__name",))
    state = PillColumn()

    class Meta:
        model = FollowUp
        fields = ("whom", "title", "due_on", "owner", "state")
        order_by = ("-state", "due_on")  # what is open first
