"""Legs that are recomputed, and goods with no stated transport leg."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import Graph, factors, firm, ident, weighing
from support.rows import Row, inventory, made, taken, used

from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.transport_legs import transport_faults
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.calculation import Filling
from schemas.signed.entry import Site

PEF, DRAFT = load_rulebook("pef-2021"), load_rulebook("eu-ev-draft-2024")
LORRY = used("test:lorry", "1", unit="tkm", purpose="transport")
SETS = (
    factors(
        {
            "pef:lorry_over_32t": "0.1",
            "pef:rail": "0.05",
            "pef:barge": "0.04",
            "pef:sea_freight": "0.01",
            "test:lorry": "0.5",
        },
        unit="tkm",
    ),
)


def chain(*more: Row, countries: tuple[str, str, str] = ("CN", "FI", "HU")) -> Graph:
    """Ore and lids from two sites, used at a third; the ore weighs 0.5 kg a unit."""
    made_of = Graph(SETS)
    mine, press, plant = (Site(code="P", country=name) for name in countries)
    made_of.enter("mine", inventory(made("mine", "1000")), weighing("0.5"), site=mine)
    made_of.enter("press", inventory(made("press", "1000")), None, site=press)
    made_of.deliver("ore", "mine", "plant", "500")
    made_of.deliver("lid", "press", "plant", "500")
    rows = [taken("ore", "300"), taken("lid", "5", purpose="packaging"), *more]
    made_of.enter("plant", inventory(made("plant", "100"), inputs=rows), site=plant)
    return made_of


def faults(made_of: Graph) -> list[str]:
    """The findings at the plant."""
    context = made_of.context("plant")
    found = list(transport_faults(context))
    assert all(row[:2] == ("transport.missing_leg", ident("plant")) for row in found)
    return [row.detail for row in found]


def test_one_fault_names_all_countries_and_the_mass() -> None:
    """Goods of unstated mass are reported as such."""
    detail = (
        "goods come from CN, FI to HU and no transport is stated; "
        "per kg of main 1.5 kg and goods of unstated mass"
    )
    assert faults(chain()) == [detail]


def test_goods_from_the_same_country_are_not_counted() -> None:
    """Only what crossed a border is weighed."""
    detail = "goods come from CN to HU and no transport is stated; per kg of main 1.5 kg"
    assert faults(chain(countries=("CN", "HU", "HU"))) == [detail]
    assert faults(chain(countries=("HU", "HU", "HU"))) == []


@pytest.mark.parametrize("countries", [("RER", "RER", "HU"), ("HU", "CN", "GLO")])
def test_a_region_is_no_country(countries: tuple[str, str, str]) -> None:
    """A border crossing into or out of a region word is unknown."""
    assert faults(chain(countries=countries)) == []


def test_any_transport_row_is_enough() -> None:
    """A row does not name the goods it carried, so one stated leg prevents the finding."""
    assert faults(chain(LORRY)) == []


def test_energy_and_work_do_not_travel() -> None:
    """Steam that another country delivers needs no lorry."""
    made_of = chain()
    rows = [taken("ore", "1", purpose="energy"), taken("lid", "1", purpose="processing")]
    made_of.enter("plant", inventory(made("plant", "100"), inputs=rows))
    assert faults(made_of) == []


def test_an_inventory_that_is_not_shown_is_passed_over() -> None:
    """Without rows no goods are known to be used."""
    made_of = chain()
    made_of.enter("plant", None)
    assert faults(made_of) == []


def leg(tkm: str, kg: str, km: str, *deliveries: str, flow: str = "test:lorry") -> Row:
    """A transport row with its mass and distance."""
    stated = {"kg": kg, "km": km, "deliveries": [ident(name) for name in deliveries]}
    return used(flow, tkm, unit="tkm", purpose="transport", leg=stated)


def found(made_of: Graph) -> list[Observation]:
    """The findings at the plant under PEF."""
    context = made_of.context("plant", rulebook=PEF)
    return list(transport_faults(context))


def told(made_of: Graph) -> list[tuple[str, Decimal | None]]:
    """Codes and effects of those findings."""
    return [(row.code, row.effect) for row in found(made_of)]


def test_tonne_kilometres_are_recomputed() -> None:
    """150 kg over 200 km are 30 tkm; 10 too many add 10 x 0.5 kg, and 10 too few take that off."""
    for stated, effect in (("40", 5), ("20", -5)):
        (row,) = found(chain(leg(stated, "150", "200")))
        assert (row.code, row.effect) == ("transport.tkm", effect)
        assert row.detail == f"test:lorry states {stated} tkm; 150 kg over 200 km are 30"
    assert found(chain(leg("30", "150", "200"))) == []


def test_a_leg_that_nothing_values_has_no_effect() -> None:
    """Without a factor a wrong leg is reported without its size."""
    assert told(chain(leg("1", "150", "200", flow="test:cart"))) == [("transport.tkm", None)]


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_what_a_leg_comes_to_is_no_fault(kg: int, km: int) -> None:
    """For any mass and distance, a leg states kg x km / 1000."""
    stated = format_decimal(Decimal(kg) * Decimal(km) / 1000)
    assert found(chain(leg(stated, str(kg), str(km)))) == []


def test_goods_that_no_leg_names() -> None:
    """The ore has a leg, the lids have none; their mass is not stated, so the leg has no price."""
    (row,) = found(chain(leg("30", "150", "200", "ore")))
    assert (row.code, row.subject, row.effect) == ("transport.missing_leg", ident("plant"), None)
    detail = f"no leg names delivery {ident('lid')} from FI; per kg of main 0 kg and goods of unstated mass"
    assert row.detail == detail
    assert found(chain(leg("30", "150", "200", "ore", "lid"))) == []


@pytest.mark.parametrize(
    ("origin", "effect"), [("CN", "-42.0000"), ("RoW", "-42.0000"), ("PL", "-5.370000")]
)
def test_a_leg_left_out_is_priced_by_the_default_legs(origin: str, effect: str) -> None:
    """150 kg by lorry and ship: 150 x 0.1 + 2700 x 0.01; within Europe 19.5 x 0.1 + 36 x 0.05 + 40.5 x 0.04."""
    row = leg("1", "5", "200", "lid")
    made_of = chain(row, countries=(origin, "FI", "HU"))
    assert told(made_of) == [("transport.missing_leg", Decimal(effect))]


def test_goods_from_abroad_without_any_leg_are_priced_too() -> None:
    """No transport at all: the ore from China would have come by lorry and ship."""
    made_of = chain(countries=("CN", "HU", "HU"))
    context = made_of.context("plant", rulebook=DRAFT)
    (row,) = transport_faults(context)
    assert (row.code, row.effect) == ("transport.missing_leg", -42)


def test_goods_from_another_site_of_the_country_have_a_leg_under_pef() -> None:
    """150 kg within Hungary by the legs within Europe, and packaging of unstated mass: no price for both."""
    (row,) = found(chain(countries=("HU", "HU", "HU")))
    assert (row.code, row.effect) == ("transport.missing_leg", None)
    assert row.detail.startswith("goods of other sites in HU come in and no transport is stated")
    heavy = chain(countries=("HU", "HU", "HU"))
    press = heavy.entries[ident("press")]
    heavy.enter("press", press.inventory, weighing("2"), site=press.entry.site)
    # 150 kg of ore by the legs of goods, 10 kg of lids by those of packaging
    (row,) = found(heavy)
    assert row.effect == Decimal("-5.37") - (
        Decimal("2.3") * Decimal("0.1")
        + Decimal("2.8") * Decimal("0.05")
        + Decimal("3.6") * Decimal("0.04")
    )


def test_a_distance_that_is_to_be_stated_is_named_and_keeps_its_effect() -> None:
    """From China the ship is not assumed: the finding requests its distance and keeps its effect."""
    made_of = chain(leg("1", "5", "200", "lid"), countries=("CN", "FI", "HU"))
    (row,) = found(made_of)
    assert row.detail.endswith("; state the distance by ship or plane from CN")
    assert row.effect == -42
    context = replace(made_of.context("plant", rulebook=PEF), filling=Filling(transport=True))
    (row,) = transport_faults(context)
    assert row.effect == -27
    domestic = chain(leg("1", "5", "200", "lid"), countries=("HU", "FI", "HU"))
    context = replace(domestic.context("plant", rulebook=PEF), filling=Filling(transport=True))
    (row,) = transport_faults(context)
    assert row.effect is None


def test_a_default_leg_without_a_factor_has_no_price() -> None:
    """A factor set without the rulebook's flows cannot price the missing legs."""
    made_of = chain(leg("1", "5", "200", "lid"))
    made_of.factor_sets = ()
    assert told(made_of) == [("transport.missing_leg", None)]


def test_a_delivery_on_two_rows_is_one_fault() -> None:
    """The ore is used on two rows: one leg is missing, for the mass of both."""
    made_of = chain(taken("ore", "100"), leg("1", "5", "200", "lid"))
    assert told(made_of) == [("transport.missing_leg", Decimal(-56))]


def test_goods_from_the_same_site_need_no_leg() -> None:
    """Goods of the same firm and site are not carried; those from its other site are."""
    for code, count in (("P", 0), ("P2", 1)):
        made_of = chain(leg("1", "5", "200", "lid"))
        press = Site(code=code, country="HU")
        made_of.enter(
            "mine",
            inventory(made("mine", "1000")),
            weighing("0.5"),
            site=press,
            issuer=firm("plant"),
        )
        assert [code for code, _ in told(made_of)] == ["transport.missing_leg"] * count


def test_a_leg_is_as_heavy_as_what_it_names() -> None:
    """A leg of 100 kg over 200 km names 150 kg of ore: 10 tkm x 0.5 kg are missing."""
    (row,) = found(chain(leg("20", "100", "200", "ore", "lid")))
    assert (row.code, row.effect) == ("transport.mass", -5)
    assert row.detail == "test:lorry carries 100 kg, and names deliveries of 150 kg"
