"""Calculations, attestations and declarations: what the models alone can refuse."""

from support import golden
from support.parsing import broken, changed, parse

from schemas.calculation import Attestation, Calculation, Composition, Declaration

CALCULATION = golden.value("calculation/calculation")
COMPOSITION = golden.value("calculation/calculation/composition")
DELIVERY = COMPOSITION["rows"][0]["delivery"]
ENTRY = COMPOSITION["rows"][1]["entry"]


def test_all_four_stages_stand_in_the_order_of_the_life_cycle() -> None:
    """A stage is never left out, repeated or moved, not even where it is zero."""
    stages = CALCULATION["stages"]
    for rows in (stages[:3], stages[::-1], [stages[0], *stages], []):
        assert broken(Calculation, CALCULATION, (("stages",), rows)) == ("stages.order", "")


def test_cells_and_factor_sets_stand_in_order() -> None:
    """One set of cells, and one of factor sets, has one byte form; a cell of zero is left out."""
    cells = CALCULATION["cells"]
    assert broken(Calculation, CALCULATION, (("cells",), cells[::-1])) == ("cells.order", "")
    zero = (("cells", 0, "value"), "0")
    assert broken(Calculation, CALCULATION, zero) == ("cells.zero", "")
    sets = (("factor_sets",), CALCULATION["factor_sets"] * 2)
    assert broken(Calculation, CALCULATION, sets) == ("factor_sets.order", "")


def test_a_row_names_an_entry_or_a_delivery() -> None:
    """One of the two, never both, never neither."""
    both = (("rows", 0, "entry"), ENTRY)
    assert broken(Composition, COMPOSITION, both) == ("composition.cites", "rows[0]")
    neither = (("rows", 0, "delivery"), ...)
    assert broken(Composition, COMPOSITION, neither) == ("composition.cites", "rows[0]")


def test_a_product_row_names_an_entry() -> None:
    """The product is the manufacturer's own line, never another's delivery."""
    changes = ((("rows", 1, "entry"), ...), (("rows", 1, "delivery"), DELIVERY))
    assert broken(Composition, COMPOSITION, *changes) == ("composition.product", "rows[1]")


def test_rows_and_exclusions_stand_in_order_and_once() -> None:
    """One composition has one byte form, and no row counts twice."""
    rows = COMPOSITION["rows"]
    for listed in (rows[::-1], [rows[0], rows[0]]):
        assert broken(Composition, COMPOSITION, (("rows",), listed)) == ("composition.order", "")
    low, high = ({"entry": f"sha256:{digit * 64}", "reason": "Pilot lot"} for digit in "ab")
    assert parse(Composition, changed(COMPOSITION, ("exclusions",), [low, high]))
    for excluded in ([high, low], [low, low]):
        code = broken(Composition, COMPOSITION, (("exclusions",), excluded))
        assert code == ("composition.order", "")
    assert broken(Composition, COMPOSITION, (("rows",), [])) == ("schema.too_short", "rows")


def test_an_attestation_is_of_one_thing() -> None:
    """A calculation or a delivery, never both, never neither; and it says whose word it took."""
    content = golden.value("attestation/delivery_attestation")
    both = (("calculation",), golden.value("attestation/attestation")["calculation"])
    assert broken(Attestation, content, both) == ("attestation.subject", "")
    assert broken(Attestation, content, (("delivery",), ...)) == ("attestation.subject", "")
    rests = {"statement": DELIVERY, "depth": "attested"}
    listed = changed(content, ("depth", "exceptions"), [rests])
    word = parse(Attestation, listed)
    assert (word.subject, word.rests_on) == (content["delivery"], (DELIVERY,))


def test_the_public_study_is_at_an_https_address() -> None:
    """Only an https address of one word is a study's."""
    content = golden.value("declaration/declaration")
    for text in ("http://a.example", "https://", "https://a b", "ftp://a", "https://" + "a" * 501):
        code = broken(Declaration, content, (("study",), text))
        assert code == ("declaration.study", "study")
