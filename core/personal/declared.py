"""Asking the declarations against the schema: what was forgotten, what is stale (L1)."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from core.personal.registry import Holding, Nothing, all_holdings, all_nothings

TEXTS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.BinaryField,
    models.GenericIPAddressField,
)


def faults(tables: list[type[models.Model]] | None = None) -> list[str]:
    """One sentence for every model or field that is not declared, twice declared or gone."""
    said: dict[str, list[Holding | Nothing]] = {}
    entries: list[Holding | Nothing] = [*all_holdings(), *all_nothings()]
    for entry in entries:
        said.setdefault(entry.model.lower(), []).append(entry)
    found: list[str] = []
    for table in apps.get_models() if tables is None else tables:
        if not table._meta.proxy:
            found += _of_table(table, said.pop(table._meta.label_lower, []))
    if tables is None:
        found += [f"{label} is declared, but there is no such model." for label in said]
    return found


def _of_table(table: type[models.Model], said: list[Holding | Nothing]) -> Iterator[str]:
    label = table._meta.label
    if len(said) != 1:
        yield (
            f"{label} is declared {len(said)} times. Say once, in {table._meta.app_label}/"
            "personal.py, whether a customer stands in it (docs/add-a-rule.md)."
        )
        return
    entry = said[0]
    texts = {
        field.name
        for field in table._meta.concrete_fields
        if isinstance(field, TEXTS) and not field.choices
    }
    fields = set(entry.fields) if isinstance(entry, Holding) else set()
    plain, names = set(entry.plain), {field.name for field in table._meta.concrete_fields}
    for name in sorted(texts - fields - plain):
        yield f"{label}.{name} is text and not declared: can a customer stand in it?"
    for name in sorted((fields - names) | (plain - texts)):
        yield f"{label}.{name} is declared, but the model has no such text."
    for name in sorted(set(getattr(entry, "who", ())) - fields):
        yield f"{label}.{name} says who somebody is, but not what becomes of it."
    for name in sorted(fields & plain):
        yield f"{label}.{name} is declared as both."
    if isinstance(entry, Holding):
        yield from _of_holding(table, entry)


def _of_holding(table: type[models.Model], entry: Holding) -> Iterator[str]:
    if not (entry.path or entry.about or entry.words()):
        yield f"{entry.model} has neither a path to a person nor words: declare it as nothing."
    if entry.kept and not (entry.since or entry.touched or entry.ends):
        yield f"{entry.model} is kept: say from which day the years count (since)."
    for lookup in filter(
        None, (entry.since, *entry.paths, entry.unit, entry.part_of, entry.touched)
    ):
        try:
            str(table._base_manager.values(lookup).query)
        except Exception:
            yield f"{entry.model}: {lookup} leads nowhere."
