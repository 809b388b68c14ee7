"""The words and units of a report: its verdict, its figures in six digits, and how a contributor is known."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from ledger.audit.report.documents import STEP as DOCUMENTS
from ledger.documents.shown import percent
from ledger.footprint.graph.numbers import SHOWN_DIGITS, show_figure
from ledger.footprint.quality.own_data import ADDED, NOT_STATED
from schemas.views.contributor import Contributor
from schemas.views.report import Report

VERDICTS: Mapping[str, str] = {
    "verified": "Verified: recomputed from signed data, to the last digit.",
    "contradicted": "Contradicted: two things in the bundle disagree, or the policy does not accept one.",
    "attested": "Attested: not fully recomputed; auditors that the policy lists have attested the withheld parts.",
    "incomplete": "Incomplete: something named is missing, and what depends on it was not checked.",
}
"""The verdicts in words."""

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

_AMOUNTS: Mapping[str, str] = MappingProxyType(
    {
        ADDED: "no row states the amount",
        NOT_STATED: "how the amount was determined is not stated",
    }
)

_HUNDRED = Decimal(100)


def verdict_words(report: Report) -> str:
    """The verdict in words; of a bundle that alone would be verified, what a document beside it does."""
    others = {row.severity for row in report.findings if row.step != DOCUMENTS}
    if report.verdict == "contradicted" and "contradiction" not in others:
        return "Contradicted: a document beside the bundle has other values than the bundle gives."
    if report.verdict == "incomplete" and others <= {"remark"}:
        return "Incomplete: the bundle itself is verified; a document beside it was not wholly compared."
    return VERDICTS[report.verdict]


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


def evidence(row: Contributor) -> str:
    """The way in which a contributor is known: its amount, its factor, and the basis of its entry."""
    source = SOURCES.get(row.source, row.source.replace("_", " "))
    amount = _AMOUNTS.get(row.known, f"amount {row.known}")
    return f"{amount}; {source}; {row.basis.value.replace('_', ' ')}"


def stated_percent(per_cent: str | None) -> str:
    """A share that a report states in per cent, with one decimal; empty without one."""
    return "" if per_cent is None else percent(Decimal(per_cent), _HUNDRED)
