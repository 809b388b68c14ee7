"""A sample as text: the seed, the quotas, and a line for each drawn process."""

from collections.abc import Iterator
from decimal import Decimal

from ledger.audit.bundle.model import Bundle
from ledger.audit.report.explanation import name_of
from ledger.audit.report.width import describe
from ledger.footprint.graph.numbers import EXPLAIN, format_decimal
from schemas.signed.sample import Sample, SampleItem, SampleQuota

_DIGITS = 12

_WORDS = {"most_relevant": "most relevant", "other": "other"}


def format_sample(sample: Sample, verdict: str, bundle: Bundle) -> str:
    """The text of a sample.

    Args:
        sample: the sample.
        verdict: of the bundle that it was drawn from.
        bundle: for the names of entries.
    """
    return "\n".join(_lines(sample, verdict, bundle))


def _lines(sample: Sample, verdict: str, bundle: Bundle) -> Iterator[str]:
    yield f"bundle       {verdict}"
    yield f"calculation  {sample.calculation}"
    yield f"commitment   {sample.commitment}, leaf {sample.checkpoint.size - 1}"
    yield f"seed         {sample.seed}"
    yield from (_quota(row) for row in sample.quotas)
    yield ""
    for item in sample.items:
        yield from _item(item, bundle)
    yield ""
    yield f"drawn        {len(sample.items)} processes, {sample.drawn}"


def _quota(row: SampleQuota) -> str:
    name = f"{_WORDS[row.relevance]}:"
    percent = format_decimal(EXPLAIN.multiply(Decimal(row.share), Decimal(100)).normalize(EXPLAIN))
    share = f"{row.drawn} of {row.processes} processes, at least {percent} %"
    return f"{name:<15} {share}, of {row.sites} sites"


def _item(item: SampleItem, bundle: Bundle) -> Iterator[str]:
    signed = bundle.statements.get(item.entry)
    name = item.site if signed is None else describe(name_of(signed, bundle))
    entry = item.entry.removeprefix("sha256:")[:_DIGITS]
    rows = ", ".join(item.rows) or "no row"
    yield f"{item.order:>4}  {entry}/{rows}  {item.label}"
    yield (
        f"      {name}; {_WORDS[item.relevance]}, share {item.share}, weight {item.weight}: "
        f"{item.depth.replace('_', ' ')}"
    )
