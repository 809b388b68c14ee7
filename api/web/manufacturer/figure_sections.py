"""The sections of the page of a figure, in words and numbers of the reader's language."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from api.declaration_address import PREFIX
from api.web.manufacturer.figure_links import FIGURES
from api.web.manufacturer.figure_pictures import name_of_node
from api.web.manufacturer.figure_reading import FigureReading
from api.web.workspace import Visit
from ledger.documents.flow_tree import TreeRow, default_open, flow_tree
from ledger.footprint.graph.numbers import ZERO, show_stated
from ledger.translations.documents import number
from schemas.views.report import Report
from schemas.vocabulary import Stage

DEPTH = 3
"""The levels of the tree that are open at first."""


class Chip(NamedTuple):
    """A state: its words, its sort for the style sheet, and the page that it leads to, if there is one."""

    label: str
    words: str
    sort: str
    href: str = ""


class TreeLine(NamedTuple):
    """A row of the tree; `href` opens or closes it, `bar` is its share of all burdens in per mille."""

    row: TreeRow
    name: str
    site: str
    own: str
    whole: str
    bar: int
    href: str
    toggle: str


class Verdict(NamedTuple):
    """The verifier's word and its reach."""

    verdict: str
    words: str


class RuleLine(NamedTuple):
    """The figure by one rulebook."""

    rulebook: str
    end_of_life: str
    total: str
    own: bool


def states(visit: Visit, found: FigureReading) -> Iterator[Chip]:
    """The documents of the figure, one after another, as states that one can follow."""
    document, places = found.document, found.places
    own = f"{FIGURES}/{found.digits}"

    def logged(index: int) -> str:
        return visit.say("figure.state.logged", index=str(index))

    digests = document.digests
    calculation = logged(places.calculation)
    sort = "ok"
    if document.superseded_by is not None:
        calculation, sort = visit.say("figure.state.superseded"), "warn"
    elif document.changes_since:
        calculation, sort = visit.say("figure.state.stale"), "warn"
    yield Chip("calculation", calculation, sort, f"/statements/{digests.calculation[7:]}")
    if places.attestation is None or digests.attestation is None:
        yield Chip("attestation", visit.say("figure.state.none"), "info")
    else:
        yield Chip(
            "attestation",
            logged(places.attestation),
            "ok",
            f"/statements/{digests.attestation[7:]}",
        )
    if places.declaration is not None and digests.declaration is not None:
        href = f"{PREFIX}/{digests.declaration[7:]}"
        yield Chip("declaration", logged(places.declaration), "ok", href)
    elif places.attestation is not None:
        yield Chip("declaration", visit.say("figure.state.declare"), "warn", f"{own}/declare")
    else:
        yield Chip("declaration", visit.say("figure.state.none"), "info", f"{own}/declare")
    yield Chip("market", visit.say("figure.state.market.open"), "info", f"{own}/readiness")


def verdict(visit: Visit, found: FigureReading) -> Verdict | None:
    """The verifier's word with what it recomputed; None if it was not run."""
    report = found.report
    if report is None:
        return None
    today = datetime.fromtimestamp(visit.context.now(), UTC).date()
    words = visit.say(
        "figure.verdict.words",
        figures=str(_checked(report, "recomputation")),
        compared=str(_checked(report, "supplier_figures")),
        remarks=str(sum(row.severity == "remark" for row in report.findings)),
        day=today.isoformat(),
    )
    return Verdict(report.verdict, words)


def _checked(report: Report, step: str) -> int:
    return next((row.checked for row in report.steps if row.name == step), 0)


def tree(visit: Visit, found: FigureReading, asked: str | None) -> list[TreeLine]:
    """The rows of the tree: those that the address opens, else the first levels."""
    opened = opened_nodes(found, asked)
    rows = flow_tree(found.flows, opened)
    most = sum((row.burdens for row in rows if row.depth == 0), ZERO)
    return [_tree_line(visit, found, row, opened, most) for row in rows]


def opened_nodes(found: FigureReading, asked: str | None) -> frozenset[int]:
    """The open nodes: numbers with points between them, `all`, or the first levels if nothing is asked."""
    if asked is None:
        return default_open(found.flows, DEPTH)
    if asked == "all":
        return frozenset(range(len(found.flows.nodes)))
    return frozenset(int(one) for one in asked.split(".") if one)


def _tree_line(
    visit: Visit, found: FigureReading, row: TreeRow, opened: Collection[int], most: Decimal
) -> TreeLine:
    node = row.node
    if node is None:
        name, site = visit.say("figure.tree.smaller", count=str(row.number)), ""
    else:
        name = name_of_node(visit, node)
        site = " ".join(filter(None, (node.firm if node.product else None, node.country)))
        if node.own is None:
            site = f"{site} {visit.say('figure.tree.closed')}".strip()
    changed = set(opened) ^ ({row.number} if row.suppliers else set())
    query = urlencode({"open": ".".join(map(str, sorted(changed)))})
    return TreeLine(
        row=row,
        name=name,
        site=site,
        own="" if row.own is None else six(visit, row.own),
        whole=six(visit, row.whole),
        bar=int(row.burdens / most * 1000) if most > 0 else 0,
        href=f"{FIGURES}/{found.digits}?{query}#tree" if row.suppliers else "",
        toggle=visit.say(f"figure.tree.{'close' if row.is_open else 'open'}", name=name),
    )


def six(visit: Visit, value: Decimal) -> str:
    """A value to 6 digits in the page's language."""
    return number(show_stated(value), visit.language)


def rules(visit: Visit, found: FigureReading) -> Iterator[RuleLine]:
    """The figure by each rulebook that gives one; the first is the figure's own."""
    figures = () if found.comparison is None else found.comparison.figures
    for place, side in enumerate(figures):
        last = next(Decimal(row.value) for row in side.stages if row.stage is Stage.END_OF_LIFE)
        total = six(visit, Decimal(side.total))
        yield RuleLine(side.rulebook, six(visit, last), total, own=place == 0)


def extent(visit: Visit, found: FigureReading) -> str:
    """The part of the chain that the reader sees."""
    counts = Counter(node.own is not None for node in found.flows.nodes)
    if found.flows.exact:
        return visit.say("figure.extent.exact", count=str(counts[True]))
    own, blocks = str(counts[True]), str(counts[False])
    return visit.say("figure.extent.limited", own=own, blocks=blocks)
