"""Choices of history, as the log knows it: entries that were corrected downwards, withdrawn, re-dated or renamed.

A correction may be right, and so may a withdrawal; the log shows that there was another figure. The alternative is the
other version: a line counts at least as it did in each of its earlier versions, and as it does in each later one that
is shown, since a correction after the calculation counts as one before it; and at least as an entry of the same goods
that was withdrawn, re-dated or entered under a look-alike id. Such a version is compared whatever it states, since its
own words are claims. Batteries are compared by the piece, so that neither their mass nor their number can hide a fall.
A figure that did not fall is no choice.

The log's word alone: a bundle shows a part of the log, so history cannot be proved from it. Not seen: an entry that was
never made, and goods under an id that does not look alike.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.falls import (
    Target,
    changes_of,
    in_place,
    in_words_of,
    product_targets,
)
from ledger.choices.lineage import CountedLines, LineageWords, words_of_entry
from ledger.choices.log import LogWord
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.entry import Entry
from schemas.values import Period


def history_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The entries whose history has a higher figure, as far as the log shows it."""
    if context.log is None:
        return
    targets = list(_targets(context, context.log))
    for record, own in groupby(targets, key=lambda target: target.record):
        yield from _corrected(context, context.log, record, list(own))
    yield from _dated_into(context, context.log)
    yield from _left_out(context, context.log, targets)


def _targets(context: ChoiceContext, log: LogWord) -> Iterator[Target]:
    """The drawn lines of entries that stand; what was replaced is a version of one."""
    for record, inventory in context.graph.entries:
        for output in inventory.outputs if log.stands(record.id) else ():
            if (record.id, output.line) in context.lines:
                yield Target(record, output)


def _corrected(
    context: ChoiceContext, log: LogWord, record: EntryRecord, targets: Sequence[Target]
) -> Iterator[Choice]:
    """An entry of which an earlier or a later version has a higher figure, or none that can be computed.

    Its coordinate is the newest version entered after the figure: who settled the choice before it came did not see it.
    """
    later = log.after(record.id)
    versions = [*log.before(record.id), *later]
    falls = [fall for old in versions for target in targets for fall in in_place(log, target, old)]
    compared = {fall.change.instead[0] for fall in falls if fall.worth is not None}
    unknown = [old for old in versions if old.id not in compared]
    if falls or unknown:
        detail = in_words_of("another version", log, falls, unknown)
        changes = changes_of(context, log, targets, falls, versions)
        newest = later[-1].id if later else ""
        yield context.choice("history.corrected", record, detail, changes, at=newest)


def _dated_into(context: ChoiceContext, log: LogWord) -> Iterator[Choice]:
    """A counted product entry that belonged to another period before, beside others with a higher figure."""
    period, lines = context.period, product_targets(context.rows)
    for target in lines:
        versions = log.before(target.record.id)
        if period is None or all(old.entry.period.ends_within(period) for old in versions):
            continue
        others = [other.record for other in lines if other.record is not target.record]
        falls = [fall for other in others for fall in in_place(log, target, other)]
        if falls:
            detail = in_words_of("dated into this period later, another entry", log, falls, ())
            changes = changes_of(context, log, [target], falls, others)
            yield context.choice(
                "history.redated", target.record, detail, changes, at=target.output.line
            )


def _left_out(context: ChoiceContext, log: LogWord, targets: Sequence[Target]) -> Iterator[Choice]:
    """Entries of the same goods that nothing counts, each listed once, by what became of it."""
    counted = CountedLines(context, log, targets)
    issuers = dict.fromkeys(target.record.entry.issuer for target in targets)
    others = (other for issuer in issuers for other in log.of_issuer(issuer))
    for other in (it for it in others if _may_be_left_out(log, it, counted)):
        words = words_of_entry(log, other)
        same = counted.of_goods(other, words)
        code = _fate(context, log, other, [said for _, said in same], words)
        lines, versions = [it for it, _ in same], (other, *log.before(other.id))
        falls = [fall for it in versions for each in lines for fall in in_place(log, each, it)]
        unknown = [] if other.id in log.figures.entries else [other]
        if code is not None and (unknown or falls):
            detail = in_words_of(f"{_FATES[code]} {_spelled(other.entry)}", log, falls, unknown)
            changes = changes_of(context, log, lines, falls, versions)
            yield context.choice(code, other, detail, changes, at="")


def _may_be_left_out(log: LogWord, other: EntryRecord, counted: CountedLines) -> bool:
    """True if an entry that nothing counts was withdrawn, corrected or may be respelled: of many few are."""
    if other.id in log.counted or not log.is_last(other.id):
        return False
    is_changed = log.is_withdrawn(other.id) or bool(log.before(other.id))
    return is_changed or counted.may_be_respelled(other)


_FATES = {
    "history.look_alike": "not counted, under an id that looks alike, an entry of",
    "history.redated": "dated out of this period later, an entry of",
    "history.withdrawn": "withdrawn, an entry of",
}


def _fate(
    context: ChoiceContext,
    log: LogWord,
    other: EntryRecord,
    same: Sequence[LineageWords],
    words: LineageWords,
) -> str | None:
    """The kind of choice that an entry of the same goods is; None if it is none."""
    if not same:
        return None
    if log.is_withdrawn(other.id):
        return "history.withdrawn"
    if any(lineage.is_respelled(words) for lineage in same):
        return "history.look_alike"
    is_moved = context.period is not None and _is_moved_out(context.period, log, other)
    return "history.redated" if is_moved and other.entry.model is not None else None


def _is_moved_out(period: Period, log: LogWord, other: EntryRecord) -> bool:
    """True if an earlier version of an entry ended in the period, and the entry does not."""
    was_counted = any(old.entry.period.ends_within(period) for old in log.before(other.id))
    return was_counted and not other.entry.period.ends_within(period)


def _spelled(entry: Entry) -> str:
    """The ids of an entry, letters beyond ASCII by their code points."""
    named = [f"site {entry.site.code}", f"process {entry.process.value}"]
    named += [] if entry.lot is None else [f"lot {entry.lot}"]
    named += [] if entry.model is None else [f"model {entry.model}"]
    return ", ".join(named).encode("ascii", "backslashreplace").decode()
