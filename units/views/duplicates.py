"""Likely duplicates: the pairs to work through, and those that are found to be two (U8)."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage, Button, Empty, Page
from units import permissions
from units.forms.merge import OtherOneForm
from units.models import Contact, NotSame, Unit
from units.selectors.beside import about
from units.selectors.pairs import SHOWN, contact_pairs, unit_pairs
from units.services import contacts_not_same, units_not_same

NOTHING = Empty(
    _("Nothing looks like a duplicate"),
    _("Records of the same name, sound or telephone come up here by themselves."),
)


class DuplicateList(Page):
    """Pairs that look like one, the surest first."""

    permission = permissions.UNIT_MERGE
    title = _("Likely duplicates")
    pairs: ClassVar[Any]
    compare: ClassVar[str]
    apart: ClassVar[str]
    here: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each pair with what is known of both, and the two ways out."""
        found = type(self).pairs(self.user)
        rows = [
            {
                "pair": pair,
                "sides": [(one, about(one)) for one in (pair.stays, pair.goes)],
                "compare": f"{reverse(self.compare, args=[pair.stays.pk])}?other={pair.goes.pk}",
                "apart": reverse(self.apart, args=[pair.stays.pk]),
            }
            for pair in found
        ]
        context = {
            "title": self.title,
            "rows": rows,
            "more": len(rows) == SHOWN,
            "here": self.here,
            "empty": NOTHING,
        }
        return render(request, "units/duplicates.html", context)


class UnitDuplicates(DuplicateList):
    """Of units."""

    pairs = staticmethod(unit_pairs)
    compare, apart, here = "unit_merge", "unit_not_same", "unit_duplicates"


class ContactDuplicates(DuplicateList):
    """Of people."""

    pairs = staticmethod(contact_pairs)
    compare, apart, here = "contact_merge", "contact_not_same", "contact_duplicates"


class _NotSame(ActionPage):
    """Two records are two, and are not proposed again."""

    permission = permissions.UNIT_MERGE
    title = _("They are two")
    submit = _("They are two")
    done = _("They are two records. They are not proposed again.")
    listed: ClassVar[str]

    def form(self, subject: Any, **given: Any) -> OtherOneForm:
        """The other one: of the same project, and seen."""
        rows = self.queryset().filter(project_id=subject.project_id).exclude(pk=subject.pk)
        initial = {"other": self.asked("other", 18)}
        return OtherOneForm(given.get("data"), queryset=rows, initial=initial)

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """Both keys."""
        name = subject._meta.model_name
        return {f"{name}_id": subject.pk, "other_id": form.cleaned_data["other"].pk}

    def success_url(self, result: NotSame, subject: Any) -> str:
        """The next pair."""
        return reverse(self.listed)


class UnitNotSame(_NotSame):
    """Two units."""

    model = Unit
    service = staticmethod(units_not_same)
    listed = "unit_duplicates"


class ContactNotSame(_NotSame):
    """Two people."""

    model = Contact
    service = staticmethod(contacts_not_same)
    listed = "contact_duplicates"


UNITS_ALIKE = Button(_("Duplicates"), "unit_duplicates", "layers", permissions.UNIT_MERGE)
PEOPLE_ALIKE = Button(_("Duplicates"), "contact_duplicates", "layers", permissions.UNIT_MERGE)
