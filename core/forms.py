"""Widgets and fields every form shares: the device's own date picker, strict dates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import DateRangeWidget


class DayInput(forms.DateInput):
    """The device's own picker; always written 2008-05-15."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The device's own picker for day and time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class DayRangeWidget(DateRangeWidget):
    """Two pickers, from and until."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs)
        self.widgets = [
            DayInput(attrs={"aria-label": _("from")}),
            DayInput(attrs={"aria-label": _("until")}),
        ]


class DayField(forms.DateField):
    """A date with the device's picker."""

    widget = DayInput


class VersionField(forms.IntegerField):
    """The version a record was loaded with."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, **kwargs)


def searchable(queryset: Any, **kwargs: Any) -> forms.ModelChoiceField[Any]:
    """A choice one can type into."""
    widget = forms.Select(attrs={"data-search": "1"})
    return forms.ModelChoiceField(queryset=queryset, widget=widget, **kwargs)
