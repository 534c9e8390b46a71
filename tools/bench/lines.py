"""What docs/benchmark.md says beside the table of the pages; needs no Django."""

import os
from datetime import UTC, datetime
from typing import Any

PROMISE = 300  # ms at p95, while one types


def when(load: float) -> str:
    """The day, the machine, and how busy others kept it (`load`, from before all measuring)."""
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} cores that had a load of "
        f"{load:.1f} from other work when it began.\n\n"
    )


def typing_table(figures: dict[str, dict[str, float]]) -> str:
    """The rows as they stand in docs/benchmark.md."""
    head = "| typed | asked | p50 ms | p95 ms | longest ms |\n| --- | --: | --: | --: | --: |\n"
    return head + "".join(
        f"| {kind} | {row['count']:.0f} | {row['median']:.0f} | {row['p95']:.0f} "
        f"| {row['most']:.0f} |\n"
        for kind, row in sorted(figures.items())
    )


def import_lines(figures: dict[str, Any], measured: str) -> str:
    """What docs/benchmark.md says of it."""
    head = (
        "\n## Importing\n\n"
        f"{figures['rows']:,} owners in GB18030, one in ten bad, by a worker in a process of its "
        f"own; {figures['created']:,} came in, {figures['bad']:,} were reported. The upload was "
        f"answered after {figures['upload']:.1f} s. Meanwhile somebody asked for the unit list ten "
        f"times a second.\n\n{measured}"
        "| phase | seconds | the page's median ms | its p95 ms | progress seen to move |\n"
        "| --- | --: | --: | --: | --: |\n"
    )
    rows = [("nothing, for comparison", {**figures["quiet"], "seconds": 3.0, "steps": 0})]
    rows += [(name, figures[name]) for name in ("checking", "writing", "undoing")]
    return (
        head
        + "".join(
            f"| {name} | {row['seconds']:.1f} | {row['median']:.1f} | {row['p95']:.1f} "
            f"| {row['steps']:.0f} |\n"
            for name, row in rows
        )
        + "\n`python -m tools.bench import` measures this part alone.\n"
    )


def handing_lines(figures: dict[str, Any], measured: str) -> str:
    """What docs/benchmark.md says of it."""
    counts = ", ".join(f"{count:,} {kind}" for kind, count in figures["counts"].items())
    return (
        "\n## Handing over\n\n"
        f"All that one leaver held ({counts}) given to a colleague in one deed: the preview was "
        f"there after {figures['preview']:.2f} s, the deed was done after {figures['deed']:.1f} s "
        f"with {figures['queries']} statements.\n\n{measured}"
        "`python -m tools.bench handover` measures this part alone.\n"
    )
