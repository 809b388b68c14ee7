"""The sum of the sizes of known effects, beside a materiality threshold.

Sizes, because effects of opposite signs would hide each other. A finding whose effect is not known is counted and adds
nothing, so a sum below the threshold does not clear it. PEF knows "no significant mistakes" and no number; the
threshold is the auditor's, by default 5 % of the total.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.audit.findings import format_value, percent_of
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from schemas.views.report import Report

MATERIALITY: Final = "5"
"""The threshold in per cent of the total, if an auditor names no other."""


class EffectSum(NamedTuple):
    """Known effects: the sum of their sizes, that in per cent of the size of a total, and how many are not known.

    `percent` is None if the total is not known or zero.
    """

    known: str
    percent: str | None
    unknown: int

    def is_above(self, threshold: str) -> bool:
        """True if the known effects alone exceed a threshold in per cent."""
        return self.percent is not None and Decimal(self.percent) > Decimal(threshold)


def sum_of_report(report: Report) -> EffectSum:
    """The sum of what a report's findings are worth, beside its declared total."""
    return sum_effects((row.effect_kg for row in report.findings), report.declared_total)


def sum_effects(effects: Iterable[str | None], total: str | None) -> EffectSum:
    """Sum the sizes of effects.

    Args:
        effects: kg CO2e per unit of the total; None for one that is not known.
        total: of the figure; None if there is none.
    """
    given = list(effects)
    size = ZERO
    for effect in given:
        if effect is not None:
            size = EXPLAIN.add(size, Decimal(effect).copy_abs())
    whole = None if total is None else Decimal(total).copy_abs()
    unknown = sum(effect is None for effect in given)
    return EffectSum(format_value(size) or "0", percent_of(size, whole), unknown)
