"""Customers in the field and at the sales centre; the lists behind the ranking."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage, Button, CreatePage, Empty, ListPage, Page
from units import permissions
from units.filters import ArrivalFilter, RegistrationFilter
from units.forms import ArrivalForm, RegisterForm
from units.models import Arrival, Contact, Registration
from units.selectors import customer_known
from units.services import arrival_record, customer_register
from units.tables import ArrivalTable, RegistrationTable

REGISTER = Button(
    _("Register a customer"),
    "customer_register",
    "person-plus",
    permissions.CUSTOMER_REGISTER,
    primary=True,
)


class RegistrationList(ListPage):
    """Registrations."""

    model = Registration
    permission = permissions.ARRIVAL_VIEW
    table_class = RegistrationTable
    filterset_class = RegistrationFilter
    title = _("Registrations")
    buttons = (REGISTER,)
    empty = Empty(
        _("No registrations yet"),
        _("Registering a customer protects them for you."),
        "customer_register",
        _("Register a customer"),
        permissions.CUSTOMER_REGISTER,
    )


class ArrivalList(ListPage):
    """Arrivals."""

    model = Arrival
    permission = permissions.ARRIVAL_VIEW
    table_class = ArrivalTable
    filterset_class = ArrivalFilter
    title = _("Arrivals")
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
        """Facts and unit."""
        facts = dict(form.cleaned_data)
        unit = facts.pop("unit")
        return {"facts": facts, "unit_id": unit.pk if unit else None}

    def success_url(self, result: Registration, subject: Any) -> str:
        """The customer's page."""
        return result.contact.get_absolute_url()

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("registration_list")


class CustomerKnown(Page):
    """The fragment under the mobile number: free, or protected until when; never by whom."""

    permission = permissions.CUSTOMER_REGISTER

    def post(self, request: HttpRequest) -> HttpResponse:
        """POST, so that the number stands in no address and no log."""
        mobile = request.POST.get("mobile", "")[:20]
        known = customer_known(mobile=mobile, user=self.user)
        return render(request, "units/_known.html", {"known": known})


class ArrivalRecord(ActionPage):
    """A registered customer came."""

    model = Contact
    permission = permissions.ARRIVAL_RECORD
    form_class = ArrivalForm
    service = staticmethod(arrival_record)
    title = _("Record the arrival")
    submit = _("Record")
    done = _("The arrival is recorded.")
