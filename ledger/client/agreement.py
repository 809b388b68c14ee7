"""Checks of a calculation that a server drafted, before the manufacturer signs it.

The draft must repeat every assertion of the request. Its composition must hold the requested rows, one end-of-life
row for each requested delivery and product rows of the manufacturer's own entries, and no other row. Batteries,
masses and total energy must follow from these entries and the rulebook, and every sum must be that of its parts, as far
as their rounding lets it be seen. An end-of-life row has the requested kg; without them it has at most the product's
mass and at least the mass that the other rows leave. Left out: the cells themselves, the exact ones among them, which
the manufacturer signs by their digest, and the distinction of deliveries that collect from those that treat. Both rest
on suppliers' data that a manufacturer does not see; the ledger checks both again at submission, and the auditor from
the bundle.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ledger.client.problems import printable, unexpected
from ledger.footprint.analysis.unit_of_figure import made, made_by
from ledger.footprint.battery.functional_unit import energy_of
from ledger.footprint.graph.cells import exact_sum, parse_cells, stages_follow
from ledger.footprint.graph.composition import Part, product_mass
from ledger.footprint.graph.numbers import EXACT, ZERO, can_sum_to, format_decimal
from ledger.footprint.graph.resolution import EntryRecord
from ledger.trust.encoding import decode_base64
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.calculation import Calculation, Composition, CompositionRow
from schemas.signed.kinds import open_section
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import Section
from schemas.vocabulary import CompositionRole, Stage

_DERIVED = ("end_of_life", "rows", "exclusions", "factor_sets")
"""Members of the request that the draft represents under another name or value."""


@dataclass(frozen=True, slots=True)
class ProposedCalculation:
    """A calculation that a server drafted, the document of its composition, and the server's remarks on it.

    `exact` is the document of its exact cells, which a server keeps, and the operator has in its own folder.
    """

    calculation: Calculation
    composition: bytes
    remarks: tuple[str, ...] = ()
    exact: tuple[bytes, ...] = ()

    def rows(self) -> Composition:
        """The composition that the calculation names by digest.

        Raises:
            CradleError: `draft.differs`, `schema.*`.
        """
        if digest(self.composition) != self.calculation.sections.composition:
            raise _mismatch("sections.composition", "is not the composition that the server sent")
        composition = open_section(Section.parse(self.composition))
        if not isinstance(composition, Composition):
            raise _mismatch("sections.composition", "is not a composition")
        return composition


def parse_proposal(members: Mapping[str, object]) -> ProposedCalculation:
    """Parse a server's draft of a calculation.

    Raises:
        CradleError: `remote.answer`, `base64.*` or `schema.*`.
    """
    payload, sections = members.get("payload"), members.get("sections")
    if not isinstance(payload, str) or not isinstance(sections, list) or not sections:
        raise unexpected("draft")
    calculation = Calculation.parse(decode_base64(payload, "payload"))
    remarks = members.get("remarks")
    remark_lines = tuple(map(printable, remarks)) if isinstance(remarks, list) else ()
    composition, *exact = (decode_base64(str(section), "sections") for section in sections)
    if [digest(section) for section in exact] not in ([], [calculation.sections.exact]):
        raise unexpected("draft")
    return ProposedCalculation(calculation, composition, remark_lines, tuple(exact))


def require_matches_request(
    request: CalculationRequest, proposed: ProposedCalculation, origin: str
) -> None:
    """Refuse a draft that differs from the request, as far as the draft itself shows it.

    Raises:
        CradleError: `draft.differs`, with the member as its place.
    """
    calculation = proposed.calculation
    if calculation.origin != origin:
        raise _mismatch("origin", f"is {calculation.origin}, not {origin}")
    _require_asserted(request, calculation)
    if calculation.factor_sets != tuple(sorted(request.factor_sets)):
        raise _mismatch("factor_sets", "are not the requested ones")
    composition = proposed.rows()
    if composition.exclusions != tuple(sorted(request.exclusions, key=lambda row: row.entry)):
        raise _mismatch("composition.exclusions", "are not the requested ones")
    _require_rows(request, composition)
    _require_sums(calculation)


def _require_asserted(request: CalculationRequest, calculation: Calculation) -> None:
    """Require the subject that was requested, and each member that repeats the request."""
    is_product = request.battery is None
    if is_product != (calculation.declared_unit is not None):
        raise _mismatch("declared_unit", "makes it the figure of another subject")
    for name in type(request).model_fields:
        if name in _DERIVED or (is_product and name == "warranties"):
            continue
        wanted, given = getattr(request, name), getattr(calculation, name)
        if given != wanted:
            raise _mismatch(name, f"is {given}, and {wanted} was asked")


def _require_sums(calculation: Calculation) -> None:
    """Require values of 4 digits, and sums that can be those of the cells."""
    if calculation.digits is None:
        raise _mismatch("digits", "are not stated, so it would disclose all of them")
    cells = parse_cells(calculation.cells)
    if tuple(row.stage for row in calculation.stages) != tuple(Stage):
        raise _mismatch("stages", "are not those of the life cycle")
    if not stages_follow(calculation.stages, cells):
        raise _mismatch("stages", "are not the sums of the cells")
    if not can_sum_to(Decimal(calculation.total), cells.values()):
        raise _mismatch("total", "is not the sum of the cells")


def require_products(
    request: CalculationRequest,
    proposed: ProposedCalculation,
    own: Mapping[str, EntryRecord],
    rulebook: Rulebook,
) -> None:
    """Refuse a draft if its product is not the one that the manufacturer's own entries state.

    Args:
        request: the request.
        proposed: the draft, which matches the request already.
        own: the entries that its product rows name.
        rulebook: the requested rulebook.

    Raises:
        CradleError: `draft.differs`, or as `total_energy`.
    """
    calculation, rows = proposed.calculation, proposed.rows().rows
    products = [
        _product(calculation, row, own[row.entry])
        for row in rows
        if row.role is CompositionRole.PRODUCT and row.entry is not None
    ]
    outputs = [part.output for part in products if part.output is not None]
    counted = exact_sum(made_by(calculation, output) or ZERO for output in outputs)
    declared = calculation.declared_unit
    if not products or counted != made(calculation):
        detail = f"is {format_decimal(made(calculation))}, and your entries state {format_decimal(counted)}"
        raise _mismatch("batteries" if declared is None else "declared_unit", detail)
    _require_treated(request, proposed.rows(), product_mass(products))
    if declared is None and calculation.total_energy != energy_of(calculation.battery, rulebook):
        raise _mismatch("total_energy", "does not follow from capacity, warranty and rulebook")


def _require_rows(request: CalculationRequest, composition: Composition) -> None:
    rest = [row for row in composition.rows if row.role is not CompositionRole.PRODUCT]
    for row in request.rows:
        if row not in rest:
            raise _mismatch("composition.rows", f"lack a requested row of role {row.role.value}")
        rest.remove(row)
    treated = sorted(row.delivery or "" for row in rest if row.role is CompositionRole.END_OF_LIFE)
    wanted = sorted(row.delivery for row in request.end_of_life)
    if len(rest) != len(treated) or treated != wanted:
        raise _mismatch("composition.rows", "are not those of the product and the request")


def _require_treated(
    request: CalculationRequest, composition: Composition, mass: Decimal | None
) -> None:
    """Require of each requested delivery its kg, or a remainder of the product's mass."""
    given = {row.delivery: Decimal(row.amount) for row in composition.rows if row.delivery}
    kg = [row.kg for row in request.end_of_life if row.kg is not None]
    kg += [row.amount for row in request.rows if row.role is CompositionRole.END_OF_LIFE]
    treated_kg = exact_sum(map(Decimal, kg))
    for row in request.end_of_life:
        least = most = Decimal(row.kg or "0")
        if row.kg is None and mass is not None:
            least, most = EXACT.subtract(mass, treated_kg), mass
        if not least <= given[row.delivery] <= most:
            raise _mismatch("composition.rows", "treat a mass that is not your product's")


def _product(calculation: Calculation, row: CompositionRow, record: EntryRecord) -> Part:
    """A product row with the entry that it counts; the entry must be of this maker, model, plant and period."""
    entry = record.entry
    same = (entry.issuer, entry.model, entry.site.code) == (
        calculation.issuer,
        calculation.model,
        calculation.site,
    )
    part = Part(row, record.id, record, None)
    output_amount = None if part.output is None else (part.output.amount, part.output.unit)
    if not (same and entry.period.ends_within(calculation.period)):
        detail = f"count entry {record.id}, which is of another model, plant or period"
        raise _mismatch("composition.rows", detail)
    if output_amount != (row.amount, row.unit):
        raise _mismatch(
            "composition.rows", f"count an amount that entry {record.id} does not state"
        )
    return part


def _mismatch(place: str, clause: str) -> CradleError:
    detail = f"The server's draft differs from the request: {place} {clause}. Nothing was signed."
    return CradleError("draft.differs", detail, place)
