"""Choices of production: which entries of its own model and site a calculation counts.

A declarer may exclude an entry that ends in the period, with a reason, or calculate over a period shorter than 12
months; of that no declaration can be made. The alternative: each product line counts at least as what was left out, in
each of its versions. An entry that does not raise the figure is no choice. Excluded entries and those near the period
are in a bundle; it is the log's word that there are no others.
"""

from collections.abc import Iterator

from ledger.choices.choice import Choice
from ledger.choices.context import CalculationContext
from ledger.choices.falls import changes_of, in_place, in_words_of, product_targets
from ledger.choices.lineage import is_left_out
from ledger.choices.log import LogWord
from ledger.footprint.graph.resolution import EntryRecord


def production_choices(context: CalculationContext) -> Iterator[Choice]:
    """The entries of the model and site that are left out, and whose figure is higher."""
    log = context.log
    if log is None:
        return
    lines = product_targets(context.rows)
    for other in log.of_issuer(context.calculation.issuer):
        code = _left_out(context, log, other)
        versions = () if code is None else (other, *log.before(other.id))
        falls = [fall for old in versions for it in lines for fall in in_place(log, it, old)]
        changes = changes_of(context, log, lines, falls, versions)
        if code is not None and changes:
            period = other.entry.period
            what = f"left out, an entry of {period.start} to {period.end}"
            detail = in_words_of(what, log, falls, ())
            yield context.on_calculation(code, detail, changes, at=other.id)


def _left_out(context: CalculationContext, log: LogWord, other: EntryRecord) -> str | None:
    """The kind of choice that leaves an entry out; None if it is counted, of another product, or far away."""
    calculation, entry = context.calculation, other.entry
    if not is_left_out(context, log, other):
        return None
    if entry.period.ends_within(calculation.period):
        return "selection.excluded"
    is_near = entry.period.ends_near(calculation.period) and not calculation.period.lasts_a_year
    return "selection.period" if is_near else None
