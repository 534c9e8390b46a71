"""One database: every page asked for many times; prints median, p95 and queries as JSON."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.models import User
from rewards.models import Voucher
from units.models import Category, Unit

ROUNDS, SLOW_ROUNDS = 60, 12
AFTER = "?part=timeline&later=1"


@dataclass(frozen=True)
class Page:
    """What is measured: who asks for what; `data` makes it a POST."""

    name: str
    user: str
    url: str
    data: Callable[[], dict[str, Any]] | None = None
    rounds: int = ROUNDS


def pages() -> list[Page]:
    """The two bare views, then the pages of the main way."""
    unit = Unit.objects.filter(owner__username="ann").order_by("-pk")[0]
    category = Category.objects.first()
    units = reverse("unit_list")
    return [
        Page("(a) bare view", "manager", "/bench/bare/"),
        Page("(b) bare django-tables2", "manager", "/bench/tables2/"),
        Page("unit list, manager", "manager", units),
        Page("unit list, sales", "ann", units),
        Page("unit list by name", "manager", f"{units}?q=华南"),
        Page("unit page", "ann", unit.get_absolute_url()),
        Page("unit page, what comes after", "ann", f"{unit.get_absolute_url()}{AFTER}"),
        Page("Today", "ann", reverse("today")),
        Page(
            "creating a unit",
            "ann",
            reverse("unit_add"),
            lambda: {
                "name": f"新单位{uuid4().hex}",
                "category": category.pk if category else "",
                "form_key": str(uuid4()),
            },
        ),
        Page("ranking", "manager", reverse("ranking")),
        Page("voucher PDF", "fin1", _voucher(), dict, SLOW_ROUNDS),
    ]


def _voucher() -> str:
    voucher = Voucher.objects.order_by("pk")[0]
    return reverse("voucher_print", args=[voucher.pk])


class Asker:
    """Asks the whole stack, middleware included, without a socket in between."""

    def __init__(self) -> None:
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.factory = RequestFactory(SERVER_NAME="localhost")
        self.sessions: dict[str, str] = {}

    def ask(self, page: Page) -> None:
        """One request; anything but a good answer stops the benchmark."""
        make = self.factory.get if page.data is None else self.factory.post
        request = make(page.url, page.data() if page.data else None)
        request.COOKIES["sessionid"] = self.session(page.user)
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        response = self.handler.get_response(request)
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        if response.status_code not in (200, 302):
            raise SystemExit(f"{page.name}: {response.status_code} {body[:300]!r}")

    def session(self, username: str) -> str:
        """A session of the person, opened once."""
        if username not in self.sessions:
            user = User.objects.get(username=username)
            store = SessionStore()
            store[SESSION_KEY] = str(user.pk)
            store[BACKEND_SESSION_KEY] = "accounts.backends.AbilityBackend"
            store[HASH_SESSION_KEY] = user.get_session_auth_hash()
            sessions.begin(store, timezone.now(), second_factor_due=False)
            store.create()
            self.sessions[username] = str(store.session_key)
        return self.sessions[username]


def measure() -> dict[str, dict[str, float]]:
    """Milliseconds and queries of every page; the pages take turns, so drift hits all alike."""
    asker, found = Asker(), pages()
    times: dict[str, list[float]] = {page.name: [] for page in found}
    queries: dict[str, int] = {}
    for page in found:
        asker.ask(page)
        with CaptureQueriesContext(connection) as captured:
            asker.ask(page)
        queries[page.name] = len(captured)
    for turn in range(ROUNDS):
        for page in found:
            if turn < page.rounds:
                before = time.perf_counter()
                asker.ask(page)
                times[page.name].append((time.perf_counter() - before) * 1000)
    return {
        name: {
            "median": statistics.median(all_times),
            "p95": statistics.quantiles(all_times, n=20)[-1],
            "queries": queries[name],
        }
        for name, all_times in times.items()
    }
