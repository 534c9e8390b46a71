"""Import in two phases: read, map and preview; then all good rows or none, repeatable (U9).

class UnitImport(ImportKind):
    name, label, ability = "units", _("Units"), "units.unit_add"
    columns = (Column("name", _("Name"), required=True, aliases=("单位名称",)), …)
    def key(self, values): …
    def write(self, values, *, by, source): …

register(UnitImport())          # in AppConfig.ready()
"""

from core.importing.kinds import Column, ImportKind, Outcome, amount, day, register, whole

__all__ = ["Column", "ImportKind", "Outcome", "amount", "day", "register", "whole"]
