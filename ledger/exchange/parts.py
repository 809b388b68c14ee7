"""The parts of a figure that formats of exchange keep apart: the groups of some stages, burdens alone, at cut-off.

    fossil, land use change, biogenic   zero or more
    uptake                              zero or less
    unspecified                         of factors that do not say; formats have no place for it

Credits are left out, and so are the terms by which the Circular Footprint Formula shares recycling between supplier
and user: these formats count a product to its gate, give recycled material to its user (cut-off), and let nobody
subtract what was avoided elsewhere. That is careful where a rulebook credits more; what is left out is told.

A figure is told to 4 digits, part by part. Sums of it are exact and not rounded again, so a total of parts may differ
from the figure's own total in the last of its digits.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import Cells, cut_off, exact_sum, total_of
from ledger.footprint.graph.numbers import EXACT, ZERO
from schemas.errors import CradleError
from schemas.vocabulary import Group, Sign, Stage

GATE = frozenset({Stage.RAW_MATERIAL, Stage.MAIN_PRODUCTION})
"""The stages up to the gate of whoever made the product."""


class Parts(NamedTuple):
    """kg CO2e per unit of what a format counts, by group; `left_out` is the rest of the same stages."""

    fossil: Decimal
    land_use_change: Decimal
    biogenic: Decimal
    uptake: Decimal
    unspecified: Decimal
    left_out: Decimal

    @property
    def excluding(self) -> Decimal:
        """The total without uptake."""
        return exact_sum((self.fossil, self.land_use_change, self.biogenic, self.unspecified))

    @property
    def including(self) -> Decimal:
        """The total with uptake."""
        return EXACT.add(self.excluding, self.uptake)


def parts_of(cells: Cells, stages: Collection[Stage]) -> Parts:
    """The parts of these stages.

    Raises:
        CradleError: `exchange.sign` where a group is on the wrong side of zero.
    """
    within = {key: value for key, value in cells.items() if key.stage in stages}
    groups = dict.fromkeys(Group, ZERO)
    for key, value in cut_off(within).items():
        if key.sign is Sign.BURDEN:
            groups[key.group] = EXACT.add(groups[key.group], value)
    for group, value in groups.items():
        if (value > ZERO) if group is Group.UPTAKE else (value < ZERO):
            detail = (
                f"The burdens of group {group.value} come to {value:f}, which no format of exchange"
                " takes; look for a factor below zero among those that value the entry."
            )
            raise CradleError("exchange.sign", detail, "figure.cells")
    return Parts(
        fossil=groups[Group.FOSSIL],
        land_use_change=groups[Group.LAND_USE_CHANGE],
        biogenic=groups[Group.BIOGENIC],
        uptake=groups[Group.UPTAKE],
        unspecified=groups[Group.UNSPECIFIED],
        left_out=EXACT.subtract(total_of(within), exact_sum(groups.values())),
    )
