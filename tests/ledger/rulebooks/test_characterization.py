"""The values of the characterization sets, against tables typed from eu-battery-method-addendum.md, section 10."""

from decimal import Decimal

import pytest

from ledger.rulebooks.catalog import characterization_ids, load_characterization
from schemas.gases import Gas, GasOrigin
from schemas.vocabulary import Group

SETS = {name: load_characterization(name) for name in characterization_ids()}
ALL = pytest.mark.parametrize("name", SETS)
WITHOUT_ORIGIN = """
sf6 25200  nf3 17400  sf5cf3 18500  cf4 7380  c2f6 12400  c3f8 9290  c_c4f8 10200  c4f10 10000  c5f12 9220
c6f14 8620  c7f16 8410  c8f18 8260  c10f18 7480  pfpmie 10300
perfluorodecalin_cis 7800  perfluorodecalin_trans 7120  hfc_23 14600  hfc_32 771  hfc_41 135
hfc_125 3740  hfc_134 1260  hfc_134a 1530  hfc_143 364  hfc_143a 5810  hfc_152 21.5  hfc_152a 164
hfc_161 4.84  hfc_227ca 2980  hfc_227ea 3600  cfc_11 6230  cfc_12 12500  cfc_13 16200  cfc_113 6520
cfc_114 9430  cfc_115 9600  hfe_125 14300  hfe_134 6630  hfe_143a 616  hfe_7100_n 544  hfe_7100_i 437
hfe_7200_n 60.7  hfe_7200_i 34.3  perfluoro_2_methyl_3_pentanone 0.114  hfc_236cb 1350
hfc_236ea 1500  hfc_236fa 8690  hfc_245ca 787  hfc_245ea 255  hfc_245eb 325  hfc_245cb 4550
hfc_245fa 962  hfc_263fb 74.8  hfc_272ca 599  hfc_329p 2890  hfc_365mfc 914  hfc_43_10mee 1600
hfo_1234yf 0.501  hfo_1234ze_e 1.37  hfo_1234ze_z 0.315  hfo_1336mzz_z 2.08  hcfo_1233zd_e 3.88
hfc_1132a 0.052  hfc_1141 0.024  tetrafluoroethylene 0.004  hexafluoropropene 0.09  hcfc_22 1960
hcfc_123 90.4  hcfc_124 597  hcfc_141b 860  hcfc_142b 2300  hcfc_31 79.4  hcfc_21 160
halon_1211 1930  halon_1301 7200  halon_2402 2170  ccl4 2200  ch2cl2 11.2  chcl3 20.6  ch3cl 5.54
ch3br 2.43  ch3ccl3 161  dichloroethane_1_2 1.3  tetrachloroethene 6.34  trichloroethene 0.044
c4_nitrile 2750
"""
BY_ORIGIN = {
    "co2": {
        "fossil": "1",
        "biogenic": "0",
        "land_use_change": "1",
        "uptake": "0",
        "land_use_uptake": "-1",
    },
    "ch4": {"fossil": "29.8", "biogenic": "27", "land_use_change": "29.8"},
    "n2o": dict.fromkeys(("fossil", "biogenic", "land_use_change"), "273"),
    "co": dict.fromkeys(("fossil", "biogenic", "land_use_change"), "0"),
    "ethane": dict.fromkeys(("fossil", "biogenic", "land_use_change"), "0.437"),
    "propane": dict.fromkeys(("fossil", "biogenic", "land_use_change"), "0.02"),
    "n_butane": dict.fromkeys(("fossil", "biogenic", "land_use_change"), "0.006"),
}
AR5 = """
n2o 265  sf6 23500  nf3 16100  cf4 6630  c2f6 11100  hfc_23 12400  hfc_32 677  hfc_125 3170
hfc_134a 1300  hfc_143a 4800  hfc_152a 138  hfc_245fa 858  hfo_1234yf 1
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """The gases of a table with their values."""
    words = table.split()
    return list(zip(words[::2], words[1::2], strict=True))


EF_31 = {**BY_ORIGIN, **{gas: {"fossil": value} for gas, value in pairs(WITHOUT_ORIGIN)}}


def values(name: str, gas: str) -> dict[str, str]:
    """The factors that a set has for a gas, by origin."""
    return {row.origin.value: row.value for row in SETS[name].rows if row.gas == gas}


def total(name: str, *emitted: tuple[str, str, str]) -> Decimal:
    """The kg CO2e of kilograms of gases of an origin."""
    return sum(
        (Decimal(kg) * Decimal(values(name, gas)[origin]) for gas, origin, kg in emitted), Decimal()
    )


@pytest.mark.parametrize("gas", Gas)
def test_ef_31_value_by_value(gas: Gas) -> None:
    """Every gas has the value of the published file for each origin it can have, and no other."""
    assert values("ef-3.1", gas.value) == EF_31[gas.value]


@ALL
def test_a_gas_has_one_factor_for_each_origin(name: str) -> None:
    """No pair stands twice, and what is reported apart is in its group."""
    rows = SETS[name].rows
    assert len({(row.gas, row.origin) for row in rows}) == len(rows)
    groups = {origin: Group(origin.value) for origin in GasOrigin if origin != "land_use_uptake"}
    groups[GasOrigin.LAND_USE_UPTAKE] = Group.LAND_USE_CHANGE
    assert all(row.group is groups[row.origin] for row in rows)


def test_ef_31_is_ar6() -> None:
    """EF 3.1 took the values of AR6, SF6 as first published among them."""
    assert all(values("ar6", gas.value) == values("ef-3.1", gas.value) for gas in Gas)


@ALL
def test_the_land_use_trap(name: str) -> None:
    """Methane of land use change weighs as much as fossil methane, more than biogenic methane."""
    methane = values(name, "ch4")
    assert methane["land_use_change"] == methane["fossil"]
    assert Decimal(methane["fossil"]) > Decimal(methane["biogenic"])


def test_ecoinvent_says_otherwise_of_three_gases() -> None:
    """Under the same method name ecoinvent has other numbers, and the set says whose they are."""
    jrc, other = SETS["ef-3.1"], SETS["ef-3.1-ecoinvent-3.12"]
    assert (jrc.method, jrc.dataset) == (other.method, other.dataset)
    assert (jrc.implementation, other.implementation) == ("jrc", "ecoinvent-3.12")
    differ = {
        gas.value: values(other.id, gas) for gas in Gas if EF_31[gas] != values(other.id, gas)
    }
    assert differ == {
        "sf6": {"fossil": "24300"},
        "hfc_134a": {"fossil": "1526"},
        "cfc_11": {"fossil": "6226"},
    }


@pytest.mark.parametrize(("gas", "value"), pairs(AR5))
def test_ar5_without_feedbacks(gas: str, value: str) -> None:
    """The fifth report's values, those with climate-carbon feedbacks left aside."""
    assert values("ar5", gas)["fossil"] == value


