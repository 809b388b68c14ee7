"""The origin of the elements in a published pack, with figures computed by hand from its amounts."""

from decimal import Decimal
from functools import cache

import pytest
from support.case_files import example_case
from support.graph_case import calculation_of, composition_of, graph_of

from ledger.exchange.case_plan import plan
from ledger.footprint.graph.composition import cited_by, parts
from ledger.footprint.graph.resolution import resolve
from ledger.footprint.trade.element_content import ELEMENTS
from ledger.footprint.trade.origin_shares import BatteryOrigin, battery_origin, places, shares
from schemas.views.origin import OriginClass

MINED, SYNTHETIC, UNKNOWN = OriginClass.MINED, OriginClass.SYNTHETIC, OriginClass.UNKNOWN
CLOSE = Decimal("1e-12")


@cache
def pack(element: str) -> BatteryOrigin:
    """The origin of an element in one pack of the case `nmc811_pack`."""
    planned = plan(example_case("nmc811_pack"))
    chain = graph_of(planned)
    composition = composition_of(chain, planned)
    records = chain.records()
    resolution = resolve(*cited_by(composition), records)
    rows = parts(composition, resolution, records)
    return battery_origin(element, rows, calculation_of(planned).batteries, resolution)


def total(element: str) -> Decimal:
    """The kg of an element in one pack."""
    return sum(pack(element).kg.values(), Decimal(0))


def test_cobalt_is_wholly_from_the_congo() -> None:
    """Cell, cathode, precursor, salt and its assay multiplied: 5.705364653 kg a pack, all from one mine."""
    assert shares(places(pack("Co").kg)) == {(MINED, "CD"): Decimal(1)}
    assert abs(total("Co") - Decimal("5.705364653024192")) < CLOSE
    per_kg = total("Co") / Decimal("377.263581489884")
    assert abs(per_kg - Decimal("0.015123019906911")) < Decimal("1e-15")


def test_nickel_follows_its_two_routes() -> None:
    """70 % of the salt is of Indonesian nickel and 30 % of Finnish, wherever it is made.

    The Indonesian salt states 0.2233 kg of nickel and took in 0.22, so 0.0033 kg of each kg are untraced: in no share.
    """
    found = shares(places(pack("Ni").kg))
    assert list(found) == [(MINED, "ID"), (MINED, "FI")]
    brought = Decimal("1.52962563813") * Decimal("0.22")
    finnish = Decimal("0.655553844911") * Decimal("0.223304")
    assert abs(found[MINED, "ID"] - brought / (brought + finnish)) < Decimal("1e-12")
    assert sum(found.values()) == 1


def test_lithium_follows_its_two_routes() -> None:
    """40 % of the hydroxide is from Chilean brine and 60 % from Australian ore, whatever their yields."""
    found = shares(places(pack("Li").kg))
    assert found == {(MINED, "AU"): Decimal("0.6"), (MINED, "CL"): Decimal("0.4")}


def test_manganese_without_a_mine_is_unknown() -> None:
    """Nobody supplied the sulphate plant; its own country is not a country of extraction."""
    assert shares(places(pack("Mn").kg)) == {(UNKNOWN, ""): Decimal(1)}


def test_graphite_is_mined_or_synthetic() -> None:
    """Natural graphite leads to the mine, synthetic graphite to the furnace."""
    found = places(pack("C").kg)
    assert list(found) == [(SYNTHETIC, "CN"), (MINED, "CN")]
    assert abs(found[MINED, "CN"] / total("C") - Decimal("0.34")) < Decimal("1e-6")


@pytest.mark.parametrize("element", ELEMENTS)
def test_nothing_of_an_element_is_dropped(element: str) -> None:
    """Traced and untraced kg together are what the last entry that states the element says of it."""
    stated = {"Li": "0.071341", "Ni": "0.482675", "Co": "0.060581", "Mn": "0.056474"}
    if element not in stated:
        assert pack(element).untraced == 0
        return
    cathode = Decimal("0.72591") * Decimal("0.358435") * Decimal("377.263581489884")
    held = cathode * Decimal(stated[element])
    assert abs(total(element) + pack(element).untraced - held) < Decimal("1e-9")
