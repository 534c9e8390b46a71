"""Customers in the field and at the sales centre; the lists behind the ranking."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import Button, CreatePage, Empty, Face, ListPage
from units import permissions
from units.filters.customer import ArrivalFilter, RegistrationFilter
from units.forms.customer import ArrivalForm, RegisterForm
from units.models import Arrival, Contact, Dispute, Registration
from units.selectors import dispute as reads
from units.services import arrival_record, customer_register
from units.tables.customer import ArrivalTable, RegistrationTable
from units.tables.unit import run_out
from units.views.about import PersonAction

REGISTER = Button(
    _("Register a customer"),
    "customer_register",
    "person-plus",
    permissions.CUSTOMER_REGISTER,
    primary=True,
)


class _CustomerEvents(ListPage):
    """A name leads to the customer only where one may open them."""

    def rows(self) -> Any:
        """With whether the customer's page opens."""
        return super().rows().opening_for(self.user)


class RegistrationList(_CustomerEvents):
    """Registrations."""

    model = Registration
    permission = permissions.ARRIVAL_VIEW
    table_class = RegistrationTable
    filterset_class = RegistrationFilter
    persons = True
    title = _("Registrations")
    cards = Face("contact", ("unit", "registered_on", "protected_until", "owner"), late=run_out)
    buttons = (REGISTER,)
    empty = Empty(
        _("No registrations yet"),
        _("Registering a customer protects them for you."),
        "customer_register",
        _("Register a customer"),
        permissions.CUSTOMER_REGISTER,
    )


class ArrivalList(_CustomerEvents):
    """Arrivals."""

    model = Arrival
    permission = permissions.ARRIVAL_VIEW
    table_class = ArrivalTable
    filterset_class = ArrivalFilter
    persons = True
    title = _("Arrivals")
    cards = Face("contact", ("unit", "arrived_on", "owner"))
    empty = Empty(
        _("No arrivals yet"),
        _("Open a registered customer and record that they came."),
        "registration_list",
        _("Registrations"),
    )


class CustomerRegister(CreatePage):
    """A customer by name and mobile number (U6)."""

    model = Contact
    permission = permissions.CUSTOMER_REGISTER
    form_class = RegisterForm
    service = staticmethod(customer_register)
    title = _("Register a customer")
    submit = _("Register")
    done = _("The customer is registered and protected for you.")
    template_name = "units/customer_register.html"

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Only units one sees."""
        return {"user": self.user, "initial": {"unit": self.request.GET.get("unit")}}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """Facts, unit and what the customer agreed to."""
        given: dict[str, Any] = form.params()
        return given

    def said(self, result: Registration | Dispute) -> tuple[int, str]:
        """Registered; or refused, with a dispute opened for who came second."""
        if isinstance(result, Registration):
            return super().said(result)
        return messages.WARNING, reads.refused(result)

    def success_url(self, result: Registration | Dispute, subject: Any) -> str:
        """The customer's page, or the dispute's."""
        if isinstance(result, Registration):
            return result.contact.get_absolute_url()
        return result.get_absolute_url()

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("registration_list")


class ArrivalRecord(PersonAction):
    """A registered customer came."""

    permission = permissions.ARRIVAL_RECORD
    form_class = ArrivalForm
    service = staticmethod(arrival_record)
    title = _("Record the arrival")
    submit = _("Record")
    done = _("The arrival is recorded.")
