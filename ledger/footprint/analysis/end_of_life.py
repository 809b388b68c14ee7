"""The terms of end of life: recycling, collection, disposal, and the credit of each recovered material.

The terms of a recycler's entry per unit of what it treats, as its rulebook counts them: under the Circular Footprint
Formula (1-A) of the recycling burden and of each credit, under full substitution all of both. Values explain a figure;
they are computed at 50 digits and sum to it far beyond any display.
"""

from decimal import Decimal

from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.graph.terms import Term
from ledger.footprint.valuation.figure import EntryFigure
from schemas.signed.inventory import Output
from schemas.signed.rows import Avoided
from schemas.vocabulary import CircularTerm, Purpose

RECYCLING, TRANSPORT, UPSTREAM = "recycling burden", "collection transport", "bought goods"
APART = {CircularTerm.DISPOSAL: "disposal", CircularTerm.ENERGY_RECOVERY: "energy recovery"}
NAMES = {
    "Al": "aluminium",
    "C": "graphite",
    "Co": "cobalt",
    "Cu": "copper",
    "Fe": "steel",
    "Li": "lithium",
    "Mn": "manganese",
    "Ni": "nickel",
}


def end_of_life_terms(record: EntryRecord, figure: EntryFigure, line: str) -> dict[str, Decimal]:
    """The terms of one unit of a line, kg CO2e; credits are negative."""
    inventory = record.inventory
    output = inventory.output(line) if inventory is not None else None
    if inventory is None or output is None:
        return {}
    terms: dict[str, Decimal] = {}
    for term in figure.terms:
        name = _name(term)
        terms[name] = EXPLAIN.add(terms.get(name, ZERO), _per_unit(term, figure, output))
    upstream = ZERO
    for key, value in figure.lines[line].cells.items():
        own = figure.lines[line].own.get(key, ZERO)
        upstream = EXPLAIN.add(upstream, EXPLAIN.subtract(value, own))
    return terms | ({UPSTREAM: upstream} if upstream else {})


def _per_unit(term: Term, figure: EntryFigure, output: Output) -> Decimal:
    divisor = EXPLAIN.multiply(figure.divisor, Decimal(output.amount))
    return EXPLAIN.divide(term.value, divisor)


def _name(term: Term) -> str:
    if term.key.term in APART:
        return APART[term.key.term]
    if not isinstance(term.row, Avoided):
        return TRANSPORT if term.purpose is Purpose.TRANSPORT else RECYCLING
    material = term.row.material or "material not stated"
    return f"credit {NAMES.get(material, material)}"
