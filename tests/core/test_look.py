"""What pages are made of: every icon is in the sprite, nothing comes from elsewhere."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "static"
APPS = [
    "accounts", "budget", "core", "events", "messaging", "pricing", "rewards", "units", "visits",
]  # fmt: skip
NAMED = re.compile(r"""\{% icon ["']([a-z0-9-]+)["']|\bicon(?:=|: str = |\()["']([a-z0-9-]+)["']""")
ABROAD = re.compile(r"""(?:src|href|url|@import)\s*[=(]\s*["']?(?:https?:)?//""", re.IGNORECASE)


def own_files() -> Iterator[Path]:
    """Templates, our own styles and scripts."""
    yield from (ROOT / "templates").rglob("*.html")
    yield from (STATIC / "tuoke").iterdir()


def sources() -> Iterator[Path]:
    """Everything that may name an icon."""
    yield from (ROOT / "templates").rglob("*.html")
    for app in APPS:
        yield from (ROOT / app).rglob("*.py")


def test_every_icon_named_is_in_the_sprite() -> None:
    sprite = (STATIC / "vendor" / "icons.svg").read_text(encoding="utf-8")
    have = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    missing = {
        f"{path.relative_to(ROOT)}: {first or second}"
        for path in sources()
        for first, second in NAMED.findall(path.read_text(encoding="utf-8"))
        if (first or second) not in have
    }
    assert not missing, "add to tools/icons.txt and run tools/vendor.py: " + ", ".join(missing)


def test_vendored_files_are_those_of_the_sums() -> None:
    folder = STATIC / "vendor"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").split("\n")
    named = {name: digest for digest, name in (line.split("  ", 1) for line in lines if line)}
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert found == named


def test_no_page_asks_another_host() -> None:
    abroad = [str(path) for path in own_files() if ABROAD.search(path.read_text(encoding="utf-8"))]
    assert abroad == []


@pytest.mark.parametrize("what", [r"\sstyle=", r"\son[a-z]+=[\"']", r"<style\b", r"<script>"])
def test_nothing_the_content_policy_would_stop(what: str) -> None:
    faulty = [
        str(path)
        for path in (ROOT / "templates").rglob("*.html")
        if not path.name.endswith("_pdf.html")
        if re.search(what, path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert faulty == []
