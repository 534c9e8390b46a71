"""How a row is told to the person it tells of: labels for codes, nothing of other people (L1).

An app says in its `personal.py` how a column is told whose value is no word of anybody:

    tell("rewards.Reward", holds=lambda row, person: labels(row.holds), figures=None)

None leaves the column out: numbers of our rules, figures told elsewhere.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.personal.labels import is_theirs, label_of
from core.personal.registry import Holding, Person, holding_of, person_table

Teller = Callable[[Any, Person], Any]
Pairs = Iterator[tuple[str, str]]

_tellers: dict[str, Teller | None] = {}


def tell(model: str, **how: Teller | None) -> None:
    """Say how columns of a model are told."""
    _tellers.update({f"{model}.{name}": teller for name, teller in how.items()})


def pairs(holding: Holding, row: Model, person: Person) -> Pairs:
    """Everything of a row that is the person's, as label and value."""
    yield pgettext("report", "No."), str(row.pk)
    if holding.about == "subject":
        yield pgettext("report", "Belongs to"), record_name(row)
    for field in row._meta.concrete_fields:
        if field.primary_key or not is_theirs(field) or field.name in holding.secret:
            continue
        said = _told(holding, row, field, person)
        if said:
            yield capfirst(str(label_of(field))), said


def record_name(row: Any) -> str:
    """What a file or a change of state belongs to, by the section and number in it: "Gifts 7"."""
    model = apps.get_model(row.subject_type)
    held = holding_of(model)
    heading = held.heading if held else model._meta.verbose_name
    return f"{capfirst(str(heading))} {row.subject_id}"


def shown(holding: Holding, name: str) -> bool:
    """Whether a column is ever told; a book-keeping one of ours is not."""
    field = holding.table._meta.get_field(name)
    return (
        is_theirs(field) and name not in holding.secret and _tellers.get(_key(field), 1) is not None
    )


def _key(field: Any) -> str:
    return f"{field.model._meta.label}.{field.name}"


def _told(holding: Holding, row: Any, field: Any, person: Person) -> str:
    if _key(field) in _tellers:
        teller = _tellers[_key(field)]
        return written(teller(row, person)) if teller else ""
    value = getattr(row, field.attname)
    if value in (None, "", [], {}):
        return ""
    if field.is_relation:
        return _related(holding, field, getattr(row, field.name), person)
    if field.flatchoices:
        return str(getattr(row, f"get_{field.name}_display")())
    return written(value)


def _related(holding: Holding, field: Any, other: Any, person: Person) -> str:
    """Their own record goes without saying; of other people nothing is said."""
    if isinstance(other, person_table()):
        return "" if other.pk in person.keys else _("another person")
    # The project stands on the first page; each row's own says nothing new.
    return "" if field.name == "project" and holding.path != "pk" else str(other)


def written(value: Any) -> str:
    """A value as it is read; entries of a list or mapping in one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, dict):
        kept = ((name, written(inner)) for name, inner in value.items())
        return " · ".join(f"{name}: {inner}" for name, inner in kept if inner)
    if isinstance(value, list | tuple):
        return " · ".join(filter(None, map(written, value)))
    return str(value) if isinstance(value, str | Promise) else f"{value}"


def columns_said(model: type[Model], values: dict[str, Any]) -> dict[str, str]:
    """Kept values of a model's columns, by label; a choice by its own."""
    said = {}
    for name, value in values.items():
        field: Any = model._meta.get_field(name.removesuffix("_id"))
        if value in (None, "") or field.is_relation or not is_theirs(field):
            continue
        choices = {str(code): str(label) for code, label in field.flatchoices}
        said[capfirst(str(label_of(field)))] = choices.get(str(value), written(value))
    return said


def state_said(row: Any) -> str:
    """The arrow of a change of state, by the labels of whatever changed."""
    choices = dict(apps.get_model(row.subject_type)._meta.get_field("state").flatchoices)
    states = [str(choices.get(code, code)) for code in (row.from_state, row.to_state) if code]
    return " → ".join(dict.fromkeys(states))
