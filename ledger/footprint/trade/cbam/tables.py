"""Look-up of default values and benchmarks: by code, country, route and year, and never by a choice that lowers a sum.

A code is looked up with eight digits, then six, then four. A country without a row has that of all others; an unknown
country has the highest default of all. Where a route is not stated, the highest default and the lowest benchmark
apply, so that leaving it out gains nothing. Sources: Implementing Regulations (EU) 2025/2621, Annexes I and IV, and
(EU) 2025/2620. Left out: the increase of a default by better data (2025/2547, Annex V).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from ledger.footprint.graph.numbers import EXACT
from schemas.signed.cbam_tables import BenchmarkRow, CbamTables, DefaultRow, HighestRow

OTHER = "other"
"""The country word of the row for all countries that are not listed."""

_LAST_OF_FIRST_YEARS = 2027
"""The last year of the benchmarks that are marked 1."""


class Default(NamedTuple):
    """A default in t CO2e per tonne: `total` without mark-up, `marked_up` with that of the year.

    `indirect` is the part of `total` that is indirect; zero where the table does not state it. `country` is that of the
    row: `other`, or None for the highest of all.
    """

    cn: str
    country: str | None
    route: str
    total: Decimal
    indirect: Decimal
    marked_up: Decimal

    @property
    def direct(self) -> Decimal:
        """The marked-up default less its indirect part, so that both sum to the printed value."""
        return EXACT.subtract(self.marked_up, self.indirect)


_Row = TypeVar("_Row", DefaultRow, HighestRow, BenchmarkRow)


class Tables:
    """The published tables, ready for look-up."""

    def __init__(self, tables: CbamTables) -> None:
        self.document = tables
        self._defaults: dict[str, Mapping[str, list[DefaultRow]]] = {
            listed.country: _by_code(listed.rows) for listed in tables.defaults
        }
        self._highest = _by_code(tables.highest)
        self._benchmarks = _by_code(tables.benchmarks)

    def default(self, country: str | None, cn: str, route: str | None, year: int) -> Default | None:
        """The default of a good; None if no table has its code.

        Args:
            country: ISO 3166 code of its origin; None if that is unknown.
            cn: its code, 8 digits.
            route: the production route; None if it is not stated.
            year: the calendar year of the mark-up.
        """
        if country is None:
            return _default(_of_code(cn, self._highest), None, route, year)
        for place in (country, OTHER):
            default = _default(_of_code(cn, self._defaults.get(place, {})), place, route, year)
            if default is not None:
                return default
        return None

    def benchmark(
        self, cn: str, column: Literal["A", "B"], route: str | None, year: int
    ) -> Decimal | None:
        """The benchmark of a good, t CO2e per tonne; None if the table does not list its code.

        Arguments: `column` is A for actual data and B for defaults, the others are as for `default`.
        """
        years = "1" if year <= _LAST_OF_FIRST_YEARS else "2"
        rows = [row for row in _of_code(cn, self._benchmarks) if row.column == column]
        timely = [row for row in rows if row.years in {"", years}] or rows
        fitting = [row for row in timely if row.route in {"", route}] or timely
        return min((Decimal(row.value) for row in fitting), default=None)


def _by_code(rows: Iterable[_Row]) -> Mapping[str, list[_Row]]:
    rows_by_code: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        rows_by_code[row.cn].append(row)
    return rows_by_code


def _of_code(cn: str, rows: Mapping[str, list[_Row]]) -> list[_Row]:
    """The rows of a code, or of the longest heading that has any."""
    return next((rows[cn[:digits]] for digits in (8, 6, 4) if cn[:digits] in rows), [])


def _default(
    rows: list[DefaultRow] | list[HighestRow], country: str | None, route: str | None, year: int
) -> Default | None:
    """The default of the stated route, else the highest."""
    fitting = [row for row in rows if row.route == route] or rows
    if not fitting:
        return None
    row = max(fitting, key=lambda candidate: Decimal(candidate.total))
    column = {2026: row.in_2026, 2027: row.in_2027}.get(year, row.from_2028)
    indirect = row.indirect if isinstance(row, DefaultRow) else ""
    return Default(
        row.cn, country, row.route, Decimal(row.total), Decimal(indirect or "0"), Decimal(column)
    )
