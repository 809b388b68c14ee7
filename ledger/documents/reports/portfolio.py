"""A portfolio as a page: scores beside signed figures, supposed scenarios, and the parts of each score."""

from collections.abc import Iterator
from decimal import Decimal

from ledger.documents.drawing.portfolio import relative_change
from ledger.documents.page import Block, Page, Paragraph, table
from ledger.documents.shown import percent, short
from ledger.documents.standing import standing_word
from ledger.footprint.graph.numbers import show_figure, show_stated
from schemas.views.portfolio import Portfolio, PortfolioRow

SHOWN = 5
"""Parts of a score, by their size."""


def layout_portfolio(portfolio: Portfolio) -> Page:
    """The page of scores, and of what else was asked for."""
    title = f"kg CO2e per unit of each figure, at {portfolio.as_of.size} leaves of the registry"
    since = "" if portfolio.since is None else f"scores that were others at {portfolio.since}"
    return Page(title, since, blocks=[*_blocks(portfolio)])


def _blocks(portfolio: Portfolio) -> Iterator[Block]:
    supposed = len(portfolio.scenarios) == 1
    spread = any(row.spread is not None for row in portfolio.rows)
    columns = ["calculation", "model", "site", "standing", "per", ">signed", ">now", ">change"]
    columns += [">before", ">change"] * (portfolio.since is not None)
    columns += [">supposed", ">change"] * supposed + [">spread", ">2.5 % to 97.5 %"] * spread
    yield table(
        "Scores", columns, (_cells(row, portfolio, supposed=supposed) for row in portfolio.rows)
    )
    if len(portfolio.scenarios) > 1:
        heads = ("scenario", ">calculations changed", ">least change", ">greatest change")
        yield table("Supposed scenarios", heads, _scenarios(portfolio))
    if portfolio.by is not None:
        yield table(
            f"Parts by {portfolio.by}", ("calculation", "parts"), map(_parts, portfolio.rows)
        )
    for left in portfolio.left_out:
        worth = "" if left.standing is None else f" ({standing_word(left.standing, 'en').lower()})"
        yield Paragraph(f"{short(left.calculation)}{worth} has no score: {left.reason}")
    drawn = (
        ""
        if portfolio.samples is None
        else f", {portfolio.samples} samples, {portfolio.failed} failed"
    )
    yield Paragraph(f"{portfolio.products} products, {portfolio.inputs} inputs{drawn}")
    yield Paragraph("Scores are floating point; they are not declared figures.", note=True)


def _cells(row: PortfolioRow, portfolio: Portfolio, *, supposed: bool) -> list[str]:
    signed, score = Decimal(row.signed), Decimal(row.score)
    worth = "" if row.standing is None else standing_word(row.standing, "en")
    per = "kWh" if row.unit is None else row.unit.value
    named = short(row.calculation), row.model, row.site, worth, per
    cells = [*named, show_stated(signed), show_stated(score)]
    cells.append(_change(score, signed) if relative_change(row) else "none")
    if portfolio.since is not None:
        before = None if row.before is None else Decimal(row.before)
        cells += ["none", ""] if before is None else [show_stated(before), _change(score, before)]
    if supposed:
        other = Decimal(row.supposed[0])
        cells += [show_stated(other), _change(other, score)]
    if row.spread is not None:
        within = row.spread.low is not None and row.spread.high is not None
        low, high = (show_figure(Decimal(v or "0"), 4) for v in (row.spread.low, row.spread.high))
        cells += [show_figure(Decimal(row.spread.first_order), 3), f"{low} to {high}" * within]
    return cells


def _parts(row: PortfolioRow) -> tuple[str, str]:
    """The largest parts in per cent of the score, and the number of the others."""
    score = abs(Decimal(row.score))
    shown = [
        f"{part.name or part.key} {percent(Decimal(part.value), score)}"
        for part in row.parts[:SHOWN]
    ]
    if more := len(row.parts[SHOWN:]):
        shown.append(f"{more} others")
    return short(row.calculation), ", ".join(shown)


def _scenarios(portfolio: Portfolio) -> Iterator[list[str]]:
    for place, name in enumerate(portfolio.scenarios):
        pairs = [(Decimal(row.supposed[place]), Decimal(row.score)) for row in portfolio.rows]
        changed = [(other - score, abs(score)) for other, score in pairs if other != score]
        ends = sorted(changed, key=lambda pair: pair[0] / (pair[1] or 1))
        shown = [percent(*ends[0]), percent(*ends[-1])] if ends else ["", ""]
        yield [name, str(len(changed)), *shown]


def _change(value: Decimal, before: Decimal) -> str:
    return percent(value - before, abs(before))
