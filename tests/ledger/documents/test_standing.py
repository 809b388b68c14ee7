"""The worst that is true of a figure is its word, and each surface takes words, mark and facts from here."""

import pytest
from support.declared_document import DOCUMENT, ID

from ledger.documents.page import Fact
from ledger.documents.standing import (
    MARKED,
    TONES,
    keyword_of,
    law_mark,
    mark_of,
    marks_in,
    standing_word,
    tone_of,
    word_of,
)
from ledger.documents.standing_page import life_picture, standing_blocks, standing_facts
from ledger.translations.documents import text, texts
from ledger.translations.languages import LANGUAGES, Language
from schemas.views.standing import FigureChange, FigureStanding, Replacement

AUDIT = DOCUMENT.standing.audit
REPLACED = Replacement(by=ID, newest=ID, index=70, registry_index=36, reason="correction")
CHANGED = FigureChange(count=2, withdrawn=0)


def standing(**members: object) -> FigureStanding:
    """A standing of a declared figure with nothing against it, with these members."""
    plain = {"changed": None, "law": "declared", "objections": 0, "audit": AUDIT}
    return DOCUMENT.standing.model_copy(update={**plain, **members})


REFUSED = None if AUDIT is None else AUDIT.model_copy(update={"outcome": "refused"})
CASES = {
    "declared": {},
    "attested": {"declaration": None},
    "calculated": {"declaration": None, "audit": None},
    "stated": {"declaration": None, "audit": None, "unknown": ("audit",)},
    "refused": {"declaration": None, "audit": REFUSED},
    "changed": {"changed": CHANGED},
    "withdrawn": {"state": "withdrawn", "changed": CHANGED},
    "superseded": {"state": "superseded", "replaced": REPLACED, "changed": CHANGED},
    "draft": {"state": "draft", "declaration": None, "audit": None},
}


@pytest.mark.parametrize(("word", "members"), CASES.items(), ids=CASES)
def test_the_word_is_the_worst_that_is_true(word: str, members: dict[str, object]) -> None:
    """And its tone and mark follow from it alone."""
    found = standing(**members)
    assert word_of(found) == word
    assert tone_of(found) == TONES[word_of(found)]
    marked = mark_of(found, "en")
    assert marked == (text(f"standing.mark.{word}", "en") if word in MARKED else None)
    assert standing_word(found, "en") == text(f"standing.word.{word}", "en")


def test_every_word_has_a_case() -> None:
    """A new word comes with its test."""
    assert CASES.keys() == TONES.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_declaration_under_law_has_no_mark(language: Language) -> None:
    """A study and an example say so on every page, beside what took their worth away."""
    assert law_mark("declared", language) is None
    for law in ("example", "study"):
        said = text(f"page.mark.{law}", language)
        assert law_mark(law, language) == said == mark_of(standing(law=law), language)
        both = mark_of(standing(law=law, changed=CHANGED), language)
        assert both == f"{text('standing.mark.changed', language)}. {said}"
        word = text(f"standing.word.declared.{law}", language)
        assert standing_word(standing(law=law), language) == word
        assert keyword_of(law, language) == text(f"page.keyword.{law}", language)
        assert said in marks_in(language)


def values(rows: tuple[Fact, ...], label: str) -> str:
    """The values of a fact in one line; empty without it."""
    found = [row for row in rows if row.label == text(f"standing.{label}", "en")]
    return "; ".join(cell.text for row in found for cell in row.values)


def test_the_facts_say_all_that_is_known() -> None:
    """Replacement with reason, change, audit with its day and standard, objections, parts, and as of when."""
    changed = CHANGED.model_copy(
        update={"after": "0.01", "difference": "-0.114", "percent": "-91.9", "causes": ()}
    )
    full = standing(
        state="superseded", replaced=REPLACED, changed=changed, objections=2, incomplete=1
    )
    rows = tuple(standing_facts(full, "en", "example.com/log"))
    assert values(rows, "state") == "Superseded"
    assert values(rows, "replaced") == (f"{ID}; log entry 70, registry leaf 36; reason: correction")
    assert "2 changes behind the figure" in values(rows, "changed")
    assert "0.01 (\u22120.114; \u221291.9 %)" in values(rows, "changed")
    audit = values(rows, "audit")
    for part in ("Example Audit SE", "2026-03-01", "ISO 14064-3:2019", "notified body 0123"):
        assert part in audit
    assert values(rows, "objections") == "2"
    assert values(rows, "conservative") == (
        "0.2486 before the audit: 0.0935 by data and modelling, 0.031 by method and use; "
        "0.1554 after the audit: 0 by data and modelling, 0.0313 by method and use"
    )
    assert values(rows, "as_of") == (
        "registry position 35, log entry 61; what is true now: ask the log example.com/log"
    )


def test_what_no_statement_says_is_not_stated() -> None:
    """Of an auditor without accreditation, number, standard or day each is said; no objection is `none`."""
    assert AUDIT is not None
    silent = ("date", "standard", "notified_body", "accreditation", "valid_until")
    bare = standing(audit=AUDIT.model_copy(update=dict.fromkeys(silent)))
    rows = tuple(standing_facts(bare))
    assert values(rows, "audit") == (
        "Example Audit SE: verified with remarks; reasonable assurance; depth: documents; "
        "day: not stated; 2 statements examined otherwise; standard: not stated; "
        "notified body not stated; accreditation not stated; valid until not stated"
    )
    assert values(rows, "objections") == "none"


def test_what_a_file_does_not_tell_is_said() -> None:
    """Neither silence nor `none`: the reader learns that the file does not say."""
    rows = tuple(standing_facts(standing(unknown=("changed", "objections"))))
    assert values(rows, "changed") == values(rows, "objections") == "not stated in this file"


def test_a_figure_without_an_audit_has_one_conservative_figure() -> None:
    """It says that there is no audit."""
    alone = standing(audit=None, declaration=None)
    conservative = alone.conservative
    assert conservative is not None
    update = {"conservative": conservative.model_copy(update={"after": None})}
    rows = tuple(standing_facts(alone.model_copy(update=update)))
    assert values(rows, "conservative").startswith("0.2486; no audit: 0.0935 by data")
    assert values(rows, "audit") == "no attestation"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_life_is_drawn_with_positions_and_days(language: Language) -> None:
    """Steps that were not made are there, and empty."""
    picture = life_picture(standing(), language)
    assert text("standing.life.declared", language) in picture.svg
    assert "2026-03-01" in picture.description
    young = standing(life=standing().life[:1], declaration=None, audit=None)
    assert text("standing.life.attested", language) in life_picture(young, language).description
    assert any(True for _ in standing_blocks(young, language))


def test_every_text_exists_in_every_language() -> None:
    """In English, German and Chinese."""
    for key, row in texts("standing").items():
        assert row.keys() == set(LANGUAGES), key
