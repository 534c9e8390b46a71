"""Columns of protection, disputes, the public pool and those who hold something."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.policies import policy_on
from core.tables import (
    NOTHING,
    Column,
    DayColumn,
    LinkColumn,
    MomentColumn,
    NumberColumn,
    PillColumn,
    Table,
)
from units.models import Dispute, Holder, PooledContact, PooledUnit
from units.policies import OwnershipPolicy


class DaysLeftColumn(Column):
    """Days of protection left, red when the end is near (U6); sorts by the day itself."""

    css = "num"

    @cached_property
    def today(self) -> date:
        """One day for all rows of a list."""
        return timezone.localdate()

    @cached_property
    def near(self) -> int:
        """One policy for all rows of a list."""
        return policy_on(OwnershipPolicy, self.today).near_days

    def left(self, record: Any) -> int | None:
        """Whole days to the last protected one, 0 when it is over; None where none counts."""
        until: date | None = self.get(record)
        if until is None or not getattr(record, "live", True):
            return None
        return max((until - self.today).days, 0)

    def cell(self, record: Any) -> str:
        """12 days."""
        days = self.left(record)
        if days is None:
            return NOTHING
        text = escape(ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
        return mark_safe(f'<span class="late">{text}</span>') if days <= self.near else text  # noqa: S308

    def plain(self, record: Any) -> Any:
        """The number."""
        days = self.left(record)
        return "" if days is None else days


class ProtectedUntilColumn(DayColumn):
    """The last protected day; nothing where the protection was ended before it (U6, U7)."""

    def get(self, record: Any) -> Any:
        """None for a registration that lives no more."""
        return super().get(record) if getattr(record, "live", True) else None


class DisputeTable(Table):
    """Disputes; neither side's name stands in the list."""

    claimed_name = LinkColumn(
        accessor="__str__", order_by=("claimed_name",), verbose_name=_("customer")
    )
    state = PillColumn()
    opened_at = MomentColumn()
    protected_until = DayColumn()
    decided_at = MomentColumn()

    class Meta:
        model = Dispute
        fields = ("claimed_name", "state", "opened_at", "protected_until", "decided_at")
        order_by = ("-opened_at",)


class PooledUnitTable(Table):
    """Units in the pool: no more than one needs to choose."""

    name = LinkColumn(order_by=("sound",))
    category = Column(order_by=("category__code",))
    address = Column(verbose_name=_("area"))
    headcount = NumberColumn()
    pooled_at = DayColumn()

    class Meta:
        model = PooledUnit
        fields = ("name", "category", "address", "headcount", "pooled_at")
        order_by = ("-pooled_at",)


class PooledUnitRecordTable(PooledUnitTable):
    """The same for who opens the records: they give them to somebody and claim nothing."""

    name = LinkColumn(to="record", order_by=("sound",))

    class Meta(PooledUnitTable.Meta):
        pass


class PooledContactTable(Table):
    """Customers in the pool, their numbers masked."""

    name = LinkColumn(order_by=("sound",))
    masked_mobile = Column(verbose_name=_("mobile"), orderable=False)
    unit = Column(order_by=("unit__sound",))
    category = Column(
        accessor="unit__category", verbose_name=_("category"), order_by=("unit__category__code",)
    )
    pooled_at = DayColumn()

    class Meta:
        model = PooledContact
        fields = ("name", "masked_mobile", "unit", "category", "pooled_at")
        order_by = ("-pooled_at",)


class PooledContactRecordTable(PooledContactTable):
    """The same for who opens the records."""

    name = LinkColumn(to="record", order_by=("sound",))

    class Meta(PooledContactTable.Meta):
        pass


class HolderTable(Table):
    """Who holds something, those who left first."""

    name = LinkColumn()
    left_on = DayColumn()
    unit_count = NumberColumn(verbose_name=_("units"))
    customer_count = NumberColumn(verbose_name=_("customers and contacts"))

    class Meta:
        model = Holder
        fields = ("name", "left_on", "unit_count", "customer_count")
        order_by = ("name",)
