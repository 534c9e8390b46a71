"""Form fields for files: a bad upload becomes the field's error, and what was typed stays.

`cleaned_data` holds `core.uploads.CheckedFile`, ready for `core.files.attachment_save`.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from core.documents import DOCUMENTS_ACCEPT
from core.errors import DomainError
from core.uploads import EVIDENCE_ACCEPT, PHOTO_ACCEPT, CheckedFile, check

FILES_ACCEPT = f"{EVIDENCE_ACCEPT},{DOCUMENTS_ACCEPT}"


class PhotoField(forms.FileField):
    """One photo: JPEG, PNG or WebP."""

    pdf: ClassVar[bool] = False
    office: ClassVar[bool] = False
    accept: ClassVar[str] = PHOTO_ACCEPT

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer what will be taken."""
        return {**super().widget_attrs(widget), "accept": self.accept}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The checked file; None where none is required and none came."""
        upload = super().clean(data, initial)
        return _checked(upload, pdf=self.pdf, office=self.office) if upload else None


class EvidenceField(PhotoField):
    """One piece of evidence: a photo or a PDF."""

    pdf = True
    accept = EVIDENCE_ACCEPT


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes more than one."""

    allow_multiple_selected = True

    def value_from_datadict(
        self, data: Any, files: "MultiValueDict[str, Any] | dict[str, Any]", name: str
    ) -> list[Any]:
        """All files that came under the name."""
        return files.getlist(name) if isinstance(files, MultiValueDict) else files.get(name, [])


class PhotosField(PhotoField):
    """Up to `most` photos; `cleaned_data` holds a list."""

    widget = SeveralFilesInput

    def __init__(self, *, most: int = 9, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, data: Iterable[Any] | None, initial: Any = None) -> list[CheckedFile]:
        """Every checked file; the errors of all the bad ones together."""
        uploads = list(data or [])
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > self.most:
            raise ValidationError(
                _("At most %(most)s files at once. Choose fewer.") % {"most": self.most}
            )
        checked, errors = [], []
        for upload in uploads:
            try:
                checked.append(super().clean(upload, initial))
            except ValidationError as error:
                errors.append(f"{upload.name}: {' '.join(error.messages)}")
        if errors:
            raise ValidationError(errors)
        return checked


class FilesField(PhotosField):
    """Up to `most` photos, PDF files and documents."""

    pdf = True
    office = True
    accept = FILES_ACCEPT


def _checked(upload: Any, *, pdf: bool, office: bool) -> CheckedFile:
    try:
        return check(upload, pdf=pdf, office=office)
    except DomainError as error:
        raise ValidationError(str(error)) from error
