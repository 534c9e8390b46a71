"""Every model of ours has named constraints where it keeps money or states."""

import pytest
from django.apps import apps
from django.db import models

MONEY_APPS = ("pricing", "rewards", "budget")
MODELS = [
    model
    for app in MONEY_APPS
    for model in apps.get_app_config(app).get_models()
    if not model._meta.proxy
]
# A reason for each exemption; one that is no longer needed fails, too.
EXEMPT: dict[str, str] = {"rewards.Hold": "no table: rewards and gifts read together"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_model_of_a_money_app_has_named_constraints(model: type[models.Model]) -> None:
    has_some = bool(model._meta.constraints)
    assert has_some != (model._meta.label in EXEMPT), EXEMPT.get(model._meta.label)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_money_is_decimal_never_float(model: type[models.Model]) -> None:
    fields = model._meta.get_fields()
    assert [field.name for field in fields if isinstance(field, models.FloatField)] == []
