"""`make bench`: two databases, full and a hundredth; the tables go to docs/benchmark.md.

`python -m tools.bench search` measures the search alone and prints what it found; `duplicates` the
question whether a unit is known, `import` an import of 100,000 rows, `handover` the hand-over of
5,000 units. BENCH_UNITS and BENCH_IMPORT_ROWS make it smaller.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from tools import servers
from tools.bench.lines import PROMISE, handing_lines, import_lines, typing_table, when

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "benchmark.md"
FULL = int(os.environ.get("BENCH_UNITS", "100000"))
MEASURE = (
    "import json, django; django.setup(); from tools.bench.measure import measure; "
    "print(json.dumps(measure()))"
)
TYPING = (
    "import json, django; django.setup(); from tools.bench.searching import measure_typing; "
    "print(json.dumps(measure_typing()))"
)
SAME = (
    "import json, django; django.setup(); from tools.bench.duplicates import measure_duplicates; "
    "print(json.dumps(measure_duplicates()))"
)
IMPORT = (
    "import json, django; django.setup(); from tools.bench.importing import measure_import; "
    "print(json.dumps(measure_import()))"
)
HANDING = (
    "import json, django; django.setup(); from tools.bench.handing import measure_handing; "
    "print(json.dumps(measure_handing()))"
)
FILL = "import django; django.setup(); from tools.bench.fill import fill; fill({sizes})"
TYPED_OVER = {"units": min(50_000, FULL), "contacts": min(200_000, FULL * 4), "visits": 0}
LOAD = os.getloadavg()[0]
SLOWEST, GROWTH = 4, 1.2  # the aims: times the bare view, times the page itself over few rows
Figures = dict[str, dict[str, Any]]


def main() -> None:
    """Build, fill, measure, write."""
    with servers.postgresql() as found:
        if not found.url:
            raise SystemExit(f"No PostgreSQL: {found.reason}")
        parts = {
            "search": _searched,
            "duplicates": _duplicates,
            "import": _imported,
            "handover": _handed,
        }
        if sys.argv[1:]:
            sys.stdout.write(parts[sys.argv[1]](found.url))
            return
        table = _pages(found.url)
        sys.stdout.write(table)
        told = [part(found.url) for part in parts.values()]
    REPORT.write_text(_report(table) + "".join(told))


def _pages(url: str) -> str:
    """The table of the pages, over all rows and over a hundredth."""
    with _filled(url, "tuoke_bench_small", units=FULL // 100) as environment:
        small = _figures(environment, MEASURE)
    with _filled(url, "tuoke_bench_full", units=FULL) as environment:
        return _table(_figures(environment, MEASURE), small)


def _searched(url: str) -> str:
    """The lines about the search box."""
    with _filled(url, "tuoke_bench_typing", **TYPED_OVER) as environment:
        return _typing_report(_figures(environment, TYPING))


def _duplicates(url: str) -> str:
    """The lines about the question whether a unit is known (U8)."""
    with _filled(url, "tuoke_bench_same", **TYPED_OVER) as environment:
        return _same_report(_figures(environment, SAME))


def _imported(url: str) -> str:
    """The lines about importing, over the demonstration alone."""
    with _demonstration(url, "tuoke_bench_import") as environment:
        return import_lines(_figures(environment, IMPORT), when(LOAD))


def _handed(url: str) -> str:
    """The lines about a hand-over, in a project of ten times as many units."""
    with _filled(url, "tuoke_bench_handover", **TYPED_OVER) as environment:
        return handing_lines(_figures(environment, HANDING), when(LOAD))


@contextmanager
def _filled(url: str, name: str, **sizes: int) -> Iterator[dict[str, str]]:
    """The environment of a database of these sizes."""
    with _demonstration(url, name) as environment:
        said = ", ".join(f"{what}={count}" for what, count in sizes.items())
        _run(environment, "-c", FILL.format(sizes=said))
        yield environment


@contextmanager
def _demonstration(url: str, name: str) -> Iterator[dict[str, str]]:
    """The environment of a database with the demonstration, dropped in the end."""
    environment = _environment(url, name)
    _create(url, name)
    try:
        _run(environment, "manage.py", "migrate", "-v0")
        _run(environment, "manage.py", "seed_demo")
        yield environment
    finally:
        _drop(url, name)


def _figures(environment: dict[str, str], measure: str) -> Figures:
    figures: Figures = json.loads(_run(environment, "-c", measure).splitlines()[-1])
    return figures


def _environment(url: str, name: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tools.bench.settings",
        "DATABASE_URL": url.rsplit("/", 1)[0] + f"/{name}",
        "LOG_LEVEL": "ERROR",
    }


def _run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode()


def _create(url: str, name: str) -> None:
    _drop(url, name)
    _admin(url, f'CREATE DATABASE "{name}"')


def _drop(url: str, name: str) -> None:
    _admin(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _admin(url: str, statement: str) -> None:
    with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


def _table(full: Figures, small: Figures) -> str:
    base, tables = full["(a) bare view"]["median"], full["(b) bare django-tables2"]["median"]
    head = (
        "| page | median ms | p95 ms | queries | × (a) | × (b) | × its own at a hundredth |\n"
        "| --- | --: | --: | --: | --: | --: | --: |\n"
    )
    rows = (
        f"| {name} | {row['median']:.1f} | {row['p95']:.1f} | {row['queries']} "
        f"| {row['median'] / base:.2f} | {row['median'] / tables:.2f} "
        f"| {row['median'] / small[name]['median']:.2f} |\n"
        for name, row in full.items()
    )
    return head + "".join(rows) + _missed(full, small)


def _missed(full: Figures, small: Figures) -> str:
    """Which pages miss the aim; the two bare views and the PDF are no pages of ours."""
    bare = full["(a) bare view"]["median"]
    pages = [name for name in full if not name.startswith("(") and "PDF" not in name]
    slow = [name for name in pages if full[name]["median"] > SLOWEST * bare]
    growing = [name for name in pages if full[name]["median"] > GROWTH * small[name]["median"]]
    aims = ((f"{SLOWEST} × (a)", slow), (f"{GROWTH} × its own at a hundredth", growing))
    told = [f"over {aim}: {' · '.join(names)}" for aim, names in aims if names]
    return f"\nMissed: {'; '.join(told)}.\n" if told else "\nAll pages keep the aim.\n"


def _report(table: str) -> str:
    return (
        "# How fast the pages are\n\n"
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}: PostgreSQL, {FULL:,} units, "
        f"{FULL * 2:,} contacts, {FULL * 10:,} visits, and the same at a hundredth. Each request "
        "goes through the whole stack, middleware included, without a socket.\n\n"
        "(a) is a bare Django view, signed in, that reads 25 of the million rows by an index into "
        "a plain template; (b) the same rows through bare django-tables2. The aim: at most "
        f"{SLOWEST} × (a), and at most {GROWTH} × a page's own time at a hundredth; how much a "
        "quiet machine differs from itself stands in the line of (a).\n\n"
        + table
        + "\nThe voucher's PDF is no page: WeasyPrint lays it out anew for every print, which is "
        "what takes the time; it does not grow with the rows. The people below the ranking are "
        "fetched after their page and are not in its figure; what comes after a unit's page, its "
        "timeline with it, has its own.\n"
    )


def _typing_report(typed: Figures) -> str:
    return (
        "\n## While one types\n\n"
        f"The search box (Ctrl+K) over {TYPED_OVER['units']:,} units and "
        f"{TYPED_OVER['contacts']:,} contacts, one request after the other, through the whole "
        f"stack. The promise is {PROMISE} ms at p95. `python -m tools.bench search` "
        f"measures this part alone.\n\n{when(LOAD)}{typing_table(typed)}\n"
        "The manager sees the whole project, ann what one of twenty teams follows. The longest "
        "are single letters and surnames, which tens of thousands begin with.\n"
    )


def _same_report(typed: Figures) -> str:
    return (
        "\n## Duplicates, while one types\n\n"
        "The hint under the name of a new unit (U8: same name, one character apart, same sound, "
        f"same telephone, close by) over {TYPED_OVER['units']:,} units of one town, one request "
        "after the other, through the whole stack, the record of each look-up (U6) included. The "
        f"promise is {PROMISE} ms at p95. `python -m tools.bench duplicates` measures this part "
        f"alone.\n\n{when(LOAD)}{typing_table(typed)}\n"
        "Both ask across all owners, so manager and ann wait alike. Names, sounds and telephones "
        "are found by equality of keys (`units_likeness_key`, some ten a question), places "
        "by the square around them (`units_unit_place`); nothing walks through the units.\n"
    )


if __name__ == "__main__":
    main()
