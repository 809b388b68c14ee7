"""A portfolio of scenarios on two worker processes beside one, and beside none.

    python tests/bench/bench_workers.py

A supply chain of `support.supply_graphs` with 1e5 products, and 24 scenarios: the own emissions of one entry each. Two
processes on two cores leave nothing for the scheduler, which takes its share. Medians of three; starting the processes
is not counted.
"""

from statistics import median
from time import perf_counter

import numpy as np
from support.bench_table import Table
from support.supply_graphs import Given

from ledger.footprint.graph.cells import CellKey
from ledger.portfolio.coefficients import DECLARED, KEPT, Coefficients, Line
from ledger.service.portfolio.supposition import Supposable, suppose
from ledger.workers.cluster import local
from ledger.workers.runner import Runner, gathered, in_process
from schemas.exchanged.portfolio_scenario import PortfolioScenario, ScaledEmissions

RUNS = 3
SCENARIOS = 24
PACKS = 5
COUNT = 100_000


def supposable() -> Supposable:
    """A random supply chain as the portfolio reads it; its packs are calculations."""
    it = Given.random(COUNT, seed=1, recycled=0.0)
    ids = [f"sha256:{number:064x}" for number in range(COUNT)]
    lines = tuple(
        Line(name, DECLARED if layer == PACKS else "main")
        for name, layer in zip(ids, it.layers, strict=True)
    )
    given: Coefficients[CellKey] = Coefficients(
        lines,
        it.rows,
        it.columns,
        it.amounts,
        np.full(len(it.rows), KEPT),
        np.ones(len(it.rows), np.bool_),
        (),
        it.own[:, None],
    )
    return Supposable({(): given}, {})


def seconds(run: Runner, known: Supposable, scenarios: list[PortfolioScenario]) -> float:
    """The median time for all scenarios."""
    gathered(run, suppose, known, scenarios[:2])
    times = []
    for _ in range(RUNS):
        started = perf_counter()
        gathered(run, suppose, known, scenarios)
        times.append(perf_counter() - started)
    return median(times)


def main() -> None:
    """Print the ratios."""
    known = supposable()
    names = [line.subject for line in known.valued[()].lines[:SCENARIOS]]
    scenarios = [
        PortfolioScenario(name=name, own=(ScaledEmissions(id=name, factor="0.5"),))
        for name in names
    ]
    here = seconds(in_process, known, scenarios)
    expected = gathered(in_process, suppose, known, scenarios[:4])
    found = {}
    for workers in (1, 2):
        with local(workers) as run:
            found[workers] = seconds(run, known, scenarios)
            there = gathered(run, suppose, known, scenarios[:4])
            assert [one.tobytes() for one in there] == [one.tobytes() for one in expected]
    table = Table()
    graph = f"{COUNT:.0e} acyclic, {SCENARIOS} scenarios"
    table.peer("scenarios, two workers", found[2], found[1], "one worker", graph)
    table.peer("scenarios, two workers", found[2], here, "this process alone", graph)
    table.close()


if __name__ == "__main__":
    main()
