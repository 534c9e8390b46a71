"""The list of people."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import SavedView, User
from core.pages import listed
from core.tables import NOTHING, ChoiceColumn, Column, DayColumn, LinkColumn, Table


class PersonTable(Table):
    """Who there is, in which role, since when gone."""

    name = LinkColumn(verbose_name=_("Name"))
    username = Column(verbose_name=_("User name"))
    role = ChoiceColumn(verbose_name=_("Role"))
    last_login = DayColumn(verbose_name=_("Last signed in"))
    left_on = DayColumn(verbose_name=_("Left on"))

    class Meta:
        model = User
        fields = ("name", "username", "role", "last_login", "left_on")
        order_by = ("name",)


class ListColumn(Column):
    """Which list, by its title in the reader's language."""

    def cell(self, record: Any) -> str:
        """The title its page has."""
        try:
            return str(listed.page_class(record.list_name)[0].title)
        except Http404:  # the list is gone since
            return NOTHING

    def plain(self, record: Any) -> str:
        """The same."""
        return self.cell(record)


class ChangeColumn(Column):
    """Leads to where the view is renamed, pinned, deleted."""

    def cell(self, record: Any) -> str:
        """A small button."""
        url = reverse("saved_view_edit", args=[record.pk])
        return format_html('<a class="btn btn-light btn-sm" href="{}">{}</a>', url, _("Change"))

    def plain(self, record: Any) -> str:
        """Nothing a file could hold."""
        return ""


class SavedViewTable(Table):
    """Saved views; the name opens the list as the view shows it."""

    name = LinkColumn()
    list_name = ListColumn()
    team = Column(order_by=("team__name",))
    owner = Column(order_by=("owner__name",))
    change = ChangeColumn(empty_values=(), orderable=False, verbose_name="")

    class Meta:
        model = SavedView
        fields = ("name", "list_name", "team", "owner", "change")
        order_by = ("list_name", "name")
