"""Opening a file: only for who may see its record, and never as something a browser runs."""

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from core.files import may_open, subject_seen_by
from core.models import Attachment
from core.pages import Page


class FileOpen(Page):
    """A photo is shown, everything else is handed out to be saved."""

    permission = None
    model = Attachment

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """The bytes, under headers that let them do nothing."""
        kept = get_object_or_404(Attachment, pk=pk)
        if not subject_seen_by(self.user, kept):
            raise Http404
        if not may_open(self.user, kept):
            raise PermissionDenied
        return handed_out(kept, small="small" in request.GET)


def handed_out(kept: Attachment, *, small: bool = False) -> FileResponse:
    """The bytes for who may have them; Http404 where the disk has lost them."""
    stored = kept.small if kept.small and small else kept.stored
    if not default_storage.exists(stored):
        raise Http404
    response = FileResponse(
        default_storage.open(stored),
        as_attachment=not kept.is_photo,
        filename=kept.name,
        content_type=kept.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
