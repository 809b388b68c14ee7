"""Time to report a workbook of 10,000 rows cell by cell, beside calamine's bare read of it.

    python tests/bench/bench_sheets.py [rows]

Two files: one with nothing wrong, and one in which every row has an error. The ratio is what the checks cost beyond
unpacking the cells; both are read side by side, so a busy machine slows both.
"""

import io
import sys
from collections.abc import Mapping
from datetime import date
from time import perf_counter

from python_calamine import CalamineWorkbook

from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.examples import example
from ledger.exchange.spreadsheet.template import write_template
from schemas.vocabulary import Stage

ROWS, ROUNDS = 10_000, 3


def workbook(rows: int, *, wrong: bool) -> bytes:
    """A workbook with so many inputs."""
    filled = dict(example("en", Stage.MAIN_PRODUCTION))
    filled["process"] = ({**filled["process"][0], "last_day": date(2025, 12, 31)},)
    unit = "bushel" if wrong else "kg"
    filled["inputs"] = [_input(number, unit) for number in range(rows)]
    return write_template("en", Stage.MAIN_PRODUCTION, filled)


def _input(number: int, unit: str) -> Mapping[str, object]:
    row = {"flow": f"example:flow_{number}", "amount": f"{number + 1}.25", "unit": unit}
    return row | {"purpose": "material", "known": "weighed", "document": f"slip {number}"}


def seconds_of(data: bytes) -> tuple[float, float, int]:
    """The time of a report, of the bare read, and how many rows failed."""
    start = perf_counter()
    report = check_spreadsheet(data, "rows.xlsx").report
    middle = perf_counter()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
    return middle - start, perf_counter() - middle, report.rows_failed


def main(rows: int) -> None:
    """Measures, prints."""
    for name, wrong in (("sound", False), ("every row wrong", True)):
        data = workbook(rows, wrong=wrong)
        times = [seconds_of(data) for _ in range(ROUNDS)]
        ours, bare = min(row[0] for row in times), min(row[1] for row in times)
        print(f"{rows} rows, {name} ({times[0][2]} failed), {len(data) >> 10} KiB:")
        print(f"  report {ours:.2f} s, bare read {bare:.2f} s, ratio {ours / bare:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
