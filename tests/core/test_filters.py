"""Filters in the address: strict, narrowed to what one sees, shown as chips (house)."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import django_filters
import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from accounts.models import Project, User
from core.filters import DayRangeFilter, FilterSet, SearchFilter
from core.models import JobRun, PolicyRow


class RunFilter(FilterSet):
    q = SearchFilter("job__icontains", "error__icontains")
    on = DayRangeFilter(field_name="day", label="day")
    attempts = django_filters.ChoiceFilter(choices=[("1", "once"), ("2", "twice")], label="tried")

    class Meta:
        model = JobRun
        fields = ("q", "attempts")


@pytest.fixture
def runs(db: None) -> None:
    now = timezone.now()
    for job, error, day, attempts in (
        ("night.sweep", "", 1, 1),
        ("night.check", "disk full", 2, 2),
        ("morning.list", "disk full", 3, 1),
    ):
        JobRun.objects.create(
            job=job, error=error, day=date(2008, 6, day), attempts=attempts, started_at=now
        )


def found(address: str) -> list[str]:
    filterset = RunFilter(QueryDict(address), queryset=JobRun.objects.order_by("day"))
    assert filterset.is_valid()
    return [run.job for run in filterset.qs]


@pytest.mark.parametrize(
    ("address", "jobs"),
    [
        ("", ["night.sweep", "night.check", "morning.list"]),
        ("q=night", ["night.sweep", "night.check"]),
        ("q=disk+night", ["night.check"]),  # every word, wherever it is found
        ("q=disk++FULL", ["night.check", "morning.list"]),
        ("q=disk+nowhere", []),
        ("on_after=2008-06-02", ["night.check", "morning.list"]),
        ("on_after=2008-06-02&on_before=2008-06-02", ["night.check"]),
        ("attempts=2&q=night", ["night.check"]),
    ],
)
def test_rows_are_found(runs: None, address: str, jobs: list[str]) -> None:
    assert found(address) == jobs


@pytest.mark.parametrize(
    "address",
    ["on_after=2008-13-40", "on_before=yesterday", "attempts=many", "q=" + "x" * 61, "q=%00"],
)
def test_what_cannot_be_read_is_an_error(runs: None, address: str) -> None:
    filterset = RunFilter(QueryDict(address), queryset=JobRun.objects.all())
    assert not filterset.is_valid()
    assert len(filterset.form.errors) == 1


def chips(address: str) -> list[tuple[str, str, str]]:
    filterset = RunFilter(QueryDict(address), queryset=JobRun.objects.all())
    assert filterset.is_valid()
    return [(chip.label, chip.value, chip.remove_url) for chip in filterset.chips()]


def test_each_filter_in_use_is_a_chip_that_can_be_taken_off() -> None:
    address = "q=night&on_after=2008-06-01&on_before=2008-06-30&attempts=2&sort=job&page=3"
    assert sorted(chips(address)) == [
        ("Day", "2008-06-01 – 2008-06-30", "?q=night&attempts=2&sort=job"),
        (
            "Tried",
            "twice",
            "?q=night&on_after=2008-06-01&on_before=2008-06-30&sort=job",
        ),
    ]


def test_an_empty_filter_is_no_chip() -> None:
    assert chips("on_after=&attempts=&q=night") == []
    assert chips("on_before=2008-06-30")[0][1] == " – 2008-06-30"


class OpenFilter(FilterSet):
    open = django_filters.BooleanFilter(field_name="attempts", label="open", lookup_expr="isnull")

    class Meta:
        model = JobRun
        fields = ()


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [("en", "true", "yes"), ("en", "false", "no"), ("zh-hans", "true", "是")],
)
def test_a_chip_says_yes_or_no_in_the_readers_language(
    language: str, value: str, said: str
) -> None:
    with translation.override(language):
        filterset = OpenFilter(QueryDict(f"open={value}"), queryset=JobRun.objects.all())
        assert filterset.is_valid()
        assert [chip.value for chip in filterset.chips()] == [said]


class PolicyFilter(FilterSet):
    row = django_filters.ModelChoiceFilter(queryset=PolicyRow.objects.all(), label="row")

    class Meta:
        model = PolicyRow
        fields = ()


def test_a_choice_offers_only_rows_one_may_see(project: Project, ann: User, law: User) -> None:
    elsewhere = Project.objects.create(name="Elsewhere", code="elsewhere")
    rows: dict[int | None, Any] = {
        place: PolicyRow.objects.create(
            kind="x", project_id=place, valid_from=date(2008, 1, 1), values={}, created_by=law
        )
        for place in (None, project.pk, elsewhere.pk)
    }
    request = SimpleNamespace(user=ann)

    def chosen(place: int | None) -> bool:
        data = QueryDict(f"row={rows[place].pk}")
        filterset = PolicyFilter(data, queryset=PolicyRow.objects.all(), request=request)
        return bool(filterset.is_valid())

    assert [chosen(place) for place in rows] == [True, True, False]
