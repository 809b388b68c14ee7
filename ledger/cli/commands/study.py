"""`cradle study`: write the public or the full report behind a figure, as JSON, HTML, PDF and Markdown."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ledger.cli.terminal.display import print_json, show_figure
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, Force, LedgerFolder
from ledger.cli.terminal.page import print_page
from ledger.documents.page import Block, Facts, Page, Paragraph, facts, listed, table

if TYPE_CHECKING:
    from schemas.views.study import Study


def _shown(value: str | None) -> str:
    return "-" if value is None else show_figure(Decimal(value))


def command(
    calculation: Annotated[str, typer.Argument(help="The id of a calculation.")],
    out: Annotated[
        Path,
        typer.Option(help="The file to write, .json, .html, .pdf or .md, or a folder for all."),
    ],
    scope: Annotated[
        Literal["public", "full"],
        typer.Option(
            help="What is shown: public has no recipes and no suppliers, full all that you may see."
        ),
    ] = "full",
    formats: Annotated[
        str | None,
        typer.Option("--format", help="The formats in a folder, such as json,pdf. Default: all."),
    ] = None,
    language: Annotated[
        Literal["en", "de", "zh"], typer.Option(help="The language of the pages.")
    ] = "en",
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write the study of a calculation, public or full.

    It is the report behind the figure. It states what ISO 14067 and PEF ask for, and lists
    what is not stated and what is missing for a declaration.

    Example: cradle study sha256:... --scope public --out my-study --ledger my-ledger
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.documents import plan_files, render_files, write_files
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.study.layout import layout_study

    files = plan_files(out, "study", formats, force=force)
    with select_backend(ledger) as backend, waiting("writing the study"):
        study = backend.study(full_id(backend, calculation, "calculation"), scope)
        write_files(render_files(files, study, layout_study(study, language)))
    if as_json:
        written = [str(path) for path in files.values()]
        missing, open_items = (
            list(study.standing.bars or ()),
            [row.item for row in study.not_stated],
        )
        print_json(
            {"study": str(out), "files": written, "missing": missing, "not_stated": open_items}
        )
        return
    print_page(_layout(study, out))


def _layout(study: "Study", out: Path) -> Page:
    """The page of what was written, and of what a reader should know first."""
    from ledger.documents.standing import mark_of
    from ledger.documents.standing_page import standing_facts

    standing = study.standing
    what = "a declaration's study" if standing.law == "declared" else "a study, not a declaration"
    if standing.law == "product":
        what = f"the study of a product footprint under {study.rulebook}"
    above = Facts(tuple(standing_facts(standing)))
    title = f"wrote {out}: {what}, scope {study.scope}"
    return Page(title, mark=mark_of(standing, "en"), blocks=(above, *_blocks(study)))


def _blocks(study: "Study") -> Iterator[Block]:
    from ledger.choices.report import conservative_words
    from ledger.documents.reports.choices import choice_blocks
    from schemas.signed.calculation import DeclaredUnit

    about = study.system.functional_unit
    unit = about.unit.value if isinstance(about, DeclaredUnit) else "kWh"
    withheld = ", ".join(name.replace("_", " ") for name in study.withheld or ())
    cut_off = study.cut_off_total
    yield facts(
        {
            "total": None if cut_off is None else f"{study.total}, with A = 1 {cut_off}",
            "data quality": study.quality
            and f"rating {study.quality.dqr}, unrated share {study.quality.unrated_share}",
            "conservative": conservative_words(
                study.total,
                study.conservative,
                study.choices,
                "kWh of total energy" if unit == "kWh" else unit,
            ),
            "not shown": f"rows or values of others: {withheld}" if withheld else None,
            "not stated": ", ".join(row.item for row in study.not_stated if row.reason != "empty"),
        }
    )
    bars = () if study.standing.law == "product" else study.standing.bars or ()
    yield from listed("Missing for a declaration", bars)
    yield from _recycling(study)
    if study.choices is not None:
        yield from choice_blocks(study.total, study.choices, study.sensitivity or (), unit=unit)
    if study.choices_hidden is not None:
        yield Paragraph(f"choices of others, not shown: {study.choices_hidden}")


def _recycling(study: "Study") -> Iterator[Block]:
    """The material that end of life recovers, and the recycled content."""
    if study.recovered:
        heads = ("material", ">recovered", ">contained", ">R2", ">A", ">Qsout/Qp")
        yield table(
            "Recovered at end of life, kg per kg of used battery",
            (*heads, ">credit, kg CO2e"),
            [
                (
                    row.material,
                    *map(
                        _shown,
                        (row.recovered, row.contained, row.r2, row.a, row.qs_out, row.credit),
                    ),
                )
                for row in study.recovered
            ],
        )
    if study.recycled_content:
        yield table(
            "Recycled content of one battery",
            ("element", ">kg", ">share recovered from waste"),
            [(row.element, _shown(row.kg), _shown(row.share)) for row in study.recycled_content],
        )
