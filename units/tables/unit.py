"""Columns of units."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.tables import Column, DayColumn, LinkColumn, NumberColumn, PillColumn, Table
from units.models import Unit
from units.tables.ownership import DaysLeftColumn


def run_out(record: Any) -> bool:
    """Whether the protection of a unit or registration is over (U6)."""
    until = record.protected_until
    return until is not None and bool(until < timezone.localdate())


class UnitTable(Table):
    """Client units."""

    name = LinkColumn(order_by=("sound",))
    category = Column(order_by=("category__code",), css="kind")
    grade = PillColumn()
    headcount = NumberColumn()
    visit_count = NumberColumn(verbose_name=_("visits"))
    last_contact_at = DayColumn()
    protected_until = DaysLeftColumn(verbose_name=_("days left"))
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
