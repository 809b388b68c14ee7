"""The standing of a figure in words, as every surface shows it: a word, its tone, and the mark of a page.

A surface takes these and decides nothing. The word is the worst that is true: superseded before withdrawn, withdrawn
before changed, and so on; `attested` and `declared` are said of a figure only while nothing worse is, and `calculated`
is not said where a file tells of no audit. What stands above a figure is in `ledger.documents.standing_page`.
"""

from typing import Final, Literal

from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.views.standing import FigureStanding, LegalStanding

StandingWord = Literal[
    "draft",
    "superseded",
    "withdrawn",
    "changed",
    "refused",
    "declared",
    "attested",
    "calculated",
    "stated",
]

Tone = Literal["plain", "good", "warn", "bad"]

TONES: Final[dict[StandingWord, Tone]] = {
    "draft": "plain",
    "superseded": "bad",
    "withdrawn": "bad",
    "changed": "warn",
    "refused": "bad",
    "declared": "good",
    "attested": "good",
    "calculated": "plain",
    "stated": "plain",
}
"""The tone of each word, for colours."""

MARKED: Final = frozenset({"draft", "superseded", "withdrawn", "changed", "refused"})
"""The words that every page of a document bears."""


def word_of(standing: FigureStanding) -> StandingWord:
    """The word for what a figure is worth: the worst that is true."""
    if standing.state != "in_force":
        return standing.state
    if standing.changed is not None:
        return "changed"
    refused = standing.audit is not None and standing.audit.outcome == "refused"
    if refused and standing.declaration is None:
        return "refused"
    if standing.declaration is not None:
        return "declared"
    if standing.audit is not None:
        return "attested"
    return "stated" if "audit" in (standing.unknown or ()) else "calculated"


def tone_of(standing: FigureStanding) -> Tone:
    """The tone of a standing."""
    return TONES[word_of(standing)]


def is_past(standing: FigureStanding) -> bool:
    """True for a figure of which a verdict was given before something took its worth away."""
    return tone_of(standing) in {"warn", "bad"}


def law_mark(law: LegalStanding, language: Language) -> str | None:
    """The sentence that a document is not a declaration under law in force; None for one."""
    return None if law == "declared" else text(f"page.mark.{law}", language)


def keyword_of(law: LegalStanding, language: Language) -> str:
    """The keyword in the metadata of a document's file."""
    return text(f"page.keyword.{law}", language)


def mark_of(standing: FigureStanding, language: Language) -> str | None:
    """The sentences on every page of a document: it is not a declaration under law, and what ended its validity."""
    marks = worse_mark(standing, language), law_mark(standing.law, language)
    return ". ".join(filter(None, marks)) or None


def worse_mark(standing: FigureStanding, language: Language) -> str | None:
    """The sentence that says what took a figure's worth away; None if nothing did."""
    word = word_of(standing)
    return text(f"standing.mark.{word}", language) if word in MARKED else None


def marks_in(language: Language) -> tuple[str, ...]:
    """All sentences that a standing may put on every page of a document."""
    laws: tuple[LegalStanding, ...] = ("declared", "example", "study", "product")
    worse = (text(f"standing.mark.{word}", language) for word in sorted(MARKED))
    return (*worse, *filter(None, (law_mark(law, language) for law in laws)))


def standing_word(standing: FigureStanding, language: Language) -> str:
    """The word for what a figure is worth, in a language; one that is not declared under law in force says so."""
    word = word_of(standing)
    law = "" if word != "declared" or standing.law == "declared" else f".{standing.law}"
    return text(f"standing.word.{word}{law}", language)
