"""What one may create, from anywhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core import quick
from core.pages import Page
from core.pages.dialog import dialog_of


class QuickCreate(Page):
    """The choice; in a dialog each form then opens in its place."""

    permission = None
    title = _("Create")

    def get(self, request: HttpRequest) -> HttpResponse:
        """What this person may create."""
        dialog = dialog_of(request)
        context = {
            "title": self.title,
            "items": quick.items(self.user),
            "dialog": dialog,
            "frame": "core/_dialog.html" if dialog else "base.html",
        }
        return render(request, "core/quick_create.html", context)
