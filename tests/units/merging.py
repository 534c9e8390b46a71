"""Two records, made one in the tests of merging, and how everything that points at them stands."""

from typing import Any

from accounts.models import User
from core import merging
from core.invariants import check_all
from tests.units.factories import make_unit
from units.models import (
    Merge,
    Unit,
)
from units.services import (
    contact_merge,
    unit_merge,
)
from visits.models import VisitReport
from visits.services import report_start, report_submit


def two(by: User, other: User | None = None) -> tuple[Unit, Unit]:
    return make_unit(by, "温州商会"), make_unit(other or by, "温州总商会", address="江滨路 1 号")


def merged(survivor: Any, gone: Any, by: User, **more: Any) -> Merge:
    """By key, as the pages do."""
    if isinstance(survivor, Unit):
        return unit_merge(unit_id=survivor.pk, gone_id=gone.pk, by=by, **more)
    return contact_merge(contact_id=survivor.pk, gone_id=gone.pk, by=by, **more)


def visit(unit: Unit, by: User) -> VisitReport:
    report = report_start(unit_id=unit.pk, by=by)
    facts = {"people_met": "会长", "new_name": f"会长{unit.pk}", "joint_event": "yes"}
    return report_submit(report_id=report.pk, version=report.version, facts=facts, by=by)


def sound() -> None:
    broken = {finding.invariant.name: finding.rows for finding in check_all() if finding.rows}
    assert broken == {}


def snapshot(*records: Any) -> dict[str, Any]:
    """Every row that points at one of the records, and the records, as they are in the tables."""
    found: dict[str, Any] = {}
    for record in records:
        own = type(record)._base_manager.filter(pk=record.pk).values().get()
        found[f"{record._meta.label}:{record.pk}"] = {
            name: value for name, value in own.items() if name != "version"
        }
        for place in merging.places(type(record)):
            if getattr(place.model, "append_only", False) or place.key.startswith("units.Merge"):
                continue
            rows = place.rows(record).order_by("pk").values()
            found[f"{place.key}:{record.pk}"] = [
                {name: value for name, value in row.items() if name != "version"} for row in rows
            ]
    return found
