"""Saved views of lists: all one has, kept, changed, deleted."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.filters import SavedViewFilter
from accounts.forms import SavedViewForm
from accounts.models import SavedView
from accounts.selectors import may_change_view
from accounts.services.saved_views import (
    ViewFacts,
    saved_view_add,
    saved_view_delete,
    saved_view_edit,
)
from accounts.tables import SavedViewTable
from core.pages import ActionPage, CreatePage, Empty, ListPage


class SavedViewList(ListPage):
    """One's own views and those of one's teams."""

    model = SavedView
    permission = None
    table_class = SavedViewTable
    filterset_class = SavedViewFilter
    title = _("Saved views")
    empty = Empty(
        _("No saved views yet"),
        _("Filter and sort a list, then choose “Save this view” above it."),
    )


class SavedViewAdd(CreatePage):
    """Keep a list as it is shown."""

    model = SavedView
    permission = None
    form_class = SavedViewForm
    service = staticmethod(saved_view_add)
    title = _("Save this view")
    submit = _("Save")
    done = _("The view is saved.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The list and its filters come along."""
        came = {"list": self.asked("list"), "where": self.asked("where", 2000)}
        return {"user": self.user, "initial": came}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """The list, what narrows it, and the view's own facts."""
        said = form.cleaned_data
        return {"list_name": said["list"], "query": said["where"], "facts": _facts(said)}

    def back_url(self, subject: Any) -> str:
        """The views."""
        return reverse("saved_view_list")


def _facts(said: dict[str, Any]) -> ViewFacts:
    team = said.get("team")
    return ViewFacts(
        said.get("name", ""), team.pk if team else None, said["pinned"], said["default"]
    )


class SavedViewEdit(ActionPage):
    """Rename, share, pin; with filters in the address, keep those from now on."""

    model = SavedView
    permission = None
    noun = "view"
    form_class = SavedViewForm
    service = staticmethod(saved_view_edit)
    title = _("Change the view")
    done = _("The view is saved.")
    template_name = "accounts/saved_view_edit.html"

    def form_kwargs(self, subject: SavedView) -> dict[str, Any]:
        """What is saved; who may not change it only says where it appears."""
        use = subject.uses.filter(user=self.user).first()
        saved = {"name": subject.name, "team": subject.team_id, "where": self.asked("where", 2000)}
        where = {"pinned": bool(use and use.pinned), "default": bool(use and use.default)}
        whole = may_change_view(self.user, subject)
        given = {"user": self.user, "view": subject, "whole": whole}
        return {**given, "initial": {**saved, **where}}

    def params(self, form: Any, subject: SavedView) -> dict[str, Any]:
        """New filters only where some came along."""
        said = form.cleaned_data
        return {"view_id": subject.pk, "query": said["where"] or None, "facts": _facts(said)}

    def context(self, form: Any, subject: SavedView) -> dict[str, Any]:
        """Whether it may be deleted."""
        return {"whole": may_change_view(self.user, subject)}


class SavedViewDelete(ActionPage):
    """Delete a view for everybody who uses it."""

    model = SavedView
    permission = None
    noun = "view"
    service = staticmethod(saved_view_delete)
    title = _("Delete the view")
    help = _("It leaves the menus of everybody who uses it. The list itself stays as it is.")
    submit = _("Delete")
    done = _("The view is deleted.")

    def success_url(self, result: Any, subject: SavedView) -> str:
        """The list itself."""
        return f"{reverse(subject.list_name)}?view="
