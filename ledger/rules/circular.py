"""The rules of the Circular Footprint Formula on reductions of a figure, and on the values for them.

The value of a row is not below zero: a reduction is a credit of material recovered at end of life, and goes through the
formula. A recovered or recycled material is one that the rulebook knows, and the virgin production in its place is the
chain's own supply of it: goods whose maker feeds the battery, a flow that the chain uses as that material, or the
rulebook's virgin dataset. If the rulebook defines Ev and E*v as virgin, a supply with recycled content is neither; its
cells do not separate its virgin part, so it is refused. Recycling of which A leaves a part to the user of the
recyclate, and credits of recovered material, belong to end of life: goods that go into a product do not contain them.
The effect of a fault, if any, is in kg over the entry's period or lot. Without the formula there are no faults.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.footprint.circular.recycling import material_of
from ledger.footprint.graph.cells import Cells, exact_sum, term_total
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE, ZERO
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.context import PlausibilityContext, product
from ledger.footprint.plausibility.offsets import negative_rows
from ledger.footprint.plausibility.supply import (
    Flow,
    ReplacedProduction,
    Source,
    VirginSupply,
    chain_parts,
    replaced_production,
    source_of,
    virgin_supply,
)
from schemas.signed.circular import CircularFootprint, RecoveredMaterial
from schemas.signed.entry import Element
from schemas.signed.rows import Avoided
from schemas.vocabulary import CircularTerm, CompositionRole, Purpose, Sign, Stage

_RECOVERED = frozenset({CircularTerm.SUBSTITUTION, CircularTerm.ENERGY_RECOVERY})
"""The terms of credits for recovery."""


def circular_faults(rows: Sequence[Part], context: PlausibilityContext) -> Iterator[Observation]:
    """Every rule of the formula that a calculation breaks; none under a rulebook without it.

    Args:
        rows: of the composition.
        context: the graph behind them; every entry in it has a figure.
    """
    formula = context.rulebook.circular_footprint
    if formula is None:
        return
    for it in negative_rows(context):
        taken_off = context.counted(product(it.per_unit, it.amount), it.record.id, it.purpose)
        detail = f"{it.detail}; a reduction is an avoided line at end of life, not a factor"
        yield Observation("cff.negative_factor", it.record.id, detail, taken_off)
    yield from _recycling_used(rows, context)
    replacements = list(replaced_production(context.resolution))
    makers = [part.entry for part in product_rows(rows)] if replacements else []
    taken = virgin_supply(chain_parts(makers, context.resolution), context.resolution)
    for named in replacements:
        fault = next(_faults(named, taken, context, formula), None)
        if fault is not None:
            code, detail = fault
            yield Observation(code, named.record.id, detail, _effect(named, context))


def _recycling_used(rows: Sequence[Part], context: PlausibilityContext) -> Iterator[Observation]:
    """Goods of a product, or the product itself, that contain recycling at end of life or its credits."""
    for part in rows:
        if part.row.role is not CompositionRole.END_OF_LIFE and part.entry in context.recyclers:
            amount = Decimal(part.row.amount)
            yield _brought_in(part.entry, part.row.line, part.entry, amount, context)
    for record, inventory in context.entries:
        if record.entry.process.stage is not Stage.END_OF_LIFE:
            for row in inventory.delivery_inputs:
                source = source_of(row.delivery, context.resolution)
                if source is not None and source.maker.id in context.recyclers:
                    amount = Decimal(row.amount)
                    yield _brought_in(source.maker.id, source.line, record.id, amount, context)


def _brought_in(
    maker: str, line: str, user: str, amount: Decimal, context: PlausibilityContext
) -> Observation:
    """The fault of using a recycler's line; products made of that product get no fault of their own."""
    detail = f"goods of {maker} count recycling by the formula, which is for end of life alone"
    remedy = "its issuer states what it sells in an entry without avoided lines"
    figure = context.figures.line(maker, line)
    effect = None if figure is None else product(_reduction(figure.cells, maker, context), amount)
    return Observation("cff.recycling_used", user, f"{detail}; {remedy}", effect)


def _reduction(cells: Cells, recycler: str, context: PlausibilityContext) -> Decimal:
    """The credits in a recycler's line, and its own burdens that the formula leaves out, below zero."""
    credited = exact_sum(
        kg for key, kg in cells.items() if key.sign is Sign.CREDIT and key.term in _RECOVERED
    )
    shared = term_total(cells, CircularTerm.RECYCLING)
    share = context.counted(ONE, recycler, Purpose.MATERIAL)
    whole = EXPLAIN.divide(shared, share) if share else shared
    return EXACT.add(credited, EXACT.subtract(shared, whole))


