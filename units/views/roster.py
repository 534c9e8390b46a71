"""A unit's roster: its names, a number in their place, and taking it away (U9)."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.importing.selectors import pages_of
from core.pages import ActionPage, Button, DetailPage, Fact
from units import permissions
from units.forms.roster import RosterCountForm
from units.models import Unit
from units.selectors.roster import names_of, size_of
from units.services.roster import roster_clear, roster_count_set


class RosterDetail(DetailPage):
    """The names on a unit's roster."""

    model = Unit
    permission = permissions.UNIT_VIEW
    template_name = "units/roster_detail.html"
    buttons = (
        Button(_("Remove the roster"), "roster_clear", "trash", permissions.UNIT_EDIT, own=True),
    )

    def heading(self, subject: Unit) -> str:
        """Whose it is."""
        return gettext("Roster of %(unit)s") % {"unit": subject}

    def facts(self, subject: Unit) -> list[tuple[Any, list[Fact]]]:
        """How many, and as of when."""
        roster = getattr(subject, "roster", None)
        rows = [Fact(_("Unit"), subject, subject.get_absolute_url())]
        if roster is not None:
            rows += [Fact(_("People"), size_of(roster).count), Fact(_("As of"), roster.told_on)]
        return [(_("Roster"), rows)]

    def context(self, subject: Unit) -> dict[str, Any]:
        """A page of the names."""
        names = names_of(subject)
        pages, entries = pages_of(names, self.asked("page", 6), "page")
        return {"entries": entries, "pages": pages}


class RosterCount(ActionPage):
    """The unit told only how many people it has."""

    model = Unit
    permission = permissions.UNIT_EDIT
    form_class = RosterCountForm
    service = staticmethod(roster_count_set)
    title = _("How many people the unit has")
    done = _("The number is kept.")


class RosterClear(ActionPage):
    """Take the roster away."""

    model = Unit
    permission = permissions.UNIT_EDIT
    service = staticmethod(roster_clear)
    title = _("Remove the roster")
    help = _("All names on it are deleted. You can import the list again.")
    submit = _("Remove")
    done = _("The roster is removed.")
