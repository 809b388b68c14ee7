"""The pictures of a figure and their tables: flows from mine to pack, and countries.

Each picture and its table come from one function, so they show the same numbers.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from api.web.workspace import Visit
from ledger.documents.drawing.country_tiles import CountryValue, TileWords, draw_country_tiles
from ledger.documents.drawing.sankey.cap import KeptFlows, keep
from ledger.documents.drawing.sankey.draw import draw_sankey
from ledger.documents.drawing.sankey.reading import read_flows
from ledger.documents.drawing.sankey.rows import FlowRow, flow_rows
from ledger.documents.drawing.sankey.values import burdens_of, credits_of
from ledger.documents.drawing.sankey.words import SankeyWords
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_rounded, show_stated
from ledger.translations.documents import number, percentage
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.flows import CalculationFlows, FlowNode
from schemas.vocabulary import Stage

PREFIX = "sankey"


class FlowLine(NamedTuple):
    """A flow of the table: both ends in words, burdens and credits as they are written."""

    source: str
    target: str
    burdens: str
    credits: str


class CountryLine(NamedTuple):
    """A country of the table: its burdens and their share of all burdens as they are written."""

    name: str
    burdens: str
    share: str


def name_of_node(visit: Visit, node: FlowNode) -> str:
    """The product of an entry, the firm of a block, or the words for all others."""
    return node.product or node.firm or visit.say("figure.others")


def kept_flows(visit: Visit, flows: CalculationFlows) -> KeptFlows:
    """The flows that the picture and its table show."""
    return keep(read_flows(flows, lambda node: name_of_node(visit, node)))


def all_flows(visit: Visit, flows: CalculationFlows) -> KeptFlows:
    """All flows, for the file."""
    return keep(read_flows(flows, lambda node: name_of_node(visit, node)), None)


def sankey(visit: Visit, document: DeclarationDocument, kept: KeptFlows) -> str:
    """The picture as SVG."""
    return draw_sankey(kept, _sankey_words(visit, document), PREFIX)


def flow_lines(visit: Visit, kept: KeptFlows) -> Iterator[FlowLine]:
    """The table beside the picture."""
    for row in flow_rows(kept):
        yield FlowLine(
            _end(visit, row, row.source.name if row.source else None),
            row.target.name if row.target else visit.say("figure.flows.battery"),
            _shown(visit, burdens_of(row.stages)),
            _shown(visit, credits_of(row.stages)),
        )


def _end(visit: Visit, row: FlowRow, name: str | None) -> str:
    return name or visit.say("figure.flows.smaller", names=", ".join(row.smaller))


def _shown(visit: Visit, value: Decimal) -> str:
    """A value to 6 digits; none where nothing flows."""
    return number(show_stated(value), visit.language) if value else visit.say("page.none")


def _sankey_words(visit: Visit, document: DeclarationDocument) -> SankeyWords:
    unit = visit.say(f"page.unit.{document.per}")
    is_declared = document.digests.declaration is not None

    def smaller(count: int) -> str:
        return visit.say(f"figure.smaller.{'one' if count == 1 else 'many'}", count=str(count))

    def digits(value: Decimal) -> str:
        return number(format_rounded(value), visit.language)

    return SankeyWords(
        title=visit.say("figure.sankey"),
        description=visit.say("figure.sankey.words", unit=unit),
        declared=visit.say("figure.declared" if is_declared else "figure.calculated"),
        unit=unit,
        credits=visit.say("figure.credits"),
        other_credits=visit.say("figure.credits.other"),
        below_zero=visit.say("figure.below_zero"),
        own=visit.say("figure.own"),
        with_suppliers=visit.say("figure.with_suppliers"),
        behind=visit.say("figure.behind"),
        nothing=visit.say("figure.nothing"),
        stages={one.value: visit.say(f"declaration.stage.{one.value}") for one in Stage},
        smaller=smaller,
        number=digits,
        figure=lambda value: number(show_stated(value), visit.language),
    )


def by_country(flows: CalculationFlows) -> dict[str, Decimal]:
    """The burdens of the open entries by country; the rest is closed to the reader."""
    found: dict[str, Decimal] = {}
    for node in flows.nodes:
        for row in node.own or ():
            code = node.country or ""
            found[code] = EXPLAIN.add(found.get(code, ZERO), Decimal(row.burdens))
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def closed_burdens(flows: CalculationFlows) -> Decimal:
    """The burdens whose country the reader may not know."""
    return EXPLAIN.subtract(_all_burdens(flows), sum(by_country(flows).values(), ZERO))


def _all_burdens(flows: CalculationFlows) -> Decimal:
    """The burdens that arrive at the battery."""
    last = (edge for edge in flows.edges if edge.target is None)
    return sum((Decimal(row.burdens) for edge in last for row in edge.stages), ZERO)


def country_lines(visit: Visit, flows: CalculationFlows) -> Iterator[CountryLine]:
    """The table beside the tiles."""
    for code, value in by_country(flows).items():
        yield CountryLine(code, _shown(visit, value), _share(visit, flows, value))
    if not flows.exact:
        closed = closed_burdens(flows)
        rest = number(format_rounded(closed), visit.language)
        words = visit.say("figure.countries.hidden")
        yield CountryLine(words, rest, _share(visit, flows, closed))


def _share(visit: Visit, flows: CalculationFlows, value: Decimal) -> str:
    """A part of all burdens in per cent."""
    whole = _all_burdens(flows)
    return percentage(value / whole, visit.language) if whole else ""


def country_tiles(visit: Visit, flows: CalculationFlows) -> str:
    """The tiles as SVG."""
    values = [CountryValue(code, code, value) for code, value in by_country(flows).items() if value]
    title = "; ".join(f"{line.name} {line.burdens}" for line in country_lines(visit, flows))
    words = TileWords(
        title=f"{visit.say('figure.countries')}: {title}",
        nothing=visit.say("figure.countries.nothing"),
        number=lambda value: _share(visit, flows, value),
    )
    return draw_country_tiles(values, words)
