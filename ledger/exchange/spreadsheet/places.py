"""From a field path of an entry to the column that holds it: the one table that leads a model's refusal to a cell."""

from collections.abc import Mapping

_HEADER: Mapping[str, str] = {
    "site.code": "site_code",
    "site.country": "country",
    "site.zone": "zone",
    "process": "process",
    "period": "last_day",
    "period.start": "first_day",
    "period.end": "last_day",
    "basis": "basis",
    "lot": "lot",
    "model": "model",
    "inventory.allocation": "allocation",
    "supersedes": "supersedes",
    "supersedes.id": "supersedes",
    "supersedes.reason": "reason",
}
_HEADER_RULES: Mapping[str, str] = {
    "entry.lot": "lot",
    "entry.basis": "basis",
    "entry.model": "model",
    "inventory.allocation": "allocation",
}
"""The field that a rule over several fields is told at, by the rule's code."""

_ROW: Mapping[str, str] = {
    "leg": "carried_kg",
    "leg.kg": "carried_kg",
    "leg.km": "km",
    "electricity": "supply",
    "electricity.supply": "supply",
}
ROW_KEYS: Mapping[str, str] = {
    "inventory.electricity": "supply",
    "inventory.leg": "carried_kg",
    "inventory.uptake": "gas",
    "inventory.avoided": "flow",
    "inventory.main": "role",
    "inventory.product_repeated": "product",
    "inventory.allocation_value": "allocation_value",
    "inventory.order": "line",
    "product.order": "line",
    "product.share": "fraction",
}
"""The column that a rule over a row, or over all outputs, is told at, by the rule's code."""

_EMISSION = {"Emission", "emissions"}


def column_of(listed: str, place: str, code: str) -> str | None:
    """The column of a field path within a row of a list or model; None where it is of the row as a whole."""
    if place in _ROW:
        return _ROW[place]
    if listed in _EMISSION and place == "amount":
        return "emitted_kg"
    return place.partition(".")[0].partition("[")[0] or ROW_KEYS.get(code)


def header_column(place: str, code: str) -> str | None:
    """The field of the process that a field path of the header is in; None where it is none of them."""
    return _HEADER_RULES.get(code) or _HEADER.get(place)
