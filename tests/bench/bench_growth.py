"""Time and memory of the portfolio engine from 1e3 to 1e6 products, their slopes, and both as a picture.

    python tests/bench/bench_growth.py [--out docs/images/portfolio-growth.svg]

Each size runs in a process of its own, so that its peak memory is its own; a floor process only makes the graph. The
slope is that of the logarithms between the two largest sizes: 1 is linear.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from math import log10
from pathlib import Path
from statistics import median
from time import perf_counter

from support.supply_graphs import Given

from ledger.documents.drawing.svg import (
    ACCENT,
    LINE,
    MUTE,
    STAGE_COLOURS,
    drawing,
    element,
    place,
    text,
)
from ledger.portfolio.solve import product_scores
from ledger.portfolio.technosphere import technosphere

SIZES = (1_000, 10_000, 100_000, 1_000_000)
KINDS = {"acyclic": 0.0, "loops": 0.01}
SERIES = ("arrange", "solve", "memory")
RUNS = 5


def timed(work: Callable[[], object]) -> float:
    """The median of five, in ms."""
    times = []
    for _ in range(RUNS):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return 1e3 * median(times)


def peak() -> float:
    """The peak memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int, recycled: float) -> dict[str, float]:
    """Arranging and solving in ms, and what both add to the memory of the graph, in MB."""
    small = technosphere(*Given.random(100, seed=1).graph)
    product_scores(small, small.arranged(Given.random(100, seed=1).own))  # compiled
    it = Given.random(count, seed=1, recycled=recycled)
    before = peak()
    arranged = timed(lambda: technosphere(*it.graph))
    known = technosphere(*it.graph)
    own = known.arranged(it.own)
    return {
        "arrange": arranged,
        "solve": timed(lambda: product_scores(known, own)),
        "memory": peak() - before,
    }


def measured() -> dict[str, list[dict[str, float]]]:
    """All sizes of all kinds, each in a process of its own."""
    found: dict[str, list[dict[str, float]]] = {}
    for kind, recycled in KINDS.items():
        for count in SIZES:
            command = [sys.executable, __file__, "--one", str(count), str(recycled)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            row = json.loads(done.stdout)
            found.setdefault(kind, []).append(row)
            values = ", ".join(f"{name} {row[name]:.3g}" for name in SERIES)
            print(f"{count:>9} {kind}: {values} (ms, ms, MB)")
    return found


def slope(rows: list[dict[str, float]], name: str) -> float:
    """That between the two largest sizes."""
    return log10(rows[-1][name] / rows[-2][name]) / log10(SIZES[-1] / SIZES[-2])


WIDTH, HEIGHT, LEFT, FOOT = 560, 320, 56, 40
DECADES = (-2, 4)
"""The powers of ten from the foot to the top of the picture."""


def point(count: int, value: float) -> tuple[Decimal, Decimal]:
    """The place of a value on two logarithmic axes."""
    low, high = DECADES
    x = LEFT + (log10(count) - 3) / 3 * (WIDTH - LEFT - 130)
    y = (high - log10(max(value, 10**low))) / (high - low) * (HEIGHT - FOOT) + 10
    return Decimal(str(x)), Decimal(str(y))


def draw(found: dict[str, list[dict[str, float]]]) -> str:
    """The series as lines; those of graphs with loops are dashed."""
    return drawing(
        (WIDTH, HEIGHT + 10),
        "".join([*_axes(), *_lines(found)]),
        "Time in ms and memory in MB of the portfolio engine, by number of products",
    )


def _axes() -> Iterator[str]:
    for power in range(DECADES[0], DECADES[1] + 1):
        _, y = point(1_000, 10.0**power)
        yield element("path", d=f"M{LEFT} {place(y)}H{WIDTH - 130}", stroke=LINE, fill="none")
        yield text(
            LEFT - 6, y + 4, f"{10.0**power:g}", text_anchor="end", fill=MUTE, font_size="11"
        )
    for count in SIZES:
        x, y = point(count, 10.0 ** DECADES[0])
        yield text(x, y + 18, f"{count:,}", text_anchor="middle", fill=MUTE, font_size="11")


def _lines(found: dict[str, list[dict[str, float]]]) -> Iterator[str]:
    colours = dict(zip(SERIES, (ACCENT, *list(STAGE_COLOURS.values())[:2]), strict=True))
    words = {"arrange": "arrange, ms", "solve": "solve, ms", "memory": "memory, MB"}
    for kind, rows in found.items():
        for name, colour in colours.items():
            points = [point(count, row[name]) for count, row in zip(SIZES, rows, strict=True)]
            path = "M" + "L".join(f"{place(x)} {place(y)}" for x, y in points)
            dashes = {} if kind == "acyclic" else {"stroke_dasharray": "5 4"}
            yield element("path", d=path, stroke=colour, stroke_width="2", fill="none", **dashes)
            if kind == "loops":
                x, y = points[-1]
                yield text(x + 8, y + 4, words[name], fill=colour)


def main(arguments: list[str]) -> None:
    """Measure, or one size of it for the process above."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(int(arguments[1]), float(arguments[2]))))
        return
    found = measured()
    for kind, rows in found.items():
        slopes = ", ".join(f"{name} {slope(rows, name):.2f}" for name in SERIES)
        print(f"slopes from {SIZES[-2]} to {SIZES[-1]}, {kind}: {slopes}")
    if arguments[:1] == ["--out"]:
        Path(arguments[1]).write_text(draw(found) + "\n", encoding="utf-8")


main(sys.argv[1:])
