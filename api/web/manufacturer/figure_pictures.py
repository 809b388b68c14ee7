"""The pictures of a figure, flows from mine to pack and countries, and the values that they share with their tables."""

from decimal import Decimal

from api.web.rendering import write_stated
from api.web.workspace import Visit
from ledger.documents.declaration.unit_words import (
    unit_of,
)
from ledger.documents.drawing.country_tiles import CountryValue, TileWords, draw_country_tiles
from ledger.documents.drawing.sankey.cap import KeptFlows, keep
from ledger.documents.drawing.sankey.draw import draw_sankey
from ledger.documents.drawing.sankey.picture_graph import read_flows
from ledger.documents.drawing.sankey.words import SankeyWords
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_rounded
from ledger.translations.documents import number, percentage
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.flows import CalculationFlows, FlowNode
from schemas.vocabulary import Stage

PREFIX = "sankey"


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


def _sankey_words(visit: Visit, document: DeclarationDocument) -> SankeyWords:
    unit = unit_of(document, visit.language)
    is_declared = document.digests.declaration is not None

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
        stages={stage.value: visit.say(f"declaration.stage.{stage.value}") for stage in Stage},
        smaller=lambda count: visit.counted("figure.smaller", count),
        number=lambda value: number(format_rounded(value), visit.language),
        figure=lambda value: write_stated(value, visit.language),
    )


def by_country(flows: CalculationFlows) -> dict[str, Decimal]:
    """The burdens of the open entries by country; the rest is closed to the reader."""
    burdens: dict[str, Decimal] = {}
    for node in flows.nodes:
        for row in node.own or ():
            code = node.country or ""
            burdens[code] = EXPLAIN.add(burdens.get(code, ZERO), Decimal(row.burdens))
    return dict(sorted(burdens.items(), key=lambda item: (-item[1], item[0])))


def all_burdens(flows: CalculationFlows) -> Decimal:
    """The burdens that arrive at the battery."""
    last = (edge for edge in flows.edges if edge.target is None)
    return sum((Decimal(row.burdens) for edge in last for row in edge.stages), ZERO)


def closed_burdens(flows: CalculationFlows) -> Decimal | None:
    """The burdens whose country the reader may not know; None if it may know all."""
    if flows.exact:
        return None
    return EXPLAIN.subtract(all_burdens(flows), sum(by_country(flows).values(), ZERO))


def country_tiles(visit: Visit, flows: CalculationFlows) -> str:
    """The tiles as SVG."""
    burdens, whole, closed = by_country(flows), all_burdens(flows), closed_burdens(flows)

    def share(value: Decimal) -> str:
        return percentage(value / whole, visit.language) if whole else ""

    none = visit.say("page.none")
    named = [
        f"{code} {write_stated(value, visit.language) if value else none}"
        for code, value in burdens.items()
    ]
    if closed is not None:
        rest = number(format_rounded(closed), visit.language)
        named.append(f"{visit.say('figure.countries.hidden')} {rest}")
    words = TileWords(
        title=f"{visit.say('figure.countries')}: {'; '.join(named)}",
        nothing=visit.say("figure.countries.nothing"),
        number=share,
    )
    tiles = [CountryValue(code, code, value) for code, value in burdens.items() if value]
    return draw_country_tiles(tiles, words)
