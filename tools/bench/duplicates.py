"""The answer while the name of a new unit is typed (U8): is it known, is it taken?

Each question goes through the page `unit_same`, so recording the look-up is in the figure. Alone
over the 50,000 units of the promise: `python -m tools.bench duplicates`.
"""

import random
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.urls import reverse

from accounts.models import User
from core import sound
from tools.bench import names
from tools.bench.measure import Page
from tools.bench.searching import timed
from units.models import Unit
from units.rules import normalise_name

ASKED = 600  # of each person
_FORMS = ("有限公司", "有限责任公司", "集团有限公司", "股份有限公司", " Co., Ltd.")
_AWAY = 0.0003  # degrees, some thirty metres: how well a telephone knows where it is
Typed = dict[str, str]


def measure_duplicates() -> dict[str, dict[str, float]]:
    """Milliseconds by what is asked, for who sees the project and for who sees a team's."""
    return timed(_questions, _page)


def _page(username: str, typed: Typed) -> Page:
    return Page("duplicates", username, reverse("unit_same"), lambda: dict(typed))


def _questions(dice: random.Random, user: User) -> Iterator[tuple[str, Typed]]:
    """What is typed about units there are, whoever follows them, and about none at all."""
    projects = Unit.objects.filter(project_id__in=user.project_ids, latitude__isnull=False)
    for unit in projects.order_by("?")[:ASKED]:
        yield dice.choice(_ways(dice, unit))


def _ways(dice: random.Random, unit: Any) -> list[tuple[str, Typed]]:
    name, short = unit.name, unit.name.rstrip("0123456789")
    invented = "".join(dice.choices("魑魅魍魉龘靐霹雳饕餮", k=dice.randint(2, 9)))
    elsewhere = {"latitude": "31.230000", "longitude": "121.470000"}
    return [
        ("beginning of a name", {"name": name[: dice.randint(1, len(name) - 1)]}),
        ("beginning of a name", {"name": short}),
        ("whole name, legal form", {"name": name + dice.choice(_FORMS)}),
        ("whole name, legal form", {"name": f"{short}{dice.choice(_FORMS)}"}),
        ("one character changed", {"name": _changed(dice, name)}),
        ("one character changed", {"name": _changed(dice, short)}),
        ("same sound", {"name": _alike(dice, name)}),
        ("telephone", {"telephone": unit.telephone}),
        ("telephone", {"telephone": f"{unit.telephone[-8:]}转{dice.randint(10, 999)}"}),
        ("telephone", {"name": name, "telephone": unit.telephone[: dice.randint(3, 13)]}),
        ("position", _near(dice, unit)),
        ("position", {"name": short, **_near(dice, unit)}),
        ("everything", {"name": name, "telephone": unit.telephone, **_near(dice, unit)}),
        ("misses", {"name": invented, **dice.choice(({}, elsewhere))}),
        ("misses", {"telephone": f"0591-8{dice.randint(10**6, 10**7 - 1)}"}),
    ]


def _changed(dice: random.Random, name: str) -> str:
    """One character another one, missing, or too much."""
    at = dice.randrange(len(name))
    more = dice.choice(names.WORDS)
    return dice.choice(
        (
            name[:at] + more + name[at + 1 :],
            name[:at] + name[at + 1 :],
            name[:at] + more + name[at:],
        )
    )


def _alike(dice: random.Random, name: str) -> str:
    """Two characters replaced by others of their sound, as an input method offers them."""
    signs = list(normalise_name(name))
    for at in dice.sample(range(len(signs)), k=2):
        signs[at] = dice.choice(_by_sound().get(sound.pinyin(signs[at]), signs[at]))
    return "".join(signs)


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    """The 3,755 usual characters (the first level of GB 2312) by their sound."""
    found: dict[str, str] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            sign = bytes((high, low)).decode("gb2312", "ignore")
            said = sound.pinyin(sign, person=False)
            found[said] = found.get(said, "") + sign
    return found


def _near(dice: random.Random, unit: Any) -> Typed:
    """Where the unit is, as well as a telephone knows."""
    latitude, longitude = (
        round(Decimal(value) + Decimal(dice.uniform(-_AWAY, _AWAY)), 6)
        for value in (unit.latitude, unit.longitude)
    )
    return {"latitude": str(latitude), "longitude": str(longitude)}
