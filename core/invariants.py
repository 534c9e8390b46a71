"""What must always hold: one question each, answered with the rows that offend.

Asked after every fault test, nightly in service, and on an administrator's page. Apps register
theirs when their modules are loaded; `gapless`, `states` and `sealed` write the common ones.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Count, Max, Model, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import audit, files
from core.models import StateChange
from core.operations import guarded_tables

Check = str | Callable[[], Iterable[object]]
SHOWN = 20  # offending rows kept of each invariant


@dataclass(frozen=True)
class Invariant:
    """`check` is SQL that both databases understand, or a function; each row it gives offends."""

    name: str
    label: str | Promise
    check: Check


@dataclass(frozen=True)
class Finding:
    """One invariant's answer; no rows is as it should be."""

    invariant: Invariant
    rows: list[str]


_invariants: dict[str, Invariant] = {}


def register_invariant(name: str, label: str | Promise, check: Check) -> None:
    """Declare an invariant, `name` as "<app>.<what>"."""
    _invariants[name] = Invariant(name, label, check)


def all_invariants() -> list[Invariant]:
    """Every invariant, by name."""
    return sorted(_invariants.values(), key=lambda invariant: invariant.name)


def check_all() -> list[Finding]:
    """Ask every invariant."""
    return [Finding(invariant, _offending(invariant)) for invariant in all_invariants()]


def _offending(invariant: Invariant) -> list[str]:
    if not isinstance(invariant.check, str):
        return [str(row) for row, _ in zip(invariant.check(), range(SHOWN), strict=False)]
    with connection.cursor() as cursor:
        cursor.execute(invariant.check)
        return [", ".join(map(str, row)) for row in cursor.fetchmany(SHOWN)]


def gapless(label: str, field: str, groups: Sequence[str] = ()) -> Check:
    """`field` of the model counts 1, 2, 3 … within each group, nothing left out, nothing twice."""

    def check() -> Iterable[str]:
        numbered = _model(label)._base_manager.filter(**{f"{field}__isnull": False})
        # The constant makes one group of all rows where nothing else does, an empty one too.
        rows = numbered.order_by().annotate(every=Value(1)).values("every", *groups)
        for row in rows.annotate(
            rows=Count("pk"), last=Max(field), different=Count(field, distinct=True)
        ):
            if row["rows"] and not row["rows"] == row["different"] == row["last"]:
                yield f"{label} {[row[name] for name in groups]}: {row['rows']} up to {row['last']}"

    return check


def states(label: str, transitions: Mapping[str, frozenset[str]]) -> Check:
    """Every row of the model stands where its recorded path of allowed arrows ends."""

    def check() -> Iterable[str]:
        model = _model(label)
        path: dict[int, str] = {}
        changes = StateChange.objects.filter(subject_type=label.lower()).order_by("id")
        for change in changes.iterator():
            stays = change.from_state == change.to_state  # a remark: moved to another day
            if (
                change.from_state
                and not stays
                and change.to_state not in transitions.get(change.from_state, frozenset())
            ):
                yield f"{change}: no such arrow"
            if path.get(change.subject_id, change.from_state) != change.from_state:
                yield f"{change}: does not begin where the last one ended"
            path[change.subject_id] = change.to_state
        for pk, state in model._base_manager.values_list("pk", "state").iterator():
            if state not in transitions or path.get(pk, state) != state:
                yield f"{label} {pk}: {state}"

    return check


def sealed(label: str, field: str) -> Check:
    """No plain number stands in an encrypted field: "" or "<key id>:<cipher text>"."""

    def check() -> Iterable[str]:
        rows = _model(label)._base_manager.exclude(**{field: ""})
        plain = rows.exclude(**{f"{field}__regex": r"^[A-Za-z0-9_-]{1,20}:[A-Za-z0-9+/]{37,}=*$"})
        for pk in plain.values_list("pk", flat=True):
            yield f"{label} {pk}"

    return check


def _model(label: str) -> type[Model]:
    return apps.get_model(label)


def _unguarded() -> Iterable[str]:
    """Tables that must only grow and whose triggers are gone."""
    guarded = guarded_tables(connection)
    for model in apps.get_models():
        if getattr(model, "append_only", False) and model._meta.db_table not in guarded:
            yield model._meta.db_table


register_invariant("core.append_only", _("Tables that only grow are guarded"), _unguarded)
register_invariant("core.audit_chain", _("The audit trail is whole"), audit.verify)
register_invariant("core.files_there", _("Every file on record is there"), files.lost_files)
register_invariant(
    "core.files_known",
    _("Every file is on record"),
    lambda: files.stray_files(timezone.now()),
)
