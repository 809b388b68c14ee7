"""Names of countries, gases and flows in three languages, read alike for spreadsheets and case folders."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.exchange.name_words import (
    SHOWN,
    NamedFactor,
    find_flows,
    list_meanings,
    read_country,
    read_gas,
    read_kind,
)
from ledger.exchange.unit_words import read_unit
from ledger.translations.synonyms import countries, gases
from schemas.vocabulary import Unit


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("DE", ("DE",)),
        ("de", ("DE",)),
        ("Deutschland", ("DE",)),
        ("德国", ("DE",)),
        ("ISLAND", ("IS",)),
        ("Côte d'Ivoire", ("CI",)),
        ("USA", ("US",)),
        ("weltweit", ("GLO",)),
        ("Congo", ("CD", "CG")),
        ("Atlantis", ()),
    ],
)
def test_a_country_is_read_by_its_names(text: str, codes: tuple[str, ...]) -> None:
    """In three languages; a name of two countries has both."""
    assert read_country(text) == codes


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Kohlendioxid", ("co2",)),
        ("CO₂", ("co2",)),
        ("二氧化碳", ("co2",)),
        ("0000124-38-9", ("co2",)),
        ("Methan", ("ch4",)),
        ("Lachgas", ("n2o",)),
        ("R-134a", ("hfc_134a",)),
        ("HFKW-134a", ("hfc_134a",)),
        ("R-1234ze", ("hfo_1234ze_e", "hfo_1234ze_z")),
        ("R-410A", ()),
    ],
)
def test_a_gas_is_read_by_name_formula_or_number(text: str, keys: tuple[str, ...]) -> None:
    """A name of isomers has both, and a blend is no gas."""
    assert read_gas(text) == keys


@given(st.sampled_from([*countries().items(), *gases().items()]), st.sampled_from([str, str.upper]))
def test_a_spelling_is_read_in_capitals_and_with_spaces(
    row: tuple[str, tuple[str, ...]], form: Callable[[str], str]
) -> None:
    """As people type it."""
    text, keys = row
    typed = f"  {form(text)}\u00a0"
    assert (read_country(typed) or read_gas(typed)) == keys


FACTORS = (
    NamedFactor("a:natural_gas.2025", "Natural gas, burnt", Unit.M3),
    NamedFactor("a:natural_gas_net_cv.2025", "Natural gas by net calorific value", Unit.MJ),
    NamedFactor("a:steel_primary.v22", "Steel, primary, cast", Unit.KG),
    NamedFactor("a:steel_recycled.v22", "Steel scrap, melted", Unit.KG),
    NamedFactor("mix:DE.2024", "Mix of DE", Unit.KWH, "electricity", "DE"),
    NamedFactor("mix:FR.2024", "Mix of FR", Unit.KWH, "electricity", "FR"),
    NamedFactor("b:solder", "Löt-Paste SAC305", Unit.KG),
)


@pytest.mark.parametrize(
    ("text", "unit", "country", "named", "near"),
    [
        ("Erdgas", Unit.M3, None, ("a:natural_gas.2025",), ()),
        ("天然气", None, None, ("a:natural_gas.2025",), ("a:natural_gas_net_cv.2025",)),
        ("Erdgas", Unit.MJ, None, (), ("a:natural_gas_net_cv.2025",)),
        ("Stahl", Unit.KG, "DE", (), ("a:steel_primary.v22", "a:steel_recycled.v22")),
        ("steel scrap, Melted", Unit.KG, "DE", ("a:steel_recycled.v22",), ()),
        ("Strom", Unit.KWH, "DE", ("mix:DE.2024",), ("mix:FR.2024",)),
        ("电力", Unit.KWH, "IT", (), ("mix:DE.2024", "mix:FR.2024")),
        ("Strom", Unit.KWH, None, ("mix:DE.2024", "mix:FR.2024"), ()),
        ("löt-paste  SAC305", Unit.KG, None, ("b:solder",), ()),
        ("Kupfer", Unit.KG, None, (), ()),
    ],
)
def test_a_flow_is_named_exactly(
    text: str,
    unit: Unit | None,
    country: str | None,
    named: tuple[str, ...],
    near: tuple[str, ...],
) -> None:
    """By its name or goods, in the unit of the row and by the grid of the site; a longer name is only near."""
    assert find_flows(text, unit, country, FACTORS) == (named, near)


def test_a_kind_has_an_effect_in_three_languages() -> None:
    """Any other word is a kind of its own."""
    assert read_kind("Energie") == read_kind("能源") == ("energy",)
    assert read_kind("packing") == ()


def test_many_meanings_are_cut() -> None:
    """A refusal stays readable."""
    assert list_meanings("ab") == "a / b"
    assert list_meanings(map(str, range(SHOWN + 1))).endswith(" / …")


@pytest.mark.parametrize(
    ("text", "unit", "power"),
    [
        ("万千瓦时", Unit.KWH, 4),
        ("万度", Unit.KWH, 4),
        ("亿千瓦时", Unit.KWH, 8),
        ("度", Unit.KWH, 0),
        ("万吨", Unit.KG, 7),
        ("吨", Unit.KG, 3),
        ("公斤", Unit.KG, 0),
        ("Tonnen", Unit.KG, 3),
        ("Stück", Unit.PIECE, 0),
    ],
)
def test_a_unit_of_ten_thousand_is_a_power_of_ten(text: str, unit: Unit, power: int) -> None:
    """万千瓦时 is exactly 10 000 kWh."""
    assert read_unit(text) == (unit, power)
