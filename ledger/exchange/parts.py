"""The parts of a figure that exchange formats state separately: burdens by group, for some stages, at cut-off.

    fossil, land use change, biogenic   zero or more
    uptake                              zero or less
    unspecified                         of factors that state no group: nobody stated what it is

Formats have no member for the last. While it is not zero, no part is known whole, so a format that lets a file leave
its parts out gets none; one that demands the fossil part has it there, and a comment says so.

Credits are left out, and so are the terms by which the Circular Footprint Formula shares recycling between supplier
and user: these formats count a product to its gate, assign recycled material to its user (cut-off), and do not allow
subtracting emissions avoided elsewhere. This is conservative where a rulebook credits more; the export states the
amount that is left out.

Each part of a figure has 4 digits. Sums are exact and not rounded again, so a total of parts may differ from the
figure's own total in the last digit.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import Cells, cut_off, exact_sum, total_of
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal
from schemas.errors import CradleError
from schemas.vocabulary import Group, Sign, Stage

GATE = frozenset({Stage.RAW_MATERIAL, Stage.MAIN_PRODUCTION})
"""The stages up to the producer's gate."""


class Parts(NamedTuple):
    """The kg CO2e per unit that a format counts, by group; `left_out` is the rest of the same stages."""

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


def unsplit_sentence(unspecified: Decimal) -> str:
    """The note of a file on what the factors behind it do not split."""
    return (
        f"Not stated: how much of {format_decimal(unspecified)} kg CO2e is fossil, biogenic or of land"
        " use; its factors do not split it."
    )


def parts_of(cells: Cells, stages: Collection[Stage]) -> Parts:
    """Split the figure of these stages into its parts.

    Raises:
        CradleError: `exchange.sign` if the sign of a group is wrong.
    """
    within = {key: value for key, value in cells.items() if key.stage in stages}
    groups = dict.fromkeys(Group, ZERO)
    for key, value in cut_off(within).items():
        if key.sign is Sign.BURDEN:
            groups[key.group] = EXACT.add(groups[key.group], value)
    for group, value in groups.items():
        if (value > ZERO) if group is Group.UPTAKE else (value < ZERO):
            detail = (
                f"The burdens of group {group.value} sum to {value:f}, a sign that exchange formats do"
                " not allow; look for a negative factor among those that value the entry."
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
