"""The tables and the sums of the carbon border beside opencbam (PyPI, Apache-2.0), on the same inputs.

Where the two differ, the difference is stated here: which side has the law's words behind it, and why.
"""

from decimal import Decimal

import pytest
from opencbam.engine import defaults, financial, reference, see
from opencbam.engine.types import (
    AttributionResult,
    DataSource,
    PrecursorInput,
    ProductionProcess,
    Sector,
)
from support.cbam import EMISSIONS, screws

from ledger.footprint.trade.cbam.goods import rule_of
from ledger.footprint.trade.cbam.tables import Tables
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook, load_cbam_tables

TABLES = Tables(load_cbam_tables())
RULEBOOK = load_cbam_rulebook()
NAMES = {"CN": "China", "IN": "India", "TR": "Türkiye", "UA": "Ukraine", "US": "United States"}
CODES = sorted({row.cn for row in load_cbam_tables().benchmarks})


@pytest.mark.parametrize("country", NAMES)
@pytest.mark.parametrize("year", [2026, 2027, 2028, 2033])
def test_default_values_of_every_code(country: str, year: int) -> None:
    """The same number for every code of the tables, where a code has one route."""
    compared = 0
    for cn in CODES:
        try:
            theirs = defaults.get_marked_up_default(NAMES[country], cn, year)
        except ValueError:
            continue  # A code of clinker, which has a row for each route.
        ours = TABLES.default(country, cn, None, year)
        assert ours is not None
        assert ours.marked_up == theirs, cn
        compared += 1
    assert compared > 550


@pytest.mark.parametrize("year", [2026, 2028])
def test_defaults_of_an_unknown_country(year: int) -> None:
    """The highest of all, for every code with one route."""
    for cn in CODES:
        try:
            theirs = defaults.get_unknown_country_precursor_marked_up(cn, year)
        except ValueError:
            continue
        ours = TABLES.default(None, cn, None, year)
        assert ours is not None
        assert ours.marked_up == theirs, cn


@pytest.mark.parametrize("column", ["A", "B"])
@pytest.mark.parametrize("year", [2026, 2029])
def test_benchmarks_of_every_code_and_route(column: str, year: int) -> None:
    """The same number for each route that a code has."""
    source = DataSource.ACTUAL if column == "A" else DataSource.DEFAULT
    for row in load_cbam_tables().benchmarks:
        if row.column == column and row.route:
            theirs = reference.get_benchmark(
                row.cn, data_source=source, route=reference.Route(row.route), year=year
            )
            ours = TABLES.benchmark(row.cn, "A" if column == "A" else "B", row.route, year)
            assert ours == theirs, row


def test_a_route_that_is_not_stated() -> None:
    """A difference: opencbam takes the highest column B of a default, as for a range of alloys; ours takes the lowest.

    A maker chooses what it states, and the higher benchmark takes more off the bill: leaving the route out would pay.
    """
    theirs = reference.get_benchmark("72071111", data_source=DataSource.DEFAULT)
    ours = TABLES.benchmark("72071111", "B", None, 2026)
    assert theirs is not None
    assert ours is not None
    assert theirs > ours


def test_which_goods_count_their_indirect_emissions() -> None:
    """Annex II of Regulation (EU) 2023/956, code by code."""
    for cn in CODES:
        rule = rule_of(cn, RULEBOOK)
        assert rule is not None
        assert rule.indirect == reference.indirect_counts_for_cn(cn), cn


def test_screws_step_by_step() -> None:
    """V1 and V7: embedded emissions of the template, free allocation with its precursor, certificates and EUR.

    opencbam is given the billet's numbers; ours computes them from the entry of its maker.
    """
    process = ProductionProcess(
        sector=Sector.IRON_STEEL,
        activity_level=Decimal(17000),
        cn_code="73181542",
        precursors=[
            PrecursorInput(
                name="billet",
                mass=Decimal(20000),
                see_direct=Decimal("1.539"),
                see_indirect=Decimal("0.204"),
            )
        ],
    )
    attributed = AttributionResult(direct=Decimal("3337.95"), indirect=Decimal("2832.2"))
    theirs = see.compute_see(process, attributed)
    ours = screws().result("screws", {"billet to screws": EMISSIONS})
    assert abs(Decimal(ours.see_direct) - theirs.see_direct) < Decimal("1e-26")
    own = financial.specific_free_allocation_process(2026, Decimal(1), Decimal("0.038"))
    column_b = financial.specific_free_allocation_process(2026, Decimal(1), Decimal("1.364"))
    sefa = financial.sefa_complex(own, [(Decimal(20) / Decimal(17), column_b)])
    assert abs(Decimal(ours.sefa) - sefa) < Decimal("1e-26")
    due = financial.compute_certificates(
        mass=Decimal(1000),
        see_direct=theirs.see_direct,
        see_indirect=theirs.see_indirect,
        indirect_in_scope=False,
        sefa=sefa,
        sector=Sector.IRON_STEEL,
        certificate_price=Decimal("75.28"),
    )
    assert abs(due.certificates_due - 1000 * Decimal(ours.net)) < Decimal("1e-20")
    assert due.liability_eur == Decimal("30510.98")


def test_where_ours_goes_further() -> None:
    """A difference: opencbam's assessment of actual data has column A alone unless it is handed precursor terms.

    Ours follows the free allocation of the precursors; column A alone leaves five times as much to pay.
    """
    alone = financial.specific_free_allocation_process(2026, Decimal(1), Decimal("0.038"))
    ours = screws().result("screws", {"billet to screws": EMISSIONS})
    left = Decimal(ours.see_direct) - financial.sefa_simple(alone)
    assert left > 4 * Decimal(ours.net)
    assert Decimal(ours.sefa_column_a) == alone
