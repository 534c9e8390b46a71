"""Filters in the address: strict, by what one may see, shown as chips."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters.fields import DateRangeField

from core.forms import DayField, DayRangeWidget

# Most of a mobile number, or an identity number.
_WHOLE_NUMBER = re.compile(r"1[3-9]\d{6}|\d{15}")


@dataclass(frozen=True)
class Chip:
    """One active filter and the address without it."""

    label: str
    value: str
    remove_url: str


class FilterSet(django_filters.FilterSet):
    """A mistyped value is an error and shows nothing, never everything."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # Always bound, so that the form is checked even when the address has no question mark.
        super().__init__(QueryDict() if data is None else data, *args, **kwargs)
        self._narrow_choices()

    def _narrow_choices(self) -> None:
        """A choice offers only rows the person may see."""
        user = getattr(self.request, "user", None)
        for item in self.filters.values():
            queryset = getattr(item, "queryset", None)
            if isinstance(queryset, QuerySet) and hasattr(queryset, "visible_to"):
                item.queryset = queryset.visible_to(user)

    def chips(self) -> list[Chip]:
        """The active filters."""
        return [
            Chip(str(self.filters[name].label), self._shown(name), self._without(name))
            for name in self.filters
            if name != "q" and self._given(name)
        ]

    def _given(self, name: str) -> bool:
        return any(value for key in self._keys(name) for value in self.data.getlist(key))

    def _keys(self, name: str) -> list[str]:
        return [key for key in self.data if key == name or key.startswith(f"{name}_")]

    def _shown(self, name: str) -> str:
        value = self.form.cleaned_data.get(name)
        if isinstance(value, slice):
            start, stop = (f"{edge:%Y-%m-%d}" if edge else "" for edge in (value.start, value.stop))
            return f"{start} – {stop}"
        if isinstance(value, Model):  # its name, without reading all the others
            return str(value)
        choices = dict(getattr(self.form.fields[name], "choices", ()) or ()) if value else {}
        if isinstance(value, list):
            return ", ".join(str(choices.get(one, one)) for one in value)
        return str(choices.get(value, value))

    def _without(self, name: str) -> str:
        rest = self.data.copy()
        for key in [*self._keys(name), "page"]:
            rest.pop(key, None)
        return f"?{rest.urlencode()}"


class SearchField(forms.CharField):
    """What is searched for stands in the address, so no whole telephone number may be (L1)."""

    def clean(self, value: Any) -> str:
        """The text; a mobile or identity number is refused, its last digits are enough."""
        text = str(super().clean(value) or "")
        if _WHOLE_NUMBER.search(text):
            raise forms.ValidationError(
                _("Search by the last four digits: a whole number would stand in the address.")
            )
        return text


class SearchFilter(django_filters.CharFilter):
    """The box above a list; each of `lookups` is a lookup, or a function from a word to a Q."""

    def __init__(self, *lookups: str | Callable[[str], Q], **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Search"))
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)
        self.lookups = lookups

    field_class = SearchField

    def filter(self, qs: Any, value: str) -> Any:
        """Rows in which every word is found somewhere."""
        for word in value.split():
            found = Q()
            for lookup in self.lookups:
                found |= lookup(word) if callable(lookup) else Q(**{lookup: word})
            qs = qs.filter(found)
        return qs


class DayRangeField(DateRangeField):
    """Two days of years that can be meant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = [DayField(required=False), DayField(required=False)]


class DayRangeFilter(django_filters.DateFromToRangeFilter):
    """From a day to a day, both included."""

    field_class = DayRangeField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayRangeWidget(), **kwargs)
