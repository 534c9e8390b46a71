"""What stands in the way of undoing an import: what was built on its records, what changed since.

Asked of the database in sets: one question for each table that refers to a record, however many
records there are. A table that comes tomorrow is asked, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.importing.checking import chunks
from core.importing.kinds import ImportKind, Undo, kept_of
from core.models import Approval, Attachment, ImportBatch, ImportChange

Reasons = dict[int, str]


@dataclass
class Outlook:
    """What would be taken away and put back, and what stays as it is and why."""

    remove: int = 0
    set_back: int = 0
    stays: dict[str, Reasons] = field(default_factory=dict)

    @property
    def obstacles(self) -> int:
        """How many records stay."""
        return sum(map(len, self.stays.values()))


@dataclass(frozen=True)
class Obstacle:
    """One record that stays: the row it came from, its name, the reason."""

    number: int
    record: str
    why: str


def look_ahead(batch: ImportBatch, kind: ImportKind) -> Outlook:
    """What an undoing would do now."""
    outlook = Outlook()
    for undo in kind.undo:
        changes = batch.changes.filter(subject_type=undo.model._meta.label_lower)
        reasons = _reasons(batch, undo, changes, outlook)
        outlook.stays[undo.model._meta.label_lower] = reasons
        ids = set(changes.filter(made=True).values_list("subject_id", flat=True))
        outlook.remove += len(ids - reasons.keys())
        back = set(changes.filter(made=False).values_list("subject_id", flat=True))
        outlook.set_back += len(back - reasons.keys() - ids)
    return outlook


def obstacles(batch: ImportBatch, outlook: Outlook, most: int) -> Iterator[Obstacle]:
    """The first of the records that stay."""
    kind = {undo: reasons for undo, reasons in outlook.stays.items() if reasons}
    for label, reasons in kind.items():
        ids = list(reasons)[:most]
        names = _named(label, ids)
        rows = batch.changes.filter(subject_type=label, subject_id__in=ids).order_by("number")
        for number, pk in rows.values_list("number", "subject_id"):
            yield Obstacle(number, names.get(pk, "–"), reasons[pk])


def _named(label: str, ids: list[int]) -> dict[int, str]:
    rows = apps.get_model(label)._base_manager.filter(pk__in=ids)
    return {row.pk: str(row) for row in rows}


def _reasons(
    batch: ImportBatch, undo: Undo, changes: QuerySet[ImportChange], outlook: Outlook
) -> Reasons:
    made = changes.filter(made=True).values("subject_id")
    reasons: Reasons = {}
    for related, name in _references(undo):
        rows = related._base_manager.filter(**{f"{name}__in": made})
        label = related._meta.label_lower
        if label in outlook.stays:  # taken back before this one, but for those that stay
            ours = batch.changes.filter(subject_type=label, made=True).values("subject_id")
            rows = rows.exclude(pk__in=ours) | rows.filter(pk__in=list(outlook.stays[label]))
        _add(reasons, rows.values_list(name, flat=True), str(related._meta.verbose_name_plural))
    for model in (Attachment, Approval):
        found = model._base_manager.filter(
            subject_type=undo.model._meta.label_lower, subject_id__in=made
        )
        _add(
            reasons,
            found.values_list("subject_id", flat=True),
            str(model._meta.verbose_name_plural),
        )
    reasons.update({pk: _("It was changed since.") for pk in _changed(undo, changes)})
    return reasons


def _references(undo: Undo) -> Iterator[tuple[type[Model], str]]:
    """Every (table, column) that refers to the model, but for what comes and goes with it."""
    for relation in undo.model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            related: Any = relation.related_model
            if related._meta.label_lower not in undo.own:
                yield related, relation.field.attname  # type: ignore[union-attr]


def _add(reasons: Reasons, ids: Iterable[Any], what: str) -> None:
    for pk in ids:
        reasons.setdefault(pk, _("Since then it has: %(what)s.") % {"what": what})


def _changed(undo: Undo, changes: QuerySet[ImportChange]) -> Iterator[int]:
    """Records that no longer say what the import wrote."""
    versioned = any(one.name == "version" for one in undo.model._meta.concrete_fields)
    if versioned:
        made = changes.filter(made=True).values("subject_id")
        rows = undo.model._base_manager.filter(pk__in=made, version__gt=1)
        yield from rows.values_list("pk", flat=True)
        changes = changes.filter(made=False)
    written = changes.values_list("subject_id", "now", "made")
    for chunk in chunks(written.iterator(chunk_size=1_000)):
        found = undo.model._base_manager.in_bulk([pk for pk, _now, _made in chunk])
        for pk, now, new in chunk:
            row = found.get(pk)
            if row is None:
                if not new:
                    yield pk
            elif any(kept_of(row, name) != value for name, value in now.items()):
                yield pk
