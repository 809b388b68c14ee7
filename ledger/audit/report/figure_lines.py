"""The recomputed figure by life-cycle stage and by its largest rows, as lines of text."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from ledger.audit.report.width import names_of, short_id
from ledger.footprint.graph.numbers import EXPLAIN, SHOWN_DIGITS, explained_sum, show_figure
from schemas.views.report import Contributor, Report

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "dataset": "secondary dataset",
        "declared": "declared figure without evidence",
        "direct": "direct emission",
        "waste": "treatment of waste, secondary dataset",
        "avoided": "credit for replaced production",
        "external": "imported figure, not recomputable",
        "virgin": "virgin material of a rulebook",
        "filled": "gap filled by the calculation",
        "disposal": "mass not accounted for, rulebook",
        "not_collected": "not collected, rulebook",
    }
)
"""The sources of a row's factor in words; a part of the circular formula keeps its own word."""

_HUNDRED = Decimal(100)


def per_unit(report: Report) -> str:
    """The unit of the totals of a report."""
    return f"kg CO2e per {'kWh of total energy' if report.unit is None else report.unit.value}"


def unit_word(report: Report) -> str:
    """The unit that the effects in a report are per."""
    return "kWh" if report.unit is None else report.unit.value


def shown(value: str) -> str:
    """A figure in six digits; one that has no more as it is stated."""
    exact = Decimal(value)
    return value if len(exact.as_tuple().digits) <= SHOWN_DIGITS else show_figure(exact)


def stage_lines(report: Report) -> Iterator[str]:
    """The figure by stage, in six digits and per cent of the total; nothing if it was not recomputed."""
    if report.stages is None:
        return
    yield f"By life-cycle stage, {per_unit(report)}"
    values = [Decimal(row.value) for row in report.stages]
    total = explained_sum(values)
    for row, value in zip(report.stages, values, strict=True):
        yield f"  {row.stage.value:<20} {shown(row.value):>14} {percent(value, total):>9}"
    yield ""


def contributor_lines(report: Report) -> Iterator[str]:
    """The largest rows, each with its source and its address; nothing if there is none."""
    rows = report.contributors or ()
    if rows:
        yield f"Largest {len(rows)} contributors, {per_unit(report)}"
    names = names_of(report)
    for row in rows:
        share = "" if row.percent is None else f"{stated_percent(row.percent):>9}"
        yield f"  {shown(row.kg):>14}{share}  {row.label}"
        yield f"      {names.get(row.entry, short_id(row.entry))}; {evidence(row)}"
        yield f"      {short_id(row.entry)}/{row.place}"
    if rows:
        yield "  (`cradle trace BUNDLE ROW` shows what a row rests on)"
        yield ""


def evidence(row: Contributor) -> str:
    """The way in which a contributor is known: its amount, its factor, and the basis of its entry."""
    source = SOURCES.get(row.source, row.source.replace("_", " "))
    amount = "no row states the amount" if row.known is None else f"amount {row.known.value}"
    return f"{amount}; {source}; {row.basis.value.replace('_', ' ')}"


def percent(part: Decimal, whole: Decimal) -> str:
    """A share in per cent with one decimal."""
    if not whole:
        return "-"
    return f"{EXPLAIN.divide(EXPLAIN.multiply(part, _HUNDRED), whole):.1f} %"


def stated_percent(per_cent: str) -> str:
    """A share that a report states in per cent, with one decimal."""
    return percent(Decimal(per_cent), _HUNDRED)
