"""Kinds of units (U1): added and changed by a sales manager; retired, never deleted."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, sound, versions
from core.errors import DomainError
from units.models import Category
from units.services.public_sector import category_left_public

FACTS = ("name", "name_zh", "public_sector", "must_visit", "group_rule", "retired")


@transaction.atomic
def category_add(*, facts: Mapping[str, Any], by: User) -> Category:
    """A new kind of unit; `facts` are the model's fields, its code is made from the name."""
    category = Category(**facts)
    category.code = category.code or _free_code(category.name)
    _check(category)
    category.save(force_insert=True)
    audit.record("units.category.added", category, by=by, code=category.code)
    return category


@transaction.atomic
def category_edit(
    *, category_id: int, version: int, facts: Mapping[str, Any], by: User
) -> Category:
    """Change a kind; what it was is kept in the audit trail, for rewards hang on it (L2)."""
    category: Category = Category.objects.select_for_update(no_key=True).get(pk=category_id)
    versions.check(category, version)
    was = {name: getattr(category, name) for name in FACTS}
    changed = [name for name in FACTS if name in facts and facts[name] != was[name]]
    if not changed:
        return category
    for name in changed:
        setattr(category, name, facts[name])
    _check(category)
    category.save(update_fields=[*changed, versions.bump(category)])
    audit.record(
        "units.category.changed",
        category,
        by=by,
        was={name: was[name] for name in changed},
        now={name: facts[name] for name in changed},
    )
    if was["public_sector"] and not category.public_sector:
        category_left_public(category, by)
    return category


def _check(category: Category) -> None:
    """Two categories of one name could not be told apart; the database says so, too."""
    others = Category.objects.exclude(pk=category.pk)
    for field in ("name", "name_zh"):
        if others.filter(**{field: getattr(category, field)}).exists():
            raise DomainError(_("Another category has this name. Choose another."), field=field)


def _free_code(name: str) -> str:
    """How imports and targets name it: from the English name, numbered where it is taken."""
    stem = slugify(name if name.isascii() else sound.pinyin(name, person=False))[:30] or "category"
    taken = set(Category.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
