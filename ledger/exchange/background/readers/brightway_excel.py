"""Brightway workbooks: inventories as people exchange them, read by bw2io.

An activity has one exchange of type `production`, which states its production amount. A product is known by the name,
reference product, location and unit of its activity, so a link whose words differ in one letter leads nowhere.
`substitution` is an input with the opposite sign. Rows of other types, and amounts that are no number (an error cell, a
formula without a saved value), make the activity unusable, because nobody knows what it takes. Left out: parameters and
formulas; the values that the spreadsheet program saved count.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

from ledger.exchange.background.model import (
    NO_NUMBER,
    SEVERAL_PRODUCTS,
    Background,
    ElementaryFlow,
    Emission,
    Key,
    Link,
    Oddity,
    Product,
    ProductInput,
    UnitProcess,
    one_line,
    to_decimal,
)
from ledger.exchange.background.readers.bw2io import run_bw2io
from ledger.exchange.background.units import same_unit
from ledger.exchange.spreadsheet.container import kind_of, unpack
from ledger.exchange.spreadsheet.faults import Fault
from schemas.errors import CradleError

NAME = "Brightway Excel"

TYPE = "background.exchange_type"

Row = Mapping[str, Any]


def read_brightway_excel(data: bytes, name: str) -> Background:
    """The activities of a workbook.

    Raises:
        CradleError: `background.damaged` or `install.background`.
    """
    try:
        if kind_of(data) != "xlsx":
            raise Fault("file.kind")  # noqa: TRY301 - one refusal for every fault of the workbook
        unpack(data)
    except Fault as fault:
        detail = f"The workbook cannot be read ({fault.note.code}); save it as .xlsx again."
        raise CradleError("background.damaged", detail, name) from None
    metadata, *activities = run_bw2io("excel", [data], name)
    return to_background(metadata, activities, name)


def to_background(metadata: Row, activities: Iterable[Row], name: str) -> Background:
    """The processes of activities as bw2io reads them."""
    processes, oddities = [], []
    for activity in activities:
        process, odd = _process(activity, name)
        processes.append(process)
        oddities += odd
    licence = one_line(metadata.get("license") or metadata.get("licence"))
    return Background(name, NAME, tuple(processes), tuple(oddities), licence)


def _process(activity: Row, source: str) -> tuple[UnitProcess, list[Oddity]]:
    rows: Sequence[Row] = activity.get("exchanges", ())
    words = _activity_words(activity, rows)
    oddities = [odd for row in rows for odd in _faults(row, words)]
    products = [row for row in rows if _type(row) == "production"]
    if len(products) > 1:
        names = ", ".join(one_line(row.get("name")) for row in products)
        detail = f"It makes several products ({names:.200}); split it by an allocation first."
        oddities.append(Oddity(SEVERAL_PRODUCTS, words.name, detail))
    usable = len(products) == 1 and not oddities
    key = _key(words)
    process = UnitProcess(
        id=sha256("\n".join(key).encode()).hexdigest()[:32],
        words=words,
        keys=(key,),
        production=to_decimal(products[0].get("amount")) if usable else None,
        inputs=tuple(_input(row) for row in rows if _type(row) in _INPUTS) if usable else (),
        emissions=tuple(_emission(row) for row in rows if _type(row) == "biosphere")
        if usable
        else (),
        source=source,
    )
    return process, oddities


_INPUTS = frozenset({"technosphere", "substitution"})


def _activity_words(activity: Row, rows: Sequence[Row]) -> Product:
    """The words of an activity; what it leaves out is that of its production exchange."""
    product = next((row for row in rows if _type(row) == "production"), {})
    return Product(
        name=one_line(activity.get("name")),
        product=one_line(activity.get("reference product") or product.get("reference product")),
        location=one_line(activity.get("location") or product.get("location")),
        unit=one_line(activity.get("unit") or product.get("unit")),
    )


def _faults(row: Row, words: Product) -> list[Oddity]:
    kind = _type(row)
    named = one_line(row.get("name")) or "a row without name"
    if kind not in {*_INPUTS, "production", "biosphere"}:
        detail = f"{named} is of type {kind or 'none'}, which is not read; correct the workbook."
        return [Oddity(TYPE, words.name, detail)]
    if to_decimal(row.get("amount")) is None:
        amount = row.get("amount", "nothing")
        detail = (
            f"The amount of {named} is {amount!r:.80}, which is not a number; correct the workbook."
        )
        return [Oddity(NO_NUMBER, words.name, detail)]
    return []


def _type(row: Row) -> str:
    return one_line(row.get("type")).casefold()


def _key(words: Product) -> Key:
    parts = (words.name, words.product, words.location)
    return ("activity", *(part.casefold() for part in parts), same_unit(words.unit))


def _input(row: Row) -> ProductInput:
    words = Product(
        name=one_line(row.get("name")),
        product=one_line(row.get("reference product")),
        location=one_line(row.get("location")),
        unit=one_line(row.get("unit")),
    )
    amount = to_decimal(row.get("amount")) or Decimal(0)
    link = Link((_key(words),), words)
    if _type(row) == "substitution":
        return ProductInput(link, amount.copy_negate(), is_credit=True)
    return ProductInput(link, amount)


def _emission(row: Row) -> Emission:
    parts = one_line(row.get("categories")).split("::")
    flow = ElementaryFlow(
        id=one_line(row.get("code") or row.get("input")),
        name=one_line(row.get("name")),
        compartment=tuple(part.strip() for part in parts if part.strip()),
        unit=one_line(row.get("unit")),
        cas=one_line(row.get("CAS number")),
    )
    return Emission(flow, to_decimal(row.get("amount")) or Decimal(0))
