"""The document by country: the published pack to its digits, the units, and what a manufacturer is shown of others."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY, ident
from support.refusal import refused
from support.rows import used
from support.trade_chain import PLANT, TradeChain, pack_state

from ledger.documents.difference.state import FigureState, compute
from ledger.documents.trade.territory import territory_report
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, format_decimal, format_rounded, round_delivered
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.calculation import Composition
from schemas.views.territory import TerritoryPart

CLOSE = Decimal("1e-30")
V9 = {
    "CN": "6.36662680",
    "DE": "3.32738367",
    "HU": "2.81576653",
    "ID": "1.66187071",
    "IN": "0.52733638",
    "FI": "0.46286316",
    "CD": "0.35982928",
    "CL": "0.31327760",
    "PL": "0.02431041",
    "AU": "0.01057155",
}
"""Kilograms of CO2e per kilogram of the published pack, by country of the site."""


def is_whole(part: TerritoryPart) -> bool:
    """True if columns, credits and closed entries sum to the total, to the rounding of its digits."""
    columns = [
        Decimal(value) for row in part.countries for value in (row.territorial, row.grid_zone)
    ]
    rest = map(Decimal, (part.unlocated, part.credits, part.closed or "0"))
    off = EXACT.subtract(exact_sum([*columns, *rest]), Decimal(part.total))
    return off.copy_abs() < CLOSE * max(1, abs(Decimal(part.total)))


def without_end_of_life(state: FigureState) -> dict[str, object]:
    """The composition with its product row alone, as JSON."""
    rows = [row.to_json() for row in state.composition.rows if row.role == "product"]
    return {"rows": rows, "exclusions": []}


def test_the_published_pack_by_country_of_the_site() -> None:
    """15.87 kg per kg of pack without end of life: 40.1 % in CN, 21.0 % in DE, 17.7 % in HU, 10.5 % in ID."""
    report = territory_report(pack_state(), "kg")
    assert report.delivered.total == "15.86983608782544333540627035665664"
    assert {
        row.country: format(Decimal(row.burdens), ".8f") for row in report.delivered.sites
    } == V9
    shares = [format(Decimal(row.share) * 100, ".1f") for row in report.delivered.sites]
    assert shares[:4] == ["40.1", "21.0", "17.7", "10.5"]


def test_much_of_the_published_pack_was_not_emitted_where_its_sites_are() -> None:
    """44 % has no place: DE stands for 3.33 kg, and 0.11 kg of that is known to be of its grid."""
    part = territory_report(pack_state(), "kg").delivered
    assert format(Decimal(part.unlocated) / Decimal(part.total), ".4f") == "0.4444"
    (germany,) = [row for row in part.countries if row.country == "DE"]
    assert germany.territorial == germany.by_dataset == "0"
    assert germany.grid_zone == "0.1106632512"
    assert is_whole(part)


def test_a_factor_of_a_case_places_its_emissions() -> None:
    """The figure of Indonesian nickel states ID, so all that its site stands for is there, by a dataset's word."""
    part = territory_report(pack_state(), "kg").delivered
    (there,) = [row for row in part.countries if row.country == "ID"]
    assert format(Decimal(there.territorial), ".8f") == V9["ID"]
    assert there.territorial == there.by_dataset


@pytest.mark.parametrize(("per", "total"), [("battery", "197.5"), ("kg", "3.95")])
def test_values_are_per_battery_or_per_kg(per: str, total: str) -> None:
    """Four batteries of 50 kg have 790 kg CO2e."""
    found = territory_report(TradeChain().state(), "kg" if per == "kg" else "battery")
    assert found.delivered.total == total
    assert found.per == per


def test_both_parts_per_kwh_are_the_declared_figure() -> None:
    """To the rounding of a cell; end of life has its credits, which no column nets."""
    state = TradeChain().state()
    report = territory_report(state, "kwh")
    assert report.end_of_life is not None
    whole = Decimal(report.delivered.total) + Decimal(report.end_of_life.total)
    assert abs(whole - compute(state).total) < CLOSE
    assert Decimal(report.end_of_life.credits) < 0 < Decimal(report.end_of_life.burdens)


def test_a_calculation_without_end_of_life_has_none() -> None:
    """Nor has a document of it."""
    state = TradeChain().state()
    alone = Composition.model_validate(without_end_of_life(state), strict=False)
    assert territory_report(replace(state, composition=alone), "battery").end_of_life is None


def test_what_is_not_collected_has_no_place() -> None:
    """Under the circular formula it is disposed of somewhere, and is a part of the total."""
    draft = load_rulebook("eu-ev-draft-2024")
    state = replace(pack_state(), rulebook=draft)
    part = territory_report(state, "battery").end_of_life
    assert part is not None
    assert is_whole(part)


def test_batteries_counted_in_pieces_have_no_figure_per_kg() -> None:
    """Unless the entry states the mass of one."""
    state = TradeChain().state()
    rows = without_end_of_life(state)["rows"]
    assert isinstance(rows, list)
    counted = Composition.model_validate(
        {"rows": [{**rows[0], "unit": "piece"}], "exclusions": []}, strict=False
    )
    with refused("territory.no_mass", "per"):
        territory_report(replace(state, composition=counted), "kg")


def test_a_market_has_an_account_only_if_it_is_asserted() -> None:
    """No entry says where a battery is used."""
    assert territory_report(TradeChain().state(), "battery").accounts is None
    report = territory_report(TradeChain().state(), "battery", "FR")
    assert report.accounts is not None
    accounts = {row.country: row for row in report.accounts}
    assert accounts["FR"].cba == report.delivered.total == "197.5"
    assert accounts["CN"].eee == "100"


def test_a_manufacturer_is_shown_its_own_sites_and_one_sum() -> None:
    """No country of a supplier, and the sum of all suppliers to 4 digits."""
    report = territory_report(TradeChain().state(), "battery", "DE", PLANT)
    part = report.delivered
    assert not report.exact
    assert [row.country for row in part.sites] == ["DE"]
    assert {row.country for row in part.countries} == {"AU", "DE"}
    assert part.closed == "142.5"
    assert part.total == "197.5"
    assert report.accounts is not None
    assert {row.country for row in report.accounts} == {"AU", "DE"}
    assert [row.eei for row in report.accounts if row.country == "DE"] == ["172.5"]
    assert report.end_of_life is not None
    assert report.end_of_life.sites == ()


@given(st.decimals("0.001", "1000", places=3).map(format_decimal))
def test_a_closed_sum_follows_from_four_digits_of_what_is_delivered(amount: str) -> None:
    """Whatever the suppliers used, 37.5 kg of metal a battery: exact digits would disclose their amounts."""
    state = TradeChain(smelted=(used("test:lime", amount),)).state()
    closed = territory_report(state, "battery", None, PLANT).delivered.closed
    metal = compute(state).figures.line(ident("smelter"), "main")
    assert metal is not None
    told = exact_sum(map(round_delivered, metal.cells.values()))
    assert closed == format_rounded(EXACT.multiply(told, Decimal("37.5")))


def test_a_stranger_s_country_does_not_change_what_a_manufacturer_is_shown() -> None:
    """Two chains that differ in the countries of suppliers alone read the same."""
    first, second = (
        territory_report(TradeChain(smelter=country).state(), "battery", "DE", PLANT)
        for country in ("CN", "IN")
    )
    assert first == second


def test_the_document_names_its_figure() -> None:
    """Calculation, model and rulebook."""
    report = territory_report(TradeChain().state(), "battery")
    assert report.calculation == ident("calculation")
    assert report.rulebook == STUDY.id
    assert report.model == "urn:test:model"
