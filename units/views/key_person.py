"""The key person named, ended, put right; the influence map and its ties (K1, K2)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage, Button, DetailPage
from units import permissions
from units.forms.people import KeyPersonEndForm, KeyPersonForm, TenureForm, TieForm
from units.models import Contact, KeyPersonTenure, Tie, Unit
from units.selectors.influence import influence_map
from units.services import key_person_end, key_person_name, tenure_correct
from units.services.tie import tie_add, tie_remove


class KeyPersonName(ActionPage):
    """Name the unit's key person; who was it before ends that day (K1)."""

    model = Unit
    permission = permissions.KEY_PERSON_NAME
    form_class = KeyPersonForm
    service = staticmethod(key_person_name)
    title = _("Name the key person")
    help = _("The present one ends on the day the new one begins. Empty fields change nothing.")
    submit = _("Name as key person")
    done = _("The key person is named.")

    def form_kwargs(self, subject: Unit) -> dict[str, Any]:
        """Only people of this unit."""
        return {"unit": subject}

    def context(self, form: Any, subject: Unit) -> dict[str, Any]:
        """Of which unit, and who it is now."""
        return {"summary": _now(subject)}

    def params(self, form: Any, subject: Unit) -> dict[str, Any]:
        """Person and day; the rest as facts of the person."""
        facts = dict(form.cleaned_data)
        contact, day = facts.pop("contact"), facts.pop("starts_on")
        return {
            "unit_id": subject.pk,
            "contact_id": contact.pk,
            "starts_on": day,
            "facts": facts,
        }


class KeyPersonEnd(ActionPage):
    """The present key person is one no more, and nobody follows."""

    model = Unit
    permission = permissions.KEY_PERSON_NAME
    form_class = KeyPersonEndForm
    service = staticmethod(key_person_end)
    title = _("End the key person's time")
    submit = _("End it")
    done = _("The unit has no key person now. Name the next one when you know them.")

    def context(self, form: Any, subject: Unit) -> dict[str, Any]:
        """Whose time it is."""
        return {"summary": _now(subject)}


def _now(unit: Unit) -> list[tuple[Any, Any]]:
    """The unit and its present key person, for the head of a form."""
    now = unit.tenures.filter(ends_on__isnull=True).select_related("contact").first()
    return [(_("Unit"), unit), (_("Key person now"), now.contact if now else "–")]


class TenureCorrect(ActionPage):
    """A wrongly entered tenure put right; refused where a reward was decided on it."""

    model = KeyPersonTenure
    permission = permissions.KEY_PERSON_CORRECT
    form_class = TenureForm
    service = staticmethod(tenure_correct)
    title = _("Correct the key person's days")
    done = _("The days are corrected.")
    help = _("Only for what was entered wrongly. The reason and both versions are recorded.")

    def queryset(self) -> QuerySet[Any]:
        """With whose it is."""
        rows: QuerySet[Any] = super().queryset()
        return rows.select_related("unit", "contact")

    def form_kwargs(self, subject: KeyPersonTenure) -> dict[str, Any]:
        """As it stands."""
        names = ("contact", "starts_on", "ends_on", "version")
        return {"tenure": subject, "initial": {name: getattr(subject, name) for name in names}}

    def context(self, form: Any, subject: KeyPersonTenure) -> dict[str, Any]:
        """Whose tenure of which unit it is as it stands."""
        return {"summary": [(_("Unit"), subject.unit), (_("Key person"), subject.contact)]}

    def params(self, form: Any, subject: KeyPersonTenure) -> dict[str, Any]:
        """The tenure as it is to be."""
        version, why = form.cleaned_data["version"], form.cleaned_data["why"]
        return {"tenure_id": subject.pk, "version": version, "period": form.period(), "why": why}


class UnitPeople(DetailPage):
    """The unit's people by influence and decision power, and who knows whom."""

    model = Unit
    permission = permissions.CONTACT_VIEW
    template_name = "units/unit_people.html"
    buttons = (
        Button(_("Add a person"), "contact_add", "person-plus", permissions.CONTACT_ADD, own=True),
    )

    def heading(self, subject: Unit) -> Any:
        """What the page is."""
        return _("Influence map")

    def subtitle(self, subject: Unit) -> str:
        """Of which unit."""
        return subject.name

    def context(self, subject: Unit) -> dict[str, Any]:
        """The picture, and the table behind it."""
        return {
            "map": influence_map(subject),
            "crumbs": [(subject.name, subject.get_absolute_url()), (_("Influence map"), "")],
            "kinds": Tie.Kind.choices,
        }


class TieAdd(ActionPage):
    """Who this person reports to, was introduced by, or knows."""

    model = Contact
    permission = permissions.CONTACT_ADD
    form_class = TieForm
    service = staticmethod(tie_add)
    title = _("New tie")
    submit = _("Add")
    done = _("It is on the map.")

    def form_kwargs(self, subject: Contact) -> dict[str, Any]:
        """The others of the unit."""
        return {"person": subject}

    def params(self, form: Any, subject: Contact) -> dict[str, Any]:
        """Both by key."""
        typed = form.cleaned_data
        return {"contact_id": subject.pk, "kind": typed["kind"], "other_id": typed["other"].pk}

    def context(self, form: Any, subject: Contact) -> dict[str, Any]:
        """Whose tie it is."""
        return {"summary": [(_("Person"), subject)]}

    def back_url(self, subject: Contact) -> str:
        """The map, where the button is and the work leads."""
        return reverse("unit_people", args=[subject.unit_id]) if subject.unit_id else ""

    def success_url(self, result: Any, subject: Any) -> str:
        """The map."""
        url: str = result.get_absolute_url()
        return url


class TieRemove(ActionPage):
    """A tie taken off the map."""

    model = Tie
    permission = permissions.CONTACT_ADD
    service = staticmethod(tie_remove)
    title = _("Take the tie off the map")
    submit = _("Take it off")
    done = _("It is off the map.")

    def context(self, form: Any, subject: Tie) -> dict[str, Any]:
        """Which."""
        return {"question": subject}
