"""Copy what the pages need from node_modules into static/vendor/.

Only for people who change a version: run `npm ci`, then `python tools/vendor.py`, and commit the
result. `python tools/vendor.py --check` compares static/vendor/ with its SHA256SUMS, without npm.
"""

import argparse
import hashlib
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
ICON_NAMES = ROOT / "tools" / "icons.txt"
SUMS = "SHA256SUMS"
FONTS = "@expo-google-fonts/noto-sans-sc"

# From node_modules, to static/vendor.
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap.bundle.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "tom-select/dist/js/tom-select.base.min.js": "tom-select.base.min.js",
    "tom-select/dist/css/tom-select.bootstrap5.min.css": "tom-select.bootstrap5.min.css",
    "chart.js/dist/chart.umd.min.js": "chart.umd.min.js",
    f"{FONTS}/400Regular/NotoSansSC_400Regular.ttf": "fonts/NotoSansSC-Regular.ttf",
    f"{FONTS}/700Bold/NotoSansSC_700Bold.ttf": "fonts/NotoSansSC-Bold.ttf",
    "bootstrap/LICENSE": "licences/bootstrap.txt",
    "bootstrap-icons/LICENSE": "licences/bootstrap-icons.txt",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "tom-select/LICENSE": "licences/tom-select.txt",
    "chart.js/LICENSE.md": "licences/chart.js.txt",
    f"{FONTS}/LICENSE_FONT": "fonts/OFL.txt",
}
# The bundle of Bootstrap has Popper inside it.
POPPER_LICENCE = "@popperjs/core/LICENSE.md"
SOURCE_MAP = re.compile(rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ ?\*/)\s*$")
SVG_PARTS = re.compile(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>', re.DOTALL)


def copied(source: Path) -> bytes:
    """The file's bytes, scripts and styles without the note on a source map.

    The map is not shipped, and Django's manifest storage refuses a note that leads nowhere.
    """
    data = source.read_bytes()
    return SOURCE_MAP.sub(b"\n", data) if source.suffix in {".js", ".css"} else data


def icon_names() -> list[str]:
    """The names in tools/icons.txt, sorted."""
    lines = ICON_NAMES.read_text(encoding="utf-8").splitlines()
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def symbol(name: str) -> str:
    """One icon as an SVG symbol whose id is its name."""
    svg = (MODULES / "bootstrap-icons" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    match = SVG_PARTS.search(svg)
    if match is None:
        raise SystemExit(f"{name}.svg is not of the form this script reads.")
    view_box, shapes = match.groups()
    shapes = "".join(shapes.splitlines()).strip()
    return f'<symbol id="{name}" viewBox="{view_box}">{shapes}</symbol>'


def sprite() -> bytes:
    """All icons in use as one SVG file."""
    symbols = "\n".join(symbol(name) for name in icon_names())
    head = '<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">'
    return f"{head}\n{symbols}\n</svg>\n".encode()


def sums() -> str:
    """One line per file below static/vendor/, in the format of `sha256sum`."""
    paths = sorted(path for path in VENDOR.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(VENDOR).as_posix()}"
        for path in paths
    ]
    return "\n".join(lines) + "\n"


def write() -> None:
    """Make static/vendor/ anew from node_modules."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in FILES.items():
        path = VENDOR / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(copied(MODULES / source))
    if (MODULES / POPPER_LICENCE).exists():
        (VENDOR / "licences" / "popper.txt").write_bytes(copied(MODULES / POPPER_LICENCE))
    (VENDOR / "icons.svg").write_bytes(sprite())
    (VENDOR / SUMS).write_text(sums(), encoding="utf-8")


def main() -> int:
    """0 when all is well, 1 when a file differs from its sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="compare with SHA256SUMS, write nothing"
    )
    if not parser.parse_args().check:
        write()
    if (VENDOR / SUMS).read_text(encoding="utf-8") != sums():
        print(
            "static/vendor/ differs from its SHA256SUMS: run `npm ci` and `python tools/vendor.py`."
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
