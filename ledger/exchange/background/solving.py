"""The solution of linked processes by the portfolio engine, the one place that calls it.

The engine takes inputs per unit of product and direct kg CO2e per unit, as binary numbers, and gives the kg CO2e of
every product at once. Amounts are normalised to 50 digits and rounded once, into the engine's numbers; its result has
the same bits on every machine. A treatment that a database states with a production below zero is turned round: what is
given to it is a positive input.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ledger.exchange.background.linking import Edge, Network
from ledger.exchange.background.model import UnitProcess
from ledger.exchange.background.packages import require_packages
from ledger.footprint.graph.numbers import EXPLAIN
from schemas.vocabulary import Group

Values = Mapping[Group, Decimal]
"""The kg CO2e of a process or product, by group."""


def solve(network: Network, own: Sequence[Values]) -> list[dict[Group, Decimal]]:
    """The kg CO2e per unit of every product, by group; `own` is that of each process for its production amount.

    Raises:
        CradleError: `install.background` without the engine's packages; `portfolio.loop` for a loop that takes as much
            as it makes, with its members.
    """
    require_packages("numpy", "numba")
    import numpy as np  # noqa: PLC0415 - of the extra

    from ledger.portfolio.solve import product_scores  # noqa: PLC0415 - needs the extra
    from ledger.portfolio.technosphere import technosphere  # noqa: PLC0415 - needs the extra

    groups = sorted({group for values in own for group in values})
    if not groups:
        return [{} for _ in network.processes]
    direct = np.array(
        [
            [_per_unit(values.get(group, Decimal(0)), process) for group in groups]
            for process, values in zip(network.processes, own, strict=True)
        ]
    )
    inputs = technosphere(
        [f"{process.words} {process.id}" for process in network.processes],
        np.array([edge.taker for edge in network.edges], dtype=np.int64),
        np.array([edge.maker for edge in network.edges], dtype=np.int64),
        np.array([_input(edge, network.processes) for edge in network.edges], dtype=np.float64),
    )
    scores = inputs.restored(product_scores(inputs, inputs.arranged(direct)))
    return [
        {group: Decimal(repr(float(score))) for group, score in zip(groups, row, strict=True)}
        for row in scores
    ]


def _per_unit(value: Decimal, process: UnitProcess) -> float:
    production = process.production or Decimal(1)
    return float(EXPLAIN.divide(value, EXPLAIN.abs(production)))


def _input(edge: Edge, processes: Sequence[UnitProcess]) -> float:
    maker = processes[edge.maker].production
    amount = edge.taken.amount
    turned = amount.copy_negate() if maker is not None and maker < 0 else amount
    return _per_unit(turned, processes[edge.taker])
