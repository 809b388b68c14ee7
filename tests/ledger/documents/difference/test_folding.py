"""A reader who may not see all firms is shown its own sites, to 4 digits, and the rest of each level as one part."""

from dataclasses import replace

from support.differing import Recipe, names_of, require_sums
from support.graph import firm

from ledger.documents.difference.document import explain_difference
from ledger.documents.difference.folding import CLOSED, fold_difference
from schemas.views.difference import Difference, DifferencePart

BASE = Recipe(ore={"mine": "300", "other": "100"})


def folded(after: Recipe, reader: str = "plant") -> Difference:
    """The difference as a firm is shown it, whose parts sum on every level."""
    found = fold_difference(explain_difference(BASE.state(), after.state()), firm(reader))
    require_sums(found)
    return found


def all_names(found: Difference) -> list[str]:
    """The names of all parts."""
    return [name for part in found.causes for name in names_of(part)]


def all_parts(parts: tuple[DifferencePart, ...]) -> list[DifferencePart]:
    """All parts below, and themselves."""
    return [one for part in parts for one in (part, *all_parts(part.parts))]


def test_own_sites_are_open_and_others_are_not() -> None:
    """The plant sees its own row; a mine is shown nothing of the plant."""
    after = replace(BASE, gas="9")
    assert "P1, main" in all_names(folded(after))
    closed = folded(after, "mine")
    assert "P1, main" not in all_names(closed)
    assert CLOSED in all_names(closed)


def test_factors_are_closed() -> None:
    """The effect of a factor sums rows of all firms, and would disclose their amounts."""
    found = folded(replace(BASE, values={"test:coal": "3"}))
    assert all_names(found) == [CLOSED]


def test_no_shown_part_has_more_than_four_digits_of_a_stage() -> None:
    """Only the closed parts, which are sums over firms, have the remaining digits."""
    found = folded(replace(BASE, ore={"mine": "333", "other": "77"}, gas="8.123456789"))
    values = [
        stage.value
        for part in all_parts(found.causes)
        if part.kind != "closed"
        for stage in part.stages
    ]
    assert any(value != "0" for value in values)
    assert all(len(value.replace("-", "").replace(".", "").strip("0")) <= 4 for value in values)


def test_a_note_loses_the_statement_that_it_names() -> None:
    """The reason of a late exchange may name a statement of another firm."""
    found = folded(replace(BASE, line="fines"))
    notes = [part.note for part in all_parts(found.causes) if part.note]
    assert all("sha256" not in note and "delivery.line" not in note for note in notes)
