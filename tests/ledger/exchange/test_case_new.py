"""A new case folder runs as it is, and says of each amount that it is an example."""

import csv
import io
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from support.refusal import refused

from ledger.exchange.case import Case
from ledger.exchange.case_folder import read_case
from ledger.exchange.case_new import EXAMPLE, PLANT, NewCase, new_case
from ledger.exchange.case_strict import require_meant

FRAME = {"product": "Frame", "firm": "Example", "country": "DE", "unit": "piece", "kg": "1.9"}


def files(**changes: str) -> Mapping[str, bytes]:
    """The files of the frame with other words."""
    return new_case(NewCase.read(**{**FRAME, "mix": "DE", **changes}), 2025)


def read(found: Mapping[str, bytes], folder: Path) -> Case:
    """The case that some files are."""
    folder.mkdir()
    for name, data in found.items():
        (folder / name).write_bytes(data)
    case = read_case(folder)
    require_meant(case)
    return case


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"product": 'Rahmen "Ä", 2 Teile', "firm": "A\\B, Ltd"},
        {"unit": "t", "kg": "1000"},
        {"country": "CN", "mix": "CN", "unit": "m²", "kg": "12"},
    ],
    ids=["piece", "quotes", "tonne", "square metre"],
)
def test_what_was_said_is_read_from_the_files(changes: dict[str, str], tmp_path: Path) -> None:
    """Whatever signs the names have; a site in t is one in kg."""
    said = {**FRAME, **changes}
    case = read(files(**changes), tmp_path / "case")
    plant = case.sites[PLANT]
    assert case.product is not None
    assert (case.name, plant.output) == (said["product"], said["product"])
    assert (case.product.manufacturer, plant.name) == (said["firm"], said["firm"])
    assert plant.country == said["country"]
    assert case.product.period.start == "2025-01-01"
    used = sum(row.amount for row in case.activities if row.input == "SUPPLIER")
    assert used == plant.kg_per_unit


def test_each_amount_is_called_an_example(tmp_path: Path) -> None:
    """In the document of its row, which is signed."""
    case = read(files(), tmp_path / "case")
    assert {row.document for row in case.activities} == {EXAMPLE}


def test_each_factor_has_a_source_and_the_mix_is_the_countrys_newest() -> None:
    """Of consumption where a set has that, else of production."""
    rows = list(csv.DictReader(io.StringIO(files(mix="FR")["factors.csv"].decode())))
    assert all(row["source"] and Decimal(row["value"]) > 0 for row in rows)
    assert [(row["grid"], row["mix"]) for row in rows][-1] == ("FR", "average")
    other = list(csv.DictReader(io.StringIO(files(mix="AF")["factors.csv"].decode())))
    assert (other[-1]["grid"], other[-1]["mix"]) == ("AF", "production")


def test_the_settings_are_toml_with_words() -> None:
    """What may still be stated stands there as a comment."""
    text = files()["case.toml"].decode()
    assert set(tomllib.loads(text)["product"]) == {"site", "manufacturer", "period"}
    assert "# address" in text


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"kg": "1,9"}, "case.number", "new, kg"),
        ({"kg": "1e400"}, "case.number", "new, kg"),
        ({"kg": "0"}, "case.number", "new, kg"),
        ({"unit": "furlong"}, "case.unit", "new, unit"),
        ({"country": "Korea"}, "case.country", "new, country"),
        ({"product": ""}, "case.text", "new, product"),
        ({"firm": "a\x07b"}, "text.hidden", "new.firm"),
        ({"mix": "AQ"}, "case.no_mix", "--mix"),
    ],
)
def test_a_wrong_word_is_named(changes: dict[str, str], code: str, place: str) -> None:
    """Before anything is written."""
    with refused(code, place):
        files(**changes)
