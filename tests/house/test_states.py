"""Every TRANSITIONS table of the house: closed, without dead ends that are not meant."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

import pytest
from django.apps import apps


def tables() -> Iterator[tuple[str, Mapping[str, frozenset[str]]]]:
    """Every module-level mapping named …TRANSITIONS in an app's states module."""
    for config in apps.get_app_configs():
        names = {module.name for module in pkgutil.iter_modules([config.path])}
        if "states" not in names or "site-packages" in config.path:
            continue
        states = importlib.import_module(f"{config.name}.states")
        for name, value in vars(states).items():
            if name.endswith("TRANSITIONS"):
                yield f"{config.name}.{name}", value


TABLES = dict(tables())


def test_the_house_has_state_tables() -> None:
    assert len(TABLES) >= 3


@pytest.mark.parametrize("name", TABLES)
def test_every_arrow_leads_to_a_state_of_the_table(name: str) -> None:
    table = TABLES[name]
    assert {str(to) for ends in table.values() for to in ends} <= {str(state) for state in table}


@pytest.mark.parametrize("name", TABLES)
def test_no_state_leads_to_itself(name: str) -> None:
    assert [state for state, ends in TABLES[name].items() if state in ends] == []


@pytest.mark.parametrize("name", TABLES)
def test_every_state_but_the_first_is_reached(name: str) -> None:
    table = TABLES[name]
    reached = {str(to) for ends in table.values() for to in ends}
    assert len({str(state) for state in table} - reached) <= 1
