"""Units and people made through the services, as the pages make them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from core.models import PolicyRow
from core.policies import kind_named
from core.policies.values import as_values, pack
from units.models import Category, Contact, Dispute, PersonRequest, Registration, Unit
from units.services import contact_add, customer_register, unit_add
from units.services.request import Asked, request_record


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


def set_policy(kind: str, by: User, **values: Any) -> None:
    """Other numbers than those of 2008, valid since long."""
    cls = kind_named(kind).cls
    kept = pack(cls, {**as_values(cls()), **values})
    PolicyRow.objects.create(
        kind=kind, valid_from=date(2008, 1, 1), values=kept, note="test", created_by=by
    )


BUYER = {"name": "王小明", "mobile": "13900139000"}


def register(by: User, on: date | None = None, **facts: Any) -> Registration:
    """A customer registered by `by`, who is the first."""
    made = customer_register(facts={**BUYER, **facts}, by=by, on=on)
    assert isinstance(made, Registration)
    return made


def dispute(by: User, **facts: Any) -> Dispute:
    """The dispute of who registers second."""
    made = customer_register(facts={**BUYER, **facts}, by=by)
    assert isinstance(made, Dispute)
    return made


def ask_in_writing(
    person: Contact, by: User, kind: str = "erasure", days_ago: int = 0
) -> PersonRequest:
    """What a person asks of us, as `by` recorded it."""
    day = timezone.localdate() - timedelta(days=days_ago)
    return request_record(
        contact_id=person.pk, asked=Asked(kind, "telephone", day, "Please."), by=by
    )
