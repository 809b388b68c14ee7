"""The rules of an entry on its own: its sections fit each other, and only a battery counts batteries.

An entry with a model makes what its firm calculates. A line that states a number of batteries is the main output of
such an entry, so no battery leaves a plant as a by-product of something else, and none on a second line that a
calculation could leave out. A model whose main output states none is a product: it is the id of that output. The
product section describes exactly the lines of the inventory. Lines that share by mass or energy state it as their value
(`allocation`). A transport leg names deliveries that the entry itself uses. Peak power is counted at 1 kW of light per
m2 (standard test conditions, IEC 60904-3), so no m2 has more than 1 kWp; and a line in kWp has 1 per unit.

A section that is not shown cannot break a rule.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.graph.resolution import EntryRecord, Problem
from ledger.rules.allocation import allocation_problems
from ledger.rules.batteries import piece_problems
from ledger.rules.period import length_problems
from schemas.signed.rows import ActivityInput
from schemas.vocabulary import OutputRole, Unit


def entry_problems(record: EntryRecord) -> Iterator[Problem]:
    """Every broken rule that concerns only the entry and its sections."""
    yield from model_problems(record)
    yield from piece_problems(record)
    yield from length_problems(record.id, record.entry)
    yield from line_problems(record)
    yield from allocation_problems(record)
    yield from leg_problems(record)
    yield from power_problems(record)


def model_problems(record: EntryRecord) -> Iterator[Problem]:
    """Batteries are counted by the main output of a model alone, and another model is the id of its main output."""
    outputs = () if record.inventory is None else record.inventory.outputs
    model = record.entry.model
    for index, output in enumerate(outputs):
        is_main = model is not None and output.role is OutputRole.MAIN
        place = f"inventory.outputs[{index}]"
        if output.batteries is not None and not is_main:
            detail = (
                "a number of batteries stands on the main output of an entry with a model alone"
            )
            yield Problem("entry.model", record.id, detail, f"{place}.batteries")
        elif output.batteries is None and is_main and output.product != model:
            detail = (
                "the main output states no number of batteries, so the model must be its product id; state the number"
                f" of a battery, or the model {output.product}"
            )
            yield Problem("entry.model", record.id, detail, f"{place}.batteries")


def line_problems(record: EntryRecord) -> Iterator[Problem]:
    """The product section has the inventory's lines, no more and no fewer."""
    if record.inventory is None or record.product is None:
        return
    lines = [row.line for row in record.inventory.outputs]
    if [row.line for row in record.product.lines] != lines:
        detail = f"the product section must describe exactly the lines {', '.join(lines)}"
        yield Problem("entry.lines", record.id, detail, "product.lines")


def power_problems(record: EntryRecord) -> Iterator[Problem]:
    """Peak power per m2 is at most the light of the standard test, and that of a line in kWp is its amount."""
    if record.inventory is None or record.product is None:
        return
    unit_of = {row.line: row.unit for row in record.inventory.outputs}
    for index, line in enumerate(record.product.lines):
        power, unit = line.kwp_per_unit, unit_of.get(line.line)
        if power is None:
            continue
        if (unit is Unit.M2 and Decimal(power) > 1) or (unit is Unit.KWP and Decimal(power) != 1):
            bound = "at most 1 per m2, which is all the light" if unit is Unit.M2 else "1 per kWp"
            detail = f"{power} kWp per {unit.value} cannot be; peak power is {bound}"
            yield Problem(
                "entry.peak_power", record.id, detail, f"product.lines[{index}].kwp_per_unit"
            )


def leg_problems(record: EntryRecord) -> Iterator[Problem]:
    """A leg carries goods that the entry uses: it names no other delivery."""
    inventory = record.inventory
    if inventory is None:
        return
    cited = {row.delivery for row in inventory.delivery_inputs}
    for index, row in enumerate(inventory.inputs):
        leg = row.leg if isinstance(row, ActivityInput) else None
        for at, delivery in enumerate(() if leg is None else leg.deliveries):
            if delivery not in cited:
                detail = "a leg must name deliveries that the entry uses; this one is not an input"
                place = f"inventory.inputs[{index}].leg.deliveries[{at}]"
                yield Problem("transport.unknown_delivery", record.id, detail, place)
