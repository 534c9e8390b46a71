"""Very many values asked with one parameter: the same rows as with a placeholder each."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Project, Team
from core.among import among

pytestmark = pytest.mark.django_db
NAMES = ["北组", "南 'Süd' 组", 'a "b" {c},\\d', "100%s"]
MANY = 70_000  # more than either database takes as parameters


@pytest.fixture
def teams() -> list[Team]:
    project = Project.objects.create(name="House", code="house")
    return Team.objects.bulk_create([Team(project=project, name=name) for name in NAMES])


def names(**condition: Any) -> list[str]:
    ((field, values),) = condition.items()
    found = Team.objects.filter(among(field, values)).order_by("pk")
    return list(found.values_list("name", flat=True))


def test_whole_numbers_and_texts_find_their_rows_whatever_stands_in_them(
    teams: list[Team],
) -> None:
    assert names(pk=[teams[2].pk, teams[0].pk, 0, -(2**63)]) == [NAMES[0], NAMES[2]]
    assert names(project_id={teams[0].project_id}) == NAMES
    assert names(name=NAMES) == NAMES
    assert names(name=[NAMES[3], "none"]) == [NAMES[3]]


def test_among_no_values_there_is_no_row_and_no_question(teams: list[Team]) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert names(pk=[]) == names(name=[]) == []
    assert len(captured) == 0
    assert Team.objects.exclude(among("name", [])).count() == len(NAMES)


def test_a_longer_text_is_not_cut_until_it_fits(teams: list[Team]) -> None:
    length = Team._meta.get_field("name").max_length or 0
    Team.objects.filter(pk=teams[0].pk).update(name="长" * length)
    assert names(name=["长" * (length + 1)]) == []


def test_it_stands_beside_other_conditions_and_reaches_over_a_relation(teams: list[Team]) -> None:
    found = Team.objects.filter(among("project__code", ["house"]), name=NAMES[1])
    assert [team.name for team in found] == [NAMES[1]]
    assert Team.objects.exclude(among("pk", [teams[0].pk])).count() == len(NAMES) - 1
    assert Team.objects.filter(among("pk", [teams[0].pk]) | among("name", [NAMES[1]])).count() == 2


def test_very_many_values_are_one_question_with_one_parameter(teams: list[Team]) -> None:
    keys = [*range(-MANY, 0), teams[0].pk]
    with CaptureQueriesContext(connection) as captured:
        assert names(pk=keys) == NAMES[:1]
    assert len(captured) == 1
    assert "ANY" in captured[0]["sql"] or "json_each" in captured[0]["sql"]


@pytest.mark.parametrize("values", [[1, "1"], [None], [True], [1.5]])
def test_what_the_databases_might_understand_differently_is_refused(values: list[Any]) -> None:
    with pytest.raises(TypeError, match="whole numbers alone"):
        among("pk", values)
