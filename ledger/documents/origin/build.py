"""Build the document of the origin of a battery's elements from the statements behind its figure.

The tally of each element runs over the graph of the calculation's composition; values are kg per battery, at most 34
digits. `folding` has the part of it that a customer may know.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.documents.difference.state import FigureState
from ledger.footprint.analysis.unit_of_figure import per_unit
from ledger.footprint.graph.composition import Part, cited_by, parts, product_rows
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.homes import Home
from ledger.footprint.graph.numbers import (
    CELL,
    EXPLAIN,
    ZERO,
    explained_sum,
    format_decimal,
)
from ledger.footprint.graph.resolution import EntryRecord, Resolution, resolve
from ledger.footprint.trade.element_content import ELEMENTS
from ledger.footprint.trade.origin_keys import OriginKey
from ledger.footprint.trade.origin_shares import (
    BatteryOrigin,
    Place,
    battery_origin,
    places,
    shares,
)
from schemas.errors import CradleError
from schemas.signed.calculation import AssertedCalculation
from schemas.views.origin import (
    DueDiligenceDocument,
    ElementOrigin,
    Origin,
    OriginEntry,
    OriginRefiner,
    OriginShare,
)

NOTE: Final = (
    "Mass balance: each entry mixes what it takes in, so shares are per entry and never per atom."
    " They show the flow of metal and not working conditions; they are not due diligence."
)


class Firm(NamedTuple):
    """A participant's name, and where its registration has it and its sites."""

    name: str
    home: Home


Named = Callable[[str], Firm | None]
"""The registration of a participant; None if it is not known here."""


def build_origin(state: FigureState, named: Named) -> Origin:
    """Build the document, exact and with its entries.

    Args:
        state: the statements behind a calculation.
        named: the registration of a participant.

    Raises:
        CradleError: `calculation.missing_figure` if a row of the composition has no entry, or as `battery_origin`.
    """
    resolution = resolve(*cited_by(state.composition), state.records)
    rows = parts(state.composition, resolution, state.records)
    if len(rows) < len(state.composition.rows):
        detail = "A row of the composition has no entry here; use the audit bundle, or the ledger."
        raise CradleError("calculation.missing_figure", detail, "composition")
    batteries = state.calculation.battery.batteries
    origins = [battery_origin(element, rows, batteries, resolution) for element in ELEMENTS]
    documents = tuple(_documents(rows, resolution))
    return Origin(
        document="origin",
        calculation=state.id,
        model=state.calculation.model,
        period=state.calculation.period,
        exact=True,
        note=NOTE,
        elements=tuple(
            _element(origin, rows, state.calculation).model_copy(
                update={
                    "entries": tuple(_entries(origin, resolution, named)),
                    "refiners": tuple(_refiners(origin, resolution, named)),
                    "shares": tuple(_shares(origin, resolution, named)),
                }
            )
            for origin in origins
        ),
        due_diligence=len({row.document for row in documents}),
        documents=documents,
    )


def _element(
    origin: BatteryOrigin, rows: Sequence[Part], calculation: AssertedCalculation
) -> ElementOrigin:
    kg = explained_sum(origin.kg.values())
    if not kg and not origin.untraced:
        return ElementOrigin(element=origin.element, untraced_kg="0")
    each_kwh = EXPLAIN.multiply(per_unit(calculation), Decimal(calculation.battery.batteries))
    mass = _battery_kg(rows, calculation.battery.batteries)
    return ElementOrigin(
        element=origin.element,
        kg_per_battery=exact_text(kg),
        kg_per_kwh=exact_text(EXPLAIN.multiply(kg, each_kwh)),
        kg_per_kg=None if not mass else exact_text(EXPLAIN.divide(kg, mass)),
        untraced_kg=exact_text(origin.untraced),
    )


def _shares(origin: BatteryOrigin, resolution: Resolution, named: Named) -> Iterator[OriginShare]:
    kg = places(origin.kg)
    abroad: dict[Place, Decimal] = {}
    for key, amount in origin.kg.items():
        if _registered(key, resolution, named) is not None:
            place = key.origin, key.country
            abroad[place] = EXPLAIN.add(abroad.get(place, ZERO), amount)
    for place, share in shares(kg).items():
        unconfirmed = abroad.get(place)
        yield OriginShare(
            origin=place[0],
            country=place[1] or None,
            kg=exact_text(kg[place]),
            share=format_decimal(share),
            unconfirmed=None if unconfirmed is None else exact_text(unconfirmed),
        )


def _registered(key: OriginKey, resolution: Resolution, named: Named) -> str | None:
    """The confirmed country of the site at which an amount begins, if it is another than that of the amount."""
    record = resolution.nodes.get(key.entry)
    firm = None if record is None else named(record.entry.issuer)
    if record is None or firm is None:
        return None
    confirmed = firm.home.of(record.entry.site.code)
    return confirmed if key.country not in {"", confirmed} else None


def _entries(origin: BatteryOrigin, resolution: Resolution, named: Named) -> Iterator[OriginEntry]:
    """The entries at which the element begins or is lost, the largest first."""
    rows = sorted(origin.kg.items(), key=lambda row: (row[1].copy_negate(), row[0]))
    return (_entry(key, kg, resolution, named) for key, kg in rows if kg)


def _refiners(
    origin: BatteryOrigin, resolution: Resolution, named: Named
) -> Iterator[OriginRefiner]:
    for name in origin.refiners:
        record = resolution.record(name)
        yield OriginRefiner(
            country=record.entry.site.country,
            entry=name,
            firm=_name(record, named),
            product=None if record.inventory is None else record.inventory.main.name,
        )


def _entry(key: OriginKey, kg: Decimal, resolution: Resolution, named: Named) -> OriginEntry:
    record = resolution.nodes.get(key.entry)
    inventory = None if record is None else record.inventory
    return OriginEntry(
        origin=key.origin,
        country=key.country or None,
        entry=key.entry or None,
        firm=None if record is None else _name(record, named),
        registered=_registered(key, resolution, named),
        product=None if inventory is None else inventory.main.name,
        kg=exact_text(kg),
    )


def _name(record: EntryRecord, named: Named) -> str | None:
    firm = named(record.entry.issuer)
    return None if firm is None else firm.name


def _documents(rows: Sequence[Part], resolution: Resolution) -> Iterator[DueDiligenceDocument]:
    """The due-diligence documents on the entries behind the product, in the order of the entries."""
    behind = resolution.upstream(part.entry for part in product_rows(rows))
    for name in resolution.order:
        inventory = resolution.record(name).inventory
        if name in behind and inventory is not None:
            for row in inventory.due_diligence or ():
                yield DueDiligenceDocument(entry=name, standard=row.standard, document=row.document)


def _battery_kg(rows: Sequence[Part], batteries: int) -> Decimal | None:
    """The mass of one battery as its lines state it; None if a line states none."""
    total = ZERO
    for part in product_rows(rows):
        product = product_line(part.record, part.row.line)
        kg = weight(Decimal(part.row.amount), part.row.unit, product)
        if kg is None:
            return None
        total = EXPLAIN.add(total, kg)
    return EXPLAIN.divide(total, Decimal(batteries))


def exact_text(value: Decimal) -> str:
    """A value of a document, to 34 digits and at most 60 decimal places."""
    return format_decimal(CELL.plus(value))
