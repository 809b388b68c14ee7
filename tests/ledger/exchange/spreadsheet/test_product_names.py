"""Names of products in a spreadsheet become ids, which the report shows before anything is signed."""

import orjson
from support.sheets import Rows, at, sound, with_field

from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.template import write_csv, write_template
from schemas.vocabulary import Stage

PROFILE = "Al-Profil 6060 (geschliffen)"
ID = "urn:cradle:product:al-profil-6060-geschliffen"


def checked(rows: Rows) -> CheckedFile:
    """A workbook of these rows."""
    return check_spreadsheet(write_template("en", Stage.MAIN_PRODUCTION, rows), "a.xlsx")


def ids(checked: CheckedFile) -> list[str]:
    """The product ids of the draft."""
    assert checked.drafted is not None
    draft = orjson.loads(checked.drafted.data or b"{}")
    return [row["product"] for row in draft["inventory"]["outputs"]]


def codes(checked: CheckedFile) -> list[tuple[str, str | None]]:
    """The problems and their cells."""
    return [(row.code, row.cell) for row in checked.report.problems]


def two(first: dict[str, str], second: dict[str, str]) -> Rows:
    """A main product and a by-product."""
    rows = sound()
    (output,) = rows["outputs"]
    rows["outputs"] = [
        {**output, **first},
        {**output, "line": "side", "role": "by_product", **second},
    ]
    return rows


def test_an_output_without_an_id_has_that_of_its_name() -> None:
    """The note is at the cell of the name; in CSV too."""
    rows = with_field(with_field(sound(), "outputs", "product", ""), "outputs", "name", PROFILE)
    made = checked(rows)
    assert ids(made) == [ID]
    assert codes(made) == [("word.read_as", at("outputs", "name"))]
    text = write_csv("en", Stage.MAIN_PRODUCTION, rows)
    assert ids(check_spreadsheet(text, "a.csv")) == [ID]


def test_a_name_in_the_column_of_ids_is_read_as_its_id() -> None:
    """The name of the line stays as it is."""
    made = checked(with_field(sound(), "outputs", "product", PROFILE))
    assert ids(made) == [ID]
    assert codes(made) == [("word.read_as", at("outputs", "product"))]


def test_two_names_of_one_id_are_refused() -> None:
    """Also a name that makes the stated id of another row."""
    for first in (PROFILE, ID):
        made = checked(two({"product": first}, {"product": "AL Profil 6060 geschliffen"}))
        assert ("product.same_id", at("outputs", "product", 3)) in codes(made)
        assert not made.report.accepted


def test_the_goods_of_an_unknown_supplier_have_a_name() -> None:
    """The same name is the same product; without a factor set it has no default."""
    rows = sound()
    goods = {"kind": "unknown_supplier", "product": "Kupferdraht", "amount": "1", "unit": "kg"}
    rows["inputs"] = [*rows["inputs"], goods | {"purpose": "material"}]
    assert [code for code, _ in codes(checked(rows))] == ["word.read_as", "input.no_default"]


def test_an_output_without_id_and_name_is_reported_at_its_name() -> None:
    """Once."""
    rows = with_field(with_field(sound(), "outputs", "product", ""), "outputs", "name", "")
    assert codes(checked(rows)) == [("cell.missing", at("outputs", "name"))]
