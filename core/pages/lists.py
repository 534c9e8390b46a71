"""The list page: filters, sorts, pages without counting, exports, answers htmx."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from core import export
from core.filters import FilterSet
from core.pages.base import Empty, Link, Page
from core.tables import Table


@dataclass(frozen=True)
class Pager:
    """Where one is, without a total: nobody counts a million rows to show twenty-five."""

    number: int
    rows: list[Any]
    previous_url: str
    next_url: str


class ListPage(Page):
    """Declare model, permission, table and filter set; `visible_to` narrows, always."""

    table_class: ClassVar[type[Table]]
    filterset_class: ClassVar[type[FilterSet]]
    template_name = "core/list.html"
    fragment_name: ClassVar[str] = "core/_table.html"
    empty: ClassVar[Empty | None] = None
    exports: ClassVar[bool] = True

    def rows(self) -> Any:
        """The visible rows with what the list shows."""
        queryset: Any = self.queryset()
        return queryset.for_list()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, the fragment, the filter panel or the export."""
        filterset = self.filterset_class(request.GET, queryset=self.rows(), request=request)
        found = filterset.qs if filterset.is_valid() else filterset.queryset.none()
        table = self.table_class(found, order_by=request.GET.get("sort") or self._first_order())
        kind = request.GET.get("export", "")
        if self.exports and kind in ("csv", "xlsx") and filterset.is_valid():
            return self._export(table, kind)
        if request.GET.get("panel"):
            return render(request, "core/_filter.html", {"filter": filterset})
        context = {**self._context(filterset, table), **self.context(filterset)}
        whole = not request.htmx or request.htmx.boosted  # type: ignore[attr-defined]
        page = render(request, self.template_name if whole else self.fragment_name, context)
        if not filterset.is_valid():  # what was refused does not become the address
            page["HX-Push-Url"] = "false"
        return page

    def context(self, filterset: FilterSet) -> dict[str, Any]:
        """What the app's own template wants beside."""
        return {}

    def _first_order(self) -> Any:
        return self.table_class._meta.order_by or ()

    def _context(self, filterset: FilterSet, table: Table) -> dict[str, Any]:
        valid = filterset.is_valid()
        page = self._page(table)
        return {
            "title": self.title,
            "buttons": self.links(),
            "filter": filterset,
            "filter_open": not valid,
            "kept": self._kept(),
            "chips": filterset.chips() if valid else [],
            "page": page,
            "head": table.head(self.request.GET),
            "body": table.body(page.rows),
            "has_rows": bool(page.rows),
            "empty": self._empty(),
            "filtered": bool(self.request.GET),
            "export_urls": self._export_urls(),
        }

    def _kept(self) -> list[tuple[str, str]]:
        """The filters in use, which a search keeps while their panel is closed."""
        own = {"q", "sort", "page", "panel", "export"}
        lists = self.request.GET.lists()
        return [(name, value) for name, values in lists if name not in own for value in values]

    def _page(self, table: Table) -> Pager:
        """One row more than shown tells whether there is a next page."""
        text = self.request.GET.get("page", "1")
        number = int(text) if text.isdecimal() and len(text) < 6 and int(text) > 0 else 1
        size = settings.PAGE_SIZE
        start = (number - 1) * size
        rows = list(table.ordered()[start : start + size + 1])
        return Pager(
            number,
            rows[:size],
            self._url(page=number - 1) if number > 1 else "",
            self._url(page=number + 1) if len(rows) > size else "",
        )

    def _url(self, **changes: Any) -> str:
        params = self.request.GET.copy()
        for name, value in changes.items():
            params[name] = str(value)
        return f"?{params.urlencode()}"

    def _export_urls(self) -> list[Link]:
        if not self.exports:
            return []
        return [Link(kind.upper(), self._url(export=kind)) for kind in ("xlsx", "csv")]

    def _export(self, table: Table, kind: str) -> HttpResponseBase:
        head, rows = table.sheet(table.ordered().iterator(chunk_size=1000))
        name = self.model._meta.model_name
        return export.respond(
            request=self.request, title=str(self.title), head=head, rows=rows, kind=kind, name=name
        )

    def _empty(self) -> dict[str, Any] | None:
        if self.empty is None:
            return None
        may = self.empty.ability is None or self.user.has_perm(self.empty.ability)
        url = reverse(self.empty.url_name) if self.empty.url_name and may else ""
        return {
            "title": self.empty.title,
            "text": self.empty.text,
            "url": url,
            "label": self.empty.label,
        }
