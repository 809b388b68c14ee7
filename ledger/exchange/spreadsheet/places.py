"""Map field paths of an entry to columns, so that a model's refusal is reported at a cell."""

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
"""The field at which a rule on several fields is reported, by the rule's code."""

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
"""The column at which a rule on a row, or on all outputs, is reported, by the rule's code."""

_EMISSION = {"Emission", "emissions"}


def column_of(listed: str, place: str, code: str) -> str | None:
    """The column of a field path within a row of a list or model; None if it concerns the whole row."""
    if place in _ROW:
        return _ROW[place]
    if listed in _EMISSION and place == "amount":
        return "emitted_kg"
    return place.partition(".")[0].partition("[")[0] or ROW_KEYS.get(code)


def header_column(place: str, code: str) -> str | None:
    """The field of the process for a field path of the header; None if there is none."""
    return _HEADER_RULES.get(code) or _HEADER.get(place)
