"""The portfolio engine beside bw2calc and beside floors, as ratios in one run.

    CRADLE_BENCH_PYTHON=.../python python tests/bench/bench_portfolio.py [1e4 1e5 1e6]

The peer runs in a Python of its own that has bw2calc and solvers (docs/performance.md); without one only floors are
compared. Graphs are supply chains of `support.supply_graphs`, with 1 % recycled inputs (`loops`) or none (`acyclic`).
Medians of five, in turns; rows are printed and written to bench.json.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import networkx as nx
import numpy as np
from support.bench_table import Table
from support.supply_graphs import Given

from ledger.portfolio.kernels import Floats, Inputs, compiled
from ledger.portfolio.solve import product_scores
from ledger.portfolio.technosphere import technosphere
from ledger.portfolio.uncertainty import (
    AT_ONCE,
    Spread,
    first_order,
    monte_carlo,
    normal_draws,
    variances,
)

RUNS = 5
PEER = Path(__file__).parent / "peers" / "bw2calc_scores.py"
PYTHON = os.environ.get("CRADLE_BENCH_PYTHON")
SOLVERS = ("umfpack", "pardiso")
PATIENCE = 120
LARGEST_FOR_NETWORKX = 100_000
PACKS = 5
"""The layer of packs, which are declared."""


def timed(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of a piece of work in seconds."""
    times = []
    for _ in range(runs):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return median(times)


@compiled
def read_inputs(inputs: Inputs, vector: Floats) -> float:
    """The floor of a solve: one multiply-add for each input, in the order of the arrays."""
    total = 0.0
    for row in range(len(inputs.indptr) - 1):
        for k in range(inputs.indptr[row], inputs.indptr[row + 1]):
            total += inputs.amounts[k] * vector[inputs.indices[k]]
    return total


def peer(it: Given, demanded: list[int], solver: str) -> dict[str, object] | None:
    """Times and scores of bw2calc; None without it, or when patience ends."""
    if PYTHON is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.npz"
        arrays = {"rows": it.rows, "columns": it.columns, "amounts": it.amounts, "own": it.own}
        np.savez(path, **arrays, demanded=np.array(demanded))
        command = [PYTHON, "-W", "ignore", PEER, path, solver]
        env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        try:
            done = subprocess.run(
                command, capture_output=True, env=env, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            return None
    return json.loads(done.stdout) if done.returncode == 0 else None


def solving(table: Table, count: int, recycled: float) -> None:
    """All products, cold and again, beside one product of bw2calc with each solver."""
    it = Given.random(count, seed=1, recycled=recycled)
    graph = f"{count:.0e} {'loops' if recycled else 'acyclic'}"
    known = technosphere(*it.graph)
    own = known.arranged(it.own)
    scores = known.restored(product_scores(known, own))

    def cold() -> None:
        fresh = technosphere(*it.graph)
        product_scores(fresh, fresh.arranged(it.own))

    ours_cold, ours_next = timed(cold), timed(lambda: product_scores(known, own))
    floor = timed(lambda: read_inputs(known.inputs, own))
    table.floor(f"solve of all products, {graph}", ours_next, floor, graph)
    if not recycled and count <= LARGEST_FOR_NETWORKX:
        theirs = timed(lambda: by_networkx(it), 1)
        table.peer(f"all products, cold, {graph}", ours_cold, theirs, "networkx", graph)
    demanded = np.flatnonzero(it.layers == PACKS)[:6].tolist()
    for solver in SOLVERS:
        found = peer(it, demanded, solver)
        if found is None:
            table.missing(f"bw2calc {solver}, {graph}")
            continue
        theirs = np.array(found["scores"])
        assert np.abs(theirs - scores[demanded]).max() <= 1e-9 * np.abs(scores).max()
        table.peer(f"cold, {graph}", ours_cold, float(str(found["cold"])), solver, graph)
        table.peer(f"next, {graph}", ours_next, float(str(found["next"])), solver, graph)


def by_networkx(it: Given) -> list[float]:
    """The scores of all products by a walk in topological order, as a program without an engine does it."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(it.count))
    for row, column, amount in zip(
        it.rows.tolist(), it.columns.tolist(), it.amounts.tolist(), strict=True
    ):
        known = graph.get_edge_data(column, row, {"amount": 0.0})["amount"]
        graph.add_edge(column, row, amount=known + amount)
    scores = it.own.tolist()
    for product in nx.topological_sort(graph):
        for supplier, _, data in graph.in_edges(product, data=True):
            scores[product] += data["amount"] * scores[supplier]
    return scores


def spreading(table: Table) -> None:
    """1,000 samples of all declarations of 1e4 products with loops, and the first order beside them."""
    it = Given.random(10_000, seed=1)
    known = technosphere(*it.graph)
    own, rows = known.arranged(it.own), np.flatnonzero(known.arranged(it.layers) == PACKS)
    sigmas = Spread(np.full(len(it.rows), 0.05), np.full(it.count, 0.05))
    started = perf_counter()
    draws = normal_draws(bytes(16), range(1_000), len(it.rows) + it.count)
    sampled = monte_carlo(known, own, sigmas, rows, draws)
    seconds = perf_counter() - started
    started = perf_counter()
    added = variances(known, own, sigmas)
    blocks = np.split(rows, range(AT_ONCE, len(rows), AT_ONCE))
    analytic = np.concatenate([first_order(added, block) for block in blocks])
    first = perf_counter() - started
    agreement = float(np.median(sampled.scores.std(axis=0) / analytic))
    table.note(
        f"1,000 samples of {len(rows)} declarations, 1e4 loops: {seconds:.1f} s; first order {first:.2f} s;"
        f" median ratio of deviations {agreement:.3f}; {sampled.failed} failed"
    )


def declaring(table: Table) -> None:
    """Four stages of 10,000 declarations among 1e5 products, beside reading the inputs once."""
    it = Given.random(100_000, seed=1, recycled=0.0)
    known = technosphere(*it.graph)
    stages = np.zeros((it.count, 4))
    layers = known.arranged(it.layers)
    stages[np.arange(it.count), np.minimum(layers // 2, 3)] = known.arranged(it.own)
    rows = np.flatnonzero(layers >= PACKS)[:10_000]
    ours = timed(lambda: product_scores(known, stages)[rows])
    floor = timed(lambda: read_inputs(known.inputs, stages[:, 0].copy()))
    table.floor("10,000 declarations in four stages", ours, floor, "1e5 acyclic")


def main(sizes: list[int]) -> None:
    """All rows for these numbers of products."""
    table = Table()
    for count in sizes:
        for recycled in (0.01, 0.0):
            solving(table, count, recycled)
    spreading(table)
    declaring(table)
    table.close()


main([int(float(text)) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
