"""What the lists can be narrowed by."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from core.filters import DayRangeFilter, FilterSet, SearchFilter
from units.models import Arrival, Category, Contact, Registration, Unit
from units.models.unit import Grade
from units.search import person_named, unit_named


def teams_of(request: Any) -> Any:
    """The teams of the person's projects."""
    return Team.objects.filter(project__in=request.user.project_ids)


def colleagues_of(request: Any) -> Any:
    """The people of the person's projects who follow something."""
    return User.objects.filter(projects__in=request.user.project_ids).distinct()


class UnitFilter(FilterSet):
    """Units by name (characters, pinyin, initials), telephone, kind, grade and who follows."""

    q = SearchFilter(unit_named())
    category = django_filters.ModelChoiceFilter(queryset=Category.objects.all())
    grade = django_filters.ChoiceFilter(choices=Grade.choices, label=_("grade"))
    team = django_filters.ModelChoiceFilter(queryset=teams_of, label=_("team"))
    owner = django_filters.ModelChoiceFilter(queryset=colleagues_of, label=_("followed by"))
    last_contact = DayRangeFilter(field_name="last_contact_at", label=_("last contact"))

    class Meta:
        model = Unit
        fields = ("q", "category", "grade", "team", "owner")


class ContactFilter(FilterSet):
    """People by name, pinyin or mobile number."""

    q = SearchFilter(person_named())

    class Meta:
        model = Contact
        fields = ("q",)


class _ByTeamAndDay(FilterSet):
    """What the ranking's figures lead to."""

    q = SearchFilter(person_named("contact__"))
    team = django_filters.ModelChoiceFilter(queryset=teams_of, label=_("team"))
    owner = django_filters.ModelChoiceFilter(queryset=colleagues_of, label=_("salesperson"))


class RegistrationFilter(_ByTeamAndDay):
    """Registrations."""

    on = DayRangeFilter(field_name="registered_on", label=_("registered"))

    class Meta:
        model = Registration
        fields = ("q", "team", "owner")


class ArrivalFilter(_ByTeamAndDay):
    """Arrivals."""

    on = DayRangeFilter(field_name="arrived_on", label=_("arrived"))

    class Meta:
        model = Arrival
        fields = ("q", "team", "owner")
