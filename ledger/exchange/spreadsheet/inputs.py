"""Build rows of inputs: find the kind of each, and fill in values of a delivery code or a default dataset.

A row names a delivery or a flow, or states that its supplier is unknown. Without a stated kind (template of version 1,
or an empty cell) the filled columns decide. A delivery code supplies unit and amount; values of the row must agree with
them. Goods of an unknown supplier are valued by the dataset that represents their product: of several the one with the
highest value, because a lower one would need evidence.
"""

from collections.abc import Callable
from decimal import Decimal

from ledger.exchange.delivery_code import DeliveryCode
from ledger.exchange.spreadsheet.faults import Note
from ledger.exchange.spreadsheet.findings import Findings
from ledger.exchange.spreadsheet.tables import Record
from ledger.translations.spreadsheet import heading

Default = Callable[[str, str], str | None]
"""The flow of the default dataset for a product and a unit; None if no set has one."""

_OF_ACTIVITIES = ("stage", "supply", "material", "carried_kg", "km")


def build_input(
    record: Record, stage: str, default: Default, findings: Findings
) -> dict[str, object]:
    """Build the input of a row without its refused columns; the other columns are still checked."""
    _fill_from_code(record, findings)
    if "delivery" in record.refused:  # A valid code would have supplied the missing values.
        record.refused.update({"amount", "unit"} - record.values.keys())
    for key in ("amount", "unit"):
        if key not in record.values and key not in record.refused:
            _refuse(record, key, "cell.missing", findings, heading=heading(key, findings.language))
    kind = _kind(record)
    if kind == "delivery":
        return _delivery(record, findings)
    if kind == "unknown_supplier":
        _find_default(record, default, findings)
    elif "flow" not in record.raws:
        _refuse(record, "flow", "input.kind", findings)
    if "delivery" in record.values:
        _refuse(record, "flow", "input.both", findings)
    return _activity(record, stage)


def _kind(record: Record) -> object:
    kind = record.values.get("kind")
    return kind or ("delivery" if "delivery" in record.raws else "activity")


def _refuse(record: Record, key: str, code: str, findings: Findings, **words: object) -> None:
    record.refused.add(key)
    findings.add(record.spot(key), Note(code, words), record.raws.get(key))


def _fill_from_code(record: Record, findings: Findings) -> None:
    """Fill an empty unit and amount from the delivery code; compare those that the row states."""
    code = record.values.get("delivery")
    if not isinstance(code, DeliveryCode):
        return
    unit = record.values.get("unit")
    if unit is None and "unit" not in record.refused:
        record.values["unit"] = code.unit.value
    elif unit is not None and unit != code.unit.value:
        record.refused.add("unit")
        note = Note("delivery_code.unit", suggestion=code.unit.value)
        findings.add(record.spot("unit"), note, record.raws.get("unit"))
    amount = record.values.get("amount")
    if code.amount is None or "amount" in record.refused:
        return
    if amount is None:
        record.values["amount"] = code.amount
    elif isinstance(amount, str) and Decimal(amount) > Decimal(code.amount):
        record.refused.add("amount")
        note = Note("delivery_code.amount", suggestion=code.amount)
        findings.add(record.spot("amount"), note, record.raws.get("amount"))


def _delivery(record: Record, findings: Findings) -> dict[str, object]:
    if "delivery" not in record.raws:
        _refuse(record, "delivery", "input.kind", findings)
    if "flow" in record.values:
        _refuse(record, "flow", "input.both", findings)
    for key in _OF_ACTIVITIES:
        if key in record.values:
            name = heading(key, findings.language)
            _refuse(record, key, "input.not_for_delivery", findings, heading=name)
    row: dict[str, object] = {"type": "delivery"}
    row |= common_fields(record) | pick(record, "delivery", "purpose")
    code = record.values.get("delivery")
    return row | ({"delivery": code.delivery} if isinstance(code, DeliveryCode) else {})


def _find_default(record: Record, default: Default, findings: Findings) -> None:
    """Find the flow for goods of an unknown supplier: the row's own, or the default of the named sets."""
    if "flow" not in record.raws:
        product, unit = record.values.get("product"), record.values.get("unit")
        flow = None if product is None else default(str(product), str(unit))
        if flow is None:
            code = "input.no_product" if product is None else "input.no_default"
            _refuse(record, "product", code, findings)
            record.refused.add("flow")
            return
        record.values["flow"] = flow
    words = {"flow": record.values.get("flow", "")}
    findings.add(record.spot("kind"), Note("input.default", words), record.raws.get("kind"))


def _activity(record: Record, stage: str) -> dict[str, object]:
    row: dict[str, object] = {"type": "activity", "stage": stage, "source": "dataset"}
    row |= common_fields(record) | pick(record, "flow", "purpose", "stage", "material")
    supply = record.values.get("supply")
    leg = {
        name: record.values[key]
        for key, name in (("carried_kg", "kg"), ("km", "km"))
        if key in record.values
    }
    extra: dict[str, object] = {"electricity": {"supply": supply}} if supply is not None else {}
    return row | extra | ({"leg": leg} if leg else {})


def common_fields(record: Record) -> dict[str, object]:
    """The fields of all rows of an inventory: amount, unit, way of knowing, document."""
    return pick(record, "amount", "unit", "known", "document")


def pick(record: Record, *keys: str) -> dict[str, object]:
    """The values of a record in these columns."""
    return {key: record.values[key] for key in keys if key in record.values}
