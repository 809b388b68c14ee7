"""A figure by gas and stage as a page."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ledger.documents.page import Block, Headline, Page, table
from ledger.documents.shown import figure, figure_unit, percent, words
from ledger.translations.documents import text
from schemas.views.emissions import Emissions
from schemas.vocabulary import Group

NOT_SPLIT: Final = "not stated: its factors do not split it"
"""In place of a group of gases: fossil, biogenic or of land use."""


def layout_emissions(emissions: Emissions) -> Page:
    """The page of a figure by gas and stage."""
    title = "Emissions by gas and stage"
    return Page(title, f"{emissions.model}, {emissions.rulebook}", blocks=[*_blocks(emissions)])


def _blocks(emissions: Emissions) -> Iterator[Block]:
    yield Headline(figure(emissions.total), figure_unit(emissions.unit))
    rows = [
        (
            text(f"declaration.stage.{row.stage.value}", "en"),
            NOT_SPLIT if row.gas is Group.UNSPECIFIED else words(row.gas),
            figure(row.emissions),
            figure(row.credits),
            percent(Decimal(row.emissions) + Decimal(row.credits), Decimal(emissions.total)),
        )
        for row in emissions.rows
    ]
    yield table("", ("stage", "gas", ">emissions", ">credits", ">share"), rows)
