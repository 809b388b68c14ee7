"""Material from nature: the ore and brine that no input brings, as far as they say what they are.

That a process calls itself a mine shows nothing: a battery and a cast part would be mined too. What it makes is from
nature if an assay shows it no richer than ore, and if nobody sold the firm goods of its elements. And it explains no
more than the assay states: a kg that states 5 % of silicon explains 50 g of a product, for the rest may be anything.
Only where such goods are used to make others no richer than ore do they count whole: a concentrate is made of its ore.
Oil and gas hold the hydrogen of plastics, which are no raw material; so what holds more than coal is not from nature.

Source: the grades of ore in the rulebook (`conservative.ore_limits`). Out of reach: an assay that is false.
"""

from collections.abc import Iterable
from decimal import Decimal

from ledger.choices.context import ChoiceContext
from ledger.choices.hydrates import OF_WATER, elements_of_line
from ledger.footprint.graph.formulas import free_hydrogen
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum
from schemas.signed.conservative import Conservative
from schemas.signed.entry import Element, ProductLine
from schemas.signed.inventory import Output
from schemas.vocabulary import ProcessCode

FROM_NATURE = frozenset({ProcessCode.MINING, ProcessCode.BRINE, ProcessCode.CONCENTRATION})
"""Processes that take their material from nature, if they use no goods under deliveries."""

WeighedOutput = tuple[Output, ProductLine | None, Decimal | None]
"""An output, its product line, and its kg; None where they are not stated."""


def assay(outputs: Iterable[WeighedOutput]) -> tuple[Element, ...]:
    """What the outputs state to hold, beside the elements of water."""
    lines = (line for _, line, _ in outputs if line is not None)
    return tuple(row for line in lines for row in line.elements if row.element not in OF_WATER)


def is_poor(outputs: Iterable[WeighedOutput], rule: Conservative | None) -> bool:
    """True if no output is a battery, or states more of an element than ore holds, or more free hydrogen than coal."""
    rows = tuple(outputs)
    if any(output.batteries for output, _, _ in rows):
        return False
    if rule is None or not rule.ore_limits:
        return True
    limits = [(Decimal(row.fraction), rule.ore_limit(row.element)) for row in assay(rows)]
    most = rule.ore_limit("H")
    is_oil = most is not None and any(_free_hydrogen(line) > most for _, line, _ in rows)
    return not is_oil and all(limit and part <= limit for part, limit in limits)


def _free_hydrogen(line: ProductLine | None) -> Decimal:
    fractions = (
        {} if line is None else {row.element: Decimal(row.fraction) for row in line.elements}
    )
    return free_hydrogen(fractions.get("H", ZERO), fractions.get("O", ZERO))


def received_elements(
    context: ChoiceContext, issuer: str, outputs: Iterable[WeighedOutput]
) -> bool:
    """True if a firm received goods of an element that the outputs hold, as far as the log shows."""
    log = context.log
    if log is None:
        return False
    elements = {name for _, line, _ in outputs for name in elements_of_line(line)}
    for source in log.received_by.get(issuer, ()):
        maker = log.resolution.record(log.resolution.makers[source.id])
        line = product_line(maker, source.delivery.line)
        if not elements.isdisjoint(elements_of_line(line)):
            return True
    return False


def unstated(line: ProductLine | None) -> Decimal:
    """The part of a kg of which an assay says nothing, water and oxygen included."""
    rows = () if line is None else line.elements
    return max(ZERO, EXPLAIN.subtract(ONE, explained_sum(Decimal(row.fraction) for row in rows)))
