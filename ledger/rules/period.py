"""The rules of periods: the entries that a calculation counts, and the time it must cover.

An entry belongs to the period that its last day is in, whole. So nothing is counted in two periods that follow each
other, and nothing falls between them. A calculation spans 12 months by the calendar, as far as entries reach, or holds
all production of its model and site; a shorter one could leave any batch out without saying so. An entry that makes a
model spans at most 12 months, so that one which shares a day with a calculation ends within a year of it.

Both lengths are our own rule (decision 0026): no text that we know states the time over which a model is averaged. Not
seen: production under another model, site or date than it had, which is the issuer's word.
"""

from collections.abc import Iterable, Iterator, Sequence

from ledger.footprint.graph.composition import product_entries
from ledger.footprint.graph.resolution import EntryRecord, Problem, Records
from schemas.signed.calculation import AssertedCalculation, Composition
from schemas.signed.entry import Entry
from schemas.values import a_year_from


def length_problems(subject: str, entry: Entry) -> Iterator[Problem]:
    """The length of an entry that makes a model."""
    if entry.model is not None and entry.period.end > a_year_from(entry.period.start, 1):
        detail = (
            f"an entry that makes a model spans at most 12 months, this one {entry.period.start} to "
            f"{entry.period.end}; enter each year, or each lot, by itself"
        )
        yield Problem("period.long", subject, detail, "period")


def outdates(entry: Entry, calculation: AssertedCalculation) -> bool:
    """True if an entry of the same model and site, entered later, makes a calculation out of date.

    It does if it belongs to the period; and where the period is shorter than 12 months in any case, for such a period
    holds all production.
    """
    period = calculation.period
    return entry.period.ends_within(period) or not period.lasts_a_year


def live_entries(entries: Iterable[str], records: Records) -> Sequence[EntryRecord]:
    """The newest versions of the entries that made a product, as far as they are available; none that was withdrawn."""
    newest = dict.fromkeys(name for name in map(records.newest, entries) if name is not None)
    return [records.entries[name] for name in newest if name in records.entries]


def neighbouring_entries(
    calculation: AssertedCalculation,
    composition: Composition,
    entries: Iterable[str],
    records: Records,
) -> Sequence[EntryRecord]:
    """The entries to be checked beside those counted: excluded ones, and those that end within a year of the period.

    Args:
        calculation: that decides which entries are near.
        composition: its rows and exclusions.
        entries: ids that the registry's `entries` leaves of this product name, as of the same state.
        records: the newest versions.
    """
    excluded = live_entries((row.entry for row in composition.exclusions), records)
    near = [
        record
        for record in live_entries(entries, records)
        if record.entry.period.ends_near(calculation.period)
    ]
    counted = product_entries(composition, records)
    neighbours = {record.id: record for record in (*excluded, *near) if record.id not in counted}
    return list(neighbours.values())


def period_problems(
    subject: str, calculation: AssertedCalculation, entries: Iterable[str], records: Records
) -> Iterator[Problem]:
    """A period that permits no declaration: shorter than 12 months, and without part of the production.

    Days after the last entry do not count: they have no entries yet, so a year that has just begun is not a whole year.

    Args:
        subject: the statement that is at fault.
        calculation: its period is checked.
        entries: ids that the registry's `entries` leaves of this product name, as of the same state.
        records: the newest versions.
    """
    period = calculation.period
    spans = [record.entry.period for record in live_entries(entries, records)]
    if all(map(period.covers, spans)):
        return
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    year_on = a_year_from(period.start, 1)
    if year_on <= min(period.end, last):
        return
    fault = f"has no 12 months up to {last}, where the last entry ends"
    if not period.lasts_a_year:
        fault = "is shorter than 12 months"
    start, end = (a_year_from(last, -1), last) if last < year_on else (period.start, year_on)
    detail = (
        f"the period from {period.start} to {period.end} {fault}, and does not hold all production of this model and "
        f"site ({first} to {last}); calculate from {start} to {end}, or over all production"
    )
    yield Problem("period.short", subject, detail, "calculation")
