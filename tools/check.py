"""`make check`: everything about the code that a program can judge without running the tests.

All steps run, two at a time, and every failure is shown. `make check` of a clean tree changes
nothing in it.
"""

import base64
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOWHERE = {"DATABASE_URL": "sqlite://:memory:"}  # makemigrations only compares models and files


def key() -> str:
    """A fresh key of 32 bytes, as the settings want them."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


SERVICE = {  # settings as in service; nothing is connected to
    "TUOKE_ENV": "service",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "FIELD_KEYS": f"k1:{key()}",
    "LOOKUP_KEY": key(),
    "ALLOWED_HOSTS": "tuoke.example",
    "DATABASE_URL": "postgres://tuoke@127.0.0.1/tuoke",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


@dataclass(frozen=True)
class Step:
    """A check: its name, its module with arguments, its environment."""

    name: str
    module: tuple[str, ...]
    environment: Mapping[str, str]
    needs: str = ""


STEPS = (
    Step("types (mypy --strict)", ("mypy",), {}),
    Step("style (ruff check)", ("ruff", "check", "--output-format=concise", "."), {}),
    Step("form (make format)", ("ruff", "format", "--check", "--output-format=concise", "."), {}),
    Step("templates (djlint)", ("djlint", "templates", "--lint", "--quiet"), {}),
    Step("rooms (import-linter)", ("importlinter.cli", "lint", "--no-logo"), {}),
    Step("sizes", ("tools.check_sizes",), {}),
    Step("migrations", ("manage", "makemigrations", "--check", "--dry-run"), NOWHERE),
    Step(
        "safety (check --deploy)", ("manage", "check", "--deploy", "--fail-level=WARNING"), SERVICE
    ),
    Step("translations", ("tools.check_translations",), {}, needs="gettext"),
    Step("vendored files", ("tools.vendor", "--check"), {}),
)


@dataclass(frozen=True)
class Outcome:
    """How a step went, and what it said."""

    step: Step
    status: int
    said: str
    seconds: float


def work(step: Step) -> Outcome:
    """Run one step to its end."""
    began = time.monotonic()
    clean = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    done = subprocess.run(
        [sys.executable, "-m", *step.module],
        cwd=ROOT,
        env=clean | dict(step.environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    seconds = time.monotonic() - began
    return Outcome(step, done.returncode, (done.stdout + done.stderr).strip(), seconds)


def show(outcome: Outcome) -> None:
    """One line, and all that was said when it failed."""
    mark = "failed" if outcome.status else "ok"
    print(f"{outcome.step.name:<28}{mark:<8}{outcome.seconds:>5.0f} s", flush=True)
    if outcome.status:
        print("\n".join(f"    {line}" for line in outcome.said.splitlines()), flush=True)


def left_out(step: Step) -> bool:
    """Whether the machine lacks what the step needs and nobody insists on it."""
    missing = step.needs == "gettext" and not shutil.which("msgattrib")
    return missing and os.environ.get("TUOKE_REQUIRE_ALL") != "1"


def main() -> int:
    """Run all; 1 when one failed."""
    skipped = [step for step in STEPS if left_out(step)]
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for outcome in pool.map(work, [step for step in STEPS if step not in skipped]):
            show(outcome)
            if outcome.status:
                failed.append(outcome.step.name)
    for step in skipped:
        print(f"{step.name:<28}left out: apt install {step.needs}")
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll is well.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
