"""The parts of a figure that come from its suppliers, firm by firm, as deep as their deliveries consent.

A part is the sum of what the deliveries of one firm of one country bring. Only a delivery that states a figure by the
same method is such a part: without it the part would show the recipient what its supplier has not stated, and under
another method it could show amounts. Behind a part are those suppliers that its delivery opens, and that their own
deliveries let it pass on: by what it tells of a unit of its goods, to 4 digits, so that no amount that is drawn finds
further ones (`ledger.footprint.tally.told`).

Sums are exact fractions, so their order does not matter; a stage is one division of `numbers.divide`, then rounded as a
delivered figure.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ledger.footprint.analysis.contributions import Line, supplied
from ledger.footprint.graph.cells import CellKey, Cells, cell_key, exact_sum
from ledger.footprint.graph.numbers import EXACT, divide, format_rounded
from ledger.footprint.graph.resolution import Records, Resolution
from ledger.footprint.graph.terms import Assignment, Draw, reassign
from ledger.footprint.tally.recursion import share
from ledger.footprint.valuation.figure import Figures
from schemas.signed.delivery import Delivery
from schemas.signed.opening import OpenedStage, OpenedSupplier, Opening
from schemas.vocabulary import Group, Sign, Stage

AssignedParts = Mapping[Assignment | None, Fraction]
"""Parts of an entry by the stage and term that all their cells are assigned to; None if they keep their own."""


class Firm(NamedTuple):
    """A firm as others see it: its registered legal name, and the country of a site."""

    name: str
    country: str


Consent = Mapping[Firm, "Consent"]
"""The firms that may be shown, and those behind each of them."""


@dataclass(frozen=True)
class SupplyChain:
    """A graph with its figures and the names of its firms.

    Attributes:
        names: the legal name of each participant that issued an entry of the graph.
        method: the rulebook and the factor sets, sorted, of the figures.
        told: the figure of one unit of a line for the reader, where `figures` are others than it is told.
    """

    resolution: Resolution
    records: Records
    figures: Figures
    names: Mapping[str, str]
    method: tuple[str, tuple[str, ...]]
    told: Callable[[Line], Cells] | None = None

    def firm(self, entry: str) -> Firm:
        """The firm and country of an entry."""
        header = self.resolution.record(entry).entry
        return Firm(self.names[header.issuer], header.site.country)

    def cells(self, line: Line) -> Cells:
        """The figure of one unit of a line."""
        if self.told is not None:
            return self.told(line)
        return self.figures.entries[line[0]].lines[line[1]].cells

    def states_part(self, delivery: Delivery) -> bool:
        """True if a delivery states a figure by this method."""
        figure = delivery.figure
        return figure is not None and (figure.rulebook, figure.factor_sets) == self.method


@dataclass(frozen=True, slots=True)
class SupplierPart:
    """The part of a figure from one firm, in kg CO2e per unit of the target, and the parts open behind it."""

    cells: dict[CellKey, Fraction] = field(default_factory=dict)
    suppliers: "dict[Firm, SupplierPart]" = field(default_factory=dict)

    def add(self, draw: "SupplyDraw", cells: Cells) -> None:
        """Add what a draw brings, from the cells of one unit of its line."""
        for key, value in reassign(cells, draw.assignment).items():
            self.cells[key] = self.cells.get(key, Fraction(0)) + draw.amount * Fraction(value)

    def add_behind(self, draw: "SupplyDraw", unit: "Mapping[Firm, SupplierPart]") -> None:
        """Add what a draw brings from behind, from the parts of one unit of its line."""
        for firm, part in unit.items():
            behind = self.suppliers.setdefault(firm, SupplierPart())
            behind.add(draw, _told(part.cells))
            behind.add_behind(draw, part.suppliers)


class SupplyDraw(NamedTuple):
    """An amount of a supplier's line, and the newest delivery through which it comes."""

    delivery: str
    line: Line
    amount: Fraction
    assignment: Assignment | None


def opened_parts(line: Line, chain: SupplyChain) -> dict[Firm, SupplierPart]:
    """The parts that a delivery of a line may open, per unit of the line.

    The line's entry has a figure. A part behind a supplier needs an opening that may be passed on.
    """
    parts: dict[Firm, SupplierPart] = {}
    for draw in draws_on(line, Fraction(1), None, chain):
        add_part(parts, draw, chain, received=False)
    return parts


def uses_others(line: Line, chain: SupplyChain) -> bool:
    """True if a line uses goods whose part no delivery of it may open."""
    used = (
        chain.records.deliveries[draw.delivery] for draw in draws_on(line, Fraction(1), None, chain)
    )
    return not all(chain.states_part(record.delivery) for record in used)


