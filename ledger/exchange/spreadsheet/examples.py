"""The filled example of a template, by stage; its names show that it is not the supplier's data."""

from collections.abc import Mapping, Sequence
from datetime import date

from ledger.exchange.delivery_code import DeliveryCode, format_delivery_code
from ledger.translations.languages import Language
from schemas.vocabulary import ProcessCode, Stage, Unit

_NAMES: Mapping[Language, tuple[str, str]] = {
    "en": ("example product", "main meter 1"),
    "de": ("Beispielprodukt", "Hauptzähler 1"),
    "zh": ("示例产品", "总电表1"),
}
_PROCESSES: Mapping[Stage, ProcessCode] = {
    Stage.RAW_MATERIAL: ProcessCode.REFINING,
    Stage.MAIN_PRODUCTION: ProcessCode.CELL,
    Stage.DISTRIBUTION: ProcessCode.DISTRIBUTION_TRANSPORT,
    Stage.END_OF_LIFE: ProcessCode.HYDROMETALLURGICAL_RECYCLING,
}


def example(language: Language, stage: Stage) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """The filled example of a stage, with invented numbers."""
    name, meter = _NAMES[language]
    code = format_delivery_code(DeliveryCode("sha256:" + "0f" * 32, Unit.KG, "27000"))
    power = {"supply": "grid", "purpose": "energy", "known": "metered", "document": meter}
    return {
        "process": (
            {
                "site_code": "WORKS-1",
                "country": "FI",
                "process": _PROCESSES[stage].value,
                "first_day": date(2025, 1, 1),
                "last_day": date(2025, 12, 31),
                "basis": "site_period_average",
            },
        ),
        "outputs": (
            {"line": "main", "product": "urn:example:product:1", "name": name, "amount": "500000"}
            | {"unit": "kg", "role": "main", "form": "as_is", "kg_per_unit": "1"},
        ),
        "elements": ({"line": "main", "element": "Ni", "fraction": "0.48", "recycled": "0.12"},),
        "inputs": (
            {"kind": "delivery", "delivery": code, "purpose": "material", "known": "weighed"},
            {"kind": "activity", "flow": "example:grid_fi", "amount": "3100000.5", "unit": "kWh"}
            | power,
            {"kind": "unknown_supplier", "product": "urn:example:copper", "amount": "1200"}
            | {"unit": "kg", "purpose": "material", "known": "invoiced"},
        ),
        "wastes": (
            {"flow": "example:sludge", "amount": "800", "unit": "kg", "purpose": "disposal"}
            | {"known": "weighed"},
        ),
        "emissions": (
            {"gas": "co2", "origin": "fossil", "emitted_kg": "5200", "known": "calculated"},
        ),
        "avoided": ({"material": "Ni", "amount": "410", "unit": "kg", "known": "assayed"},),
    }
