"""Ores that state less of an element than an ore of it holds.

A trace is no grade: the origin of the element counts it as not stated, so that another ore does not bring all of the
metal by the silence of this one. The element is of Annex X of Regulation (EU) 2023/1542, or manganese.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.ore_grades import EXTRACTION, GRADES, GRAPHITE
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.context import PlausibilityContext


def ore_faults(context: PlausibilityContext) -> Iterator[Observation]:
    """The elements of which a mine or brine operation states a trace."""
    for record, inventory in context.entries:
        if record.entry.process not in EXTRACTION:
            continue
        for output in inventory.outputs:
            product = product_line(record, output.line)
            for row in () if product is None else product.elements:
                grade = GRADES.get(row.element)
                if row.element == GRAPHITE and product is not None and product.formula != GRAPHITE:
                    continue
                if grade is not None and Decimal(row.fraction) < grade.least:
                    detail = (
                        f"{output.name} states {row.fraction} of {row.element}, below the least of an ore of it,"
                        f" {grade.least:f}; it counts as not stated"
                    )
                    yield Observation("element.ore_grade", record.id, detail)
