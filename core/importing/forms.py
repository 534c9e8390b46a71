"""Forms of an import: the file, which column is which, and the last yes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.importing.kinds import ImportKind
from core.importing.reading import read
from core.models import ImportBatch


class SheetField(forms.FileField):
    """A CSV or XLSX file; `cleaned_data` holds the `Sheet` that was read from it."""

    widget = forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The sheet, or the sentence why the file cannot be read."""
        upload = super().clean(data, initial)
        try:
            return read(upload)
        except DomainError as refusal:
            raise ValidationError(str(refusal), code="unreadable") from None


class UploadForm(forms.Form):
    """The file, and where personal data comes from."""

    sheet = SheetField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB; the first row names the columns."),
    )
    source = forms.CharField(
        label=_("Where the data comes from"),
        max_length=200,
        required=False,
        help_text=_("Who gave it and why we may use it. A bought list may not be imported."),
    )

    def __init__(self, *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].required = kind.needs_source


class MappingForm(forms.Form):
    """One choice a field: which column of the file it is."""

    def __init__(self, *args: Any, kind: ImportKind, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", gettext("not in the file")), *_columns(batch)]
        for column in kind.columns:
            self.fields[column.name] = forms.TypedChoiceField(
                label=str(column.label),
                help_text=str(column.help),
                choices=columns,
                coerce=int,
                empty_value=None,
                required=column.required,
                initial=batch.mapping.get(column.name),
            )

    def clean(self) -> dict[str, Any]:
        """One column of the file is one field at most."""
        mapping = {
            name: place for name, place in (super().clean() or {}).items() if place is not None
        }
        for name, place in mapping.items():
            if list(mapping.values()).count(place) > 1:
                self.add_error(name, _("Another field uses this column. Choose a different one."))
        return {"mapping": mapping}


def _columns(batch: ImportBatch) -> list[tuple[int, str]]:
    return [
        (place, text or gettext("column %(number)d") % {"number": place + 1})
        for place, text in enumerate(batch.head)
    ]


class ConfirmForm(forms.Form):
    """With bad rows, the yes to leaving them out."""

    leave_out = forms.BooleanField(label=_("Leave out the rows that cannot be imported"))

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not batch.rows_bad:
            self.fields["leave_out"].required = False
            self.fields["leave_out"].widget = forms.HiddenInput()
