"""A default is found by heading, country, route and year; whatever is left open gives the dearer answer."""

from decimal import Decimal

import pytest

from ledger.footprint.trade.cbam.tables import Tables
from ledger.rulebooks.cbam_catalog import load_cbam_tables

TABLES = Tables(load_cbam_tables())


@pytest.mark.parametrize(
    ("country", "cn", "year", "marked_up"),
    [
        ("CN", "73181542", 2026, "7.013"),
        ("CN", "73181542", 2027, "7.650"),
        ("CN", "73181542", 2028, "8.288"),
        ("CN", "73181542", 2033, "8.288"),
        ("CN", "72061000", 2028, "2.262"),
        ("CN", "72071111", 2027, "3.803"),
        ("AL", "28080000", 2026, "2.788"),
    ],
)
def test_the_printed_mark_up_of_a_year(country: str, cn: str, year: int, marked_up: str) -> None:
    """The column of the year, from 2028 the last one, by a heading of 4, 6 or 8 digits."""
    found = TABLES.default(country, cn, None, year)
    assert found is not None
    assert found.marked_up == Decimal(marked_up)


def test_a_country_that_is_not_listed_has_the_row_of_all_others() -> None:
    """So has a listed country whose field is a dash, such as pig iron of Albania."""
    other = TABLES.default("other", "72011011", None, 2026)
    assert TABLES.default("TV", "72011011", None, 2026) == other
    assert TABLES.default("AL", "72011011", None, 2026) == other


def test_an_unknown_country_has_the_highest_of_all() -> None:
    """No country's default for a code is above that of Annex IV."""
    for cn in ("72071111", "73181542", "76011010", "25231000"):
        highest = TABLES.default(None, cn, None, 2026)
        assert highest is not None
        for listed in TABLES.document.defaults:
            found = TABLES.default(listed.country, cn, None, 2026)
            assert found is None or found.marked_up <= highest.marked_up


def test_the_parts_of_a_default_sum_to_the_printed_total() -> None:
    """Rounded parts do not sum to the printed total, so the direct part is what is left."""
    found = TABLES.default("AL", "28080000", None, 2026)
    assert found is not None
    assert (found.direct, found.indirect) == (Decimal("2.748"), Decimal("0.040"))


@pytest.mark.parametrize(
    ("cn", "column", "route", "year", "value"),
    [
        ("72061000", "A", "C", 2026, "0.150"),
        ("72061000", "B", "D", 2026, "0.424"),
        ("72061000", "B", None, 2026, "0.027"),
        ("72061000", "B", "K", 2026, "0.027"),
        ("73181535", "B", None, 2026, "1.154"),
        ("73181535", "B", None, 2028, "1.116"),
        ("76011010", "A", "K", 2026, "1.423"),
        ("25231000", "B", "B", 2034, "0.859"),
    ],
)
def test_the_benchmark_of_a_route_and_year(
    cn: str, column: str, route: str | None, year: int, value: str
) -> None:
    """Without a route, or with one that the code does not have, the lowest: it leaves the most to pay."""
    found = TABLES.benchmark(cn, "A" if column == "A" else "B", route, year)
    assert found == Decimal(value)


def test_a_code_without_a_row() -> None:
    """Neither table knows a battery."""
    assert TABLES.default("CN", "85076000", None, 2026) is None
    assert TABLES.benchmark("85076000", "A", None, 2026) is None
