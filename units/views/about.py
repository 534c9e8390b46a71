"""Forms about one person: they say on top whose they are."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage
from units.models import Contact


class PersonAction(ActionPage):
    """One command on one person."""

    model = Contact

    def queryset(self) -> QuerySet[Any]:
        """With what the summary shows."""
        rows: QuerySet[Any] = super().queryset()
        return rows.select_related("unit")

    def context(self, form: Any, subject: Contact) -> dict[str, Any]:
        """Who, and of which unit."""
        unit = [(_("Unit"), subject.unit)] if subject.unit else []
        return {"summary": [(_("Customer"), subject), *unit]}
