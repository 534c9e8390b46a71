"""Giving a unit or a customer to somebody, and putting it into the pool (U5, U7)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage
from units import permissions
from units.forms.ownership import AssignForm, WhyForm
from units.models import Contact, Unit
from units.services import customer_assign, customer_release, unit_assign, unit_release


class _Followed(ActionPage):
    """About what one sees, and what is in the pool."""

    permission = permissions.UNIT_ASSIGN

    def queryset(self) -> QuerySet[Any]:
        """Both: after a release the second click finds the row as well."""
        rows: QuerySet[Any] = self.model.objects.assignable_by(self.user)
        return rows.select_related("owner")

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """What or whom, and who follows it until now."""
        what = _("Unit") if isinstance(subject, Unit) else _("Customer")
        now = subject.owner or _("nobody, it is in the public pool")
        return {"summary": [(what, subject), (_("Followed by until now"), now)]}

    def back_url(self, subject: Any) -> str:
        """What is in the pool has no page of its own."""
        if subject.pooled_at is None:
            return super().back_url(subject)
        return reverse(f"pool_{subject._meta.model_name}_list")


class _Assign(_Followed):
    """To a colleague: a leader within the team, a manager within the project."""

    form_class = AssignForm
    submit = _("Assign")
    help = _("What is owed goes along; what was done keeps the name of who did it.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Colleagues who are in a team of its project today."""
        return {"user": self.user, "project_id": subject.project_id}

    def success_url(self, result: Any, subject: Any) -> str:
        """The record; a leader who gave out of the pool sees it in the team."""
        url: str = result.get_absolute_url()
        return url


class UnitAssign(_Assign):
    """A unit with its people."""

    model = Unit
    service = staticmethod(unit_assign)
    title = _("Assign the unit")
    done = _("The unit is given; both have it in their history.")


class CustomerAssign(_Assign):
    """A customer."""

    model = Contact
    service = staticmethod(customer_assign)
    title = _("Assign the customer")
    done = _("The customer is given and protected afresh.")


class _Release(_Followed):
    """Into the pool before its time."""

    form_class = WhyForm
    submit = _("Put into the pool")
    help = _("Everybody in the field of the project may claim it then.")
    done = _("It is in the public pool.")

    def success_url(self, result: Any, subject: Any) -> str:
        """A leader sees it in the pool only."""
        return reverse(f"pool_{subject._meta.model_name}_list")


class UnitRelease(_Release):
    """A unit with its unprotected people."""

    model = Unit
    service = staticmethod(unit_release)
    title = _("Put the unit into the public pool")


class CustomerRelease(_Release):
    """A customer; their protection ends."""

    model = Contact
    service = staticmethod(customer_release)
    title = _("Put the customer into the public pool")
