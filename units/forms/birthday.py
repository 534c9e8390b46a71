"""A birthday as it is asked: on which calendar, then the day; both calendars are kept (K6)."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.calendar import LunarDay
from core.errors import DomainError
from core.forms import YEARS
from units.birthdays import Birthday

SOLAR, LUNAR = "solar", "lunar"
CALENDARS = (
    (SOLAR, gettext_lazy("solar (Gregorian)")),
    (LUNAR, gettext_lazy("lunar")),
)


def _number(label: Any, length: int) -> forms.TextInput:
    """Typed on the digits of a telephone; a lunar 30 February is no day of a date picker."""
    return forms.TextInput(
        attrs={"inputmode": "numeric", "maxlength": length, "size": length, "aria-label": label}
    )


class BirthdayInput(forms.MultiWidget):
    """Which calendar, the year, month and day, and whether the lunar month is a leap month."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "calendar": forms.RadioSelect(choices=CALENDARS),
            "year": _number(pgettext_lazy("birthday", "Year"), 4),
            "month": _number(pgettext_lazy("birthday", "Month"), 2),
            "day": _number(pgettext_lazy("birthday", "Day"), 2),
            "leap": forms.CheckboxInput(),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """What was said: the lunar day where it was lunar."""
        if not isinstance(value, Birthday):
            return [None] * 5
        said = value.lunar_day
        if said is None:
            day = value.solar
            return [SOLAR, day.year, day.month, day.day, False]
        return [LUNAR, said.year, said.month, said.day, said.leap]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The project's own template: a renderer of forms looks only into apps."""
        widget = self.get_context(name, value, attrs)["widget"]
        parts = dict(
            zip(("calendar", "year", "month", "day", "leap"), widget["subwidgets"], strict=True)
        )
        return render_to_string("units/_birthday.html", {"widget": widget, **parts})


class BirthdayField(forms.MultiValueField):
    """Cleaned to `Birthday` or None. Nobody's calendar is guessed: it has to be said."""

    widget = BirthdayInput
    default_error_messages: ClassVar = {
        "parts": gettext_lazy("Enter year, month and day in figures, or leave all three empty."),
        "calendar": gettext_lazy("Ask whether this date is solar or lunar, and say which it is."),
        "none": gettext_lazy("There is no such day in the calendar. Check year, month and day."),
        "future": gettext_lazy("This day is still to come. Check the year."),
    }

    def __init__(self, **kwargs: Any) -> None:
        fields = (
            forms.ChoiceField(choices=CALENDARS, required=False),
            *(forms.CharField(required=False, max_length=length) for length in (4, 2, 2)),
            forms.BooleanField(required=False),
        )
        kwargs.setdefault("label", gettext_lazy("Birthday"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy("Ask: solar or lunar? A lunar date is converted, and both are kept."),
        )
        super().__init__(fields, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: list[Any]) -> Birthday | None:
        """The day on both calendars."""
        if not any(data_list[1:4]):
            return None
        calendar, *parts, leap = data_list
        if not all(part.isascii() and part.isdecimal() for part in parts):
            raise self._wrong("parts")
        if not calendar:
            raise self._wrong("calendar")
        year, month, day = (int(part) for part in parts)
        if calendar == LUNAR:
            found = self._lunar(LunarDay(year, month, day, bool(leap)))
        else:
            found = Birthday(self._solar(year, month, day))
        if found.solar > timezone.localdate():
            raise self._wrong("future")
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as what is meant: a birthday is one thing; as text where a page kept it so."""
        if isinstance(data, str):
            return data != str(initial or "")
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True

    def _lunar(self, said: LunarDay) -> Birthday:
        try:
            return Birthday(said.solar, str(said))
        except DomainError as refusal:
            raise ValidationError(str(refusal.message)) from refusal

    def _solar(self, year: int, month: int, day: int) -> date:
        if year not in YEARS:
            raise ValidationError(
                _("Enter a year from %(first)d to %(last)d.")
                % {"first": YEARS[0], "last": YEARS[-1]}
            )
        try:
            return date(year, month, day)
        except ValueError:
            raise self._wrong("none") from None

    def _wrong(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)
