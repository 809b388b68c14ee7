"""The rules of a composition: the rows that a calculation may count, once, and those it may not leave out.

Each product line is the product as delivered, counted whole; of a battery it states their number, of another product
it is the main line, in the declared unit. The lineage of the
product lines takes no other role, or it would count twice. The rulebook lists required roles. Each function yields the
rules that are broken; the ledger refuses the first, the verifier reports all. `conservation` has the rules on amounts
and credits, `stages` those on required stages.
"""

from collections.abc import Iterator, Mapping, Sequence

from ledger.footprint.analysis.unit_of_figure import made, made_by
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.composition import Part, product_entries, product_rows
from ledger.footprint.graph.numbers import ZERO, format_decimal
from ledger.footprint.graph.resolution import EntryRecord, Problem, Records, Resolution
from ledger.rules.batteries import capacity_problems
from schemas.signed.calculation import AssertedCalculation, Composition
from schemas.signed.entry import Entry
from schemas.signed.inventory import Output
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import CompositionRole, OutputRole, Use


def composition_problems(
    calculation: AssertedCalculation,
    rows: Sequence[Part],
    resolution: Resolution,
    rulebook: Rulebook,
) -> Iterator[Problem]:
    """Every rule of a composition that does not need a figure."""
    yield from unit_problems(calculation, rulebook)
    for part in rows:
        yield from _line_problems(part)
        if part.row.role is CompositionRole.PRODUCT:
            yield from _product_problems(calculation, part)
        else:
            yield from _other_row_problems(calculation, part)
            yield from _boundary_problems(part, rulebook)
    yield from _counted_twice(rows, resolution)
    yield from _count_problems(calculation, rows)
    for role in rulebook.required_roles:
        if not any(part.row.role is role for part in rows):
            detail = f"the rulebook requires a row of role {role.value}; add one"
            yield Problem("composition.role_missing", role.value, detail)


def unit_problems(calculation: AssertedCalculation, rulebook: Rulebook) -> Iterator[Problem]:
    """A product under a rulebook that has a functional unit for batteries alone."""
    if calculation.declared_unit is not None and rulebook.declared_unit is None:
        detail = (
            f"rulebook {rulebook.id} computes batteries alone; name one that computes any product"
        )
        yield Problem("functional_unit.declared_unit", calculation.model, detail, "declared_unit")


def _line_problems(part: Part) -> Iterator[Problem]:
    row, output = part.row, part.output
    if part.source is not None and part.source.delivery.line != row.line:
        detail = f"the delivery is of line {part.source.delivery.line}, the row of {row.line}"
        yield Problem("composition.line", part.source.id, detail)
    if output is not None and output.unit is not row.unit:
        detail = f"line {output.line} is in {output.unit.value}, the row in {row.unit.value}"
        yield Problem("composition.unit", part.entry, detail)
    if output is None and part.record.inventory is not None:
        yield Problem("composition.line", part.entry, f"the entry has no line {row.line}")


def _product_problems(calculation: AssertedCalculation, part: Part) -> Iterator[Problem]:
    entry, output = part.record.entry, part.output
    if not _is_of(entry, calculation):
        detail = "a product line must be of the manufacturer's own entry for this model and site"
        yield Problem("composition.product", part.entry, detail)
    if not entry.period.ends_within(calculation.period):
        detail = "an entry belongs to the period in which it ends, and this one ends outside it"
        yield Problem("composition.period", part.entry, detail)
    if output is None:
        return
    uncounted = _uncounted(calculation, output)
    if uncounted is not None:
        yield Problem("composition.product", part.entry, uncounted)
    if output.amount != part.row.amount:
        detail = (
            f"a product line must be counted whole: {output.amount}, the row says {part.row.amount}"
        )
        yield Problem("composition.amount", part.entry, detail)


def _uncounted(calculation: AssertedCalculation, output: Output) -> str | None:
    """The reason why a line counts no units of the figure; None if it does."""
    declared = calculation.declared_unit
    if declared is None:
        uncounted = f"line {output.line} counts no batteries; state their number"
        return uncounted if output.batteries is None else None
    if output.role is not OutputRole.MAIN:
        return f"line {output.line} is not what the entry makes; count its main line"
    if output.unit is not declared.unit:
        return f"line {output.line} is in {output.unit.value}, and the figure per {declared.unit.value}"
    return None