def add_part(
    parts: dict[Firm, SupplierPart],
    draw: SupplyDraw,
    chain: SupplyChain,
    *,
    received: bool,
    within: Consent | None = None,
) -> bool:
    """Add what a draw brings to the part of its firm, if it may be shown; return whether it was.

    Args:
        parts: the parts of one level, to which the draw's is added.
        draw: the draw.
        chain: the graph.
        received: the reader is the recipient of the delivery, and so needs no consent to passing it on.
        within: the firms that may be shown; None for all.
    """
    record, firm = chain.records.deliveries[draw.delivery], chain.firm(draw.line[0])
    if not chain.states_part(record.delivery) or (within is not None and firm not in within):
        return False
    part = parts.setdefault(firm, SupplierPart())
    part.add(draw, chain.cells(draw.line))
    opening = record.opening
    behind: Consent = {}
    if opening is not None and _may_show(opening, received=received):
        behind = _consent(opening.suppliers)
    if within is not None:
        behind = _common(behind, within[firm])
    unit: dict[Firm, SupplierPart] = {}
    for inner in draws_on(draw.line, Fraction(1), None, chain) if behind else ():
        add_part(unit, inner, chain, received=False, within=behind)
    part.add_behind(draw, unit)
    return True


def draws_on(
    line: Line, amount: Fraction, assignment: Assignment | None, chain: SupplyChain
) -> Iterator[SupplyDraw]:
    """What an amount of a line draws on the deliveries that its entry uses."""
    inventory = chain.resolution.record(line[0]).inventory
    output = None if inventory is None else inventory.output(line[1])
    if inventory is None or output is None:
        return
    numerator, denominator = share(inventory, output)
    part = amount * Fraction(numerator) / (Fraction(denominator) * Fraction(output.amount))
    yield from entry_draws(line[0], {assignment: part}, chain)


def entry_draws(node: str, taken: AssignedParts, chain: SupplyChain) -> Iterator[SupplyDraw]:
    """What parts of an entry's whole period or lot draw on the deliveries that it uses."""
    figure = chain.figures.entries[node]
    for assignment, part in taken.items():
        for draw in figure.draws if part else ():
            amount = part * Fraction(draw.amount) / Fraction(figure.divisor)
            yield _supply(draw, amount, assignment, chain)


def _supply(
    draw: Draw, amount: Fraction, outer: Assignment | None, chain: SupplyChain
) -> SupplyDraw:
    at = outer if draw.assignment is None else draw.assignment.within(outer)
    newest, _ = chain.resolution.sources[draw.row.delivery]
    return SupplyDraw(newest, supplied(draw.row, chain.resolution), amount, at)


def _may_show(opening: Opening, *, received: bool) -> bool:
    """True if a reader may be shown an opening: the recipient, or its customers where the issuer allows it."""
    return received or opening.onward


def _consent(rows: Iterable[OpenedSupplier]) -> Consent:
    return {Firm(row.name, row.country): _consent(row.suppliers or ()) for row in rows}


def _common(consent: Consent, other: Consent) -> Consent:
    return {firm: _common(behind, other[firm]) for firm, behind in consent.items() if firm in other}


def opened_rows(parts: Mapping[Firm, SupplierPart]) -> tuple[OpenedSupplier, ...]:
    """Parts as the rows of an opening, by name and country."""
    return tuple(
        OpenedSupplier(
            name=firm.name,
            country=firm.country,
            stages=_stages(part.cells),
            suppliers=opened_rows(part.suppliers) or None,
        )
        for firm, part in sorted(parts.items())
    )


def _stages(cells: Mapping[CellKey, Fraction]) -> tuple[OpenedStage, ...]:
    """Burdens and credits of each stage that has some, in the order of the stages' words."""
    rows = []
    for stage in sorted(Stage, key=lambda stage: stage.value):
        burdens, credits_ = (round_part(cells, stage, sign) for sign in Sign)
        if (burdens, credits_) != ("0", "0"):
            rows.append(OpenedStage(stage=stage, burdens=burdens, credits=credits_))
    return tuple(rows)


def _told(cells: Mapping[CellKey, Fraction]) -> Cells:
    """Cells as a row of an opening tells them, without their groups."""
    rows = {
        cell_key(stage, Group.UNSPECIFIED, sign): Decimal(round_part(cells, stage, sign))
        for stage in Stage
        for sign in Sign
    }
    return {key: value for key, value in rows.items() if value}


def round_part(cells: Mapping[CellKey, Fraction], stage: Stage, sign: Sign) -> str:
    """The sum of one stage and sign, to 4 significant digits."""
    total = sum(
        (value for key, value in cells.items() if (key.stage, key.sign) == (stage, sign)),
        Fraction(0),
    )
    return format_rounded(divide(Decimal(total.numerator), Decimal(total.denominator)))


def opened_total(row: OpenedSupplier) -> Decimal:
    """The net kg CO2e of a row, of its rounded stages."""
    return exact_sum(
        Decimal(value) for each in row.stages for value in (each.burdens, each.credits)
    )


def rest_of(total: str, rows: Iterable[OpenedSupplier]) -> str:
    """What a figure with this total leaves closed beside the rows that it opens, to 4 digits."""
    opened = exact_sum(map(opened_total, rows))
    return format_rounded(EXACT.subtract(Decimal(total), opened))
