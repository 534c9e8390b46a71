"""A page that asks again by itself while the worker is at it."""

from typing import Any

from django.http import HttpRequest, HttpResponse


class Watched:
    """Put before `DetailPage`: once the work has ended, the whole page is drawn afresh."""

    going = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; its part that asks again leads to the last one."""
        page: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        if request.htmx and not self.going:  # type: ignore[attr-defined]
            page["HX-Refresh"] = "true"
        return page