def _is_of(entry: Entry, calculation: AssertedCalculation) -> bool:
    """True if the manufacturer made the model of a calculation at its site."""
    product = (entry.issuer, entry.model, entry.site.code)
    return product == (calculation.issuer, calculation.model, calculation.site)


def _other_row_problems(calculation: AssertedCalculation, part: Part) -> Iterator[Problem]:
    if part.source is None:
        if part.record.entry.issuer != calculation.issuer:
            detail = "another issuer's line must be counted by its representative delivery"
            yield Problem("composition.other_issuer", part.entry, detail)
        return
    delivery = part.source.delivery
    if delivery.use is not Use.REPRESENTATIVE or delivery.recipient != calculation.issuer:
        detail = "a row must count a representative delivery to the manufacturer"
        yield Problem("composition.delivery", part.source.id, detail)
    elif (delivery.valid_until or "") <= calculation.period.start:
        detail = f"the delivery was valid until {delivery.valid_until}"
        yield Problem("delivery.expired", part.source.id, detail)


def _boundary_problems(part: Part, rulebook: Rulebook) -> Iterator[Problem]:
    """A figure from cradle to gate ends with the product: no row beyond it may lower or raise it."""
    if rulebook.boundary == "cradle_to_gate":
        detail = f"the rulebook ends at the gate; leave out the row of role {part.row.role.value}"
        yield Problem("composition.boundary", part.entry, detail)


def _counted_twice(rows: Sequence[Part], resolution: Resolution) -> Iterator[Problem]:
    products = {part.entry for part in product_rows(rows)}
    held, resting = resolution.upstream(products), resolution.downstream(products)
    seen: set[tuple[str, str]] = set()
    for part in rows:
        line = (part.entry, part.row.line)
        reaches = part.entry in resting
        is_held = part.row.role is not CompositionRole.PRODUCT and part.entry in held
        if reaches or is_held or line in seen:
            detail = "its lineage and that of a product line, or of the same line, overlap; count goods once"
            yield Problem("composition.counted_twice", part.entry, detail)
        seen.add(line)


def _count_problems(calculation: AssertedCalculation, rows: Sequence[Part]) -> Iterator[Problem]:
    products = product_rows(rows)
    if any(part.record.inventory is None for part in products):
        return
    outputs = [part.output for part in products if part.output is not None]
    count = exact_sum(made_by(calculation, output) or ZERO for output in outputs)
    if count != made(calculation):
        stated = format_decimal(made(calculation))
        detail = f"the product lines state {format_decimal(count)}, the calculation {stated}"
        is_battery = calculation.declared_unit is None
        code = "calculation.batteries" if is_battery else "calculation.declared_unit"
        yield Problem(code, calculation.model, detail)
    yield from capacity_problems(calculation, products)


def exclusion_problems(
    calculation: AssertedCalculation, composition: Composition, entries: Mapping[str, EntryRecord]
) -> Iterator[Problem]:
    """Excluded entries that did not make the product.

    Args:
        calculation: of the product.
        composition: its exclusions.
        entries: the available ones; a missing one is refused at its look-up.
    """
    for index, row in enumerate(composition.exclusions):
        record = entries.get(row.entry)
        if record is not None and not _is_of(record.entry, calculation):
            detail = "it is excluded and did not make this product; remove the exclusion"
            place = f"composition.exclusions[{index}].entry"
            yield Problem("composition.exclusion", row.entry, detail, place)


def made_problems(
    calculation: AssertedCalculation,
    composition: Composition,
    entries: Sequence[str],
    records: Records,
) -> Iterator[Problem]:
    """Entries that made this product, end in the period and are neither used nor listed as excluded.

    Args:
        calculation: its period decides which entries matter.
        composition: the rows and exclusions.
        entries: ids that the registry's `entries` leaves of this subject name, as of the same state.
        records: the newest versions.
    """
    used = product_entries(composition, records)
    excluded = {records.newest(row.entry) for row in composition.exclusions}
    for cited in entries:
        newest = records.newest(cited)
        if newest is None or newest in used or newest in excluded:
            continue
        record = records.entries.get(newest)
        if record is None:
            detail = "an entry that made this product is missing"
            yield Problem("statement.missing", newest, detail)
        elif record.entry.period.ends_within(calculation.period):
            detail = "it made this product, ends in the period and is neither used nor excluded; add it to either"
            yield Problem("composition.missing_entry", newest, detail)
