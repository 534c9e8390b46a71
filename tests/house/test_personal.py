"""No table is forgotten (L1): each model and text says whether a customer stands in it."""

import pytest
from django.db import models

from core.models import Counter
from core.personal import Holding, declare, registry
from core.personal.declared import faults
from units.models import Contact, Phase


def test_l1_every_model_and_every_text_says_whether_a_customer_stands_in_it() -> None:
    assert faults() == []


def test_l1_what_points_at_a_contact_says_how_it_holds_them() -> None:
    pointing = {
        relation.related_model._meta.label
        for relation in Contact._meta.related_objects
        if isinstance(relation.field, models.ForeignKey)
    }
    held = {holding.model for holding in registry.all_holdings() if holding.path}
    assert pointing <= held


@pytest.fixture
def _said(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test declares is gone after it."""
    monkeypatch.setattr(registry, "_holdings", dict(registry._holdings))
    monkeypatch.setattr(registry, "_nothings", dict(registry._nothings))


@pytest.mark.usefixtures("_said")
@pytest.mark.parametrize(
    ("model", "said", "fault"),
    [
        (Phase, None, "declared 0 times"),
        (Phase, Holding("units.Phase"), "neither a path to a person nor words"),
        (Phase, Holding("units.Phase", "campaign__nobody"), "leads nowhere"),
        (Counter, Holding("core.Counter", plain=("kind",)), "Counter.scope is text and not"),
        (Counter, Holding("core.Counter", plain=("kind", "scope", "gone")), "gone is declared"),
        (Counter, Holding("core.Counter", plain=("kind", "scope", "year")), "year is declared"),
    ],
)
def test_l1_twin_what_was_forgotten_or_is_gone_would_be_found(
    model: type[models.Model], said: Holding | None, fault: str
) -> None:
    registry._holdings.pop(model._meta.label, None)
    registry._nothings.pop(model._meta.label, None)
    if said:
        declare(said)
    assert any(fault in line for line in faults([model])), faults([model])


@pytest.mark.usefixtures("_said")
def test_l1_twin_a_model_that_is_gone_would_be_found() -> None:
    declare(Holding("units.Gone", "contact"))
    assert faults() == ["units.gone is declared, but there is no such model."]
