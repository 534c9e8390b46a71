"""Filters in the address: strict, by what one may see, shown as chips."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters.fields import DateRangeField

from core.addresses import opened
from core.forms import DayField, DayRangeWidget
from core.text import listed

# Most of a mobile number, or an identity number.
_WHOLE_NUMBER = re.compile(r"1[3-9]\d{6}|\d{15}")


def holds_whole_number(text: str) -> bool:
    """Whether a mobile or identity number stands in it, which nothing kept should hold (L1)."""
    return _WHOLE_NUMBER.search(text) is not None


@dataclass(frozen=True)
class Chip:
    """One active filter and the address without it."""

    label: str
    value: str
    remove_url: str


class AnyYesNo(forms.NullBooleanSelect):
    """Where nothing is chosen, everything is shown: "unknown" would be a third answer."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", pgettext_lazy("filter", "Any")), *list(self.choices)[1:]]


class FilterSet(django_filters.FilterSet):
    """A mistyped value is an error and shows nothing, never everything."""

    GONE = _("This choice is no longer offered. Choose another, or take the filter out.")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # Always bound, so that the form is checked even when the address has no question mark.
        self.address: Any = QueryDict() if data is None else data
        typed = opened(self.address) if isinstance(self.address, QueryDict) else self.address
        super().__init__(typed, *args, **kwargs)
        self._narrow_choices()
        for item in self.filters.values():
            item.label = capfirst(item.label) if item.label else item.label
            item.extra["error_messages"] = dict.fromkeys(
                ("invalid_choice", "invalid_pk_value"), self.GONE
            )
            if isinstance(item, django_filters.BooleanFilter):
                item.extra["widget"] = AnyYesNo

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
        if isinstance(self.filters[name], django_filters.BooleanFilter):
            # The form sends "unknown" where nothing is chosen.
            return self.form.cleaned_data.get(name) is not None
        return any(value for key in self._keys(name) for value in self.data.getlist(key))

    def _keys(self, name: str) -> list[str]:
        return [key for key in self.data if key == name or key.startswith(f"{name}_")]

    def _shown(self, name: str) -> str:
        value = self.form.cleaned_data.get(name)
        if isinstance(value, slice):
            start, stop = (f"{edge:%Y-%m-%d}" if edge else "" for edge in (value.start, value.stop))
            return f"{start} – {stop}"
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if isinstance(value, Model):  # its name, without reading all the others
            return str(value)
        choices = dict(getattr(self.form.fields[name], "choices", ()) or ()) if value else {}
        if isinstance(value, list):
            return listed(choices.get(one, one) for one in value)
        return str(choices.get(value, value))

    def address_with(self, name: str, value: str) -> str:
        """The address with this filter set to the value, or without it; all others stay."""
        rest = self.address.copy()
        for key in [*self._keys(name), "page"]:
            rest.pop(key, None)
        if value:
            rest[name] = value
        return f"?{rest.urlencode()}"

    def _without(self, name: str) -> str:
        return self.address_with(name, "")


def _words(text: str) -> list[str]:
    """What is looked for, each of it; a telephone number written in groups is one."""
    number = re.sub(r"[\s()\-]", "", text)
    return (
        [number] if holds_whole_number(number) and number.lstrip("+").isdecimal() else text.split()
    )


class SearchFilter(django_filters.CharFilter):
    """The box above a list; each of `lookups` is a lookup, or a function from a word to a Q."""

    def __init__(self, *lookups: str | Callable[[str], Q], **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Search"))
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)
        self.lookups = lookups

    def filter(self, qs: Any, value: str) -> Any:
        """Rows in which every word is found somewhere."""
        for word in _words(value):
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


class ChoiceOrNoneFilter(django_filters.ChoiceFilter):
    """A choice that may be missing: "none" asks for the rows without one."""

    def __init__(self, *args: Any, none_label: Any, **kwargs: Any) -> None:
        super().__init__(*args, null_value="none", null_label=none_label, **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """An empty text counts as missing."""
        if value != self.null_value:
            return super().filter(qs, value)
        return qs.filter(Q(**{self.field_name: ""}))
