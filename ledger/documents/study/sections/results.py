"""The section on results: contributions by stage, sub-category, process, country and site, and offsets beside them."""

from collections.abc import Iterator

from ledger.documents.page import Block, Cell, CellKind, Heading, Paragraph, Table
from ledger.documents.plausibility import plausibility_blocks
from ledger.documents.study.writing import StudyWriter, cells
from ledger.translations.documents import text

SITES = 25
"""The number of sites on the page; the data have all of them."""

_APART = {True: "yes", False: "no", None: "known.not_stated"}

_TWO_NUMBERS: tuple[CellKind, ...] = ("number", "number")


def write_results(write: StudyWriter) -> Iterator[Block]:
    """The figure from all sides that the reader may see."""
    contributions = write.study.contributions
    yield write.section("results")
    yield _stages(write)
    if not contributions.groups:
        yield Paragraph(write.text("groups.not_stated"))
    yield from write.table(
        write.text("caption.groups"),
        ("group", "kg", "percent", "apart"),
        (
            cells(
                write.text(f"group.{row.group.value}"),
                write.value(row.kg),
                write.percent(row.percent),
                write.text(_APART[row.apart]),
                kinds=("text", *_TWO_NUMBERS),
            )
            for row in contributions.groups
        ),
    )
    yield from write.table(
        write.text("caption.processes"),
        ("process", "stage", "kg", "percent"),
        (
            cells(
                write.word("process", row.process.value),
                write.stage(row.stage),
                write.value(row.kg),
                write.percent(row.percent),
                kinds=("text", "text", *_TWO_NUMBERS),
            )
            for row in contributions.processes
        ),
    )
    yield from write.table(
        write.text("caption.countries"),
        ("country", "kg", "percent"),
        (
            cells(
                row.country,
                write.value(row.kg),
                write.percent(row.percent),
                kinds=("text", *_TWO_NUMBERS),
            )
            for row in contributions.countries
        ),
    )
    yield from _sites(write)
    yield Paragraph(_offsets(write))


def write_plausibility(write: StudyWriter) -> Iterator[Block]:
    """The figure of a battery in the units of published ones, with these and their sources."""
    if write.study.plausibility is None:
        return
    yield Heading(text("plausibility.title", write.language))
    yield from plausibility_blocks(write.study.plausibility, write.unit, write.language)


def _stages(write: StudyWriter) -> Block:
    study = write.study
    net = {row.stage: row.value for row in study.stages}
    rows = [
        (
            Cell(write.stage(row.stage)),
            Cell(write.value(row.burdens), "number"),
            Cell(write.value(row.credits), "number"),
            Cell(write.figure(net[row.stage]), "number"),
            Cell(write.percent(row.percent), "number"),
        )
        for row in study.contributions.stages
    ]
    whole = study.contributions.stages and study.contributions.stages[0].percent is not None
    total = (
        Cell(write.text("total"), "strong"),
        Cell("", "number"),
        Cell("", "number"),
        Cell(write.figure(study.total), "number"),
        Cell(write.percent("100" if whole else None), "number"),
    )
    columns = ("stage", "burdens", "credits", "net", "percent")
    names = tuple(write.text(f"column.{name}") for name in columns)
    caption = write.text("caption.stages", unit=write.unit)
    return Table(caption, names, (*rows, total), has_total=True)


def _sites(write: StudyWriter) -> Iterator[Block]:
    listed = write.study.contributions.sites[:SITES]
    yield from write.table(
        write.text("caption.sites", count=str(len(listed))),
        ("firm", "site", "country", "process", "kg", "percent"),
        (
            cells(
                row.firm,
                row.site,
                row.country,
                write.word("process", row.process.value),
                write.value(row.kg),
                write.percent(row.percent),
                kinds=("text", "text", "text", "text", *_TWO_NUMBERS),
            )
            for row in listed
        ),
    )


def _offsets(write: StudyWriter) -> str:
    offsets = write.study.carbon.offsets
    if not offsets.rows:
        return write.text("offsets.none")
    return write.text("offsets.some", rows=str(offsets.rows), kg=write.value(offsets.kg))
