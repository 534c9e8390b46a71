"""What the base page needs on every request."""

from typing import Any

from django.http import HttpRequest

from core import menu, quick


def shell(request: HttpRequest) -> dict[str, Any]:
    """The navigation, lazily: an htmx fragment or an error page never asks for it."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {
        "may_create": lambda: bool(quick.items(request.user)),
        "menu": lambda: menu.shown(request),
        "bottom_menu": lambda: menu.shown(request, bottom=True),
    }
