"""People's requests, people and sealed identities narrowed (L1)."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.filters import DayRangeFilter, FilterSet, SearchFilter
from units.models import DataSubject, PersonRequest, SealedIdentity
from units.search import person_named


class RequestFilter(FilterSet):
    """Requests by person, kind, state and day due."""

    q = SearchFilter(person_named("contact__"))
    kind = django_filters.ChoiceFilter(choices=PersonRequest.Kind.choices, label=_("what they ask"))
    state = django_filters.ChoiceFilter(choices=PersonRequest.STATE_CHOICES, label=_("state"))
    due = DayRangeFilter(field_name="due_on", label=_("answer owed until"))

    class Meta:
        model = PersonRequest
        fields = ("q", "kind", "state")


class SubjectFilter(FilterSet):
    """People by name, pinyin or the last digits of their mobile."""

    q = SearchFilter(person_named())

    class Meta:
        model = DataSubject
        fields = ("q",)

    def filter_queryset(self, queryset: Any) -> Any:
        """Who is erased is found by number only, among the sealed."""
        return super().filter_queryset(queryset).known()


class SealedFilter(FilterSet):
    """Sealed identities by the person's number."""

    q = SearchFilter(lambda word: Q(contact_id=int(word)) if _number(word) else Q(pk__in=[]))

    class Meta:
        model = SealedIdentity
        fields = ("q",)


def _number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 18
