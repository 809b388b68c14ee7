"""The checks of plausibility, chained: findings in entries that are formally sound.

They change no figure and refuse nothing: a supplier may have its reasons, and the auditor asks.
"""

from collections.abc import Iterator

from ledger.footprint.battery.company_specific import company_faults
from ledger.footprint.external.remarks import external_faults
from ledger.footprint.graph.mass_balance import mass_faults
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.electricity import electricity_faults
from ledger.footprint.plausibility.element_balance import element_faults
from ledger.footprint.plausibility.incomplete import incomplete_faults
from ledger.footprint.plausibility.offsets import offset_faults
from ledger.footprint.plausibility.ore_grades import ore_faults
from ledger.footprint.plausibility.recycled_shares import recycled_content_faults
from ledger.footprint.plausibility.transport_legs import transport_faults
from ledger.footprint.plausibility.uncounted_gases import gas_faults


def observe(context: PlausibilityContext) -> Iterator[Observation]:
    """All faults in the entries of a graph.

    Args:
        context: the graph with the available sections of its entries; their figures, which price missing amounts; the
            method with its rules and tolerances; and the available imported files.
    """
    resolution, rulebook = context.resolution, context.rulebook
    yield from mass_faults(context.entry_goods, rulebook)
    yield from element_faults(context)
    yield from ore_faults(context)
    yield from recycled_content_faults(context)
    yield from transport_faults(context)
    yield from electricity_faults(context)
    yield from offset_faults(context)
    yield from incomplete_faults(context)
    yield from company_faults(context)
    yield from gas_faults(resolution, rulebook)
    yield from external_faults(resolution, rulebook, context.files)
