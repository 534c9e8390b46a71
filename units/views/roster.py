"""A unit's roster: its names, a number in their place, and taking it away (U9)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.importing.selectors import pages_of
from core.pages import ActionPage, Button, DetailPage, Fact
from core.pages.base import Link
from units import permissions
from units.forms.roster import RosterCountForm
from units.models import Unit
from units.selectors.roster import names_of, size_of
from units.services.roster import roster_clear, roster_count_set

COUNT = Button(_("Enter a number"), "roster_count", "pencil", own=True)
CLEAR = Button(_("Remove the roster"), "roster_clear", "trash", own=True)


class RosterDetail(DetailPage):
    """The names on a unit's roster."""

    model = Unit
    permission = permissions.UNIT_VIEW
    template_name = "units/roster_detail.html"

    def subject(self) -> Any:
        """The unit, and how many its roster tells of, asked once."""
        unit = super().subject()
        roster = getattr(unit, "roster", None)
        self.size = size_of(roster) if roster else None
        return unit

    def links(self, subject: Any = None) -> list[Link]:
        """Names or a number to enter, and taking away what is there, for who may."""
        if not self.user.has_perm(permissions.UNIT_EDIT):
            return []
        names = Link(_("Import names"), reverse("import_add", args=["roster"]), "upload", True)
        number = [] if self.size and self.size.listed else [COUNT]
        away = [CLEAR] if self.size else []
        return [names, *(button.link(subject) for button in (*number, *away))]

    def heading(self, subject: Unit) -> str:
        """Whose it is."""
        return gettext("Roster of %(unit)s") % {"unit": subject}

    def facts(self, subject: Unit) -> list[tuple[Any, list[Fact]]]:
        """How many, and as of when."""
        rows = [Fact(_("Unit"), subject, subject.get_absolute_url())]
        if self.size:
            told_on = subject.roster.told_on
            rows += [Fact(_("People"), self.size.count), Fact(_("As of"), told_on)]
        return [(_("Roster"), rows)]

    def context(self, subject: Unit) -> dict[str, Any]:
        """A page of the names."""
        names = names_of(subject)
        pages, entries = pages_of(names, self.asked("page", 6), "page")
        return {"entries": entries, "pages": pages, "size": self.size}


class _RosterAction(ActionPage):
    """About the roster of one unit."""

    model = Unit

    def queryset(self) -> QuerySet[Any]:
        """With the roster, where there is one."""
        rows: QuerySet[Any] = super().queryset()
        return rows.select_related("roster")

    def context(self, form: Any, subject: Unit) -> dict[str, Any]:
        """Whose, and how many it tells of now."""
        roster = getattr(subject, "roster", None)
        now = [(_("People"), size_of(roster).count)] if roster else []
        return {"summary": [(_("Unit"), subject), *now]}


class RosterCount(_RosterAction):
    """The unit told only how many people it has."""

    permission = permissions.UNIT_EDIT
    form_class = RosterCountForm
    service = staticmethod(roster_count_set)
    title = _("How many people the unit has")
    done = _("The number is kept.")


class RosterClear(_RosterAction):
    """Take the roster away."""

    permission = permissions.UNIT_EDIT
    service = staticmethod(roster_clear)
    title = _("Remove the roster")
    help = _("All names on it are deleted. You can import the list again.")
    submit = _("Remove")
    done = _("The roster is removed.")
