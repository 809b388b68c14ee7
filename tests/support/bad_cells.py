"""Cells that are refused, each in a workbook that is sound otherwise."""

from datetime import date, datetime, time
from typing import Any

from support.sheets import Bad, cell, workbook

from ledger.exchange.delivery_code import parse_delivery_code

NOON = datetime.combine(date(2025, 12, 31), time(12))
TRUE: Any = True


def error(text: str) -> Any:  # noqa: ANN401 - a function on a cell of openpyxl
    """Make a cell show an error of Excel."""

    def change(target: Any) -> None:  # noqa: ANN401 - as above
        target.value, target.data_type = text, "e"

    return change


def percent(target: Any) -> None:  # noqa: ANN401 - as above
    """Make a cell show a percentage."""
    target.value, target.number_format = 0.5, "0.0%"


def typed_wrong() -> str:
    """A delivery code with two symbols exchanged."""
    line = str(workbook()["Inputs"]["B2"].value)
    parse_delivery_code(line)
    return line[:9] + line[10] + line[9] + line[11:]


CELLS: dict[str, Bad] = {
    "error #NUM!": cell("outputs", "amount", error("#NUM!"), "cell.error"),
    "error #REF!": cell("inputs", "flow", error("#REF!"), "cell.error"),
    "error #DIV/0! in a word": cell("inputs", "unit", error("#DIV/0!"), "cell.error"),
    "formula never computed": cell(
        "outputs", "amount", lambda c: setattr(c, "value", "=1+1"), "cell.formula"
    ),
    "formula of a link": cell(
        "wastes", "flow", lambda c: setattr(c, "value", '=HYPERLINK("x")'), "cell.formula"
    ),
    "blank duty": cell("outputs", "name", None, "cell.missing"),
    "spaces alone": cell("outputs", "name", "  \u00a0 ", "cell.missing"),
    "letters for a number": cell("outputs", "amount", "many", "number.text"),
    "about": cell("outputs", "amount", "~500", "number.text"),
    "a range": cell("outputs", "amount", "5 - 6", "number.text"),
    "not available": cell("outputs", "amount", "n/a", "number.text"),
    "unit beside": cell("outputs", "amount", "500 kg", "number.unit"),
    "unit beside, Chinese": cell("outputs", "amount", "500千克", "number.unit"),
    "millions": cell("outputs", "amount", "3,1 Mio", "number.scale", "3100000"),
    "millions of kWh": cell("outputs", "amount", "3.1 Mio. kWh", "number.scale", "3100000"),
    "myriads of kWh": cell("outputs", "amount", "310万千瓦时", "number.scale", "3100000"),
    "millions, two readings": cell("outputs", "amount", "3.100 Mio", "number.scale"),
    "a billion of either language": cell("outputs", "amount", "3 Billionen", "number.scale"),
    "exponent": cell("outputs", "amount", "5E+05", "number.exponent", "500000"),
    "broken groups": cell("outputs", "amount", "1.23.456", "number.text"),
    "groups of two": cell("outputs", "amount", "12,34,567", "number.text"),
    "negative": cell("outputs", "amount", -5, "number.negative"),
    "negative in brackets": cell("outputs", "amount", "(5)", "number.negative"),
    "negative, true minus": cell("outputs", "amount", "\u22125", "number.negative"),
    "zero": cell("wastes", "amount", 0, "number.zero"),
    "a share of nothing": cell("elements", "fraction", "0 %", "number.zero"),
    "percent text": cell("outputs", "amount", "50 %", "number.percent"),
    "percent format": cell("outputs", "amount", percent, "number.percent"),
    "too many digits": cell("outputs", "amount", "1" * 19, "number.digits"),
    "too large for Excel": cell("outputs", "amount", 1e30, "number.digits"),
    "a day for a number": cell("outputs", "amount", date(2025, 1, 2), "number.is_date"),
    "a time for a number": cell("outputs", "amount", time(12, 30), "number.is_date"),
    "truth for a number": cell("outputs", "amount", TRUE, "number.text"),
    "share above one": cell("elements", "fraction", 48, "number.share", "0.48"),
    "share of 300 %": cell("elements", "recycled", "300 %", "number.share"),
    "half a battery": cell("outputs", "batteries", 2.5, "number.whole"),
    "no battery": cell("outputs", "batteries", 0, "number.zero"),
    "not a day": cell("process", "first_day", "last year", "day.text"),
    "two-digit year": cell("process", "first_day", "01.01.25", "day.text"),
    "day or month": cell(
        "process", "first_day", "02/01/2025", "day.ambiguous", "2025-01-02 / 2025-02-01"
    ),
    "30 February": cell("process", "first_day", "30.02.2025", "day.unreal"),
    "year 0026": cell("process", "last_day", "0026-01-01", "day.unreal"),
    "a time of day": cell("process", "last_day", NOON, "day.time", "2025-12-31"),
    "a fraction of a day": cell("process", "last_day", 45_000.5, "day.time"),
    "truth for a day": cell("process", "last_day", TRUE, "day.text"),
    "unknown word": cell("inputs", "purpose", "materiel", "word.unknown", "material"),
    "unknown process": cell(
        "process", "process", "cell prodution", "word.unknown", "cell production"
    ),
    "number for a word": cell("inputs", "known", 3, "word.unknown"),
    "tonnes or milligrams": cell("outputs", "unit", "Mg", "unit.unknown"),
    "another unit of energy": cell("outputs", "unit", "kcal", "unit.unknown"),
    "lot became a day": cell("process", "lot", date(2025, 2, 1), "text.is_date"),
    "code became truth": cell("process", "site_code", TRUE, "text.is_logical"),
    "long number as lot": cell("process", "lot", 1234567890123456789, "text.digits_lost"),
    "line break in a name": cell("outputs", "name", "cell\n21700", "text.characters", "cell 21700"),
    "direction override": cell("outputs", "name", "cell\u202e00712", "text.characters"),
    "zero-width space": cell("outputs", "product", "urn:a:\u200bb", "text.characters"),
    "space in a code": cell("process", "site_code", "CELL 1", "code.grammar"),
    "no country": cell("process", "country", "Finlandia", "country.grammar"),
    "country of two": cell("process", "country", "Kongo", "word.ambiguous", "CD / CG"),
    "gas of two": cell("emissions", "gas", "HFE-7100", "word.ambiguous", "hfe_7100_i / hfe_7100_n"),
    "no such country": cell("process", "country", "XQ", "country.unknown"),
    "product with a space": cell("outputs", "product", "urn:my cell", "product.grammar"),
    "product without a letter": cell("outputs", "product", "(-)", "product.no_name"),
    "flow without list": cell("wastes", "flow", "sludge", "flow.word"),
    "flow of another form": cell("wastes", "flow", "List:sludge", "flow.grammar"),
    "element by name": cell("elements", "element", "Nickel", "product.element"),
    "element of no line": cell("elements", "line", "mian", "word.unknown"),
    "lot without basis": cell("process", "lot", "L1", "entry.lot"),
    "ends before it starts": cell("process", "last_day", date(2024, 1, 1), "period.empty"),
    "no main product": cell("outputs", "role", "scrap", "inventory.main"),
    "allocation of one": cell("process", "allocation", "mass", "inventory.allocation"),
    "delivery code cut": cell("inputs", "delivery", "CRADLE1:ABC", "delivery_code.form"),
    "a delivery note number": cell("inputs", "delivery", "LS-4711", "delivery_code.form"),
    "delivery code mistyped": cell("inputs", "delivery", typed_wrong(), "delivery_code.check"),
    "more than delivered": cell("inputs", "amount", 27_001, "delivery_code.amount", "27000"),
    "another unit than delivered": cell("inputs", "unit", "piece", "delivery_code.unit", "kg"),
    "delivery and flow": cell("inputs", "flow", "example:x", "input.both"),
    "stage of a delivery": cell("inputs", "stage", "raw material", "input.not_for_delivery"),
    "neither delivery nor flow": cell("inputs", "flow", None, "input.kind", row=3),
    "electricity of no supply": cell("inputs", "supply", None, "inventory.electricity", row=3),
}
