"""The standing of a figure as a page: what it is worth today, what bars it under the law, and its life."""

from collections.abc import Iterator

from ledger.documents.page import Block, Facts, Page, listed
from ledger.documents.standing import mark_of, standing_word
from ledger.documents.standing_page import life_picture, standing_facts
from schemas.views.standing import FigureStanding


def layout_standing(standing: FigureStanding) -> Page:
    """The page of a standing."""
    word, figure = standing_word(standing, "en"), standing.figure or "a draft"
    return Page(word, figure, mark_of(standing, "en"), blocks=tuple(_blocks(standing)))


def _blocks(standing: FigureStanding) -> Iterator[Block]:
    yield Facts(tuple(standing_facts(standing)))
    yield from listed("Not a declaration, because", standing.bars or ())
    if standing.life:
        yield life_picture(standing)
