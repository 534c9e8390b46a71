"""From which address a request really comes: lockout counts by it."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address the outermost proxy of ours saw; without proxies the connection's own.

    What stands further left in X-Forwarded-For was written by the client and is not believed.
    """
    seen: list[str] = [request.META.get("REMOTE_ADDR", "")]
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.TRUSTED_PROXIES and forwarded:
        seen = [part.strip() for part in forwarded.split(",")][-settings.TRUSTED_PROXIES :]
    try:
        return str(ip_address(seen[0]))
    except ValueError:
        return request.META.get("REMOTE_ADDR") or None
