"""Import in two phases: read, map and preview; then all good rows or none, repeatable (U9).

class UnitImport(ImportKind):
    name, label, ability = "units", _("Units"), "units.unit_add"
    columns = (of_field(Unit, "name", required=True, aliases=("单位名称",)), …)
    def known(self, rows, *, by): …       # look-ups for a thousand rows at once
    def key(self, values): …              # the natural key
    def plan(self, number, values, known): …   # new, changed, unchanged, or DomainError
    def memory(self): …                   # what alike keeps of a file
    def alike(self, plans, *, by, memory): …    # records and rows that new rows may mean
    def write(self, plans, *, by, batch): …    # through the app's bulk services

register(UnitImport())          # in AppConfig.ready()
"""

from core.importing.columns import Column, amount, day, of_field, whole, yes
from core.importing.kinds import (
    Alike,
    ImportKind,
    Outcome,
    Plan,
    Undo,
    Wrote,
    differences,
    kept,
    kept_of,
    put_back,
    register,
)

__all__ = [
    "Alike",
    "Column",
    "ImportKind",
    "Outcome",
    "Plan",
    "Undo",
    "Wrote",
    "amount",
    "day",
    "differences",
    "kept",
    "kept_of",
    "of_field",
    "put_back",
    "register",
    "whole",
    "yes",
]
