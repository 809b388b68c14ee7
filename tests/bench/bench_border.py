"""Time of the quantities of the carbon border on a large graph, beside the carbon footprint of the same graph.

    PYTHONPATH=tests python tests/bench/bench_border.py [entries]

Every entry makes a good of the border from goods of the entry before it and of two earlier ones, with a gas, a fuel and
electricity; two of three deliveries are attested, and defaults stand in for the others. The peer is the bare evaluation
of the footprint (`figures`), which is one pass over the graph. The floor of the quantities is five of it, as they are
five tallies. `last` is the last good, which rests on all others; `early` is one that rests on a hundredth of them, as a
steel part in a battery does; `all, verified` is what a verifier does for a bundle in which a delivery of every entry
states its quantities.
"""

import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from random import Random
from statistics import median
from time import process_time

from support.cbam import BOTH, Border, factor_set, grid_factor, power
from support.graph import STUDY, ident
from support.rows import Row, used

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.delivered import CbamSource, delivered_cbam
from ledger.footprint.trade.cbam.results import results
from ledger.footprint.trade.cbam.tables import Tables
from ledger.footprint.trade.cbam.tallies import Line, quantities
from ledger.footprint.valuation.figure import figures
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook, load_cbam_tables
from ledger.rules.border_quantities import (
    BorderGraph,
    StatedGoods,
    border_method,
    recompute_quantities,
)
from schemas.signed.cbam_good import VerifiedQuantity
from schemas.signed.rulebook import Factor

RUNS, SUPPLIERS = 5, 3
GAS = Factor.model_validate_json(
    """{"flow": "test:gas", "unit": "MJ", "direction": "product", "name": "gas", "source": "made up", "direct": true,
    "values": [{"group": "unspecified", "value": "0.056"}], "carrier": "fuel"}"""
)
GOODS = (("72071111", "IN", "C"), ("73181542", "CN", None), ("72081000", "TR", "C"))
"""Codes, countries and routes of the goods, in turn."""


def build(entries: int) -> tuple[Border, dict[str, frozenset[VerifiedQuantity]]]:
    """A chain of so many goods, and what is verified of its deliveries."""
    grids = (grid_factor(country, "0.7") for country in ("CN", "IN", "TR"))
    chain, random = Border((factor_set(*grids, GAS),)), Random(1)  # noqa: S311 - the same each time
    verified: dict[str, frozenset[VerifiedQuantity]] = {}
    for number in range(entries):
        name, (cn, country, route) = f"e{number}", GOODS[number % len(GOODS)]
        rows: list[Row] = [
            power(country, f"{random.randrange(1, 99)}.5"),
            used("test:gas", f"{random.randrange(1, 9999)}.25", unit="MJ", purpose="energy"),
        ]
        earlier = (
            {number - 1, *(random.randrange(number) for _ in range(SUPPLIERS - 1))}
            if number
            else ()
        )
        for supplier in sorted(earlier):
            rows.append(chain.sell(f"e{supplier}", name, f"{random.randrange(30, 40)}.125"))
            if random.randrange(3):
                verified[ident(f"e{supplier} to {name}")] = BOTH
        co2 = f"{random.randrange(1, 150)}.375"
        chain.make(name, cn, "100", co2, rows, country=country, route=route)
    return chain, verified


def context_of(
    chain: Border, resolution: Resolution, verified: dict[str, frozenset[VerifiedQuantity]]
) -> CbamContext:
    """The context of a graph, in 2026 and without a correction."""
    rulebook = load_cbam_rulebook()
    return CbamContext(
        resolution=resolution,
        rulebook=rulebook,
        tables=Tables(load_cbam_tables()),
        table=FactorTable(chain.factor_sets, rulebook),
        year=2026,
        verified=verified,
    )


def seconds(run: Callable[[], object]) -> float:
    """The processor time of a run, without the garbage collector, as `timeit` does."""
    gc.collect()
    gc.disable()
    start = process_time()
    run()
    spent = process_time() - start
    gc.enable()
    return spent


def main(entries: int) -> None:
    """Build, measure by turns, print."""
    chain, verified = build(entries)
    gc.freeze()  # the statements are not the garbage of a run
    resolution = chain.resolve(*(f"e{number}" for number in range(entries)))
    context = context_of(chain, resolution, verified)
    every: list[Line] = [(ident(f"e{number}"), "main") for number in range(entries)]
    table = FactorTable(chain.factor_sets, STUDY)
    last: Line = (ident(f"e{entries - 1}"), "main")
    early: Line = (ident(f"e{entries // 100}"), "main")
    found = quantities(context, every)
    assert len(figures(resolution, table, STUDY).entries) == entries
    assert all(len(of.values.entries) == entries for of in (*found.of.values(), found.sefa))
    source = CbamSource(*border_method(), ())
    stated = delivered_cbam(early, replace(context, verified={}), source)
    claims = {f"delivery of {line[0]}": StatedGoods(line, stated) for line in every}

    runs: dict[str, Callable[[], object]] = {
        "footprint": lambda: figures(resolution, table, STUDY),
        "quantities": lambda: quantities(context, every),
        "result, last": lambda: results([last], found),
        "delivered, last": lambda: delivered_cbam(last, context, source),
        "delivered, early": lambda: delivered_cbam(early, context, source),
        "all, verified": lambda: recompute_quantities(
            claims, BorderGraph(resolution, table, {}), {}
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(RUNS):
        for name, run in runs.items():
            times[name].append(seconds(run))
    print(f"{entries} goods, {len(chain.deliveries)} deliveries, {len(verified)} of them attested:")
    least = median(times["footprint"])
    for name, spent in times.items():
        print(
            f"  {name:<17} {median(spent):6.2f} s, {median(spent) / least:5.2f} times the footprint"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
