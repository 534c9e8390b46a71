"""What the base page needs to know of the person."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Theme and unread count; the count is asked only where the page shows it."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"theme": "system"}
    return {
        "theme": user.theme,
        "unread": lambda: user.notifications.filter(read_at__isnull=True).count(),
    }
