"""The values of a document that its bundle does not decide: the page's address, and what happened after it was written.

They are read from the document, and the page is rebuilt with them, so that every other text can be compared. A document
that states another number of changes than the bundle was written at another time; which one came later is not known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.exchange.comparison.values import SAME, Match, compared, cut
from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.values import DIGEST
from schemas.views.compared_document import ComparedValue, DocumentKind

CHANGES: Mapping[DocumentKind, tuple[str, ...]] = {
    "declaration": ("changes_since",),
    "study": ("corrections", "since"),
}
"""The member that counts the changes since a figure was computed."""

_COUNT = "([0-9]{1,9})"
_LINK = re.compile(r"https://[^\s<>]{1,1000}")


@dataclass(frozen=True, slots=True)
class LaterValues:
    """The values as a document states them; None for one that it does not state, or not in its form."""

    changes: int | None = None
    superseded_by: str | None = None
    page: str | None = None


def read_tree(tree: object, kind: DocumentKind) -> LaterValues:
    """Read them in the JSON of a declaration or a study."""
    count = member(tree, *CHANGES[kind])
    superseded_by, page = member(tree, "superseded_by"), member(tree, "page")
    return LaterValues(
        changes=_count((count or "",), re.compile(_COUNT)),
        superseded_by=_first((superseded_by or "",), DIGEST),
        page=_first((page or "",), _LINK),
    )


def member(tree: object, *names: str) -> str | None:
    """The text or number of a member, or of a member of a member; None if there is none."""
    for name in names:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree if isinstance(tree, str) else None


def read_declaration_page(texts: Sequence[str], language: Language) -> LaterValues:
    """Read them in the texts of a laid-out declaration."""
    label = text("declaration.changes", language)
    some = _pattern(text("declaration.changes.some", language, count="\0"))
    return LaterValues(
        changes=_count(_after(texts, label), some),
        superseded_by=_first(_after(texts, text("declaration.superseded_by", language)), DIGEST),
        page=_first(_after(texts, text("declaration.page", language)), _LINK),
    )


def read_study_page(texts: Iterable[str], language: Language, replaced: int) -> LaterValues:
    """Read them in the texts of a laid-out study."""
    words = text("study.corrections", language, replaced=str(replaced), since="\0")
    return LaterValues(changes=_count(texts, _pattern(words)))


def compare_later(
    document: LaterValues, changes: int, superseded_by: str | None = None
) -> Iterator[ComparedValue]:
    """Compare the values of a laid-out document with the bundle's; an address is in no bundle."""
    if document.changes is not None:
        yield _compare("changes_since", str(document.changes), str(changes))
    if document.superseded_by is not None or superseded_by is not None:
        yield _compare(
            "superseded_by", document.superseded_by or "nothing", superseded_by or "nothing"
        )
    if document.page is not None:
        yield ComparedValue(place="page", state="not_in_bundle", document=cut(document.page))


def _compare(place: str, value: str, expected: str) -> ComparedValue:
    return compared(place, value, expected, SAME if value == expected else Match("other_time"))


def _pattern(words: str) -> re.Pattern[str]:
    before, _, after = words.partition("\0")
    return re.compile(f"{re.escape(before)}{_COUNT}{re.escape(after)}")


def _after(texts: Sequence[str], label: str) -> Sequence[str]:
    """The few texts after the first label of this name."""
    at = next((at for at, row in enumerate(texts) if row == label), None)
    return () if at is None else texts[at + 1 : at + 4]


def _first(texts: Iterable[str], form: re.Pattern[str]) -> str | None:
    return next((row for row in texts if form.fullmatch(row)), None)


def _count(texts: Iterable[str], form: re.Pattern[str]) -> int | None:
    matches = (form.fullmatch(row) for row in texts)
    return next((int(row[1]) for row in matches if row), None)
