"""Forms of an import: the file, which column is which, and the last yes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.file_fields import EvidenceField
from core.importing.checking import HEAD_AMONG
from core.importing.kinds import ImportKind
from core.importing.reading import look
from core.importing.services import Origin
from core.models import ImportBatch

_ORIGIN = ("source_kind", "source", "consent", "proof")


class SheetField(forms.FileField):
    """A CSV or XLSX file; `cleaned_data` holds what was `Received`."""

    widget = forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, or the sentence why it cannot be read."""
        upload = super().clean(data, initial)
        try:
            return look(upload)
        except DomainError as refusal:
            raise ValidationError(str(refusal), code="unreadable") from None


class UploadForm(forms.Form):
    """The file, and where personal data comes from (L1)."""

    sheet = SheetField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB and 100,000 rows; a row names the columns."),
    )
    source_kind = forms.ChoiceField(
        label=_("Where the data comes from"),
        choices=[("", _("Choose …")), *ImportBatch.Source.choices],
    )
    source = forms.CharField(
        label=_("Why we may use it"),
        max_length=200,
        help_text=_("Who gave it to us, when, and what these people were told."),
    )
    proof = EvidenceField(
        label=_("Proof"),
        required=False,
        help_text=_("A photo or PDF of the agreement; a bought list needs it."),
    )
    consent = forms.BooleanField(
        label=_("Every person in this list agreed that we get their data"),
        required=False,
        help_text=_("A bought list is refused without it."),
    )

    def __init__(self, *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not kind.needs_source:
            for name in _ORIGIN:
                del self.fields[name]

    def origin(self) -> Origin:
        """Where it comes from, as the service wants it."""
        said = self.cleaned_data
        return Origin(
            said.get("source_kind", ""),
            said.get("source", ""),
            said.get("consent", False),
            said.get("proof"),
        )


class MappingForm(forms.Form):
    """The row of the headings, and one choice a field: which column of the file it is."""

    head_row = forms.TypedChoiceField(
        label=_("Row with the headings"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, kind: ImportKind, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch
        head: Any = self.fields["head_row"]
        head.choices, head.initial = _heads(batch), batch.head_row
        columns = [("", gettext("not in the file")), *_columns(batch)]
        for column in kind.columns:
            self.fields[column.name] = forms.TypedChoiceField(
                label=capfirst(str(column.label)),
                choices=columns,
                coerce=int,
                empty_value=None,
                required=column.required,
                initial=batch.mapping.get(column.name),
            )

    def clean(self) -> dict[str, Any]:
        """One column of the file is one field at most; other headings are understood anew."""
        said = super().clean() or {}
        head_row = said.pop("head_row", None)
        if head_row is not None and head_row != self.batch.head_row:
            self.errors.clear()
            return {"mapping": {}, "head_row": head_row}
        mapping = {name: place for name, place in said.items() if place is not None}
        for name, place in mapping.items():
            if list(mapping.values()).count(place) > 1:
                self.add_error(name, _("Another field uses this column. Choose a different one."))
        return {"mapping": mapping, "head_row": head_row}


def _heads(batch: ImportBatch) -> list[tuple[int, str]]:
    rows = batch.rows.order_by("number").values_list("number", "cells")[:HEAD_AMONG]
    return [(number, f"{number}: {' · '.join(filter(None, cells))[:60]}") for number, cells in rows]


def _columns(batch: ImportBatch) -> list[tuple[int, str]]:
    return [
        (place, text[:60] or gettext("column %(number)d") % {"number": place + 1})
        for place, text in enumerate(batch.head)
    ]


class _AgreeForm(forms.Form):
    """The yes to leaving something out, where there is something."""

    leave_out = forms.BooleanField()

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            self.fields["leave_out"].required = False
            self.fields["leave_out"].widget = forms.HiddenInput()


class ConfirmForm(_AgreeForm):
    """With bad rows, the yes to leaving them out; what becomes of rows like others."""

    leave_out = forms.BooleanField(label=_("Leave out the rows that cannot be imported"))
    alike = forms.ChoiceField(
        label=_("Rows that are like records there are or earlier rows"),
        choices=ImportBatch.Alike.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, asks=bool(batch.rows_bad), **kwargs)
        if not batch.rows_alike:
            del self.fields["alike"]


class UndoForm(_AgreeForm):
    """With records that cannot be undone, the yes to leaving them as they are."""

    leave_out = forms.BooleanField(label=_("Leave these records as they are"))
