"""Web, worker and beat start at once on a fresh clone and agree on every secret."""

import secrets
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import local


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(local, "SECRETS", tmp_path / "secrets")
    return tmp_path / "secrets"


def test_all_who_ask_at_once_get_the_same_secret(folder: Path) -> None:
    def ask(_: int) -> str:
        return local.local_secret("KEY", lambda: secrets.token_urlsafe(50))

    with ThreadPoolExecutor(16) as pool:
        answers = set(pool.map(ask, range(64)))
    assert len(answers) == 1
    assert [path.name for path in folder.iterdir()] == ["KEY"]


def test_only_the_owner_reads_a_secret(folder: Path) -> None:
    local.local_secret("KEY", lambda: "value")
    assert stat.S_IMODE((folder / "KEY").stat().st_mode) == 0o600


def test_a_secret_once_made_stays(folder: Path) -> None:
    local.local_secret("KEY", lambda: "first")
    assert local.local_secret("KEY", lambda: "second") == "first"
