"""The section on end of life and recycling."""

from collections.abc import Iterator

from ledger.documents.page import Block, Paragraph
from ledger.documents.study.writing import StudyWriter, cells


def write_treatment(write: StudyWriter) -> Iterator[Block]:
    """The scenario, the value by term of the formula, recoveries, and recycled content."""
    scenario = write.study.treatment.scenario
    rest = "rest" if scenario is not None and scenario.formula is not None else "whole"
    yield write.section("treatment")
    yield from _scenario(write)
    yield from write.table(
        write.text("caption.terms"),
        ("stage", "term", "sign", "kg"),
        (
            cells(
                write.stage(row.stage),
                write.text(f"term.{row.term.value if row.term else rest}"),
                write.text(f"sign.{row.sign.value}"),
                write.value(row.kg),
                kinds=("text", "text", "text", "number"),
            )
            for row in write.study.treatment.terms
        ),
    )
    yield from _of_recyclers(write)
    declared = write.declared_unit
    yield from write.table(
        write.text("caption.recycled")
        if declared is None
        else write.text("caption.recycled_declared", unit=declared),
        ("element", "per_battery" if declared is None else "per_unit", "recycled"),
        (
            cells(
                row.element,
                write.value(row.kg),
                write.share(row.share),
                kinds=("text", "number", "number"),
            )
            for row in write.study.recycled_content
        ),
    )


def _scenario(write: StudyWriter) -> Iterator[Block]:
    scenario = write.study.treatment.scenario
    if scenario is None:
        yield Paragraph(write.text("treatment.none"))
        return
    names = write.joined(write.word("process", code.value) for code in scenario.processes)
    yield Paragraph(write.text("treatment.scenario", kg=write.value(scenario.kg), processes=names))
    if scenario.formula is None:
        yield Paragraph(write.text("treatment.whole"))
    else:
        fields = {
            "collection": write.share(scenario.formula.collection_rate),
            "disposal": write.plain(scenario.formula.disposal),
            "a": write.plain(scenario.formula.default_a),
        }
        yield Paragraph(write.text("treatment.formula", **fields))
    if write.study.cut_off_total is not None:
        total = write.figure(write.study.cut_off_total)
        yield Paragraph(write.text("treatment.cut_off", total=total))


def _of_recyclers(write: StudyWriter) -> Iterator[Block]:
    """What only a reader with a right to a recycler's data sees."""
    yield from write.table(
        write.text("caption.per_kg"),
        ("term", "kg"),
        (
            cells(
                write.known_word("recycler_term", row.name.replace(" ", "_")),
                write.value(row.value),
                kinds=("text", "number"),
            )
            for row in write.study.end_of_life
        ),
    )
    yield from write.table(
        write.text("caption.recovered"),
        ("material", "recovered", "contained", "r2", "a", "qs_out", "kg"),
        (
            cells(
                row.material,
                write.value(row.recovered),
                "-" if row.contained is None else write.value(row.contained),
                "-" if row.r2 is None else write.value(row.r2),
                write.value(row.a),
                write.value(row.qs_out),
                write.value(row.credit),
                kinds=("text", *(["number"] * 6)),  # type: ignore[arg-type]
            )
            for row in write.study.recovered
        ),
    )
