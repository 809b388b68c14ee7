"""Time of an exact calculation over a large graph, beside the bare multiply-adds of the same graph.

    python tests/bench/bench_figures.py [entries]

Every entry takes goods of three earlier entries and four activities. The floor does the arithmetic
alone, on numbers already parsed and looked up: one exact multiply-add for each term and cited cell,
one division for each cell. What lies above it is reading decimal strings, finding factors, filing
rows and keeping the terms that explain a figure.

Then one entry is corrected, the first, a middle or the last one, and the graph is restated: resolved again,
with the values kept of all entries that do not rest on the correction. Shown beside a full run.
"""

import gc
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from statistics import median
from time import process_time

from support.graph import STUDY, Graph, factors, ident
from support.rows import inventory, made, taken, used

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import CELL, EXACT, ZERO
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.tally.lineage import lineages
from ledger.footprint.valuation.figure import EntryFigure, Figures, figures

FLOWS = {f"test:flow{number}": f"{number}.{number}1" for number in range(1, 50)}
SUPPLIERS = 3
ACTIVITIES = 4
RUNS = 5


def build(entries: int) -> tuple[Graph, list[str]]:
    """A graph of so many entries, and the names of those that no other takes from."""
    chain, random = Graph((factors(FLOWS),)), Random(1)  # noqa: S311 - the same graph each time
    flows, untaken = sorted(FLOWS), set()
    for number in range(entries):
        name, rows = f"e{number}", []
        for supplier in {random.randrange(number) for _ in range(SUPPLIERS)} if number else ():
            chain.deliver(f"{supplier} to {number}", f"e{supplier}", name, "1000000")
            rows.append(taken(f"{supplier} to {number}", f"{random.randrange(1, 9999)}.125"))
            untaken.discard(f"e{supplier}")
        for flow in random.sample(flows, ACTIVITIES):
            stage = "raw_material" if number % 5 else "main_production"
            rows.append(used(flow, f"{random.randrange(1, 99999)}.5", stage=stage))
        chain.enter(name, inventory(made(name, "100000"), inputs=rows))
        untaken.add(name)
    return chain, sorted(untaken)


def floor(resolution: Resolution, found: Figures) -> Callable[[], None]:
    """The multiply-adds and divisions behind the figures, as a loop over plain numbers."""
    work = []
    for node in resolution.order:
        inventory_of = resolution.record(node).inventory
        assert inventory_of is not None
        terms = [(term.key, term.value, Decimal(1)) for term in found.entries[node].terms]
        for row in inventory_of.delivery_inputs:
            newest, supplier = resolution.sources[row.delivery]
            line = found.line(supplier, resolution.lines[newest])
            assert line is not None
            terms += [(key, value, Decimal(row.amount)) for key, value in line.cells.items()]
        work.append((terms, Decimal(inventory_of.main.amount)))

    def run() -> None:
        for terms, output in work:
            total: dict[object, Decimal] = {}
            for key, value, amount in terms:
                total[key] = EXACT.fma(amount, value, total.get(key, ZERO))
            for value in total.values():
                CELL.divide(value, output)

    return run


def seconds(run: Callable[[], object]) -> float:
    """The median processor time of some runs, without the garbage collector, as `timeit` does."""
    times = []
    for _ in range(RUNS):
        gc.collect()
        gc.disable()
        start = process_time()
        run()
        times.append(process_time() - start)
        gc.enable()
    return median(times)


def restating(chain: Graph, roots: list[str], name: str) -> tuple[float, int]:
    """The time of a restatement after a correction of one entry, and the number of entries computed."""
    before = chain.resolve(*roots)
    kept, named = figures_of(chain, before).entries, lineages(before)
    record = chain.entries[ident(name)]
    again = f"{name} again"
    chain.entries[ident(again)] = record._replace(id=ident(again))
    chain.change("superseded", name, again)

    def restate() -> Figures:
        after = chain.resolve(*roots)
        known = {
            entry: kept[entry]
            for entry, digest in lineages(after).items()
            if named.get(entry) == digest
        }
        return figures_of(chain, after, known)

    found = restate()
    spent = seconds(restate)
    del chain.changes[ident(name)]
    return spent, sum(value is not kept.get(entry) for entry, value in found.entries.items())


def figures_of(
    chain: Graph, resolution: Resolution, done: Mapping[str, EntryFigure] | None = None
) -> Figures:
    """The figures of a graph, some of which may be known."""
    return figures(resolution, FactorTable(chain.factor_sets, STUDY), STUDY, done=done)


def main(entries: int) -> None:
    """Builds, measures, prints."""
    chain, roots = build(entries)
    gc.freeze()  # the statements are not the garbage of a run
    resolving = seconds(lambda: chain.resolve(*roots))
    resolution = chain.resolve(*roots)
    found = figures_of(chain, resolution)
    assert len(found.entries) == entries
    figuring = seconds(lambda: figures_of(chain, resolution))
    naming = seconds(lambda: lineages(resolution))
    least = seconds(floor(resolution, found))
    print(f"figures of {entries} entries, {len(chain.deliveries)} deliveries:")
    print(f"  resolve {resolving:.2f} s, figures {figuring:.2f} s, floor {least:.2f} s")
    print(f"  digests of lineages {naming:.2f} s")
    print(f"  (resolve + figures) / floor = {(resolving + figuring) / least:.1f}")
    full = resolving + naming + figuring
    for name in ("e0", f"e{entries // 2}", f"e{entries - 1}"):
        spent, count = restating(chain, roots, name)
        print(
            f"  {name} corrected: {spent:.2f} s, {spent / full:.2f} of a full run, {count} computed"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