def _effect(named: ReplacedProduction, context: PlausibilityContext) -> Decimal | None:
    """The credit of an avoided line; None for recycled feedstock, as the right Ev is unknown."""
    return context.credit(named.row) if isinstance(named.row, Avoided) else None


def _faults(
    named: ReplacedProduction,
    taken: VirginSupply,
    context: PlausibilityContext,
    formula: CircularFootprint,
) -> Iterator[tuple[str, str]]:
    """The first fault in the virgin production that a row names, as code and sentence."""
    row, material = named.row, named.row.material
    recovered_material, source = (
        material_of(material, formula),
        source_of(row.delivery, context.resolution),
    )
    if recovered_material is None:
        names = ", ".join(each.material for each in formula.materials)
        detail = f"a row states {material or 'no material'}; the rulebook knows {names}"
        yield "cff.material_unknown", f"{detail}: state one of these, or leave the row out"
    elif row.flow is not None:
        yield from _flow_faults(named, recovered_material, taken)
    elif source is not None:
        yield from _goods_faults(named, source, taken, context, formula)
    price = _value_of(named, recovered_material, context)
    if price is not None and price < ZERO:
        detail = f"{named.label} counts less than zero, but virgin production does not"
        yield "cff.negative_factor", f"{detail}: name another supply of {material}"


def _value_of(
    named: ReplacedProduction,
    recovered_material: RecoveredMaterial | None,
    context: PlausibilityContext,
) -> Decimal | None:
    """Ev or E*v per unit; None if unknown."""
    if named.row.delivery is not None:
        return exact_sum(context.delivered_values(named.row.delivery))
    flow = named.row.flow or (None if recovered_material is None else recovered_material.virgin)
    return None if flow is None else context.price(flow, named.unit)


def _flow_faults(
    named: ReplacedProduction, recovered_material: RecoveredMaterial, taken: VirginSupply
) -> Iterator[tuple[str, str]]:
    flow = str(named.row.flow)
    if (
        flow != recovered_material.virgin
        and Flow(flow, named.unit, recovered_material.material) not in taken
    ):
        detail = f"{flow} is named as virgin {recovered_material.material}, and no entry that feeds the battery"
        remedy = "name a supply of the chain, or the material alone"
        yield "cff.free_flow", f"{detail} uses it as {recovered_material.material}; {remedy}"


def _goods_faults(
    named: ReplacedProduction,
    source: Source,
    taken: VirginSupply,
    context: PlausibilityContext,
    formula: CircularFootprint,
) -> Iterator[tuple[str, str]]:
    row, maker = named.row, source.maker
    line = product_line(maker, source.line)
    elements = {} if line is None else {each.element: each for each in line.elements}
    another = isinstance(row, Avoided) and row.other_product is not None
    if source.goods not in taken:
        detail = (
            f"goods of {maker.id} are named as virgin {row.material}, and do not feed the battery"
        )
        yield "cff.substitution_point", f"{detail} as virgin goods; name a supply of the chain"
    elif maker.entry.process.stage is Stage.END_OF_LIFE or (
        formula.follows("virgin") and _has_recycled_content(source, elements, named, context)
    ):
        detail = f"goods of {maker.id} named as virgin {row.material} have recycled content"
        yield "cff.not_virgin", f"{detail}; name a virgin supply, or the material alone"
    elif (
        elements
        and row.material not in elements
        and not (another and formula.follows("other_product"))
    ):
        detail = f"goods of {maker.id} named as virgin {row.material} contain none of it"
        yield "cff.not_of_material", f"{detail}; name a supply of {row.material}"


def _has_recycled_content(
    source: Source,
    elements: dict[str, Element],
    named: ReplacedProduction,
    context: PlausibilityContext,
) -> bool:
    """True if the line's figure has a term of recycled content, or the line states a recycled share."""
    figure = context.figures.line(source.maker.id, source.line)
    cells = {} if figure is None else figure.cells
    element = elements.get(str(named.row.material))
    counted = any(key.term is CircularTerm.RECYCLED_CONTENT and kg for key, kg in cells.items())
    return counted or (element is not None and Decimal(element.recycled or "0") > 0)
