"""The page of a figure: why it is what it is, as far as the reader may look.

A calculation and a declaration have the same page. The tree opens by links, so it works without a script, and never
sends more of a large chain than is open. Its pictures are files of their own too.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from api.declaration_address import PREFIX
from api.paths import IdDigits
from api.web.manufacturer.figure_difference import difference_values
from api.web.manufacturer.figure_files import file_links
from api.web.manufacturer.figure_links import FIGURES, Crumb, document_values
from api.web.manufacturer.figure_pictures import (
    all_burdens,
    by_country,
    closed_burdens,
    country_tiles,
    kept_flows,
    sankey,
)
from api.web.manufacturer.figure_reading import FigureReading, read_figure
from api.web.manufacturer.figure_waiting import await_figure
from api.web.offered_methods import labels_of
from api.web.rendering import SORTS
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.documents.declaration.evidence import proof
from ledger.documents.drawing.sankey.rows import flow_rows
from ledger.documents.drawing.sankey.values import burdens_of, credits_of
from ledger.documents.flow_tree import TreeRow, default_open, flow_tree
from ledger.documents.page import Facts
from ledger.documents.standing import is_past, standing_word, tone_of
from ledger.footprint.graph.numbers import ZERO
from ledger.service.access.bundles import bundle_name
from schemas.views.report import Report
from schemas.views.standing import FigureStanding
from schemas.vocabulary import Stage

router = APIRouter(prefix=FIGURES, include_in_schema=False)
Open = Annotated[
    str | None,
    Query(alias="open", pattern=r"^(all|([0-9]{1,6}(\.[0-9]{1,6})*)?)$", max_length=4000),
]
"""The numbers of the open rows of the tree, with points between them, or `all`."""


ANSWERS: Final = ("choices", "plan", "what-if", "territory", "carbon-price")
"""The pages of answers about any figure."""

OF_BATTERIES: Final = ("readiness", "origin")
"""The pages of answers that exist for batteries alone."""


@router.get("/{digits}")
def figure_page(
    visit: Visited, digits: IdDigits, opened: Open = None, verify: str = "", compare: str = ""
) -> Response:
    """Show the figure with its sections; of a long chain that nobody has opened yet, what is signed, for the moment."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    reading = read_figure(visit, digits, verify=verify == "yes", compare=compare == "yes")
    document, flows, report = reading.document, reading.flows, reading.report
    kept = kept_flows(visit, flows)
    declared = document.digests.declaration
    return visit.page(
        "manufacturer/figure.html",
        found=reading,
        crumbs=(
            Crumb(visit.say("frame.tab.products"), MANUFACTURER.root),
            Crumb(_here(visit, reading)),
        ),
        own=f"{FIGURES}/{digits}",
        standing=reading.standing,
        successor=successor_of(reading.standing),
        public=None if declared is None else f"{PREFIX}/{declared[7:]}",
        states=list(states(visit, reading)),
        report=report,
        checked=checked,
        today=datetime.fromtimestamp(visit.now, UTC).date(),
        sankey=sankey(visit, document, kept),
        flows=flow_rows(kept),
        burdens_of=burdens_of,
        credits_of=credits_of,
        extent=extent(reading),
        tiles=country_tiles(visit, flows),
        countries=by_country(flows),
        closed=closed_burdens(flows),
        whole=all_burdens(flows),
        **tree_values(reading, opened),
        difference=reading.difference and difference_values(visit, reading.difference),
        end_of_life=Stage.END_OF_LIFE,
        answers=ANSWERS if document.declared_unit is not None else (*ANSWERS, *OF_BATTERIES),
        methods=labels_of(visit, (document.digests.rulebook, *document.digests.factor_sets)),
        proof=Facts(tuple(proof(document, visit.language))),
        files=list(file_links(visit, document, digits, reading.audiences)),
        bundle=bundle_name(f"sha256:{digits}", reading.audiences[0]),
        **document_values(visit, document),
    )


