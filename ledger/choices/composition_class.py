"""Recognise goods by what they consist of, so that the code of their process frees nothing.

A rulebook's floor names a process and the least mass fractions of the goods that it makes; goods with these fractions
are of that class under every code.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.choices.nature import unstated
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import explained_sum
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.conservative import Conservative, ProcessFloor
from schemas.signed.entry import ProductLine
from schemas.signed.inventory import Inventory, Output
from schemas.vocabulary import ProcessCode


def consists_of(line: ProductLine | None, floor: ProcessFloor) -> bool:
    """True if a line states at least the fractions by which goods of a floor are recognised."""
    fractions = (
        {} if line is None else {row.element: Decimal(row.fraction) for row in line.elements}
    )
    least = [(fractions.get(row.element), Decimal(row.fraction.value)) for row in floor.made_of]
    return bool(least) and all(part is not None and part >= bound for part, bound in least)


def may_be(line: ProductLine | None, floor: ProcessFloor) -> bool:
    """True unless what a line states shows that it is not of the class: too little of an element, or of room for it."""
    fractions = (
        {} if line is None else {row.element: Decimal(row.fraction) for row in line.elements}
    )
    least = {row.element: Decimal(row.fraction.value) for row in floor.made_of}
    if any(fractions.get(element, bound) < bound for element, bound in least.items()):
        return False
    room = [bound for element, bound in least.items() if element not in fractions]
    return explained_sum(room) <= unstated(line)


def lines_of_class(
    record: EntryRecord, inventory: Inventory, rule: Conservative, process: ProcessCode
) -> Iterator[Output]:
    """The outputs of an entry that are goods of a process: by its code all that it makes, else by what they are."""
    floors = [floor for floor in rule.process_floors if floor.process is process]
    for output in inventory.outputs:
        line = product_line(record, output.line)
        if record.entry.process is process or any(consists_of(line, floor) for floor in floors):
            yield output
