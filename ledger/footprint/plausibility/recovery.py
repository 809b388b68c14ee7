"""The materials of the product that end of life recovers: R2 and the other parameters, by their symbols.

    R2 = kg of the material that the lines recover / kg that the chain contains,          both per kg of product

A line recovers its amount times the material's mass fraction in the replaced line, or the whole amount if a flow or a
dataset is replaced. The content of the chain is the one that its entries state (`contents`); a bought flow may contain
more, so more recovered than contained is a remark, and its effect is the excess credit.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.footprint.circular.recycling import a_of, material_of
from ledger.footprint.graph.composition import Part, product_mass, product_rows
from ledger.footprint.graph.contents import Contents
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation, Resolution
from ledger.footprint.plausibility.context import PlausibilityContext
from schemas.signed.circular import CircularFootprint
from schemas.signed.rows import Avoided
from schemas.vocabulary import CompositionRole


@dataclass(frozen=True, slots=True)
class Recovery:
    """One recovered material of one end-of-life row, per kg of product treated.

    Attributes:
        entry: of the recycler.
        material: as its lines state it.
        recovered: kg of the material.
        contained: kg that the chain states; None if it states none.
        r2: recovered over contained; None if no content is stated.
        a: the rulebook's A.
        qs_out: the rulebook's Qsout/Qp.
        credit: the counted kg CO2e, negative.
    """

    entry: str
    material: str
    recovered: Decimal
    contained: Decimal | None
    r2: Decimal | None
    a: Decimal
    qs_out: Decimal
    credit: Decimal


def recoveries(rows: Sequence[Part], context: PlausibilityContext) -> Iterator[Recovery]:
    """The recovered materials of all end-of-life rows; none outside the circular formula.

    Args:
        rows: of the composition; each has a figure.
        context: the graph behind them, its figures and contents, and the rulebook with A and Qsout/Qp.
    """
    formula = context.rulebook.circular_footprint
    if formula is None:
        return
    for part in rows:
        if part.row.role is CompositionRole.END_OF_LIFE:
            for material, lines in by_material(part.record).items():
                recovered = recovered_kg(lines, material, context.resolution)
                yield _recovery(
                    part,
                    material,
                    EXPLAIN.divide(recovered, _treated(part)),
                    _contained(rows, context.contents, material),
                    _credit(part, lines, context),
                    formula,
                )


def by_material(record: EntryRecord) -> dict[str, list[Avoided]]:
    """The avoided lines of an entry that recover a material, by material."""
    rows_by_material: dict[str, list[Avoided]] = {}
    for row in () if record.inventory is None else record.inventory.avoided:
        if row.material is not None:
            rows_by_material.setdefault(row.material, []).append(row)
    return rows_by_material


def _treated(part: Part) -> Decimal:
    return ONE if part.output is None else Decimal(part.output.amount)


def recovered_kg(lines: Iterable[Avoided], material: str, resolution: Resolution) -> Decimal:
    """The kg of a material in the goods that lines recover."""
    total = ZERO
    for row in lines:
        total = EXPLAIN.add(total, _recovered_kg(row, material, resolution))
    return total


def _recovered_kg(row: Avoided, material: str, resolution: Resolution) -> Decimal:
    source = None if row.delivery is None else resolution.sources.get(row.delivery)
    line = None
    if source is not None:
        line = product_line(resolution.record(source[1]), resolution.lines[source[0]])
    elements = () if line is None else line.elements
    fraction = next((Decimal(e.fraction) for e in elements if e.element == material), ONE)
    return EXPLAIN.multiply(Decimal(row.amount), fraction)


def _contained(rows: Sequence[Part], held: Contents, material: str) -> Decimal | None:
    """The kg of a material per kg of the product lines; None if they state none, or no mass."""
    products = product_rows(rows)
    mass, total = product_mass(products), ZERO
    for part in products:
        content = held.get((part.entry, part.row.line), {}).get(material)
        if content is not None:
            total = EXPLAIN.fma(content.kg, Decimal(part.row.amount), total)
    return EXPLAIN.divide(total, mass) if mass and total else None


def _credit(part: Part, lines: Iterable[Avoided], context: PlausibilityContext) -> Decimal:
    total = ZERO
    for row in lines:
        total = EXPLAIN.add(total, context.credit(row))
    return EXPLAIN.divide(total, _treated(part))


def _recovery(
    part: Part,
    material: str,
    recovered: Decimal,
    contained: Decimal | None,
    credit: Decimal,
    formula: CircularFootprint,
) -> Recovery:
    rulebook_material = material_of(material, formula)
    return Recovery(
        entry=part.entry,
        material=material,
        recovered=recovered,
        contained=contained,
        r2=None if contained is None else EXPLAIN.divide(recovered, contained),
        a=a_of(rulebook_material, formula),
        qs_out=ONE if rulebook_material is None else Decimal(rulebook_material.qs_out.value),
        credit=credit,
    )


def recovery_faults(
    rows: Sequence[Part], material_recoveries: Sequence[Recovery]
) -> Iterator[Observation]:
    """Materials of which more is recovered than the chain contains; effects over the recycler's period."""
    treated = {part.entry: _treated(part) for part in rows}
    for row in material_recoveries:
        if row.contained is None or row.recovered <= row.contained:
            continue
        more = EXPLAIN.subtract(ONE, EXPLAIN.divide(row.contained, row.recovered))
        effect = EXPLAIN.multiply(EXPLAIN.multiply(row.credit, more), treated[row.entry])
        out, held = (format_rounded(kg) for kg in (row.recovered, row.contained))
        detail = f"per kg of battery {out} kg of {row.material} are recovered, and the chain states {held} kg"
        yield Observation("cff.recovered_above_contained", row.entry, detail, effect)
