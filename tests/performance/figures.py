"""Figures of a run: what was measured, what it is compared to, and whether the target is met."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One line of the table. `met` is None for what has no target of its own."""

    what: str
    measured: str
    compared_to: str = ""
    ratio: str = ""
    target: str = ""
    met: bool | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed: the nearest one measured."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered)) - 1))]


def spread(milliseconds: Sequence[float]) -> str:
    """Minimum, median and 95th percentile, in milliseconds."""
    return (
        f"{min(milliseconds):.1f} / {statistics.median(milliseconds):.1f} / {percentile(milliseconds, 0.95):.1f} ms"
        f" (n={len(milliseconds)})"
    )


def at_most(what: str, value: float, limit: float, unit: str, compared_to: str = "", ratio: str = "") -> Figure:
    return Figure(what, f"{value:.1f} {unit}", compared_to, ratio, f"≤ {limit:g} {unit}", value <= limit)


def print_table(title: str, figures: Sequence[Figure], notes: Sequence[str] = ()) -> None:
    table = Table(title=title, title_justify="left", box=box.SIMPLE, pad_edge=False)
    for heading in ("figure", "measured", "compared to", "ratio", "target", ""):
        table.add_column(heading, overflow="fold")
    for figure in figures:
        verdict = {True: "met", False: "NOT met", None: ""}[figure.met]
        table.add_row(figure.what, figure.measured, figure.compared_to, figure.ratio, figure.target, verdict)
    console = Console(width=None if Console().is_terminal else 170, highlight=False)
    console.print(table)
    for note in notes:
        console.print(f"  {note}", markup=False)
    console.print()
