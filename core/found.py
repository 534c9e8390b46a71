"""A row looked for while one types: the page carries only the chosen one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse_lazy

from core.forms import LONGEST_KEY, SeveralField


class FoundField(forms.ModelChoiceField[Any]):
    """A choice among many rows; `url_name` is the address that finds them.

    `offer` says what may be chosen, so nobody reaches rows one may not see. `add` names the quick
    creation (core.quick) whose "+" stands beside it.
    """

    def __init__(self, *, url_name: str, label: Any, add: str = "", **kwargs: Any) -> None:
        widget = forms.Select(attrs={"data-search": "1", "data-search-url": reverse_lazy(url_name)})
        super().__init__(queryset=None, label=label, widget=widget, **kwargs)
        self.add = add

    def offer(self, queryset: Any, chosen: Any) -> None:
        """Limit to `queryset`; show the row with the key `chosen`, if it is one of them."""
        self.queryset = queryset
        row = queryset.filter(pk=chosen).first() if str(chosen or "").isdecimal() else None
        choices: list[tuple[Any, Any]] = [("", self.empty_label or "")]
        self.widget.choices = (
            [*choices, (row.pk, self.label_from_instance(row))] if row else choices
        )


class FoundSeveralField(SeveralField):
    """Several choices among many rows, found like that of a `FoundField`; the chosen are drawn."""

    def __init__(self, *, url_name: str, label: Any, **kwargs: Any) -> None:
        attrs = {"data-search": "1", "data-search-url": reverse_lazy(url_name)}
        widget = forms.SelectMultiple(attrs=attrs)
        super().__init__(queryset=None, label=label, widget=widget, **kwargs)

    def offer(self, queryset: Any, chosen: Iterable[Any]) -> None:
        """Limit to `queryset`; show those of the `chosen` rows or keys that are among them."""
        self.queryset = queryset
        keys = [str(getattr(one, "pk", one)) for one in chosen]
        sound = [key for key in keys if key.isdecimal() and len(key) <= LONGEST_KEY]
        rows = queryset.filter(pk__in=sound)
        self.widget.choices = [(row.pk, self.label_from_instance(row)) for row in rows]


def offer_several(form: forms.BaseForm, name: str, queryset: Any) -> None:
    """Give a `FoundSeveralField` of a form its rows; what was chosen stays chosen."""
    found: Any = form.fields[name]
    sent = found.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    found.offer(queryset, (sent if form.is_bound else form.initial.get(name)) or ())


def offer(form: forms.BaseForm, name: str, queryset: Any) -> None:
    """Give a `FoundField` of a form its rows; what was typed or stood there stays chosen."""
    found: Any = form.fields[name]
    key = form.add_prefix(name)
    found.offer(queryset, form.data.get(key) if form.is_bound else form.initial.get(name))
