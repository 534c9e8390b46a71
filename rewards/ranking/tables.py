"""The league as a lean table: the same columns make the cells of a desk and a telephone (I2)."""

from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags import tuoke as write


class RankColumn(Column):
    """The rank with a medal for the first three."""

    def cell(self, record: Any) -> str:
        """1, 1, 3."""
        rank = record.place.rank
        medal = f" medal-{rank}" if rank <= 3 else ""
        return format_html('<span class="rank{}">{}</span>', medal, rank)


class TeamColumn(Column):
    """The team and its area."""

    def cell(self, record: Any) -> str:
        """Name and area."""
        return format_html(
            '<strong>{}</strong> <span class="muted">{}</span>',
            record.place.name,
            record.place.group,
        )


class FigureColumn(Column):
    """A figure that opens the list behind it, for who may see that list."""

    css = "num"

    def cell(self, record: Any) -> str:
        """The figure, as a link where there is one."""
        value = record.place.figures[self.accessor]
        url = record.behind.get(self.accessor)
        return format_html('<a href="{}">{}</a>', url, value) if url else str(value)


class ArrivalsColumn(FigureColumn):
    """What is ranked, with a bar against the best."""

    css = ""

    def cell(self, record: Any) -> str:
        """Figure and bar."""
        return format_html(
            '<span class="figure-bar">{}<progress class="bar" max="100" value="{}" '
            'aria-label="{}">{} %</progress></span>',
            super().cell(record),
            record.place.share,
            gettext("share of the best"),
            record.place.share,
        )


class ChangeColumn(Column):
    """Arrivals more or less than in the period before, and ranks gained or lost."""

    css = "num"

    def cell(self, record: Any) -> str:
        """+3 ↑1."""
        change, moved = record.place.change, record.place.moved
        tone = "up" if change > 0 else "down" if change < 0 else ""
        return format_html(
            '<span class="delta {}">{}{}</span>', tone, f"{change:+d}" if change else "0",
            _moved(moved) if moved else "",
        )  # fmt: skip


def _moved(moved: int) -> str:
    arrow = (
        ("arrow-up", gettext("ranks up")) if moved > 0 else ("arrow-down", gettext("ranks down"))
    )
    return format_html(" {}{}", write.icon(*arrow), abs(moved))


class ShareColumn(Column):
    """Arrivals of a hundred registrations."""

    css = "num"

    def cell(self, record: Any) -> str:
        """63 %."""
        share = record.place.conversion
        return write.NOTHING if share is None else f"{share} %"


class ValueColumn(Column):
    """Yuan."""

    css = "num"

    def cell(self, record: Any) -> str:
        """424,496.80."""
        return write.yuan(record.place.figures[self.accessor])


def _figure(label: str | Promise, name: str) -> FigureColumn:
    return FigureColumn(accessor=name, verbose_name=label, orderable=False)


class LeagueTable(Table):
    """Teams by arrivals; the rows are `Line`s in rank order."""

    rank = RankColumn(verbose_name=_("rank"), orderable=False, empty_values=())
    team = TeamColumn(verbose_name=_("team"), orderable=False, empty_values=())
    arrivals = ArrivalsColumn(accessor="arrivals", verbose_name=_("arrivals"), orderable=False)
    change = ChangeColumn(verbose_name=_("change"), orderable=False, empty_values=())
    registrations = _figure(_("registrations"), "registrations")
    conversion = ShareColumn(verbose_name=_("conversion"), orderable=False, empty_values=())
    visits = _figure(_("visits"), "visits")
    subscriptions = _figure(_("subscriptions"), "subscriptions")
    contracts = _figure(_("contracts"), "contracts")
    value = ValueColumn(
        accessor="contract_value", verbose_name=_("contract value"), orderable=False
    )
