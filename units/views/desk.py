"""The sales centre's desk: the last four digits, known or new, who brought them (U6, I1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import phones
from core.commands import execute
from core.pages import Button, CreatePage, FormPage, Page
from units import permissions
from units.forms.desk import DeskArrivalForm, DigitsForm, WalkInForm
from units.models import Arrival, Contact
from units.services.desk import desk_arrival, desk_look_up, desk_walk_in


class ArrivalDesk(Page):
    """Four digits in, everybody they may be out; each look-up is recorded (U8)."""

    permission = permissions.ARRIVAL_RECORD
    title = gettext_lazy("Reception")
    buttons = (Button(gettext_lazy("Arrivals"), "arrival_list", "list", permissions.ARRIVAL_VIEW),)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The question."""
        return self.draw(DigitsForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answer; POST, so that no digits stand in an address."""
        form = DigitsForm(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        digits = form.cleaned_data["digits"]
        found = execute(desk_look_up, digits=digits, by=self.user)
        return self.draw(form, found=found, digits=digits)

    def draw(self, form: DigitsForm, status: int = 200, **found: Any) -> HttpResponse:
        """The page."""
        shown = {"title": self.title, "form": form, "buttons": self.links(), **found}
        return render(self.request, "units/arrival_desk.html", shown, status=status)


class _AtTheDesk(FormPage):
    """After the record one stands at the desk again, told who brought the customer."""

    permission = permissions.ARRIVAL_RECORD
    submit = gettext_lazy("Record the arrival")

    def success_url(self, result: Arrival, subject: Any) -> str:
        """The desk; the sentence names who brought them."""
        owner = {"name": result.owner, "team": result.team or "–"}
        said = _("Brought by %(name)s (%(team)s). They have been told.") % owner
        if result.owner_id == self.user.pk:
            said = _("They came for you: the arrival counts for %(team)s.") % owner
        messages.info(self.request, said)
        return reverse("arrival_desk")

    def back_url(self, subject: Any) -> str:
        """The desk."""
        return reverse("arrival_desk")


class DeskArrival(_AtTheDesk):
    """Somebody who was found came; only the desk's own buttons send it."""

    http_method_names = ["post"]
    form_class = DeskArrivalForm
    service = staticmethod(desk_arrival)
    title = gettext_lazy("Record the arrival")
    done = gettext_lazy("The arrival is recorded.")


class DeskWalkIn(_AtTheDesk, CreatePage):
    """Somebody nobody knows: registered to who receives them, and arrived."""

    model = Contact
    form_class = WalkInForm
    service = staticmethod(desk_walk_in)
    title = gettext_lazy("New visitor")
    done = gettext_lazy("The customer is registered and the arrival recorded.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Only units one sees; who was found unregistered is not typed once more."""
        return {"user": self.user, "initial": self._found()}

    def _found(self) -> dict[str, Any]:
        asked = self.asked("contact", 18)
        if not asked.isdecimal():
            return {}
        person = Contact.objects.visible_to(self.user).filter(pk=asked).first()
        if person is None:
            return {}
        mobile = phones.spoken(person.mobile)
        return {"name": person.name, "mobile": mobile, "unit": person.unit_id}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """Facts, unit, note, what the customer agreed to."""
        given: dict[str, Any] = form.params()
        return given
