"""Nothing grows past the house's sizes: files, functions, views, tasks, templates."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "accounts", "budget", "config", "core", "events", "messaging", "pricing", "rewards",
    "tests", "tools", "units", "visits",
)  # fmt: skip
FILE, FUNCTION, TEMPLATE, TASK = 400, 50, 150, 10
# Half of all view classes are at most 15 lines; none is a page of code, and no method of one
# does more than ask, call and answer.
VIEW_MEDIAN, VIEW, VIEW_METHOD = 15, 60, 20

Sized = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> Iterator[Path]:
    """Python written by hand."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def is_part_of(path: Path, name: str) -> bool:
    """Whether `path` is the module `name` of an app, or lies in the package of that name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return len(parts) > 1 and parts[1] == name


def lines_of(node: Sized) -> int:
    """Lines from `def` or `class` to the end, without decorators."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def is_task(node: Sized) -> bool:
    """Whether Celery runs this."""
    return any("task" in ast.unparse(decorator) for decorator in node.decorator_list)


def limit_of(node: Sized, path: Path) -> int | None:
    """How many lines this may have; None when nobody counts it."""
    if isinstance(node, ast.ClassDef):
        return VIEW if is_part_of(path, "views") else None
    if is_part_of(path, "views"):
        return VIEW_METHOD
    return TASK if is_part_of(path, "tasks") and is_task(node) else FUNCTION


def too_long(path: Path) -> Iterator[str]:
    """What is too long in one Python file."""
    text = path.read_text(encoding="utf-8")
    place = path.relative_to(ROOT)
    if (lines := text.count("\n")) > FILE:
        yield f"{place}: {lines} lines, at most {FILE}"
    for node in ast.walk(ast.parse(text)):
        limit = limit_of(node, path) if isinstance(node, Sized) else None
        if limit and isinstance(node, Sized) and (lines := lines_of(node)) > limit:
            yield f"{place}:{node.lineno}: {node.name} has {lines} lines, at most {limit}"


def long_views() -> Iterator[str]:
    """A sentence when the view classes have grown on the whole."""
    sizes = [
        lines_of(node)
        for path in sources()
        if is_part_of(path, "views")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    if sizes and (middle := median(sizes)) > VIEW_MEDIAN:
        yield f"half of the view classes have more than {middle:g} lines, at most {VIEW_MEDIAN}"


def long_templates() -> Iterator[str]:
    """Templates that hold too much."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if (lines := path.read_text(encoding="utf-8").count("\n")) > TEMPLATE:
            yield f"{path.relative_to(ROOT)}: {lines} lines, at most {TEMPLATE}"


def main() -> int:
    """Print every trespass; 1 when there is one."""
    found = [line for path in sources() for line in too_long(path)]
    found += [*long_views(), *long_templates()]
    print("\n".join(found) or "All sizes are right.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
