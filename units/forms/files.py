"""Photos and files of a unit, several at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.file_fields import FilesField
from units.selectors.files import AT_ONCE


class UnitFilesForm(forms.Form):
    """A telephone offers its camera, its pictures and its files."""

    uploads = FilesField(
        label=_("Photos and files"),
        most=AT_ONCE,
        help_text=_("Pictures, PDF, Word, Excel or PowerPoint; up to 12 at once, 10 MB each."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uploads"].widget.attrs["data-photos"] = "1"
