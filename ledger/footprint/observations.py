"""What a careful reader finds in stated entries that are formally sound: the checks of plausibility, chained.

They look at a whole graph, change no figure and refuse nothing: a supplier may have its reasons, and the auditor asks.
"""

from collections.abc import Iterator, Mapping

from ledger.footprint.contents import contents, recycled_content_faults
from ledger.footprint.electricity import electricity_faults
from ledger.footprint.element_balance import element_faults
from ledger.footprint.external.remarks import external_faults
from ledger.footprint.figure import Figures
from ledger.footprint.graph import Observation, Resolution
from ledger.footprint.mass_balance import mass_faults
from ledger.footprint.transport_legs import transport_faults
from ledger.footprint.uncounted_gases import gas_faults
from schemas.rulebook import Rulebook


def observe(
    resolution: Resolution, figures: Figures, rulebook: Rulebook, files: Mapping[str, bytes]
) -> Iterator[Observation]:
    """All faults that the entries of a graph show.

    Args:
        resolution: the graph, and the entries in it whose sections are at hand.
        figures: the figures of the graph, which price what is missing.
        rulebook: whose tolerances hold; without any, nothing is balanced.
        files: the imported files at hand, by digest.
    """
    yield from mass_faults(resolution, rulebook)
    yield from element_faults(resolution, figures, rulebook)
    yield from recycled_content_faults(resolution, contents(resolution), rulebook)
    yield from transport_faults(resolution)
    yield from electricity_faults(resolution, rulebook)
    yield from gas_faults(resolution, rulebook)
    yield from external_faults(resolution, rulebook, files)
