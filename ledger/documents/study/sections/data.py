"""The sections on data, electricity, allocation and data quality."""

from collections.abc import Iterator

from ledger.documents.page import Block, Paragraph
from ledger.documents.study.writing import StudyWriter, cells
from ledger.footprint.quality.own_data import ADDED, NOT_STATED
from schemas.views.study_data import ShareOf


def write_data(write: StudyWriter) -> Iterator[Block]:
    """Origin, basis and collection of the data, and the sets and datasets behind them."""
    data = write.study.data
    yield write.section("data")
    yield from _shares(write, "data.sources", data.sources)
    yield from _shares(write, "data.bases", data.bases)
    yield from _shares(write, "data.collection", data.collection)
    own = data.company_specific
    shares = {"share": write.share(own.share), "silent": write.share(own.not_stated)}
    yield Paragraph(write.text("company_specific", **shares))
    yield Paragraph(required_sentence(write))
    yield from write.table(
        write.text("item.data.factor_sets"),
        ("set", "version", "licence", "used"),
        (
            cells(
                row.title,
                row.version,
                write.text(f"licence.{row.licence}"),
                str(row.used),
                kinds=("text", "text", "text", "number"),
            )
            for row in data.factor_sets
        ),
    )
    yield from write.table(
        write.text("item.data.datasets"),
        ("dataset", "source", "place_years", "unit", "per_unit"),
        (
            cells(
                row.name,
                row.source,
                " ".join(part for part in (row.geography, row.years) if part) or "-",
                write.word("unit", row.unit.value),
                write.licensed(row.value),
                kinds=("text", "text", "text", "text", "number"),
            )
            for row in data.datasets
        ),
    )


def _shares(write: StudyWriter, item: str, rows: tuple[ShareOf, ...]) -> Iterator[Block]:
    yield from write.table(
        write.text(f"item.{item}"),
        ("word", "share"),
        (
            cells(_word(write, item, row.key), write.share(row.share), kinds=("text", "number"))
            for row in rows
        ),
    )


def _word(write: StudyWriter, item: str, key: str) -> str:
    if item == "data.sources":
        return write.known_word("source", key)
    if item == "data.bases":
        return write.word("basis", key)
    return write.text(f"known.{key}") if key in {ADDED, NOT_STATED} else write.word("known", key)


def required_sentence(write: StudyWriter) -> str:
    """The state of the processes for which the method requires company-specific data."""
    company_specific = write.study.data.company_specific
    if not company_specific.required:
        return write.text("company_specific.none")
    if not company_specific.missing:
        return write.text("company_specific.all")
    names = write.joined(write.word("process", code.value) for code in company_specific.missing)
    return write.text("company_specific.missing", processes=names)


def write_electricity(write: StudyWriter) -> Iterator[Block]:
    """The rule, and electricity by supply, mix and certificate."""
    electricity = write.study.electricity
    yield write.section("electricity")
    yield Paragraph(_rule(write))
    yield from write.table(
        write.text("electricity.supplies"),
        ("supply", "kg"),
        (
            cells(
                write.word("supply", row.supply.value),
                write.value(row.kg),
                kinds=("text", "number"),
            )
            for row in electricity.supplies
        ),
    )
    yield from write.table(
        write.text("electricity.mixes"),
        ("grid", "mix", "year", "per_kwh", "source"),
        (
            cells(
                row.grid,
                write.text(f"mix.{row.mix}"),
                str(row.year),
                write.licensed(row.kg),
                row.source,
                kinds=("text", "text", "number", "number"),
            )
            for row in electricity.mixes
        ),
    )
    yield from write.table(
        write.text("electricity.certificates"),
        ("scheme", "serials", "kwh", "produced"),
        (
            cells(
                row.scheme,
                f"{row.first} - {row.last}",
                write.plain(row.kwh),
                write.period(row.produced),
                kinds=("text", "text", "number"),
            )
            for row in electricity.certificates
        ),
    )


def _rule(write: StudyWriter) -> str:
    rule = write.study.electricity.rule
    if rule is None:
        return write.text("electricity.none")
    return write.text(
        "electricity.rule",
        accepted=write.joined(write.word("supply", supply.value) for supply in rule.accepted),
        mixes=write.joined(write.text(f"mix.{kind}") for kind in rule.mixes),
        confidence=write.text(f"rule_read.{rule.confidence}"),
    )


def write_allocation(write: StudyWriter) -> Iterator[Block]:
    """The processes with several products, by basis, and the shares that the reader sees."""
    allocation = write.study.allocation
    yield write.section("allocation")
    yield Paragraph(write.text("allocation.order" if allocation else "allocation.none"))
    yield from write.table(
        write.text("item.allocation"),
        ("basis", "processes"),
        (
            cells(
                write.word("allocation", row.basis.value),
                str(row.processes),
                kinds=("text", "number"),
            )
            for row in allocation
        ),
    )
    yield from write.table(
        write.text("allocation.lines"),
        ("process", "line", "role", "burden_share"),
        (
            cells(
                write.word("process", line.process.value),
                line.line,
                write.word("role", line.role.value),
                write.share(line.share),
                kinds=("text", "text", "text", "number"),
            )
            for row in allocation
            for line in row.lines
        ),
    )


def write_quality(write: StudyWriter) -> Iterator[Block]:
    """The rating by its criteria."""
    quality = write.study.quality
    yield write.section("quality")
    if quality is None:
        yield Paragraph(write.text("quality.none", needs=write.needs("quality")))
        return
    dqr, unrated = write.value(quality.dqr), write.share(quality.unrated_share)
    yield Paragraph(write.text("quality.dqr", dqr=dqr, unrated=unrated))
    names = (write.text(f"criterion.{name}") for name in quality.criteria)
    yield Paragraph(write.text("quality.criteria", criteria=write.joined(names)))
    scores = quality.scores.to_json()
    yield from write.table(
        write.text("item.quality"),
        ("criterion", "rating"),
        (
            cells(write.text(f"criterion.{name}"), write.value(score), kinds=("text", "number"))
            for name, score in scores.items()
        ),
    )
