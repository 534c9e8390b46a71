"""Photos and files of a unit: added on a telephone, removed by who may."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Attachment
from core.pages import ActionPage
from units import permissions
from units.forms.files import UnitFilesForm
from units.models import Unit
from units.selectors.files import unit_files
from units.services import unit_file_remove, unit_files_add


class UnitFileAdd(ActionPage):
    """Several at once, straight from the camera."""

    model = Unit
    permission = permissions.UNIT_EDIT
    form_class = UnitFilesForm
    service = staticmethod(unit_files_add)
    title = _("Add photos or files")
    submit = _("Add")
    done = _("Added. They stand in what happened.")


class UnitFileRemove(ActionPage):
    """Take one away."""

    permission = permissions.UNIT_EDIT
    service = staticmethod(unit_file_remove)
    title = _("Remove this file?")
    help = _("It is deleted for good. That it was there, and who removed it, is kept.")
    submit = _("Remove")
    done = _("The file is removed.")

    def queryset(self) -> QuerySet[Any]:
        """Files of the units one sees."""
        return unit_files(self.user)

    def context(self, form: Any, subject: Attachment) -> dict[str, Any]:
        """Which file."""
        return {"summary": [(_("File"), subject.name)]}

    def back_url(self, subject: Attachment) -> str:
        """The unit."""
        return reverse("unit_detail", args=[subject.subject_id])

    def success_url(self, result: Any, subject: Attachment) -> str:
        """The unit."""
        return self.back_url(subject)
