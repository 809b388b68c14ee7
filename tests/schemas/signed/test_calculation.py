"""Calculations, attestations and declarations: what the models alone can refuse."""

import json

from support.golden import reading as golden
from support.parsing import accepts, broken, changed, parse
from support.refusal import refused

from ledger.trust.canonical import canonical
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import BatteryUnit, Calculation, Composition, Declaration

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


def test_an_attestation_is_valid_from_its_day() -> None:
    """A last day needs the day of the statement, and is not before it; a notified body has four digits."""
    content = golden.value("attestation/dated_attestation")
    assert broken(Attestation, content, (("date",), ...)) == ("attestation.date", "")
    assert broken(Attestation, content, (("date",), "2029-03-02")) == ("attestation.date", "")
    code = broken(Attestation, content, (("notified_body",), "12"))
    assert code == ("attestation.notified_body", "notified_body")
    assert parse(Attestation, changed(content, ("valid_until",), ...)).valid_until is None


def test_the_public_study_is_at_an_https_address() -> None:
    """Only an https address of one word is a study's."""
    content = golden.value("declaration/declaration")
    for text in ("http://a.example", "https://", "https://a b", "ftp://a", "https://" + "a" * 501):
        code = broken(Declaration, content, (("study",), text))
        assert code == ("address.grammar", "study")


def test_a_declaration_and_a_calculation_may_name_the_one_that_they_replace() -> None:
    """The replaced statement has an id and a reason, as in every kind that has versions."""
    replaced = {"id": DELIVERY, "reason": "correction"}
    for model, name in ((Declaration, "declaration"), (Calculation, "calculation")):
        content = golden.value(f"{name}/{name}") | {"supersedes": replaced}
        stated = model.parse(json.dumps(content).encode())
        assert stated.to_json() == content
        assert broken(model, content, (("supersedes", "reason"), ...)) == (
            "schema.missing",
            "supersedes.reason",
        )


def test_a_declaration_may_state_the_details_that_it_declares() -> None:
    """Address, contact and town are optional, and one line of text each."""
    content = golden.value("declaration/declaration_corrected")
    for town in ("", " Exampletown", "Example\ntown"):
        assert broken(Declaration, content, (("town",), town))[1] == "town"
    code = broken(Declaration, content, (("details",), {"address": "Example Street 1"}))
    assert code == ("schema.missing", "details.contact")
    assert accepts(Declaration, changed(content, ("town",), ...))


def test_a_calculation_is_of_a_battery_or_of_a_product() -> None:
    """Both, or neither in full, is refused; and a product has no members of a battery to give."""
    of = {name for name in CALCULATION if name in BatteryUnit.model_fields}
    product = {name: value for name, value in CALCULATION.items() if name not in of}
    unit = {"declared_unit": {"unit": "kWp", "amount": "12.5"}}
    for members in (product, {**CALCULATION, **unit}, {**product, "batteries": 4}):
        with refused("calculation.subject"):
            Calculation.parse(canonical(members))
    assert Calculation.parse(canonical(CALCULATION)).battery.batteries == CALCULATION["batteries"]
    with refused("calculation.no_battery", "calculation"):
        _ = Calculation.parse(canonical({**product, **unit})).battery
