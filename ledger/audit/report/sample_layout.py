"""A sample as a page: the seed, the quotas, and a row for each drawn process."""

from decimal import Decimal

from ledger.audit.bundle.model import Bundle
from ledger.audit.report.explanation import name_of
from ledger.audit.report.names import describe, short_id
from ledger.documents.page import Page, facts, table
from ledger.footprint.graph.numbers import EXPLAIN, format_decimal
from schemas.signed.sample import Sample, SampleItem, SampleQuota

COLUMNS = ("row", "process", "site", "relevance", ">share", ">weight", "depth")

_WORDS = {"most_relevant": "most relevant", "other": "other"}


def layout_sample(sample: Sample, verdict: str, bundle: Bundle) -> Page:
    """The page of a sample.

    Args:
        sample: the sample.
        verdict: of the bundle that it was drawn from.
        bundle: for the names of entries.
    """
    head = {
        "bundle": verdict,
        "calculation": sample.calculation,
        "commitment": f"{sample.commitment}, leaf {sample.checkpoint.size - 1}",
        "seed": sample.seed,
        **{_WORDS[row.relevance]: _quota(row) for row in sample.quotas},
        "drawn": f"{len(sample.items)} processes, {sample.drawn}",
    }
    rows = table("Processes", (">", *COLUMNS), (_cells(item, bundle) for item in sample.items))
    return Page("Sample of a calculation", blocks=(facts(head), rows))


def _quota(row: SampleQuota) -> str:
    percent = format_decimal(EXPLAIN.multiply(Decimal(row.share), Decimal(100)).normalize(EXPLAIN))
    return f"{row.drawn} of {row.processes} processes, at least {percent} %, of {row.sites} sites"


def _cells(item: SampleItem, bundle: Bundle) -> tuple[str, ...]:
    signed = bundle.statements.get(item.entry)
    name = item.site if signed is None else describe(name_of(signed, bundle))
    place = f"{short_id(item.entry)}/{', '.join(item.rows) or 'no row'}"
    weights = item.share, str(item.weight), item.depth.replace("_", " ")
    return str(item.order), place, item.label, name, _WORDS[item.relevance], *weights
