"""What a column is called before the person it tells of (L1)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.personal.registry import Text

# Columns without a name of their own. Others without one are our book-keeping: keys, checksums.
_NAMES: dict[str, Text] = {
    **dict.fromkeys(("by", "created_by", "recorded_by", "named_by"), _("recorded by")),
    **dict.fromkeys(("at", "created_at", "recorded_at"), _("recorded on")),
    **dict.fromkeys(("why", "reason", "withdrawn_why"), _("reason")),
    "account": _("account"),
    "asked_by": _("asked by"),
    "before": _("how it stood before"),
    "cells": _("the row of the file"),
    "changes": _("what changed"),
    "claimant": _("who claims them"),
    "closed_at": _("answered on"),
    "deduct_from": _("taken off"),
    "erased_at": _("erased on"),
    "figures": _("figures"),
    "from_owner": _("followed by, before"),
    "from_state": _("state before"),
    "holder": _("who holds them"),
    "holds": _("why it is held"),
    "id_hash": _("fingerprint of the identity number"),
    "id_number": _("identity number"),
    "lunar_birthday": _("lunar birthday"),
    "name": _("their name"),
    "now": _("new value"),
    "number": _("number of the row"),
    "person": _("the person"),
    "project": _("project"),
    "query": _("search"),
    "sincerity": _("sincerity"),
    "snapshot": _("what it showed"),
    "steps": _("steps of the price"),
    "to_owner": _("followed by, after"),
    "to_state": _("state afterwards"),
    "unit": _("unit"),
    "user": _("told to"),
    "value": _("new value"),
    "was": _("value before"),
}


# Where the column's own name says something else to the person than to us, by model and column.
_called: dict[str, Text] = {}


def call(model: str, **names: Text) -> None:
    """Say what columns of a model are called before the person; from an app's `personal.py`."""
    _called.update({f"{model}.{name}": label for name, label in names.items()})


def is_theirs(field: Any) -> bool:
    """Whether the column tells of the person, and is not book-keeping of ours alone."""
    return field._verbose_name is not None or field.name in _NAMES or _key(field) in _called


def label_of(field: Any) -> Text:
    """The column's name in a reader's words."""
    given: Text = field.verbose_name
    own = given if field._verbose_name is not None else _NAMES.get(field.name, given)
    return _called.get(_key(field), own)


def _key(field: Any) -> str:
    return f"{field.model._meta.label}.{field.name}"
