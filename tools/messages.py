"""Translations: collected from the code, compiled, and compared.

`collect` needs GNU gettext. `refresh` compiles only where the compiled file says something else
than its source, so a fresh clone stays clean whatever version of gettext the machine has.
"""

import gettext
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_Hans"
IGNORED = ("node_modules", "var", "static", "staticfiles", ".venv", "tests", "tools")


def catalogues() -> Iterator[Path]:
    """Every source of translations (.po) of the project."""
    yield from sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))


def compiled(po: Path, mo: Path) -> None:
    """Write `mo` from `po`; raises CalledProcessError when a placeholder does not fit."""
    subprocess.run(["msgfmt", "--check-format", "-o", str(mo), str(po)], check=True)


def meaning(mo: Path) -> dict[object, str]:
    """What a compiled file translates, without the date it was made on."""
    with mo.open("rb") as file:
        catalogue: dict[object, str] = dict(vars(gettext.GNUTranslations(file))["_catalog"])
    catalogue.pop("", None)
    return catalogue


def is_stale(po: Path) -> bool:
    """Whether the compiled file beside `po` says something else, or is missing."""
    mo = po.with_suffix(".mo")
    if not mo.exists():
        return True
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.mo"
        compiled(po, fresh)
        return meaning(fresh) != meaning(mo)


def refresh() -> None:
    """Compile what is stale. Without gettext the committed files serve."""
    if not shutil.which("msgfmt"):
        return
    for po in catalogues():
        if is_stale(po):
            compiled(po, po.with_suffix(".mo"))


def collect(project: Path = ROOT) -> None:
    """Bring the catalogue of `project` up to the strings in its code and templates."""
    for name in ("xgettext", "msgmerge", "msguniq"):
        if not shutil.which(name):
            sys.exit(f"{name} is missing: apt install gettext")
    (project / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGE]
    command += ["--no-obsolete", "--add-location", "file", "--verbosity", "0"]
    for pattern in IGNORED:
        command += ["--ignore", pattern]
    subprocess.run(command, cwd=project, check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        collect()
    refresh()
