"""Units and people made through the services, as the pages make them."""

from typing import Any

from accounts.models import User
from units.models import Category, Contact, Unit
from units.services import contact_add, unit_add


def make_category(code: str = "chamber", **fields: Any) -> Category:
    """A category; a chamber of commerce buys in groups and is private."""
    first = {"name": "Chamber of commerce", "name_zh": "商会", "group_rule": "members"}
    return Category.objects.get_or_create(code=code, defaults={**first, **fields})[0]


def make_unit(by: User, name: str = "Wenzhou Chamber of Commerce", **facts: Any) -> Unit:
    """A unit followed by `by`."""
    facts.setdefault("category", make_category())
    return unit_add(facts={"name": name, **facts}, by=by)


def make_contact(by: User, unit: Unit | None = None, **facts: Any) -> Contact:
    """A person of `unit`."""
    facts.setdefault("name", "陈会长")
    return contact_add(facts=facts, unit_id=unit.pk if unit else None, by=by)
