"""The table of synonyms has every country and gas, and only the stated names have several meanings."""

import json
from importlib import resources

from ledger.exchange.case_rows import CREDIT, EMISSION
from ledger.translations.spreadsheet import plain
from ledger.translations.synonyms import countries, gases, goods, kinds, totals
from schemas.gases import Gas
from schemas.values import ISO_COUNTRIES, REGIONS

TABLE = json.loads(
    (resources.files("ledger.translations") / "words/spreadsheet/synonyms.json").read_text("utf-8")
)


def test_every_country_and_region_has_names() -> None:
    """By its code and by at least one name; no other code is in the table."""
    assert TABLE["countries"].keys() == ISO_COUNTRIES | REGIONS
    assert all(TABLE["countries"].values())


def test_every_gas_of_the_vocabulary_has_a_row() -> None:
    """With a name or a CAS number."""
    assert TABLE["gases"].keys() == {gas.value for gas in Gas}
    assert all(row.get("cas") or row["names"] for row in TABLE["gases"].values())


def test_cas_numbers_have_their_check_digit() -> None:
    """The last digit is the sum of the others, each times its place from the right, modulo ten."""
    for row in TABLE["gases"].values():
        if "cas" in row:
            *digits, check = (int(c) for c in row["cas"] if c.isdigit())
            total = sum(place * digit for place, digit in enumerate(reversed(digits), 1))
            assert total % 10 == check, row


def test_only_these_names_have_several_meanings() -> None:
    """Two Congos, two Koreas, and gases with isomers that a name leaves open."""
    several = {
        text
        for meanings in (countries(), gases(), goods(), kinds())
        for text, keys in meanings.items()
        if len(keys) > 1
    }
    isomers = {"hfo-1234ze", "r-1234ze", "r1234ze", "hfe-7100", "hfe-7200"}
    isomers |= {"perfluorodecalin", "perfluordecalin", "全氟萘烷"}
    assert several == {"congo", "kongo", "刚果", "korea"} | isomers


def test_the_kinds_of_a_case_folder_are_those_with_an_effect() -> None:
    """Each is read as itself."""
    assert {CREDIT, EMISSION, "energy", "transport"} <= TABLE["kinds"].keys()
    assert all(kinds()[key] == (key,) for key in TABLE["kinds"])


def test_words_of_totals_are_no_names_of_goods() -> None:
    """Or a row of that name would be read and refused at once."""
    assert plain("Summe") in totals()
    assert totals().isdisjoint(goods())
