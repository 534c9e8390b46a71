"""A list page opened by its name: by a job, an action or a form that works with its rows.

So a background job asks the very page its user looked at, with that user's rights of this moment.
"""

from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve, reverse

from core.pages.lists import ListPage


def page_class(name: str) -> tuple[type[ListPage], dict[str, Any]]:
    """The list page of this address and the address's own arguments; Http404 for no list."""
    try:
        match = resolve(reverse(name))
    except NoReverseMatch:
        raise Http404 from None
    view: Any = getattr(match.func, "view_class", None)
    if view is None or not issubclass(view, ListPage):
        raise Http404
    return view, {**match.func.view_initkwargs, **match.kwargs}  # type: ignore[attr-defined]


def opened(name: str, query: str, user: Any) -> ListPage | None:
    """The list as `user` would see it with these filters; None who may not open it (any more)."""
    view, arguments = page_class(name)
    page: ListPage = view()
    if not user.is_active or not (page.permission is None or user.has_perm(page.permission)):
        return None
    request = HttpRequest()
    request.method, request.path = "GET", reverse(name)
    request.user, request.GET = user, QueryDict(query)
    page.setup(request, **arguments)
    page.__dict__["name"] = name
    return page
