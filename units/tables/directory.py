"""Columns of the service directory."""

from core.tables import ChoiceColumn, Column, LinkColumn, PhoneColumn, Table
from units.models import DirectoryEntry


class DirectoryTable(Table):
    """What is looked for in the field: who, where, when, and a number to tap."""

    name = LinkColumn(order_by=("sound",))
    kind = ChoiceColumn()
    telephone = PhoneColumn(orderable=False)
    address = Column(orderable=False)
    hours = Column(orderable=False)
    discount = Column(orderable=False)

    class Meta:
        model = DirectoryEntry
        fields = ("name", "kind", "telephone", "address", "hours", "discount")
        order_by = ("name",)
