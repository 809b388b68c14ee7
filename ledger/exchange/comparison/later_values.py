"""The values of a document that are of another time than its bundle: the page's address, and the figure's standing.

A document says as of which entry of the log its standing is. A bundle that reaches that far gives the standing of then,
so every word of it is compared, and the report says where the bundle knows a later one. A document that is later than
the bundle is rebuilt with what it says itself, and that is said too: get a newer bundle.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from ledger.documents.standing import word_of
from ledger.exchange.comparison.values import cut
from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.views.compared_document import ComparedValue
from schemas.views.standing import FigureStanding

_LINK = re.compile(r"https://[^\s<>]{1,1000}")


@dataclass(frozen=True, slots=True)
class LaterValues:
    """The values as a document states them; None for one that it does not state, or not in its form.

    Attributes:
        entries: the size of the entries log as of which its standing is.
        page: the address of its page.
        standing: the whole standing, where the document is data.
    """

    entries: int | None = None
    page: str | None = None
    standing: FigureStanding | None = None


def read_tree(tree: object) -> LaterValues:
    """Read them in the JSON of a declaration or a study."""
    standing, page = _standing(tree), member(tree, "page")
    return LaterValues(
        entries=None if standing is None else standing.as_of.entries,
        page=page if page is not None and _LINK.fullmatch(page) else None,
        standing=standing,
    )


def _standing(tree: object) -> FigureStanding | None:
    """The standing in a document's JSON, read with numbers as texts; None if there is none of its form.

    The comparison then finds what is not of its form.
    """
    stated = tree.get("standing") if isinstance(tree, dict) else None
    try:
        return None if stated is None else FigureStanding.model_validate(stated, strict=False)
    except ValidationError:
        return None


def member(tree: object, *names: str) -> str | None:
    """The text or number of a member, or of a member of a member; None if there is none."""
    for name in names:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree if isinstance(tree, str) else None


def read_page(texts: Sequence[str], language: Language) -> LaterValues:
    """Read them in the texts of a laid-out document."""
    words = text("standing.as_of.value", language, registry="\0", entries="\1")
    form = re.escape(words).replace("\0", "[0-9]{1,9}").replace("\1", "([0-9]{1,9})")
    found = (re.search(form, row) for row in texts)
    entries = next((int(row[1]) for row in found if row), None)
    label = text("declaration.page", language)
    return LaterValues(entries=entries, page=_first(_after(texts, label), _LINK))


def compare_later(document: LaterValues, own: FigureStanding) -> Iterator[ComparedValue]:
    """Say where a document's standing is of another time than the bundle's; an address is in no bundle."""
    entries = document.entries
    if entries is not None and entries != own.as_of.entries:
        said = f"as of log entry {entries}"
        if document.standing is not None:
            said = f"{word_of(document.standing)} {said}"
        known = f"{word_of(own)} as of log entry {own.as_of.entries}"
        yield ComparedValue(place="standing", state="other_time", document=said, bundle=known)
    if document.page is not None:
        yield ComparedValue(place="page", state="not_in_bundle", document=cut(document.page))


def _after(texts: Sequence[str], label: str) -> Sequence[str]:
    """The few texts after the first label of this name."""
    at = next((at for at, row in enumerate(texts) if row == label), None)
    return () if at is None else texts[at + 1 : at + 4]


def _first(texts: Iterable[str], form: re.Pattern[str]) -> str | None:
    return next((row for row in texts if form.fullmatch(row)), None)
