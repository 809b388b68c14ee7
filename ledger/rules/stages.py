"""Required stages: met by the product's own cells, or by rows that carry all of the product.

    in kg     the rows of that role come to at least the mass of the product lines
    in tkm    the rows are tonne-kilometres, and give the distance: km = tkm / tonnes of product

A row of another unit, or of a line with a figure of zero, meets no stage. The distance of the product is stated by the
issuer: it is the sum of rows in tkm, of the product's own and those of the composition, over its tonnes. Our rule,
after the drafts' requirement that distribution is not left out. Not checked: the truth of the distance, and transport
by fuel alone.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.composition import Part, product_mass, product_rows
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ZERO, format_decimal
from ledger.footprint.graph.resolution import Problem, Resolution
from ledger.footprint.tally.recursion import share
from ledger.footprint.valuation.figure import Figures
from ledger.footprint.valuation.stage_assignment import assign_stage
from schemas.signed.inventory import Inventory
from schemas.signed.rows import DeliveryInput
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import CompositionRole, Stage, Unit

KG_PER_TONNE = Decimal(1000)


def stage_problems(rows: Sequence[Part], figures: Figures, rulebook: Rulebook) -> Iterator[Problem]:
    """Required stages that neither the product's cells nor rows of that role meet."""
    products = product_rows(rows)
    for stage in rulebook.required_stages:
        if _filed(products, stage, figures) > 0:
            continue
        carrying = [
            part for part in rows if part.row.role.value == stage.value and _counts(part, figures)
        ]
        if any(part.row.unit is Unit.TKM for part in carrying):
            continue
        carried = _amount(carrying, Unit.KG)
        mass = product_mass(products)
        if mass is None or carried < mass:
            of = "a mass that is not stated" if mass is None else f"{format_decimal(mass)} kg"
            detail = (
                f"the rulebook requires stage {stage.value}; the product has no value there, and of {of}"
                f" rows carry {format_decimal(carried)} kg; add a row in kg over the whole mass, or in tkm"
            )
            yield Problem("composition.stage_missing", stage.value, detail)


def distribution_distance(
    rows: Sequence[Part], resolution: Resolution, figures: Figures, rulebook: Rulebook
) -> Decimal | None:
    """The distance of the product by rows in tkm, in km; None if it has no stated mass or no stage requires it."""
    mass = product_mass(product_rows(rows))
    if not mass or Stage.DISTRIBUTION not in rulebook.required_stages:
        return None
    carrying = (CompositionRole.PRODUCT, CompositionRole.DISTRIBUTION)
    tkm = ZERO
    for part in rows:
        if part.row.role in carrying and _counts(part, figures):
            tkm = EXPLAIN.add(tkm, _tkm(part, resolution, figures, rulebook))
    return EXPLAIN.divide(EXPLAIN.multiply(tkm, KG_PER_TONNE), mass)


def _filed(products: Sequence[Part], stage: Stage, figures: Figures) -> Decimal:
    """The kg CO2e of the product lines under a stage."""
    return exact_sum(
        EXACT.multiply(Decimal(part.row.amount), value)
        for part in products
        if (line := figures.line(part.entry, part.row.line)) is not None
        for key, value in line.cells.items()
        if key.stage is stage
    )


def _counts(part: Part, figures: Figures) -> bool:
    """True if a row's line has a figure other than zero; a by-product carries nothing."""
    line = figures.line(part.entry, part.row.line)
    return line is not None and bool(total_of(line.cells))


def _amount(rows: Sequence[Part], unit: Unit) -> Decimal:
    return exact_sum(Decimal(part.row.amount) for part in rows if part.row.unit is unit)


def _tkm(part: Part, resolution: Resolution, figures: Figures, rulebook: Rulebook) -> Decimal:
    """The tonne-kilometres of a row: its amount, or its part of those that its entry states."""
    amount, output, inventory = Decimal(part.row.amount), part.output, part.record.inventory
    if part.row.unit is Unit.TKM or output is None or inventory is None:
        return amount
    numerator, denominator = share(inventory, output)
    entry_tkm = _stated_tkm(part, inventory, resolution, figures, rulebook)
    whole = EXPLAIN.multiply(EXPLAIN.multiply(entry_tkm, amount), numerator)
    return EXPLAIN.divide(whole, EXPLAIN.multiply(denominator, Decimal(output.amount)))


def _stated_tkm(
    part: Part, inventory: Inventory, resolution: Resolution, figures: Figures, rulebook: Rulebook
) -> Decimal:
    """The tkm of an entry's rows that are assigned to distribution."""
    tkm = ZERO
    for row in inventory.inputs:
        if row.unit is not Unit.TKM:
            continue
        if isinstance(row, DeliveryInput):
            is_filed = _delivers(row.delivery, resolution, figures)
        else:
            filed = assign_stage(part.record.entry, row.stage, row.purpose, rulebook)
            is_filed = filed is Stage.DISTRIBUTION
        if is_filed:
            tkm = EXACT.add(tkm, Decimal(row.amount))
    return tkm


def _delivers(cited: str, resolution: Resolution, figures: Figures) -> bool:
    """True if a delivered line has a value under distribution."""
    newest, maker = resolution.sources[cited]
    line = figures.line(maker, resolution.lines[newest])
    return line is not None and any(
        key.stage is Stage.DISTRIBUTION and value for key, value in line.cells.items()
    )
