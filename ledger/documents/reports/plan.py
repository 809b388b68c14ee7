"""The way down from a conservative figure as a page: the sets, the choices by worth, and what stands apart."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ledger.choices.listing import counted_words, small_words
from ledger.documents.page import Block, Fact, Facts, Page, Paragraph, fact, listed, table
from ledger.documents.shown import figure, figure_unit, short
from ledger.footprint.graph.numbers import format_rounded
from schemas.signed.settled import ChoiceId
from schemas.views.plan import Band, PlanLine, PlannedSet, SettlingPlan, SupplierBand

BANDS: Final[dict[Band, str]] = {
    "under_1": "under 1 %",
    "1_to_5": "1 to 5 %",
    "5_to_20": "5 to 20 %",
    "above_20": "above 20 %",
    "unknown": "not known",
}
DEPTHS: Final = {"documents": "documents", "site_visit": "a visit"}
SEARCHED: Final = (
    "Nothing can be left out of a set, but for choices that it says were not tried. It is found in the"
    " order of worth, and not proved the smallest."
)
OWN: Final = (
    "Shown are choices in your own rows, found and valued by what you may read. An audit also sees what is behind the"
    " goods that you bought, and earlier versions."
)


def layout_plan(plan: SettlingPlan) -> Page:
    """The page of a plan."""
    unit = "kg CO2e per unit of the goods" if plan.calculation is None else figure_unit(plan.unit)
    below = f"{plan.calculation or plan.delivery or ''}, {unit}"
    return Page("The way down to the declared figure", below, blocks=[*_blocks(plan)])


def _blocks(plan: SettlingPlan) -> Iterator[Block]:
    yield Facts(tuple(_facts(plan)))
    if plan.sets:
        priced = plan.prices is not None
        heads = ["within", ">choices", ">conservative then", ">above", *[">price"] * priced, ""]
        yield table("What to settle", heads, (_set(row, plan) for row in plan.sets))
        yield Paragraph(SEARCHED, note=True)
    yield from _lines(plan)
    if _is_own_delivery(plan):
        yield Paragraph(OWN, note=True)
    if plan.hidden:
        yield Paragraph(f"{plan.hidden} choices of others are not shown to this login.")
    if plan.suppliers:
        named = ("supplier", "goods", "choices in them and behind them, of the declared figure")
        yield table("Ask these suppliers", named, map(_supplier, plan.suppliers))
    elif plan.suppliers is None and plan.hidden:
        yield Paragraph(
            "Your suppliers' parts are shown, as bands, once the figure is declared or attested.",
            note=True,
        )
    unpriced = "Without a price: no alternative, so they are in no figure"
    if _is_own_delivery(plan):
        unpriced = "Worth not known from what you may read"
    yield from listed(unpriced, [*map(_unpriced, plan.unpriced)])
    ranges = [f"{row.low} to {row.high}: {row.detail}" for row in plan.sensitivity]
    yield from listed("What the method leaves open, so that no evidence settles it", ranges)


def _is_own_delivery(plan: SettlingPlan) -> bool:
    """True for the plan of a delivery's issuer: its own choices, by what it may read, and no set of them."""
    return plan.delivery is not None and not plan.sets


def _facts(plan: SettlingPlan) -> Iterator[Fact]:
    yield fact("declared", figure(plan.total))
    if not _is_own_delivery(plan):
        total = "not known" if plan.conservative is None else plan.conservative.total
        yield fact("conservative", total)
    if plan.sets:
        yield fact("all settled", plan.last or "not known")
    yield fact("choices", counted_words(plan.counts))
    if plan.settled:
        yield fact("settled", f"{plan.settled} choices")
    if plan.prices is not None:
        prices, currency = plan.prices, plan.prices.currency
        words = f"{prices.documents} {currency} for documents, {prices.site_visit} {currency} for a visit"
        yield fact("prices", words)
    if plan.passes:
        yield fact("searched", f"{plan.passes} conservative figures")


def _set(row: PlannedSet, plan: SettlingPlan) -> list[str]:
    above = "-" if row.above is None else f"{row.above} %"
    cells = [f"{row.percent} %", str(row.choices), row.conservative or "not known", above]
    if plan.prices is not None:
        cells.append(f"{row.price} {plan.prices.currency}")
    notes = "" if row.is_reached else "not reached by all that can be settled"
    if row.untried:
        notes = f"{row.untried} of them were not tried to be left out"
    return [*cells, notes]


def _lines(plan: SettlingPlan) -> Iterator[Block]:
    """The choices by worth, the smaller ones in one row, and below what each rests on."""
    priced = plan.prices is not None
    heads = ["choice", "firm", ">effect", ">%", "depth", "state", "in the set", "settled by"]
    if priced:
        heads[5:5] = [">price per %"]
    rows = [_line(row, priced=priced) for row in plan.lines]
    if plan.small is not None:
        words = small_words(plan.small)
        empty = [""] * (len(heads) - 4)
        rows.append([words, "", f"+{plan.small.effect}", plan.small.percent, *empty])
    if rows:
        yield table("Choices by worth", heads, rows)
    else:
        yield Paragraph("No choice with a price is open.")
    yield from listed("The choices in words", [*map(_words, plan.lines)])


def _line(row: PlanLine, *, priced: bool) -> list[str]:
    choice = row.choice
    effect = "no price" if choice.effect is None else f"+{choice.effect}"
    bounds = ", ".join(f"{percent} %" for percent in row.within)
    cells = [short_choice(choice.id), row.firm or short(choice.by), effect, row.percent or "-"]
    cells += [DEPTHS[row.depth], *[row.price_per_percent or "-"] * priced]
    return [*cells, choice.state, bounds, row.settled_by]


def short_choice(choice: ChoiceId) -> str:
    """The id of a choice for a table, in the form that `cradle attest --settle` reads."""
    return str(choice._replace(statement=short(choice.statement)))


def _words(row: PlanLine) -> tuple[str, ...]:
    choice = row.choice
    kg = () if choice.kg is None else (f"{format_rounded(Decimal(choice.kg))} kg to be explained",)
    return f"{short_choice(choice.id)}: {row.sentence}", choice.detail, *kg


def _unpriced(row: PlanLine) -> tuple[str, ...]:
    return (*_words(row), row.without or "", f"settled by: {row.settled_by}")


def _supplier(row: SupplierBand) -> list[str]:
    return [row.firm, ", ".join(row.products), BANDS[row.band]]
