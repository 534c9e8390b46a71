"""Widgets and fields every form shares: the device's own date picker, strict dates."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import DateRangeWidget

YEARS = range(1900, 2101)
LONGEST_KEY = 18  # digits; what has more may not fit into eight bytes


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


class TelephoneInput(forms.TextInput):
    """Digits under the thumb, and no other person's number offered by the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "tel", "autocomplete": "off", **(attrs or {})})


class DayRangeWidget(DateRangeWidget):
    """Two pickers, from and until."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs)
        self.widgets = [
            DayInput(attrs={"aria-label": _("from")}),
            DayInput(attrs={"aria-label": _("until")}),
        ]


class DayField(forms.DateField):
    """A date with the device's picker; a year nobody can mean is a slip of the pen."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """The day, or why it is none."""
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise _no_such_year()
        return day


class MomentField(forms.DateTimeField):
    """A day and a time with the device's picker, within the same years."""

    widget = MomentInput

    def to_python(self, value: Any) -> datetime | None:
        """The moment, or why it is none."""
        try:
            moment = super().to_python(value)
        except OverflowError:
            raise _no_such_year() from None
        if moment is not None and moment.year not in YEARS:
            raise _no_such_year()
        return moment


def _no_such_year() -> forms.ValidationError:
    years = {"first": YEARS[0], "last": YEARS[-1]}
    return forms.ValidationError(
        gettext("Enter a year from %(first)d to %(last)d.") % years, code="year"
    )


class VersionField(forms.IntegerField):
    """The version a record was loaded with."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, **kwargs)


class SearchableField(forms.ModelChoiceField[Any]):
    """A choice one can type into; `add` names the quick creation whose "+" stands beside it."""

    def __init__(self, *, add: str = "", **kwargs: Any) -> None:
        super().__init__(widget=forms.Select(attrs={"data-search": "1"}), **kwargs)
        self.add, self.add_url = add, ""


def searchable(queryset: Any, **kwargs: Any) -> SearchableField:
    """A choice one can type into."""
    return SearchableField(queryset=queryset, **kwargs)


class SeveralField(forms.ModelMultipleChoiceField[Any]):
    """Several rows; a key no database could hold is a wrong choice, not a fault."""

    def clean(self, value: Any) -> Any:
        """The rows, or which choice is none."""
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": key},
                )
        return super().clean(value)
