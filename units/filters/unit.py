"""Units narrowed."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import ChoiceOrNoneFilter, DayRangeFilter, FilterSet, SearchFilter
from units.filters.choices import colleagues_of, teams_of
from units.models import Category, Unit
from units.models.unit import Grade
from units.search import unit_named
from units.selectors.ownership import warning_limit


class GroupFilter(django_filters.ModelChoiceFilter):
    """A group with its branches and theirs; only groups one may see are offered."""

    def __init__(self, **kwargs: Any) -> None:
        groups = Unit.objects.filter(branches__isnull=False).distinct()
        super().__init__(queryset=groups, **kwargs)

    def filter(self, qs: Any, value: Unit | None) -> Any:
        """The group itself, its branches and theirs."""
        if value is None:
            return qs
        return qs.filter(Q(pk=value.pk) | Q(parent=value) | Q(parent__parent=value))


class UnitFilter(FilterSet):
    """Units by name (characters, pinyin, initials), telephone, kind, grade and who follows."""

    q = SearchFilter(unit_named())
    category = django_filters.ModelChoiceFilter(queryset=Category.objects.all())
    grade = ChoiceOrNoneFilter(
        choices=Grade.choices, label=_("grade"), none_label=_("not judged yet")
    )
    group = GroupFilter(label=_("group"))
    team = django_filters.ModelChoiceFilter(queryset=teams_of, label=_("team"))
    owner = django_filters.ModelChoiceFilter(queryset=colleagues_of, label=_("followed by"))
    last_contact = DayRangeFilter(field_name="last_contact_at", label=_("last contact"))

    near = django_filters.BooleanFilter(method="only_near", label=_("soon in the public pool"))

    def only_near(self, rows: Any, name: str, value: bool) -> Any:
        """Those the owner has been warned of (U7)."""
        limit = warning_limit(timezone.localdate())
        near = Q(owner__isnull=False, idle_since__lt=limit)
        return rows.filter(near) if value else rows.exclude(near)

    class Meta:
        model = Unit
        fields = ("q", "category", "grade", "group", "team", "owner")
