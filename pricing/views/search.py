"""Rows looked for while one types, as JSON for the searchable selects; what one sees, no more."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse

from core.filters import SearchFilter
from core.pages import Page
from core.search import typed
from pricing import permissions
from pricing.models import Home
from units.models import Contact, Unit
from units.search import person_named, unit_named

SHOWN = 20


class SearchPage(Page):
    """`q` in, posted because it may be a name (L1); the first rows out: [{value, text}]."""

    lookups: ClassVar[tuple[str | Callable[[str], Q], ...]]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The rows in which every word is found."""
        found = SearchFilter(*self.lookups).filter(
            self.queryset(), typed(request.POST.get("q", ""))
        )[:SHOWN]
        rows = [{"value": row.pk, "text": self.text(row)} for row in found]
        return JsonResponse(rows, safe=False)

    def text(self, row: Any) -> str:
        """How a row is offered."""
        return str(row)


class HomeSearch(SearchPage):
    """Homes that can be reserved."""

    model = Home
    permission = permissions.PURCHASE_ADD
    lookups = ("number__icontains", "building__icontains")

    def queryset(self) -> QuerySet[Any]:
        """Only those still available."""
        return Home.objects.visible_to(self.user).available()

    def text(self, row: Home) -> str:
        """With area and list price."""
        return f"{row} · {row.area} m² · {row.list_price:,.2f}"


class BuyerSearch(SearchPage):
    """Customers by name, sound, the last digits of their mobile or all of it."""

    model = Contact
    permission = permissions.PURCHASE_ADD
    lookups = (person_named(),)

    def queryset(self) -> QuerySet[Any]:
        """With the unit's name."""
        return super().queryset().select_related("unit")

    def text(self, row: Contact) -> str:
        """With the unit."""
        return f"{row} · {row.unit}" if row.unit else str(row)


class UnitSearch(SearchPage):
    """Units by name or short name, as it sounds or by its initials."""

    model = Unit
    permission = permissions.HOME_VIEW
    lookups = (unit_named(),)

    def text(self, row: Unit) -> str:
        """With the short name."""
        return f"{row} · {row.short_name}" if row.short_name else str(row)
