"""`make test`: the whole suite on every database there is, and a list of what could not run.

Four legs: units and pages on SQLite; the browser on SQLite; units and pages on PostgreSQL and
Redis; races and the browser there. What no database changes (marked `once`: who may open a page,
whether it is whole, how it looks) is tried on the best one there is. A test skipped in every leg
that has it counts as left out. With TUOKE_REQUIRE_ALL=1 whatever is left out is a failure.
Arguments go to pytest.
"""

import glob
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tools import servers
from tools.processes import die_with_parent

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "test-results"
NOTHING_COLLECTED = 5
PROCESSES = "2"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHTS_OWN = "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome"
UNITS_AND_PAGES = "not browser and not races and not bench"


@dataclass
class Leg:
    """One run of pytest: which tests, how they are dealt out, on what; and what came of it.

    The browser tests of a file belong to one process: they share people and a served house.
    """

    name: str
    marks: str
    dealt: str
    environment: dict[str, str] = field(default_factory=dict)
    status: int = 0
    seconds: float = 0.0
    ran: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)

    def run(self, more: list[str]) -> None:
        """Run it, with pytest's own words on the screen."""
        print(f"\n=== {self.name} ===", flush=True)
        report = RESULTS / (self.name.lower().replace(" ", "-").replace(",", "") + ".xml")
        report.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "-q", "-m", self.marks, f"--junitxml={report}"]
        command += ["-n", PROCESSES, "--dist", self.dealt]
        began = time.monotonic()
        done = subprocess.run(
            command + more, cwd=ROOT, env=self.environment, preexec_fn=die_with_parent()
        )
        self.seconds = time.monotonic() - began
        self.status = done.returncode
        if report.exists():
            self._read(report)

    def _read(self, report: Path) -> None:
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - our own file
            name = f"{case.get('classname')}::{case.get('name')}"
            skip = case.find("skipped")
            if skip is not None and skip.get("type") != "pytest.xfail":
                self.skipped[name] = skip.get("message") or "no reason given"
                continue
            self.ran.add(name)
            if case.find("failure") is not None or case.find("error") is not None:
                self.failed.add(name)

    @property
    def went_well(self) -> bool:
        """Whether nothing failed; a leg without tests did not fail."""
        return self.status in {0, NOTHING_COLLECTED}


def find_chromium() -> str | None:
    """The browser to drive: CHROMIUM, one on the PATH, or one Playwright fetched."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [shutil.which(name) for name in BROWSERS]
    candidates += sorted(glob.glob(os.path.expanduser(PLAYWRIGHTS_OWN)), reverse=True)
    return next((path for path in candidates if path and starts(path, "--version")), None)


def starts(*command: str) -> bool:
    """Whether a program is there and starts."""
    try:
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


class Plan:
    """The legs this machine can run, and the reasons why others cannot."""

    def __init__(self, stack: ExitStack) -> None:
        self.legs: list[Leg] = []
        self.left_out: list[str] = []
        self.base = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        self.base["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        self._add("SQLite", UNITS_AND_PAGES, {})
        browser = self._browser()
        if browser:
            self._add("Browser on SQLite", "browser", {}, dealt="loadfile")
        on_sqlite = list(self.legs)
        self._on_servers(stack, browser=browser)
        if len(self.legs) > len(on_sqlite):
            for leg in on_sqlite:
                leg.marks = f"({leg.marks}) and not once"
        self._printing()

    def _add(self, name: str, marks: str, more: dict[str, str], dealt: str = "worksteal") -> None:
        self.legs.append(Leg(name, marks, dealt, self.base | more))

    def _browser(self) -> bool:
        if path := find_chromium():
            # Playwright's own loop makes Django believe that the tests are asynchronous.
            self.base |= {"CHROMIUM": path, "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
            return True
        self.left_out.append("The browser tests: no Chromium found (apt install chromium).")
        return False

    def _on_servers(self, stack: ExitStack, *, browser: bool) -> None:
        database = stack.enter_context(servers.postgresql())
        broker = stack.enter_context(servers.redis())
        for name, found in (("PostgreSQL", database), ("Redis", broker)):
            print(f"{name}: {f'{found.url} ({found.how})' if found.url else found.reason}")
            if not found.url:
                self.left_out.append(
                    f"The suite on PostgreSQL and Redis, and the races: {name}: {found.reason}."
                )
        if database.url and broker.url:
            urls = {"DATABASE_URL": database.url, "REDIS_URL": broker.url}
            self._add("PostgreSQL and Redis", UNITS_AND_PAGES, urls)
            marks = "races or browser" if browser else "races"
            name = "Races and browser" if browser else "Races"
            self._add(f"{name} on PostgreSQL and Redis", marks, urls, dealt="loadfile")

    def _printing(self) -> None:
        if not starts(sys.executable, "-c", "import weasyprint"):
            for leg in self.legs:
                leg.marks = f"({leg.marks}) and not pdf"
            self.left_out.append(
                "The tests that print: Pango is missing "
                "(apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)."
            )


def never_ran(legs: list[Leg]) -> list[str]:
    """Tests that were skipped wherever they were met, with the reason."""
    ran = set().union(*(leg.ran for leg in legs))
    skipped = {name: why for leg in legs for name, why in leg.skipped.items()}
    return [f"{name}: {why}" for name, why in sorted(skipped.items()) if name not in ran]


def summary(plan: Plan) -> str:
    """What ran, as a table, and what did not, as a list."""
    lines = ["", f"{'What ran':<42}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}"]
    for leg in plan.legs:
        passed, failed = len(leg.ran - leg.failed), len(leg.failed)
        row = f"{leg.name:<42}{passed:>8}{failed:>8}{len(leg.skipped):>9}{leg.seconds:>9.0f}"
        lines.append(row + ("" if leg.went_well else "  <- failed"))
    lines += ["", "Left out:" if plan.left_out else "Nothing was left out."]
    lines += [f"  - {reason}" for reason in plan.left_out]
    return "\n".join(lines)


def main(more: list[str]) -> int:
    """Plan, run, sum up; the exit status."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))  # so servers are stopped
    RESULTS.mkdir(exist_ok=True)
    with ExitStack() as stack:
        plan = Plan(stack)
        for leg in plan.legs:
            leg.run(more)
    plan.left_out += never_ran(plan.legs)
    if not more:
        empty = [leg.name for leg in plan.legs if leg.status == NOTHING_COLLECTED]
        plan.left_out += [f"{name}: there is no such test." for name in empty]
    print(summary(plan))
    if not all(leg.went_well for leg in plan.legs):
        return 1
    return 1 if plan.left_out and os.environ.get("TUOKE_REQUIRE_ALL") == "1" else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
