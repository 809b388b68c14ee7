"""The coverage of an audit: the numbers of sections, statements and figures that were missing.

A finding names a missing thing and its consequences. The coverage gives its share of the whole, so that the reader
of a redacted bundle knows the reach of the verdict. Complete parts are not listed.
"""

from collections.abc import Collection, Iterator

from ledger.audit.bundle.model import Bundle, SignedStatement
from ledger.audit.context import AuditContext
from ledger.audit.figure.supplier_figures import list_supplier_figures
from ledger.audit.subject.subject import Graph, View
from schemas.signed.calculation import Calculation
from schemas.signed.entry import Entry
from schemas.signed.statement import Kind, SectionName
from schemas.views.report import Coverage


def build_coverage(context: AuditContext) -> tuple[Coverage, ...] | None:
    """The incomplete parts of the bundle; None if there are none, or if the bundle has no subject."""
    bundle, subject_figure, view, figures = (
        context.bundle,
        context.stated,
        context.view,
        context.figures,
    )
    if not context.has_subject:
        return None
    rows = [*_sections(bundle, view), _statements(bundle, view)]
    if subject_figure is not None:
        named = {subject_figure.rulebook, *subject_figure.factor_sets}
        rows.append(_named("rulebook and factor sets", named, bundle.blobs))
    if view is not None:
        computed = {} if figures is None else figures.entries
        stated_with = {row.id: row.entry for row in list_supplier_figures(view)}
        comparable = [newest for newest, entry in stated_with.items() if entry in computed]
        rows.append(_named("entries recomputed", view.resolution.nodes, computed))
        rows.append(_named("figures of deliveries compared", stated_with, comparable))
    return tuple(row for row in rows if row.missing) or None


def _sections(bundle: Bundle, view: Graph | None) -> Iterator[Coverage]:
    named = dict.fromkeys(SectionName, 0)
    withheld: dict[SectionName, list[str]] = {name: [] for name in SectionName}
    for signed in bundle.statements.values():
        if isinstance(view, View) and _is_far(signed, view):
            continue
        for name in signed.named:
            named[name] += 1
            if name not in signed.sections:
                withheld[name].append(signed.id)
    for name, count in named.items():
        yield _row(f"sections {name.value}", count, withheld[name])


def _is_far(signed: SignedStatement, view: View) -> bool:
    """True for a statement whose envelope is enough.

    This is an entry of the product that the calculation neither counts nor leaves out, or another calculation, which an
    earlier declaration names.
    """
    entry, calculation = signed.statement, view.calculation
    if isinstance(entry, Calculation):
        return signed.id != view.id
    return (
        isinstance(entry, Entry)
        and signed.id not in view.production.nodes
        and (entry.issuer, entry.model, entry.site.code)
        == (calculation.issuer, calculation.model, calculation.site)
    )


def _statements(bundle: Bundle, view: Graph | None) -> Coverage:
    """The statements that others rest on or replace; the sources of an entry outside the graph are not required."""
    named = set(bundle.statements)
    for signed in bundle.statements.values():
        if (
            signed.kind is Kind.ENTRY
            and view is not None
            and signed.id not in view.production.nodes
        ):
            named.update(filter(None, [signed.old]))
        else:
            named.update(signed.cited)
    return _named("statements", named, bundle.statements)


def _named(what: str, named: Collection[str], present: Collection[str]) -> Coverage:
    return _row(what, len(named), set(named).difference(present))


def _row(what: str, of: int, missing: Collection[str]) -> Coverage:
    return Coverage(what=what, told=of - len(missing), of=of, missing=tuple(sorted(missing)))
