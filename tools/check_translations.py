"""Every string has its Chinese, and every .mo says what its .po says.

Collects the strings of code and templates into a copy of the catalogue, so the working tree stays
as it is, and lists what is untranslated, unsure (fuzzy) or no longer used.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import messages

ROOT = messages.ROOT
NOT_COPIED = shutil.ignore_patterns(
    ".*", "__pycache__", "node_modules", "var", "static", "staticfiles", "test-results", "tests"
)
# From msgctxt or msgid up to its translation, over as many lines as it takes.
MSGID = re.compile(r'^(msgctxt|msgid) (?!""\nmsgstr).*?(?=^msgstr)', re.DOTALL | re.MULTILINE)
QUOTED = re.compile(r'"(.+)"$', re.MULTILINE)
# Under another name than its own or _ the collector does not know gettext.
RENAMED = re.compile(r"gettext\w* as (?!_$)\w+", re.MULTILINE)
# Chinese signs are as wide as characters; 10:00, 1,000 and https:// have no character before them.
NARROW = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;?!()][\u4e00-\u9fff]")
CATALOGUE = Path("locale") / messages.LANGUAGE / "LC_MESSAGES" / "django.po"


def entries(po: Path, *options: str) -> list[str]:
    """The strings msgattrib selects, with their context; never the header, which has none."""
    command = ["msgattrib", "--no-wrap", *options, str(po)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = (MSGID.search(block) for block in text.split("\n\n"))
    return [" ".join(QUOTED.findall(match[0])) for match in found if match]


def msgids(po: Path) -> set[str]:
    """All strings of a catalogue that are in use."""
    return set(entries(po, "--no-obsolete"))


def collected() -> list[str]:
    """What is wrong with the catalogue when the strings are collected anew."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        messages.collect(copy)
        fresh = copy / CATALOGUE
        missing = entries(fresh, "--untranslated", "--no-obsolete")
        unsure = entries(fresh, "--only-fuzzy", "--no-obsolete")
        unused = sorted(msgids(ROOT / CATALOGUE) - msgids(fresh))
    found = [f"untranslated: {text}" for text in missing]
    found += [f"fuzzy: {text}" for text in unsure]
    return found + [f"no longer used: {text}" for text in unused]


def narrow(po: Path) -> list[str]:
    """Chinese with signs of Latin width."""
    chinese = MSGID.sub("", po.read_text(encoding="utf-8")).splitlines()
    lines = [line for line in chinese if not line.startswith("#")]
    return [f"write ，；：？！（）: {line}" for line in lines if NARROW.search(line)]


def overlooked() -> list[str]:
    """Modules whose strings are not collected, because they call gettext by another name."""
    modules = (path for path in ROOT.glob("*/**/*.py") if path.parts[len(ROOT.parts)] in _apps())
    return [
        f"{path.relative_to(ROOT)}: import gettext as itself or as _"
        for path in modules
        if RENAMED.search(path.read_text(encoding="utf-8"))
    ]


def _apps() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - set(messages.IGNORED)


def main() -> int:
    """Print what is missing; 1 when something is."""
    if not shutil.which("msgattrib"):
        print("gettext is missing: apt install gettext")
        return 1
    if not (ROOT / CATALOGUE).exists():
        print(f"{CATALOGUE} is missing: make messages")
        return 1
    found = overlooked() + collected() + narrow(ROOT / CATALOGUE)
    found += [
        f"{po.relative_to(ROOT)}: compile it"
        for po in messages.catalogues()
        if messages.is_stale(po)
    ]
    print("\n".join(found) or "Every string is translated, every catalogue compiled.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
