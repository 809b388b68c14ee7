"""A conservative figure as it is told before it is declared: in parts of the declared one, for any capacity the same.

A manufacturer drafts and signs with any capacity, and each draft tells on which side of a rounding an exact value lies.
The ratio of a part to the declared figure is the same for every capacity, but for the least energy of a battery, which
follows from the manufacturer's own words. So each ratio is rounded to 4 digits, and multiplied by the figure that is
told. The interaction mixes both, and is left out. Once a calculation is declared its conservative figure is exact, as
the auditor computes it; it may differ from the one before by a thousandth.
"""

from dataclasses import replace
from decimal import Decimal

from ledger.choices.conservative import ConservativeFigure, Parts, WeighedChoice
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, round_delivered

_NOISE = Decimal("1e-12")
"""Below this a ratio of energies is the rounding of explanatory values."""


def tell_conservative(
    figure: ConservativeFigure | None, exact: Decimal, told: Decimal
) -> ConservativeFigure | None:
    """The conservative figure of what is not declared.

    Args:
        figure: the figure; None if it is unknown.
        exact: the declared figure with all digits.
        told: the declared figure as its issuer can know it.
    """
    if figure is None or not exact:
        return figure  # A figure of exactly zero has no ratios, and its conservative one is not left unsaid.

    def part(value: Decimal) -> Decimal:
        return EXPLAIN.multiply(told, round_delivered(EXPLAIN.divide(value, exact)))

    total, parts = figure.total, figure.parts
    if total is not None and parts is not None:
        data = part(parts.data_and_modelling)
        before = EXPLAIN.add(exact, parts.data_and_modelling)
        more = EXPLAIN.divide(parts.method_and_use, before) if before else ZERO
        more = more.quantize(_NOISE, context=EXPLAIN)
        use = EXPLAIN.multiply(EXPLAIN.add(told, data), more)
        parts = Parts(data, use)
        total = EXPLAIN.add(EXPLAIN.add(told, data), use)
    return replace(
        figure,
        total=total,
        parts=parts,
        interaction=None,
        choices=tuple(
            row if row.effect is None else WeighedChoice(row.choice, row.state, part(row.effect))
            for row in figure.choices
        ),
        ranges=tuple(row._replace(low=part(row.low), high=part(row.high)) for row in figure.ranges),
    )
