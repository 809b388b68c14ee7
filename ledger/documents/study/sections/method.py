"""The sections on method and greenhouse gases."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from ledger.documents.page import Block, Cell, Fact, Facts, Heading, Items, Paragraph
from ledger.documents.study.writing import StudyWriter, cells
from schemas.gases import Gas
from schemas.signed.constants import Confidence

MAIN_GASES = (Gas.CO2, Gas.CH4, Gas.N2O, Gas.SF6, Gas.NF3, Gas.CF4, Gas.C2F6)
"""The gases of the table; the others are listed below it."""


def write_method(write: StudyWriter) -> Iterator[Block]:
    """The rulebook, its legal status, and each constant with the confidence of its reading."""
    study, method = write.study, write.study.method
    yield write.section("method")
    named = f"{study.rulebook} {study.rulebook_version}"
    rows = [
        Fact(write.text("method.rulebook"), (Cell(named),)),
        Fact(write.text("method.title"), (Cell(method.title),)),
        Fact(write.text("method.status"), (Cell(write.text(f"status.{method.legal_status}")),)),
        Fact(write.text("method.digest"), (Cell(study.rulebook_digest, "code"),)),
    ]
    if method.performance_class is not None:
        reached = method.performance_class
        limit = {"label": reached.label, "limit": write.value(reached.at_most)}
        shown = write.text("performance_class", **limit, unit=write.unit)
        rows.append(write.fact("method.performance_class", shown))
    yield Facts(tuple(rows))
    counts = Counter(row.confidence for row in method.constants)
    readings = {name: str(counts[name]) for name in get_args(Confidence)}
    yield Paragraph(write.text("method.counts", **readings))
    yield from write.table(
        write.text("caption.constants"),
        ("constant", "value", "source", "confidence"),
        (
            cells(
                _in_words(row.path),
                write.plain(row.value),
                row.source,
                write.text(f"confidence.{row.confidence}"),
                kinds=("text", "number"),
            )
            for row in method.constants
        ),
    )
    yield Heading(write.text("caption.references"), 3)
    yield Items(tuple(f"{row.key}: {row.text}" for row in method.references))


def _in_words(path: str) -> str:
    """A path with spaces, so that a line can end between its steps."""
    return path.replace("_", " ").replace(".", " / ")


def write_gases(write: StudyWriter) -> Iterator[Block]:
    """The characterization factors, and the gases that the method leaves out."""
    gases = write.study.gases
    yield write.section("gases")
    named = {
        "method": gases.method,
        "id": gases.set_id,
        "version": gases.set_version,
        "implementation": gases.implementation,
    }
    if gases.dataset is None:
        yield Paragraph(write.text("gases.set_plain", **named))
    else:
        yield Paragraph(write.text("gases.set", **named, dataset=gases.dataset))
    yield Paragraph(write.text("gases.timing"))
    yield from write.table(
        write.text("item.gases.characterization"),
        ("gas", "origin", "factor", "confidence"),
        (
            cells(
                row.gas.value,
                write.word("origin", row.origin.value),
                write.plain(row.value),
                write.text(f"confidence.{row.confidence}"),
                kinds=("text", "text", "number"),
            )
            for gas in MAIN_GASES
            for row in gases.characterization
            if row.gas is gas
        ),
    )
    others = dict.fromkeys(
        f"{row.gas.value} {write.plain(row.value)}"
        for row in gases.characterization
        if row.gas not in MAIN_GASES
    )
    yield write.note("gases.others", gases=write.joined(others, "value_separator"))
    if gases.left_out:
        yield write.note("gases.left_out", gases=write.joined(_left_out(write)))
    yield write.note("gases.codes")


def _left_out(write: StudyWriter) -> Iterator[str]:
    for row in write.study.gases.left_out:
        origin = write.word("origin", row.origin.value)
        yield write.text("gas_of_origin", gas=row.gas.value, origin=origin)