def successor_of(standing: FigureStanding) -> str:
    """The page of the figure that counts now in place of a replaced one; empty if it was not replaced."""
    return "" if standing.replaced is None else f"{FIGURES}/{standing.replaced.newest[7:]}"


def _here(visit: Visit, reading: FigureReading) -> str:
    """The end of the trail: a calculation or a declaration, with its period."""
    declared = reading.document.digests.declaration
    kind = "calculation" if declared is None else "declaration"
    return visit.say(f"figure.trail.{kind}", period=visit.period(reading.document.period))


DEPTH = 3
"""The levels of the tree that are open at first."""


class Chip(NamedTuple):
    """A state: its words, its sort for the style sheet, and the page that it leads to, if there is one."""

    label: str
    words: str
    sort: str
    href: str = ""


def states(visit: Visit, reading: FigureReading) -> Iterator[Chip]:
    """The documents of the figure, one after another, as states that one can follow."""
    document, places = reading.document, reading.places
    own = f"{FIGURES}/{reading.digits}"

    def logged(index: int) -> str:
        return visit.say("figure.state.logged", index=str(index))

    digests, standing = document.digests, reading.standing
    past = is_past(standing)
    sort = SORTS[tone_of(standing)] if past else "ok"
    calculation = standing_word(standing, visit.language) if past else logged(places.calculation)
    yield Chip("calculation", calculation, sort, f"/statements/{digests.calculation[7:]}")
    if places.attestation is None or digests.attestation is None:
        yield Chip("attestation", visit.say("figure.state.none"), "info")
    else:
        yield Chip(
            "attestation",
            logged(places.attestation),
            sort,
            f"/statements/{digests.attestation[7:]}",
        )
    if places.declaration is not None and digests.declaration is not None:
        href = f"{PREFIX}/{digests.declaration[7:]}"
        yield Chip("declaration", logged(places.declaration), sort, href)
    elif places.attestation is not None and not past:
        yield Chip("declaration", visit.say("figure.state.declare"), "warn", f"{own}/declare")
    else:
        yield Chip("declaration", visit.say("figure.state.none"), "info", f"{own}/declare")
    if document.declared_unit is None:
        yield Chip("market", visit.say("figure.state.market.open"), "info", f"{own}/readiness")


def checked(report: Report, step: str) -> int:
    """The number of what a step of the verifier checked."""
    return next((row.checked for row in report.steps if row.name == step), 0)


def tree_values(reading: FigureReading, open_numbers: str | None) -> dict[str, Any]:
    """The rows of the tree, those that the address opens, else the first levels; each with the address of its toggle.

    A bar is the share of a row in all burdens, in per mille.
    """
    opened = opened_nodes(reading, open_numbers)
    rows = flow_tree(reading.flows, opened)
    most = sum((row.burdens for row in rows if row.depth == 0), ZERO)

    def href(row: TreeRow) -> str:
        changed = sorted(opened ^ {row.number})
        query = urlencode({"open": ".".join(map(str, changed))})
        return f"{FIGURES}/{reading.digits}?{query}#tree" if row.suppliers else ""

    bars = [int(row.burdens / most * 1000) if most > 0 else 0 for row in rows]
    return {"tree": [(row, href(row), bar) for row, bar in zip(rows, bars, strict=True)]}


def opened_nodes(reading: FigureReading, open_numbers: str | None) -> frozenset[int]:
    """The open nodes: numbers with points between them, `all`, or the first levels if nothing is asked."""
    if open_numbers is None:
        return default_open(reading.flows, DEPTH)
    if open_numbers == "all":
        return frozenset(range(len(reading.flows.nodes)))
    return frozenset(int(number) for number in open_numbers.split(".") if number)


def extent(reading: FigureReading) -> dict[str, int]:
    """The parts of the chain that the reader sees, and the blocks that it does not."""
    counts = Counter(node.own is not None for node in reading.flows.nodes)
    return {"own": counts[True], "blocks": counts[False]}
