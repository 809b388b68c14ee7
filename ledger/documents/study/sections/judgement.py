"""The sections on value choices and ranges, limits, verification, and what is not stated.

A range always has both ends, and a refusal by an auditor stands among the attestations.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from ledger.choices.listing import counted_words, small_words, without_small
from ledger.documents.page import Block, Cell, Fact, Facts, Heading, Items, Paragraph
from ledger.documents.study.checklist import BY_ID, Item
from ledger.documents.study.sections.data import required_sentence
from ledger.documents.study.writing import StudyWriter, cells
from schemas.views.study_results import ValueChoice
from schemas.views.study_scope import Verification


def write_choices(write: StudyWriter) -> Iterator[Block]:
    """The choices that move the figure, and the ranges over what the method leaves open."""
    study = write.study
    yield write.section("choices")
    if study.value_choices is None:
        yield Paragraph(write.text("head.no_conservative", needs=write.needs("conservative")))
    if study.choice_counts is not None and study.choice_counts.count:
        yield Paragraph(counted_words(study.choice_counts, write.language))
    rows, small = without_small(study.value_choices or (), study.total)
    yield from write.table(
        write.text("caption.choices"),
        ("choice", "chooser", "state", "effect"),
        (
            cells(
                write.text(f"choice.{row.code}"),
                write.text(f"chooser.{row.chooser}"),
                write.text(f"state.{row.state}"),
                _effect(write, row, count),
                kinds=("text", "text", "text", "number"),
            )
            for row, count in _alike(rows)
        ),
    )
    if small is not None:
        yield Paragraph(small_words(small, write.language))
    if study.choices_hidden:
        yield Paragraph(write.text("choices.hidden", count=str(study.choices_hidden)))
    if study.conservative is not None and study.conservative.interaction is not None:
        kg = write.value(study.conservative.interaction)
        yield Paragraph(write.text("choices.interaction", kg=kg))
    yield from _ranges(write)
    yield write.note("uncertainty.none")


def _alike(rows: Iterable[ValueChoice]) -> Iterable[tuple[ValueChoice, int]]:
    """Equal rows once, with their number: without an effect, choices of one kind look alike."""
    return Counter(rows).items()


def _effect(write: StudyWriter, row: ValueChoice, count: int) -> str:
    effect = write.text("effect.unknown") if row.effect is None else write.value(row.effect)
    return effect if count == 1 else write.text("effect.times", effect=effect, count=str(count))


def _ranges(write: StudyWriter) -> Iterator[Block]:
    ranges = write.study.sensitivity
    if not ranges:
        yield Paragraph(write.text("sensitivity.none", needs=write.needs("sensitivity")))
        return
    yield from write.table(
        write.text("caption.sensitivity"),
        ("open", "low", "high"),
        (
            cells(
                write.text(f"open.{row.parameter}"),
                write.value(row.low),
                write.value(row.high),
                kinds=("text", "number", "number"),
            )
            for row in ranges
        ),
    )


def write_limits(write: StudyWriter) -> Iterator[Block]:
    """The limits of interpretation that apply."""
    limits, corrections = write.study.limits, write.study.corrections
    yield write.section("limits")
    yield Items(tuple(write.text(f"limit.{name}") for name in limits))
    yield Paragraph(write.text("corrections", replaced=str(corrections.replaced)))


def write_verification(write: StudyWriter) -> Iterator[Block]:
    """Each attestation or refusal, in the order of the log."""
    attestations = write.study.verification
    yield write.section("verification")
    if not attestations:
        yield Paragraph(write.text("verification.none"))
    for row in attestations:
        yield Heading(row.auditor, 3)
        yield Facts(tuple(_attestation(write, row)))


def _attestation(write: StudyWriter, row: Verification) -> Iterator[Fact]:
    def fact(name: str, value: str, *, is_code: bool = False) -> Fact:
        cell = Cell(value, "code" if is_code else "text")
        return Fact(write.text(f"verification.{name}"), (cell,))

    yield fact("outcome", write.text(f"outcome.{row.outcome}"))
    yield fact("level", write.text(f"level.{row.level}"))
    yield fact("scope", row.scope)
    percent = write.percent(row.materiality)
    yield fact("materiality", write.text("materiality", percent=percent))
    yield fact("depth", write.text(f"depth.{row.depth.default}"))
    yield fact("statement", row.attestation, is_code=True)


def write_gaps(write: StudyWriter) -> Iterator[Block]:
    """Every item that is not stated, the reason, and what would state it."""
    study = write.study
    yield write.section("gaps")
    yield write.note("gaps.intro")
    yield from write.table(
        "",
        ("item", "asked_by", "reason", "needs"),
        (
            cells(
                write.text(f"item.{row.item}"),
                write.joined(_clauses(BY_ID[row.item])),
                write.text(f"reason.{row.reason}"),
                write.needs_for(row.item, row.reason),
            )
            for row in study.not_stated
            if row.reason != "empty"
        ),
    )
    empty = [write.text(f"item.{row.item}") for row in study.not_stated if row.reason == "empty"]
    if empty:
        yield Paragraph(write.text("gaps.empty", items=write.joined(empty)))
    is_product = study.standing.law == "product"
    missing = () if is_product else tuple(_missing(write))
    if missing:
        yield Paragraph(write.text("gaps.missing"))
        yield Items(missing)


def _missing(write: StudyWriter) -> Iterator[str]:
    """What a declaration lacks: the law, company-specific data, parts of the method, a whole year."""
    study = write.study
    if study.method.declarable != "article_7":
        status = write.text(f"status.{study.method.legal_status}")
        yield write.text("missing.law", rulebook=study.rulebook, status=status)
    if study.data.company_specific.missing:
        yield required_sentence(write)
    if study.system.not_covered:
        yield write.text("missing.not_covered")
    if "short_period" in study.limits:
        yield write.text("limit.short_period")


def _clauses(item: Item) -> Iterator[str]:
    """The texts that ask for an item; for one that only the Battery Regulation or this format has, a dash."""
    if item.iso:
        yield "ISO 14067, 7"
    if item.pef:
        yield f"PEF {item.pef}"
    if not item.iso and not item.pef:
        yield "-"