def test_methane_by_ar5() -> None:
    """Without feedbacks 28, and by a footnote 30 where the carbon is fossil."""
    assert values("ar5", "ch4") == {"fossil": "30", "biogenic": "28", "land_use_change": "30"}


def test_what_ar5_does_not_list() -> None:
    """Eight gases have no value in the fifth report, and none is made up."""
    assert {gas.value for gas in Gas if not values("ar5", gas)} == {
        "ethane",
        "propane",
        "n_butane",
        "perfluoro_2_methyl_3_pentanone",
        "c4_nitrile",
        "hcfc_31",
        "tetrachloroethene",
        "trichloroethene",
    }


@pytest.mark.parametrize(
    ("name", "kilograms"), [("ef-3.1", "18.4535"), ("ef-3.1-ecoinvent-3.12", "18.4495")]
)
def test_the_worked_example_of_the_addendum(name: str, kilograms: str) -> None:
    """Section 10.5: carbon monoxide adds nothing, uptake by land subtracts, land use methane is 29.8."""
    emitted = [("cf4", "fossil", "0.002"), ("c2f6", "fossil", "0.0002")]
    emitted += [("hfc_134a", "fossil", "0.001"), ("hfc_32", "fossil", "0.0005")]
    emitted += [("co", "fossil", "0.5"), ("co2", "land_use_uptake", "1")]
    assert total(name, *emitted, ("ch4", "land_use_change", "0.01")) == Decimal(kilograms)


def test_a_blend_is_its_components() -> None:
    """R-410A is half HFC-32 and half HFC-125."""
    halves = [("hfc_32", "fossil", "0.5"), ("hfc_125", "fossil", "0.5")]
    assert total("ef-3.1", *halves) == Decimal("2255.5")
