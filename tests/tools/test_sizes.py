"""The limits of files, functions, views and tasks."""

from pathlib import Path

import pytest

from tools import check_sizes


@pytest.mark.parametrize(
    ("place", "kind", "lines", "trouble"),
    [
        ("units/services.py", "def f():", 50, False),
        ("units/services.py", "def f():", 51, True),
        ("units/views.py", "class V:", 60, False),
        ("units/views/desk.py", "class V:", 61, True),
        ("units/views/desk.py", "def f():", 21, True),
        ("units/models.py", "class M:", 61, False),
        ("units/tasks.py", "@shared_task\ndef f():", 12, True),
        ("units/tasks.py", "def f():", 12, False),
    ],
)
def test_what_is_too_long_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    kind: str,
    lines: int,
    trouble: bool,
) -> None:
    monkeypatch.setattr(check_sizes, "ROOT", tmp_path)
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(kind + "\n" + "    x = 1\n" * (lines - 1), encoding="utf-8")
    assert bool(list(check_sizes.too_long(path))) is trouble
