"""The list page: filters, sorts, pages without counting, shows in several ways, exports."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import bulk
from core.addresses import closed, closed_query, opened
from core.exports import answers
from core.filters import FilterSet
from core.pages import saved, ways
from core.pages.base import Empty, Link, Page
from core.tables import Table
from core.text import listed

# What stands in a list's address beside its filters.
OWN = frozenset({"q", "sort", "page", "panel", "part", "export", "view", "as", "by", "pk"})
# Parts of the page that are asked for when they are opened.
PARTS = {"count": "core/_bulk_all.html", "views": "core/_views.html"}


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
    # Whether each row is a person, which an export counts (L1).
    persons: ClassVar[bool] = False
    boards: ClassVar[tuple[ways.Board, ...]] = ()
    cards: ClassVar[ways.Face | None] = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Whatever came in the clear leaves closed, in every address the page draws."""
        super().setup(request, *args, **kwargs)
        request.GET = closed(request.GET)  # type: ignore[assignment]

    def rows(self) -> Any:
        """The visible rows with what the list shows."""
        queryset: Any = self.queryset()
        return queryset.for_list()

    @cached_property
    def whole(self) -> bool:
        """Whether a page is asked for, not the part of it that htmx replaces."""
        htmx = self.request.htmx  # type: ignore[attr-defined]
        return not htmx or htmx.boosted

    @cached_property
    def name(self) -> str:
        """The name of the list's address, by which views, boards and actions know it."""
        match = self.request.resolver_match
        return (match.url_name or "") if match else ""

    @cached_property
    def filterset(self) -> FilterSet:
        """The filters of the address over the visible rows."""
        return self.filterset_class(self.request.GET, queryset=self.rows(), request=self.request)

    @cached_property
    def fault(self) -> str:
        """What a saved view names that the list does not know (any more); nothing if all is well.

        A filter nobody knows would be overlooked, and the view show more than it says.
        """
        if not self.asked("view"):
            return ""
        unknown = [key for key in self.request.GET if key not in OWN and not self._knows(key)]
        if not unknown:
            return ""
        return _("The view was saved with a filter this list no longer has: %(names)s.") % {
            "names": listed(unknown)[:60]
        }

    def _knows(self, key: str) -> bool:
        return any(key == name or key.startswith(f"{name}_") for name in self.filterset.filters)

    @cached_property
    def valid(self) -> bool:
        """Whether every filter can be read."""
        return self.filterset.is_valid() and not self.fault

    @cached_property
    def matching(self) -> Any:
        """The visible rows the filters let through, and none while one cannot be read."""
        return self.filterset.qs if self.valid else self.filterset.queryset.none()

    def table(self) -> Table:
        """The matching rows under their columns, in the order asked for."""
        return self._ordered(self.matching)

    def full_table(self) -> Table:
        """Every chosen row, as a file has it."""
        return self._ordered(self.chosen)

    def columns(self) -> type[Table]:
        """The columns for this reader."""
        return self.table_class

    def _ordered(self, rows: Any) -> Table:
        columns = self.columns()
        order = self.request.GET.get("sort") or columns._meta.order_by or ()
        return columns(rows, order_by=order)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, the fragment, a part of it, or the export."""
        whole = self.whole
        if whole and not request.GET and (first := saved.first(self.user, self.name)):
            return redirect(first)
        if "where" in request.GET:
            return self._ticked_export()
        kind = request.GET.get("export", "")
        if self.exports and kind in ("csv", "xlsx") and self.valid:
            return answers.answer(self, kind)
        if request.GET.get("panel"):
            return render(request, "core/_filter.html", {"filter": self.filterset})
        if part := PARTS.get(request.GET.get("part", "")):
            return render(request, part, {"list": self})
        return self._draw(self.template_name if whole else self.fragment_name)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What was typed into the filters, so that an address holds it closed."""
        wanted = closed(self.request.POST)
        empty = [key for key in wanted if not any(wanted.getlist(key))]
        for name in ("csrfmiddlewaretoken", *empty):
            wanted.pop(name, None)
        address = f"{self.request.path}?{wanted.urlencode() or 'view='}"
        if self.whole:
            return redirect(address)
        self.request.GET = wanted  # type: ignore[assignment]
        page = self._draw(self.fragment_name)
        page.headers.setdefault("HX-Push-Url", address)
        return page

    def _draw(self, template: str) -> HttpResponse:
        table = self.table()
        context = {**self._context(table), **self.context(self.filterset)}
        page = render(self.request, template, context)
        if not self.valid:  # what was refused does not become the address
            page["HX-Push-Url"] = "false"
        return page

    def context(self, filterset: FilterSet) -> dict[str, Any]:
        """What the app's own template wants beside."""
        return {}

    def _context(self, table: Table) -> dict[str, Any]:
        chips = self.filterset.chips() if self.valid else []
        return {
            "title": self.title,
            "buttons": self.links(),
            "list": self,
            "filter": self.filterset,
            "filter_open": not self.filterset.is_valid(),
            "kept": self._kept(),
            "chips": chips,
            "empty": self._empty(),
            "filtered": bool(chips or self.asked("q")),
            "export_urls": self._export_urls(),
            **self._shown(table),
        }

    # --- what the toolbar asks ----------------------------------------------------------------

    def held(self) -> list[tuple[str, str]]:
        """What stays while filters change: order, way of showing, view."""
        names = ("sort", "as", "by", "view")
        return [(name, self.request.GET[name]) for name in names if name in self.request.GET]

    def all_url(self) -> str:
        """The list without a filter, shown in the same way."""
        rest = QueryDict("view=", mutable=True)
        for name in ("as", "by"):
            if self.asked(name):
                rest[name] = self.asked(name)
        return f"?{rest.urlencode()}"

    @cached_property
    def own_boards(self) -> list[ways.Board]:
        """The boards of this list, other apps' included."""
        return ways.boards_of(self.name, self.boards)

    @cached_property
    def way(self) -> str:
        """How the list is shown: what the address asks for, if the list has it."""
        has = {ways.BOARD: bool(self.own_boards), ways.CARDS: self.cards is not None}
        asked = self.asked("as")
        return asked if has.get(asked) else ways.LIST

    @cached_property
    def board(self) -> ways.Board:
        """The board asked for, else the first."""
        asked = self.asked("by")
        return next((b for b in self.own_boards if b.field == asked), self.own_boards[0])

    def board_links(self) -> list[tuple[Any, str, bool]]:
        """Every board as (label, address, shown now)."""
        return [
            (one.label, self._url(**{"as": ways.BOARD, "by": one.field}), one is self.board)
            for one in self.own_boards
        ]

    @cached_property
    def switch(self) -> list[ways.Way]:
        """The ways one may choose from; none where there is only one."""
        names = [ways.LIST]
        names += [ways.BOARD] if self.own_boards else []
        names += [ways.CARDS] if self.cards is not None else []
        return [self._way(name) for name in names] if len(names) > 1 else []

    def _way(self, name: str) -> ways.Way:
        label, icon = ways.LABELS[name]
        url = self._url(**{"as": "" if name == ways.LIST else name}, page="", by="")
        return ways.Way(name, label, icon, url, name == self.way)

    @cached_property
    def view(self) -> saved.View | None:
        """The saved view one looks at."""
        return saved.current(self.user, self.name, self.asked("view"))

    @cached_property
    def views(self) -> list[saved.View]:
        """Every view of this list somebody may choose."""
        return saved.views(self.user, self.name)

    def views_url(self) -> str:
        """Where their menu is asked for."""
        return self._url(part="views", page="")

    @cached_property
    def query(self) -> str:
        """What a view of this page would keep."""
        known = {key for key in self.request.GET if key not in OWN and self._knows(key)}
        return saved.kept(opened(self.request.GET), known)

    @cached_property
    def where(self) -> str:
        """The same for an address."""
        return closed_query(self.query)

    @cached_property
    def changed(self) -> bool:
        """Whether the filters are others than those of the view one looks at."""
        view = self.view
        return view is not None and view.query != self.query

    @cached_property
    def actions(self) -> list[bulk.Action]:
        """What one may do to ticked rows."""
        return bulk.actions_for(self.user, self.name)

    @cached_property
    def ticked(self) -> bool:
        """Whether rows can be ticked: in the table, if something can be done with them."""
        return self.way == ways.LIST and bool(self.actions or self.exports)

    @cached_property
    def count(self) -> int:
        """How many rows fit the filters; asked only when somebody chose a whole page."""
        found: int = self.matching.count()
        return found

    def more_than_shown(self) -> bool:
        """Whether there are rows beyond one page."""
        return self.count > settings.PAGE_SIZE

    def count_url(self) -> str:
        """Where that is asked."""
        return self._url(part="count", page="")

    # --- how the rows are drawn ---------------------------------------------------------------

    def _shown(self, table: Table) -> dict[str, Any]:
        """The rows in the way asked for."""
        shown: dict[str, Any] = {"head": table.head(self.request.GET)}
        if self.way == ways.BOARD and self.valid:
            drawn = ways.columns(self.board, table, self._column_url, self.user)
            return {**shown, "columns": drawn, "has_rows": any(one.count for one in drawn)}
        page = self._page(table)
        shown |= {"page": page, "has_rows": bool(page.rows)}
        if self.way == ways.CARDS:
            return {**shown, "cards": ways.cards(self.cards, table, page.rows)}  # type: ignore[arg-type]
        return {**shown, "body": table.body(page.rows, _("Choose") if self.ticked else "")}

    def _column_url(self, board: ways.Board, value: str) -> str:
        name = board.filter or board.field
        if name not in self.filterset.filters:
            return ""
        return self._url(**{name: value, "as": "", "by": "", "page": ""})

    def _kept(self) -> list[tuple[str, str]]:
        """The filters in use, which a search keeps while their panel is closed."""
        lists = opened(self.request.GET).lists()
        return [(name, value) for name, values in lists if name not in OWN for value in values]

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
        """This address with something changed; an empty value takes it out."""
        params = self.request.GET.copy()
        for name, value in changes.items():
            params[name] = str(value)
            if value == "":
                del params[name]
        return f"?{params.urlencode()}"

    def _export_urls(self) -> list[Link]:
        if not self.exports:
            return []
        return [Link(kind.upper(), self._url(export=kind)) for kind in ("xlsx", "csv")]

    @cached_property
    def chosen(self) -> Any:
        """The ticked rows of those that match; all of them where none is ticked."""
        keys = [key for key in self.request.GET.getlist("pk") if key.isdecimal() and len(key) < 19]
        return self.matching.filter(pk__in=keys) if keys else self.matching

    def sheet(self) -> tuple[list[str], Iterator[list[Any]]]:
        """Headings and rows of the file, read one by one."""
        table = self.full_table()
        return table.sheet(table.ordered().iterator(chunk_size=1000))

    def _ticked_export(self) -> HttpResponseBase:
        """From the bar of ticked rows to the address that exports them."""
        params = QueryDict(self.asked("where", 1000), mutable=True)
        if not self.asked("all"):
            params.setlist("pk", self.request.GET.getlist("pk"))
        params["export"] = self.asked("export")
        return redirect(f"{self.request.path}?{params.urlencode()}")

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
