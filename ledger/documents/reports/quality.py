"""The data quality of a calculation as a page: the rating, the processes, and the cost of defaults."""

from collections.abc import Iterator
from decimal import Decimal

from ledger.documents.page import Block, Page, Paragraph, table
from ledger.documents.shown import figure, percent, short, words
from ledger.footprint.quality.quality_document import format_scores
from ledger.footprint.quality.ratings import CRITERIA, Datum, profile
from schemas.signed.quality import DefaultCost, RatedProcess
from schemas.views.quality import QualityReport

SHOWN = 20
"""Most relevant processes in the table; JSON holds all."""

UNIT = ">kg CO2e/kWh"
PROCESS = ("stage", "site", "flow", "from", UNIT, ">share", ">TeR", ">GeR", ">TiR", ">P", ">DQR")
PRICE = ("site", "line", "dataset", UNIT, ">default", ">cost", ">of total", ">DQR then")


def layout_quality(report: QualityReport) -> Page:
    """The page of a rating."""
    summary = report.quality
    level = f", {words(summary.level)}" if summary.level is not None else ""
    title = f"DQR {summary.dqr}{level}; by the other formula {summary.other_dqr}"
    below = f"unrated share {summary.unrated_share}; what is not rated counts as 5"
    return Page(title, below, blocks=[*_blocks(report)])


def _blocks(report: QualityReport) -> Iterator[Block]:
    if report.withheld:
        yield Paragraph(f"{report.withheld} rows of others are not shown to this login")
    relevant = report.quality.most_relevant
    shown = [_process(row) for row in relevant[:SHOWN]]
    yield table(f"Most relevant processes: {len(shown)} of {len(relevant)}", PROCESS, shown)
    if report.defaults_in_use:
        yield table("Defaults in use", PROCESS, map(_process, report.defaults_in_use))
    if report.prices:
        title = "What a default in place of a supplier costs"
        yield table(title, PRICE, map(_price, report.prices))
    elif not report.withheld:
        yield Paragraph("No dataset of the named factor sets represents a delivered product.")


def _process(row: RatedProcess) -> list[str]:
    criteria = _known(row)
    scores = [_score(getattr(row.scores, name)) if name in criteria else "-" for name in CRITERIA]
    return [
        row.stage.value,
        row.site,
        short(row.label) if row.label.startswith("sha256:") else row.label.rpartition(":")[2],
        row.source,
        figure(row.value),
        percent(Decimal(row.share)),
        *scores,
        _score(row.dqr),
    ]


def _known(row: RatedProcess) -> list[str]:
    """The criteria with a score from both halves; a missing half counts as 5."""
    datum = Datum(profile(row.activity), None if row.factor is None else profile(row.factor))
    scores = format_scores(datum.scores)
    return [
        name
        for name in CRITERIA
        if datum.knows(name) and getattr(scores, name) == getattr(row.scores, name)
    ]


def _price(row: DefaultCost) -> list[str]:
    share = "-" if row.cost_percent is None else f"{Decimal(row.cost_percent):.1f} %"
    figures = map(figure, (row.told, row.default, row.cost))
    return [row.site, row.line, row.flow, *figures, share, _score(row.dqr)]


def _score(value: str | None) -> str:
    return "-" if value is None else f"{Decimal(value):.2f}"
