"""Columns of look-ups."""

from typing import Any

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables import Column, DayColumn, LinkColumn, NumberColumn, Table
from units.models import LookUpDay


class _Unusual(Column):
    """A pill for days with more look-ups than usual."""

    def cell(self, record: Any) -> str:
        """The pill, or nothing."""
        text = self.plain(record)
        if not text:
            return ""
        return mark_safe(f'<span class="pill warn">{escape(text)}</span>')  # noqa: S308

    def plain(self, record: Any) -> Any:
        """The words alone."""
        return _("more than usual") if record.unusual else ""


class _DayLink(LinkColumn, DayColumn):
    """The day, leading to what was asked."""


class LookUpDayTable(Table):
    """One person's day a row."""

    day = _DayLink(order_by=("day",))
    by = Column(order_by=("by__name",))
    count = NumberColumn()
    hits = NumberColumn()
    hidden = NumberColumn()
    unusual = _Unusual(verbose_name=gettext_lazy("remark"), order_by=("told_at",))

    class Meta:
        model = LookUpDay
        fields = ("day", "by", "count", "hits", "hidden", "unusual")
        order_by = ("-day", "-count")
