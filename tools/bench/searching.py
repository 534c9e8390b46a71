"""The answer while one types (core.search): a mix of what people type, p50 and p95.

Alone over the 50,000 units and 200,000 contacts of the promise (under 300 ms at p95):
`python -m tools.bench search`.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from accounts.models import User
from tools.bench import names
from tools.bench.measure import Asker, Page
from units.models import Contact, Unit

ASKED = 400  # of each person
Typed = tuple[str, str]


def measure_typing() -> dict[str, dict[str, float]]:
    """Milliseconds of the search box by what is typed into it."""
    return timed(_questions, _page)


def timed(
    questions: Callable[[random.Random, User], Iterator[tuple[str, Any]]],
    page: Callable[[str, Any], Page],
) -> dict[str, dict[str, float]]:
    """Milliseconds by kind of question, for who sees the project and for who sees a team's."""
    asker, dice = Asker(), random.Random(2008)  # noqa: S311 - what is typed, no secret
    times: dict[str, list[float]] = {}
    for username in ("manager", "ann"):
        asked = list(questions(dice, User.objects.get(username=username)))
        asker.ask(page(username, asked[0][1]))
        for kind, typed in asked:
            before = time.perf_counter()
            asker.ask(page(username, typed))
            took = (time.perf_counter() - before) * 1000
            times.setdefault(kind, []).append(took)
            times.setdefault(f"all, {username}", []).append(took)
    return {kind: _figures(took) for kind, took in times.items()}


def _figures(took: list[float]) -> dict[str, float]:
    several = took if len(took) > 1 else took * 2
    p95 = statistics.quantiles(several, n=20)[-1]
    return {
        "count": len(took),
        "median": statistics.median(took),
        "p95": min(p95, max(took)),
        "most": max(took),
    }


def _page(username: str, text: str) -> Page:
    return Page("search", username, reverse("search_found"), lambda: {"q": text})


def _questions(dice: random.Random, user: User) -> Iterator[Typed]:
    """What people type on their way to a record they see, and what is not there."""
    units = list(Unit.objects.visible_to(user).order_by("?")[:ASKED])
    people = list(Contact.objects.visible_to(user).order_by("?")[:ASKED])
    for unit, person in zip(units, people, strict=False):
        yield dice.choice(_ways(dice, unit, person))


def _ways(dice: random.Random, unit: Any, person: Any) -> list[Typed]:
    start, length = dice.randrange(4), dice.randint(1, 4)
    letters = dice.randint(1, 4)
    return [
        ("characters", unit.name[start : start + length]),
        ("characters", unit.short_name),
        ("characters", person.name[: dice.randint(1, 3)]),
        ("characters", "".join(dice.choices(names.WORDS, k=length))),
        ("pinyin", unit.sound[: dice.randint(1, 8)]),
        ("pinyin", person.sound[: dice.randint(1, 8)]),
        ("initials", unit.initials[:letters]),
        ("initials", person.initials[:letters]),
        ("telephone", unit.telephone[-dice.randint(3, 8) :]),
        ("telephone", person.mobile[-4:]),
        ("telephone", person.mobile),
        ("misses", "".join(dice.choices("bcdfghjklmnpqrstwxyz", k=letters))),
        ("misses", "".join(dice.choices("魑魅魍魉龘靐", k=length))),
        ("misses", str(dice.randint(10**6, 10**8))),
    ]
