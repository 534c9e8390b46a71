"""People: list, record, entry, correction, and an identity number seen for a reason."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.pages import (
    ActionPage,
    Button,
    CreatePage,
    DetailPage,
    Empty,
    Face,
    Fact,
    InlineEditPage,
    ListPage,
)
from core.registry import Panel
from units import permissions
from units.filters.people import ContactFilter
from units.forms.people import ContactEditForm, ContactForm, ContactNewForm, ReasonForm
from units.models import Contact, Unit
from units.services import contact_add, contact_edit
from units.services.people import identity_show
from units.tables.people import ContactTable
from units.views.duplicates import PEOPLE_ALIKE
from units.views.known import person_row, person_rows
from units.views.merge import LeadsOn


class ContactList(ListPage):
    """People of the units one sees, and one's own customers."""

    model = Contact
    permission = permissions.CONTACT_VIEW
    table_class = ContactTable
    filterset_class = ContactFilter
    persons = True
    title = _("Contacts")
    buttons = (PEOPLE_ALIKE,)
    cards = Face("name", ("unit", "position", "masked_mobile", "owner"))
    empty = Empty(
        _("No contacts yet"),
        _("People come in with a unit's key person, a visit or a registration."),
        "customer_register",
        _("Register a customer"),
        permissions.CUSTOMER_REGISTER,
    )


class ContactDetail(LeadsOn, DetailPage):
    """One person."""

    model = Contact
    permission = permissions.CONTACT_VIEW
    template_name = "units/contact_detail.html"
    tells = True
    buttons = (
        Button(
            _("Record arrival"),
            "arrival_record",
            "geo-alt",
            permissions.ARRIVAL_RECORD,
            True,
            own=True,
        ),
        Button(
            _("Reserve a home"),
            "purchase_add",
            "house-check",
            "pricing.purchase_add",
            query="contact",
        ),
        Button(_("Edit"), "contact_edit", "pencil", permissions.CONTACT_ADD, own=True),
        Button(_("Merge"), "contact_merge", "layers", permissions.UNIT_MERGE, own=True),
    )

    def queryset(self) -> QuerySet[Any]:
        """With what the page shows of other tables."""
        return super().queryset().select_related("unit", "owner", "team")

    def links(self, subject: Any = None) -> list[Any]:
        """Nothing more is done with who is erased."""
        return [] if subject is not None and subject.erased_at else super().links(subject)

    def subtitle(self, subject: Contact) -> str:
        """Position and unit."""
        return " · ".join(str(part) for part in (subject.position, subject.unit) if part)

    def facts(self, subject: Contact) -> list[tuple[Any, list[Fact]]]:
        """Who they are and how to reach them; then where they belong. Numbers stay masked."""
        unit = subject.unit
        rows = [
            Fact(_("Unit"), unit, unit.get_absolute_url())
            if unit
            else person_row(subject, self.user, "unit"),
            Fact(_("Followed by"), subject.owner),
            Fact(_("Came from"), subject.get_source_display()),
            Fact(_("Identity number"), _("on file") if subject.id_number else None),
        ]
        return [(_("Person"), person_rows(subject, self.user)), (_("Belongs to"), rows)]

    def panels(self, subject: Contact, *, later: bool) -> list[Panel]:
        """Of somebody erased nothing is left to say."""
        return [] if subject.erased_at else super().panels(subject, later=later)


class ContactAdd(CreatePage):
    """A person of a unit."""

    model = Unit
    permission = permissions.CONTACT_ADD
    form_class = ContactForm
    service = staticmethod(contact_add)
    template_name = "units/contact_form.html"
    title = _("Add a person")
    done = _("The person is added.")

    def found(self) -> Unit:
        """The unit of the address, if one may see it."""
        unit: Unit = get_object_or_404(self.queryset(), pk=self.kwargs["unit_pk"])
        return unit

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """A new person."""
        return {}

    def params(self, form: Any, subject: Unit) -> dict[str, Any]:
        """Facts and unit."""
        return {"facts": form.cleaned_data, "unit_id": subject.pk}


class ContactNew(CreatePage):
    """A person, of a unit or of none, from anywhere."""

    model = Contact
    permission = permissions.CONTACT_ADD
    form_class = ContactNewForm
    service = staticmethod(contact_add)
    title = _("New contact")
    done = _("The contact is added.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Only units one sees; one may come with the address."""
        return {"user": self.user, "initial": {"unit": self.asked("unit", 18)}}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """Facts and unit."""
        facts = dict(form.cleaned_data)
        unit = facts.pop("unit")
        return {"facts": facts, "unit_id": unit.pk if unit else None}

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("contact_list")


class ContactEdit(InlineEditPage):
    """Correct a person, whole or one row where it stands."""

    reloads = frozenset({"name", "position", "unit"})  # they stand in the page's head

    model = Contact
    permission = permissions.CONTACT_ADD
    form_class = ContactEditForm
    service = staticmethod(contact_edit)
    template_name = "units/contact_form.html"
    title = _("Edit the person")

    def form_kwargs(self, subject: Contact) -> dict[str, Any]:
        """Only units one sees."""
        return {**super().form_kwargs(subject), "user": self.user}

    def fact(self, subject: Contact) -> Fact:
        """The row as it is now."""
        return person_row(subject, self.user, self.only)

    def params(self, form: Any, subject: Contact) -> dict[str, Any]:
        """The version apart from the facts."""
        facts = dict(form.cleaned_data)
        return {"contact_id": subject.pk, "version": facts.pop("version"), "facts": facts}


class ContactReveal(ActionPage):
    """An identity number, seen once for a reason."""

    model = Contact
    permission = permissions.CONTACT_REVEAL
    form_class = ReasonForm
    service = staticmethod(identity_show)
    once = False
    title = _("See the identity number")
    help = _("Say why you need it. Your name, the time and the reason are recorded.")
    submit = _("Show")
    template_name = "units/contact_reveal.html"

    def queryset(self) -> QuerySet[Any]:
        """People with a number on file in the person's projects."""
        return Contact.objects.filter(project_id__in=self.user.project_ids).exclude(id_number="")

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Shown on the page itself: never in an address, never stored in the session."""
        subject = self.found()
        form: Any = self.form(subject, data=request.POST)
        if not form.is_valid():
            return self.draw(form, subject, status=422)
        try:
            self.number = self.run(form, subject)
        except DomainError as refusal:
            self.refuse(form, refusal)
            return self.draw(form, subject, status=422)
        return self.draw(form, subject)

    number = ""

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """The number after the reason was given."""
        return {"number": self.number}

    def back_url(self, subject: Any) -> str:
        """Finance may not open the contact itself."""
        return "" if not self.user.has_perm(permissions.CONTACT_VIEW) else super().back_url(subject)
