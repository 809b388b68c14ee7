"""Life-cycle databases of the tests: the same small chain, as processes and as files of each format.

Grid electricity (0.4 kg CO2 per kWh, 2 % loss), nickel (5 kWh, 0.01 kg methane, 0.5 kg slag), slag treatment (0.2 kg
CO2 per kg) and cathode material (for 2 kg: 1.2 kg nickel, 10 kWh, 1 kg CO2). Under EF 3.1 fossil methane is 29.8.
"""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from ledger.exchange.background.importing import Choices
from ledger.exchange.background.model import (
    ElementaryFlow,
    Emission,
    Key,
    Link,
    Product,
    ProductInput,
    UnitProcess,
)
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import Factor

RULEBOOK = load_rulebook("pef-2021")

GRID = Decimal("0.4") / Decimal("0.98")
SLAG = Decimal("0.2")
NICKEL = 5 * GRID + Decimal("0.298") + SLAG / 2
CATHODE = (Decimal("1.2") * NICKEL + 10 * GRID + 1) / 2

CO2 = ElementaryFlow("", "Carbon dioxide, fossil", ("air",), "kilogram")


def choices(**changes: Any) -> Choices:  # noqa: ANN401 - any of its members
    """The choices of an import under PEF."""
    return Choices(**{"rulebook": RULEBOOK, "set_id": "tests", **changes})


def words(name: str, unit: str = "kilogram", location: str = "GLO") -> Product:
    """The words of a product that is named as its process."""
    return Product(name, name, location, unit)


def total(row: Factor) -> Decimal:
    """The kg CO2e per unit of a factor, over all groups."""
    return sum((Decimal(value.value) for value in row.values), Decimal(0))


def key(name: str) -> Key:
    """The key of a process of the tests."""
    return ("name", name)


def taken(name: str, amount: str, unit: str = "kilogram") -> ProductInput:
    """An input of a product by name."""
    return ProductInput(Link((key(name),), words(name, unit)), Decimal(amount))


def emitted(amount: str, flow: ElementaryFlow = CO2) -> Emission:
    """An emission, of fossil carbon dioxide to air unless another flow is given."""
    return Emission(flow, Decimal(amount))


def process(name: str, made: str | None = "1", **members: Any) -> UnitProcess:  # noqa: ANN401
    """A process by name that makes 1 kg, unless its members say otherwise."""
    given = {"words": words(name), "keys": (key(name),), "source": "file", **members}
    production = None if made is None else Decimal(made)
    return UnitProcess(id=name, production=production, **given)


Row = Mapping[str, object]

HEADINGS = ("name", "amount", "unit", "location", "reference product", "categories", "type")


def product_row(name: str, amount: object, unit: str = "kilogram", **changes: object) -> Row:
    """A row of a technosphere exchange."""
    row = {"name": name, "amount": amount, "unit": unit, "location": "GLO"}
    return {**row, "reference product": name, "type": "technosphere", **changes}


def made_row(name: str, amount: object = 1, unit: str = "kilogram") -> Row:
    """A row of a production exchange."""
    return product_row(name, amount, unit, type="production")


def air_row(name: str, amount: object, categories: str = "air") -> Row:
    """A row of an emission."""
    row = {"name": name, "amount": amount, "unit": "kilogram", "categories": categories}
    return {**row, "type": "biosphere"}


def workbook(activities: Mapping[str, Sequence[Row]], unit: Mapping[str, str] = {}) -> bytes:
    """A Brightway workbook of activities, each by its name, which is that of its product."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Database", "tests"])
    sheet.append([])
    for name, rows in activities.items():
        sheet.append(["Activity", name])
        sheet.append(["location", "GLO"])
        sheet.append(["reference product", name])
        sheet.append(["unit", unit.get(name, "kilogram")])
        sheet.append(["Exchanges"])
        sheet.append(list(HEADINGS))
        for row in rows:
            sheet.append([row.get(heading) for heading in HEADINGS])  # type: ignore[misc]
        sheet.append([])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


CHAIN: Mapping[str, Sequence[Row]] = {
    "market for electricity": [
        made_row("market for electricity", 1, "kilowatt hour"),
        product_row("market for electricity", 0.02, "kilowatt hour"),
        air_row("Carbon dioxide, fossil", 0.4, "air::urban air close to ground"),
    ],
    "nickel": [
        made_row("nickel"),
        product_row("market for electricity", 5, "kilowatt hour"),
        product_row("slag treatment", -0.5),
        air_row("Methane, fossil", 0.01),
        air_row("Argon-40", 3),
    ],
    "slag treatment": [made_row("slag treatment", -1), air_row("Carbon dioxide, fossil", 0.2)],
    "cathode": [
        made_row("cathode", 2),
        product_row("nickel", 1.2),
        product_row("market for electricity", 10, "kilowatt hour"),
        air_row("Carbon dioxide, fossil", 1),
    ],
}


def chain_workbook() -> bytes:
    """The chain as a Brightway workbook."""
    return workbook(CHAIN, {"market for electricity": "kilowatt hour"})
