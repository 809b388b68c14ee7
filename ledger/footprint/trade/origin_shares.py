"""The shares of origins: of an entry's lines by the element they hold, and of a battery by class and country.

An element is divided among co-products by its own mass and never by price: a line that states its content holds that
content, and the lines that state none share what is left by mass. A by-product or scrap holds what it states.

Shares have 15 decimal places and sum to 1 exactly: the largest takes what rounding left over.

The refiners of an element are the first entries behind a battery that state it and do not extract it: they take goods
of which no entry between them and the mine states the element. Recyclers count too. It is where a due-diligence audit
of smelters looks; the process code is not asked, so an unspecified process counts.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final, NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE, ZERO, explained_sum
from ledger.footprint.graph.resolution import EntryRecord, Problem, Resolution
from ledger.footprint.tally.recursion import EntryValue, GraphValues, LineValue, Ratio, Reading, run
from ledger.footprint.trade.element_content import (
    extracts,
    held_lines,
    is_known,
    silent,
    stated_kg,
    unstated,
    weight_ratio,
)
from ledger.footprint.trade.origin import element_origin
from ledger.footprint.trade.origin_keys import (
    Amounts,
    OriginKey,
    brought_kg,
    called,
    element_kg,
    part_of,
    unknown,
)
from schemas.errors import CradleError, sentence
from schemas.signed.inventory import Inventory, Output
from schemas.views.origin import OriginClass

PLACES: Final = Decimal("1e-15")
"""The last decimal place of a share."""

_ROUNDING: Final = Context(prec=50, rounding=ROUND_HALF_EVEN)
_NOTHING: Final = (ZERO, ONE)

Place = tuple[OriginClass, str]
"""The class of an origin, and its country; empty if unknown."""


class ByContent(Reading[OriginKey]):
    """Entries read by the mass of one element in their lines, whatever allocation they state."""

    def __init__(self, element: str) -> None:
        self.element = element

    def share(
        self,
        record: EntryRecord,
        inventory: Inventory,
        output: Output,
        burdens: Mapping[OriginKey, Decimal],
    ) -> Ratio:
        """The part of the element that a line holds."""
        lines = held_lines(record, inventory, self.element)
        output_kg, others = stated_kg(lines), silent(lines)
        # Without lines that state nothing, the burdens are what is made, however large by the divisor.
        kg = max(output_kg, brought_kg(burdens)) if others else output_kg
        if not kg:
            return _by_weight(record, unstated(record, inventory, self.element), output)
        line_kg = next(line.kg for line in lines if line.output is output)
        if line_kg is not None:
            return line_kg, kg
        part, whole = _by_weight(record, others, output)
        return EXACT.multiply(EXACT.subtract(kg, output_kg), part), EXACT.multiply(kg, whole)

    def line(
        self,
        record: EntryRecord,
        output: Output,
        figure: LineValue[OriginKey],
        done: Mapping[str, EntryValue[OriginKey]],
    ) -> LineValue[OriginKey]:
        """The value of a line, without goods of unknown content if its content is known, its metal stated or not."""
        del done
        content_is_known = is_known(record, output, self.element)
        cells = {
            key: kg
            for key, kg in figure.cells.items()
            if kg and not (content_is_known and key.of == "goods")
        }
        if extracts(record.entry):
            cells = called(cells, "element", "ore")
        elif _states(record, output, self.element):
            cells = called(cells, "ore", "element")
        return LineValue(cells, figure.own)


def _states(record: EntryRecord, output: Output, element: str) -> bool:
    inventory = record.inventory
    lines = () if inventory is None else held_lines(record, inventory, element)
    return any(line.kg is not None for line in lines if line.output is output)


def at_the_end(entry: str, cells: Amounts) -> dict[OriginKey, Decimal]:
    """The kg per unit of an entry's line by origin, where the way of the element ends.

    Metal that nobody after its mine has stated is of unknown origin: without a statement of what was made, nothing
    shows that a part of what was taken in was left out.
    """
    lost = exact_sum(part_of(cells, "ore").values())
    kg_by_key = {key: kg for key, kg in cells.items() if key.of != "ore"}
    if lost:
        key = unknown(entry)
        kg_by_key[key] = EXACT.add(kg_by_key.get(key, ZERO), lost)
    return kg_by_key


def _by_weight(record: EntryRecord, outputs: tuple[Output, ...], output: Output) -> Ratio:
    return weight_ratio(record, outputs, output) if output in outputs else _NOTHING


class BatteryOrigin(NamedTuple):
    """The kg of one element in a battery, by origin and untraced, and the entries that refine it."""

    element: str
    kg: Mapping[OriginKey, Decimal]
    untraced: Decimal
    refiners: tuple[str, ...]


def battery_origin(
    element: str, rows: Sequence[Part], batteries: int, resolution: Resolution
) -> BatteryOrigin:
    """The origin of an element in one battery of a calculation; end of life is left out.

    Args:
        element: a chemical symbol; `C` is graphite.
        rows: of the composition.
        batteries: that its product rows count.
        resolution: the graph behind the rows.

    Raises:
        CradleError: the first reason why a part of the graph has no value, such as `section.withheld`.
    """
    graph_values = run(element_origin(element, resolution), resolution, reading=ByContent(element))
    total: dict[OriginKey, Decimal] = {}
    for part in product_rows(rows):
        line = graph_values.line(part.entry, part.row.line)
        if line is None:
            raise _without_value(graph_values.problems, part)
        amount = EXPLAIN.divide(Decimal(part.row.amount), Decimal(batteries))
        for key, kg in at_the_end(part.entry, line.cells).items():
            total[key] = EXPLAIN.fma(amount, kg, total.get(key, ZERO))
    untraced = explained_sum(kg for key, kg in total.items() if key.of in {"untraced", "assay"})
    products = [part.entry for part in product_rows(rows)]
    refined = tuple(refiners(element, products, resolution, graph_values))
    return BatteryOrigin(element, part_of(total, "element"), untraced, refined)


def _without_value(problems: Iterable[Problem], part: Part) -> CradleError:
    """The refusal of a row whose goods have no value, by the first problem of the graph."""
    for problem in problems:
        return CradleError(problem.code, sentence(problem.detail), problem.subject)
    detail = f"Entry {part.entry} has no line {part.row.line}; name one of its lines."
    return CradleError("delivery.line", detail, part.entry)


def places(kg: Mapping[OriginKey, Decimal]) -> dict[Place, Decimal]:
    """The kg by class and country, the largest first."""
    kg_by_place: dict[Place, Decimal] = {}
    for key, value in kg.items():
        place = key.origin, key.country
        kg_by_place[place] = EXPLAIN.add(kg_by_place.get(place, ZERO), value)
    return dict(sorted(kg_by_place.items(), key=lambda row: (row[1].copy_negate(), row[0])))


def shares(kg: Mapping[Place, Decimal], places_kept: Decimal = PLACES) -> dict[Place, Decimal]:
    """The parts of 1, rounded to decimal places and exactly 1 together; empty if there is nothing.

    Args:
        kg: by place, the largest first.
        places_kept: a power of ten, the last decimal place.
    """
    whole = explained_sum(kg.values())
    if not whole:
        return {}
    share_by_place = {
        place: _ROUNDING.quantize(EXPLAIN.divide(value, whole), places_kept)
        for place, value in kg.items()
    }
    largest = next(iter(share_by_place))
    rest = EXACT.subtract(ONE, exact_sum(share_by_place.values()))
    share_by_place[largest] = EXACT.add(share_by_place[largest], rest)
    return share_by_place


def refiners(
    element: str, products: Iterable[str], resolution: Resolution, values: GraphValues[OriginKey]
) -> Iterator[str]:
    """The ids of the refiners behind some entries, suppliers first.

    Args:
        element: a chemical symbol.
        products: the ids of the entries of the battery.
        resolution: the graph.
        values: its tally of that element.
    """
    behind, refined = resolution.upstream(products), set[str]()
    for node in resolution.order:
        record = resolution.record(node)
        if node not in behind or record.inventory is None or extracts(record.entry):
            continue
        states = any(line.kg for line in held_lines(record, record.inventory, element))
        takes = _takes_from(record, refined, resolution, values)
        if states and not takes:
            yield node
        if states or takes:
            refined.add(node)


def _takes_from(
    record: EntryRecord,
    makers: Container[str],
    resolution: Resolution,
    values: GraphValues[OriginKey],
) -> bool:
    """True if goods of some makers bring the element to an entry."""
    for row in () if record.inventory is None else record.inventory.delivery_inputs:
        source = resolution.sources.get(row.delivery)
        if source is not None and source[1] in makers:
            line = values.line(source[1], resolution.lines[source[0]])
            if line is not None and element_kg(line.cells):
                return True
    return False
