"""The form of a policy, made from its dataclass."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.policies.kinds import Kind
from core.policies.values import Slot, as_values, bounds, line_hint, read_lines, slots, write


class PolicyForm(forms.Form):
    """One field for each value, then the day and the reason."""

    kind: Kind

    def clean(self) -> dict[str, Any]:
        """Collect the values under `values`, as the service takes them."""
        cleaned = super().clean() or {}
        names = [slot.name for slot in slots(self.kind.cls)]
        if not self.errors:
            cleaned["values"] = {name: cleaned.pop(name) for name in names}
        return cleaned


class LinesField(forms.CharField):
    """A tuple of values or tiers, one a line."""

    def __init__(self, slot: Slot, **options: Any) -> None:
        self.slot = slot
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), **options)

    def prepare_value(self, value: Any) -> Any:
        """What is in force as lines; what was typed as it was typed."""
        return write(self.slot, value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        """The tuple; a line that cannot be read is named."""
        text = super().clean(value)
        try:
            return read_lines(self.slot, text)
        except DomainError as error:
            raise forms.ValidationError(str(error), code="invalid") from None


def form_class(kind: Kind) -> type[PolicyForm]:
    """The form for one policy."""
    made = {f"{slot.name}": _field(slot) for slot in slots(kind.cls)}
    made["valid_from"] = forms.DateField(
        label=_("Valid from"),
        widget=_date_widget(),
        input_formats=["%Y-%m-%d"],
        help_text=_("Tomorrow at the soonest; what was decided before keeps its numbers."),
    )
    made["note"] = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who asked for it or which decision it follows; shown in the history."),
    )
    return type("PolicyForm", (PolicyForm,), {"kind": kind, **made})


def initial_values(present: Any) -> dict[str, Any]:
    """What the form starts with: the values in force, beginning tomorrow."""
    return {**as_values(present), "valid_from": timezone.localdate() + timedelta(days=1)}


def _field(slot: Slot) -> forms.Field:
    options: dict[str, Any] = {
        "label": slot.label,
        "help_text": _help(slot),
        "required": not slot.optional and slot.type is not bool,
    }
    if slot.many:
        return LinesField(slot, **{**options, "required": False})
    if "choices" in slot.metadata:
        return forms.ChoiceField(choices=slot.metadata["choices"], **options)
    return _MAKERS[slot.type](slot, options)


def _help(slot: Slot) -> str:
    """The field's own help, its unit, and for lines how one is written."""
    told = [str(slot.metadata.get("help", ""))]
    if slot.many:
        each = gettext("One line each: %(form)s") if slot.nested else gettext("One a line.")
        told.append(each % {"form": line_hint(slot)})
    if "unit" in slot.metadata:
        told.append(gettext("In %(unit)s.") % {"unit": slot.metadata["unit"]})
    return " ".join(part for part in told if part)


def _date_widget() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _decimal(slot: Slot, options: dict[str, Any]) -> forms.Field:
    low, high = bounds(slot)
    return forms.DecimalField(
        min_value=low,
        max_value=high,
        max_digits=16,
        widget=forms.NumberInput(attrs={"step": "any"}),
        **options,
    )


def _whole(slot: Slot, options: dict[str, Any]) -> forms.Field:
    low, high = bounds(slot)
    return forms.IntegerField(min_value=low, max_value=high, **options)


def _text(slot: Slot, options: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=slot.metadata.get("max_length", 500), **options)


def _truth(slot: Slot, options: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(**options)


def _date(slot: Slot, options: dict[str, Any]) -> forms.Field:
    return forms.DateField(widget=_date_widget(), input_formats=["%Y-%m-%d"], **options)


def _time(slot: Slot, options: dict[str, Any]) -> forms.Field:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(widget=widget, input_formats=["%H:%M", "%H:%M:%S"], **options)


_MAKERS: dict[Any, Callable[[Slot, dict[str, Any]], forms.Field]] = {
    Decimal: _decimal,
    int: _whole,
    bool: _truth,
    date: _date,
    time: _time,
    str: _text,
}
