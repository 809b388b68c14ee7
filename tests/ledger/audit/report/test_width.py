"""Lines for a screen: ids are short and named, and no line is longer than 80 columns."""

from hypothesis import given
from hypothesis import strategies as st

from ledger.audit.report.width import COLUMNS, describe, fit, short_id
from schemas.views.report import StatementName

ID = "sha256:" + "ab" * 32
WORDS = st.lists(st.text("abc %:", min_size=1, max_size=70), max_size=30).map(" ".join)


def test_an_id_is_short_and_named() -> None:
    """With and without its prefix; one without a name has its digits only."""
    assert list(fit([f"  {ID}: seen"], {ID: "S1, Mine Ltd"})) == [
        "  abababababab (S1, Mine Ltd): seen"
    ]
    assert list(fit([f"  key {'ab' * 32}"], {})) == ["  key abababababab"]


def test_a_file_is_a_pattern_that_finds_it() -> None:
    """The short name of a file in the bundle can be given to a shell or to unzip."""
    assert list(fit([f"sections/{'ab' * 32}.json: damaged"], {})) == [
        "sections/abababababab*.json: damaged"
    ]


def test_longer_hexadecimal_text_is_no_id() -> None:
    """A text of 65 digits stays as it is."""
    assert list(fit(["a" * 65], {})) == ["a" * 65]


@given(WORDS, st.integers(0, 12))
def test_a_long_line_is_folded_between_words(text: str, indent: int) -> None:
    """No line is longer than the screen, its further lines are indented, and no word is lost."""
    line = " " * indent + text
    folded = list(fit([line], {}))
    assert " ".join(folded).split() == line.split()
    assert all(len(part) <= COLUMNS for part in folded)
    assert all(part.startswith(" " * indent) for part in folded[1:])


def test_names_by_kind() -> None:
    """An entry by its site, a delivery by its number, a registration by its firm, others by their kind."""
    parts = {"id": ID, "firm": "Mine Ltd"}
    assert describe(StatementName(**parts, kind="entry", site="S1")) == "S1, Mine Ltd"
    assert describe(StatementName(**parts, kind="delivery", number="7")) == "delivery 7, Mine Ltd"
    assert describe(StatementName(**parts, kind="participant")) == "Mine Ltd"
    assert describe(StatementName(**parts, kind="calculation")) == "calculation, Mine Ltd"


def test_only_ids_are_shortened() -> None:
    """A file or the policy keeps its name."""
    assert (short_id(ID), short_id("policy")) == ("ab" * 6, "policy")
