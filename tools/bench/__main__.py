"""`make bench`: two databases, full and a hundredth; the table goes to docs/benchmark.md."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from tools import servers

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "benchmark.md"
FULL = int(os.environ.get("BENCH_UNITS", "100000"))
MEASURE = (
    "import json, django; django.setup(); from tools.bench.measure import measure; "
    "print(json.dumps(measure()))"
)
FILL = "import django; django.setup(); from tools.bench.fill import fill; fill({units})"
Figures = dict[str, dict[str, Any]]


def main() -> None:
    """Build, fill, measure, write."""
    with servers.postgresql() as found:
        if not found.url:
            raise SystemExit(f"No PostgreSQL: {found.reason}")
        small = _measured(found.url, "tuoke_bench_small", FULL // 100)
        full = _measured(found.url, "tuoke_bench_full", FULL)
    table = _table(full, small)
    sys.stdout.write(table)
    REPORT.write_text(_report(table))


def _measured(url: str, name: str, units: int) -> Figures:
    """The figures over a database of `units` units."""
    environment = _environment(url, name)
    _create(url, name)
    _run(environment, "manage.py", "migrate", "-v0")
    _run(environment, "manage.py", "seed_demo")
    _run(environment, "-c", FILL.format(units=units))
    figures: Figures = json.loads(_run(environment, "-c", MEASURE))
    _drop(url, name)
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
    return head + "".join(rows)


def _report(table: str) -> str:
    return (
        "# How fast the pages are\n\n"
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}: PostgreSQL, {FULL:,} units, "
        f"{FULL * 2:,} contacts, {FULL * 10:,} visits, and the same at a hundredth. Each request "
        "goes through the whole stack, middleware included, without a socket.\n\n"
        "(a) is a bare Django view, signed in, that reads 25 of the million rows by an index into "
        "a plain template; (b) the same rows through bare django-tables2. The aim: at most "
        "4 × (a), and at most 1.2 × a page's own time at a hundredth.\n\n"
        + table
        + "\nThe voucher's PDF is no page: WeasyPrint lays it out anew for every print, which is "
        "what takes the time; it does not grow with the rows. A unit's timeline and the people "
        "below the ranking are fetched after their page and are not in its figure.\n"
    )


if __name__ == "__main__":
    main()
