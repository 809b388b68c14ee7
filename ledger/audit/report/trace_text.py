"""The trace of a row as text in 80 columns: figure, way, row, factor, document, signature, place in the log."""

from collections.abc import Iterator, Mapping

from ledger.audit.report.figure_lines import SOURCES, per_unit, shown, stated_percent
from ledger.audit.report.width import fit, short_id
from schemas.views.report import Report
from schemas.views.trace import Trace, TracedFactor, TracedRow

_KINDS: Mapping[str, str] = {
    "dataset": "secondary dataset",
    "gas": "characterization of a gas",
    "imported": "imported figure, not recomputable",
    "delivery": "goods of a supplier, recomputed in this bundle",
}


def format_trace(trace: Trace, report: Report, names: Mapping[str, str]) -> str:
    """Format a trace; `names` are of the statements that it mentions."""
    return "\n".join(fit(_lines(trace, report), names))


def _lines(trace: Trace, report: Report) -> Iterator[str]:
    unit = per_unit(report)
    share = "" if trace.percent is None else f", {stated_percent(trace.percent)}"
    yield _line("figure", f"{shown(trace.recomputed_total)} {unit}, {trace.verdict}")
    yield _line("this row", f"{shown(trace.kg)} {unit}{share}")
    for stage in trace.stages or ():
        if stage.value != "0":
            yield _line("", f"{shown(stage.value)} in {stage.stage.value}")
    yield ""
    yield f"Way from {trace.subject}"
    for draw in trace.path:
        yield f"  {short_id(draw.statement)}/{draw.place} names {draw.source}"
    yield f"  {short_id(trace.entry)}/{trace.place}"
    yield ""
    span = f"{trace.period.start} to {trace.period.end}, end excluded"
    yield _line("entry", trace.entry)
    yield _line("", f"{trace.process.value} in {trace.country}, {span}")
    yield _line("basis", trace.basis.value.replace("_", " "))
    yield _line("row", trace.label)
    yield from _row(trace.row)
    yield _line("source", SOURCES.get(trace.source, trace.source))
    yield from _factor(trace.factor)
    yield ""
    yield _line("inventory", f"{trace.inventory}, a section of the entry")
    for signature in trace.signatures:
        state = "sound, by a key that could sign then" if signature.valid else "not verified"
        yield _line("signature", f"{state}: {signature.key} of {signature.by}")
    if not trace.signatures:
        yield _line("signature", "not verified")
    yield from _place(trace)


def _row(row: TracedRow | None) -> Iterator[str]:
    """The amount of a row, how it is known, and what shows it."""
    if row is None:
        yield _line("amount", "no row states it; the method adds it")
        return
    yield _line("amount", f"{row.amount} {row.unit.value}, {row.known.value}")
    yield _line("document", row.document or "none named")
    for digest in row.evidence:
        yield _line("evidence", f"{digest}, salted; ask the issuer for the file")
    if not row.evidence:
        yield _line("evidence", "no digest of a file")


def _factor(factor: TracedFactor | None) -> Iterator[str]:
    if factor is None:
        yield _line("factor", "no single document values this row")
        return
    yield _line("factor", f"{shown(factor.kg)} kg CO2e per {factor.unit.value}: {factor.label}")
    yield from (_line("", text) for text in (factor.name, factor.source) if text is not None)
    yield _line("", f"{_KINDS[factor.kind]}; {factor.title or 'no title'}, {factor.document}")


def _place(trace: Trace) -> Iterator[str]:
    leaf = trace.leaf
    if leaf is None:
        yield _line("log", "its place is not proved")
        return
    yield _line("log", f"entries, index {leaf.index} of {leaf.size}, root {leaf.root}")
    yield _line("", f"accepted at {leaf.registry_size} leaves of the registry")


def _line(name: str, value: str) -> str:
    return f"{name:<12} {value}"
