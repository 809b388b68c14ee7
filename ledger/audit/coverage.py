"""What an audit could not tell, counted: the sections, statements and figures that are not at hand.

A finding says what is missing and what follows from it; this says how much of the whole it is, so that
the reader of a redacted bundle knows how far its verdict goes. What is whole is not listed.
"""

from collections.abc import Collection, Iterator

from ledger.audit.bundle import Bundle
from ledger.audit.citations import cited
from ledger.audit.method import Stated
from ledger.audit.subject import Graph
from ledger.footprint.figure import Figures
from schemas.kinds import replaced
from schemas.report import Coverage
from schemas.statement import Kind, SectionName


def build_coverage(
    bundle: Bundle, stated: Stated | None, view: Graph | None, figures: Figures | None
) -> tuple[Coverage, ...] | None:
    """What is not whole; None where everything is.

    Args:
        bundle: what is in hand.
        stated: the figure that is verified, where there is one.
        view: the graph behind it, as far as it is known.
        figures: of that graph, as far as they were computed.
    """
    rows = [*_sections(bundle), _statements(bundle, view)]
    if stated is not None:
        named = {stated.rulebook, *stated.factor_sets}
        rows.append(_row("rulebook and factor sets", named, bundle.blobs))
    if view is not None:
        computed = {} if figures is None else figures.entries
        told = {
            newest: entry
            for newest, entry in view.resolution.sources.values()
            if view.records.deliveries[newest].delivery.figure is not None
        }
        comparable = [newest for newest, entry in told.items() if entry in computed]
        rows.append(_row("entries recomputed", view.resolution.nodes, computed))
        rows.append(_row("figures of deliveries compared", told, comparable))
    return tuple(row for row in rows if row.missing) or None


def _sections(bundle: Bundle) -> Iterator[Coverage]:
    for name in SectionName:
        named = [signed for signed in bundle.statements.values() if name in signed.named]
        shown = [signed.id for signed in named if name in signed.sections]
        yield _row(f"sections {name.value}", [signed.id for signed in named], shown)


def _statements(bundle: Bundle, view: Graph | None) -> Coverage:
    """Those that others rest on or replace; what an entry outside the graph rests on is not asked for."""
    named = set(bundle.statements)
    for signed in bundle.statements.values():
        outside = view is not None and signed.id not in view.resolution.nodes
        if signed.kind is Kind.ENTRY and outside:
            named.update(filter(None, [replaced(signed.statement)]))
        else:
            named.update(cited(signed))
    return _row("statements", named, bundle.statements)


def _row(what: str, named: Collection[str], told: Collection[str]) -> Coverage:
    missing = tuple(sorted(set(named).difference(told)))
    return Coverage(
        what=what, told=len(set(named)) - len(missing), of=len(set(named)), missing=missing
    )
