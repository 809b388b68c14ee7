"""The trace of a row as a page: figure, way, row, factor, document, signature, place in the log."""

from collections.abc import Iterator, Mapping

from ledger.audit.report.names import short_id, shorten_all
from ledger.audit.report.words import SOURCES, per_unit, shown, stated_percent
from ledger.documents.page import Facts, Heading, Items, Page, fact
from schemas.views.report import Report
from schemas.views.trace import Trace, TracedFactor, TracedRow

_KINDS: Mapping[str, str] = {
    "dataset": "secondary dataset",
    "gas": "characterization of a gas",
    "imported": "imported figure, not recomputable",
    "delivery": "goods of a supplier, recomputed in this bundle",
}

Line = tuple[str, ...]
"""A label and the values below each other beside it."""


def layout_trace(trace: Trace, report: Report, names: Mapping[str, str]) -> Page:
    """The page of a trace; `names` are of the statements that it mentions, beside their ids."""
    way = (f"{short_id(row.statement)}/{row.place} names {row.source}" for row in trace.path)
    at = f"{short_id(trace.entry)}/{trace.place}"
    blocks = (
        Facts(tuple(fact(*line) for line in _figure(trace, report))),
        Heading(f"Way from {trace.subject}"),
        Items((*way, at)),
        Heading("Basis"),
        Facts(tuple(fact(*line) for line in _basis(trace))),
    )
    return Page(f"Row {at}", blocks=shorten_all(blocks, names))


def _figure(trace: Trace, report: Report) -> Iterator[Line]:
    unit = per_unit(report)
    share = "" if trace.percent is None else f", {stated_percent(trace.percent)}"
    stages = (
        f"{shown(stage.value)} in {stage.stage.value}"
        for stage in trace.stages or ()
        if stage.value != "0"
    )
    yield "figure", f"{shown(trace.recomputed_total)} {unit}, {trace.verdict}"
    yield "this row", f"{shown(trace.kg)} {unit}{share}", *stages


def _basis(trace: Trace) -> Iterator[Line]:
    span = f"{trace.period.start} to {trace.period.end}, end excluded"
    yield "entry", trace.entry, f"{trace.process.value} in {trace.country}, {span}"
    yield "basis", trace.basis.value.replace("_", " ")
    yield "row", trace.label
    yield from _row(trace.row)
    yield "source", SOURCES.get(trace.source, trace.source)
    yield _factor(trace.factor)
    yield "inventory", f"{trace.inventory}, a section of the entry"
    for signature in trace.signatures:
        state = "sound, by a key that could sign then" if signature.valid else "not verified"
        yield "signature", f"{state}: {signature.key} of {signature.by}"
    if not trace.signatures:
        yield "signature", "not verified"
    yield _place(trace)


def _row(row: TracedRow | None) -> Iterator[Line]:
    """The amount of a row, how it is known, and what shows it."""
    if row is None:
        yield "amount", "no row states it; the method adds it"
        return
    known = "how it was determined is not stated" if row.known is None else row.known.value
    yield "amount", f"{row.amount} {row.unit.value}, {known}"
    yield "document", row.document or "none named"
    for digest in row.evidence:
        yield "evidence", f"{digest}, salted; ask the issuer for the file"
    if not row.evidence:
        yield "evidence", "no digest of a file"


def _factor(factor: TracedFactor | None) -> Line:
    if factor is None:
        return "factor", "no single document values this row"
    value = f"{shown(factor.kg)} kg CO2e per {factor.unit.value}: {factor.label}"
    kind = f"{_KINDS[factor.kind]}; {factor.title or 'no title'}, {factor.document}"
    return "factor", value, *filter(None, (factor.name, factor.source)), kind


def _place(trace: Trace) -> Line:
    leaf = trace.leaf
    if leaf is None:
        return "log", "its place is not proved"
    accepted = f"accepted at {leaf.registry_size} leaves of the registry"
    return "log", f"entries, index {leaf.index} of {leaf.size}, root {leaf.root}", accepted
