"""ecospold 2: a zip of `.spold` files, or one of them, read by bw2io.

An exchange with output group 0 or 2 is a product; one with an amount of zero is left out by ecoinvent's own convention,
so a dataset has one product that it makes more or less than zero of. An input names the activity that makes it
(`activityLinkId`); without it, its product must have exactly one maker. A market and a market group are markets. Files
with a document type are refused before bw2io sees them. Left out: datasets with several products, parameters and
formulas (the computed amounts count), and properties. An output for treatment (group 3) is an input, as bw2io has it.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from ledger.exchange.background.archive import ZIP_MAGIC, Archive, damaged, require_plain_xml
from ledger.exchange.background.model import (
    SEVERAL_PRODUCTS,
    Background,
    ElementaryFlow,
    Emission,
    Link,
    Oddity,
    Product,
    ProductInput,
    UnitProcess,
    one_line,
    to_decimal,
)
from ledger.exchange.background.readers.bw2io import run_bw2io

NAME = "ecospold 2"

_MARKETS = frozenset({"market activity", "market group"})

Row = Mapping[str, Any]


def read_ecospold2(data: bytes, name: str) -> Background:
    """The datasets of a zip, or of one file.

    Raises:
        CradleError: `background.damaged`, `background.too_large` or `install.background`.
    """
    parts = _parts(data, name)
    _, *activities = run_bw2io("ecospold2", parts, name)
    return to_background(activities, name)


def _parts(data: bytes, name: str) -> Iterator[bytes]:
    """The files, one by one, by the names of their parts; each was seen to have no document type."""
    if not data.startswith(ZIP_MAGIC):
        require_plain_xml(data, name)
        yield data
        return
    archive = Archive(data, name)
    listed = [part for part in sorted(archive.names) if part.lower().endswith(".spold")]
    if not listed:
        raise damaged("it has no .spold file", name)
    for part in listed:
        content = archive.read(part)
        require_plain_xml(content, PurePosixPath(part).name)
        yield content


def to_background(activities: Sequence[Row], name: str) -> Background:
    """The processes of activities as bw2io extracts them."""
    names = {row["activity"]: row for row in activities}
    processes, oddities = [], []
    for activity in activities:
        process, odd = _process(activity, names, name)
        processes.append(process)
        oddities += odd
    return Background(name, NAME, tuple(processes), tuple(oddities))


def _process(
    activity: Row, names: Mapping[str, Row], source: str
) -> tuple[UnitProcess, list[Oddity]]:
    rows = [row for row in activity["exchanges"] if row.get("amount")]
    products = [row for row in rows if row["type"] == "production"]
    candidates = products or [row for row in activity["exchanges"] if row["type"] == "production"]
    product = candidates[0] if candidates else {}
    words = Product(
        name=one_line(activity.get("name")),
        product=one_line(product.get("name")),
        location=one_line(activity.get("location")),
        unit=one_line(product.get("unit")),
    )
    oddities = []
    if len(products) > 1:
        listed = ", ".join(one_line(row.get("name")) for row in products)
        detail = f"It makes several products ({listed:.200}); use a linked system model."
        oddities.append(Oddity(SEVERAL_PRODUCTS, words.name, detail))
    usable = len(candidates) == 1 or len(products) == 1
    flow = one_line(product.get("flow"))
    process = UnitProcess(
        id=f"{activity.get('activity')}.{flow}" if flow else one_line(activity.get("activity")),
        words=words,
        keys=(("activity", one_line(activity.get("activity")), flow), ("flow", flow)),
        production=to_decimal(product.get("amount")) if usable else None,
        inputs=tuple(_input(row, names) for row in rows if row["type"] == "technosphere"),
        emissions=tuple(_emission(row) for row in rows if row["type"] == "biosphere"),
        is_market=activity.get("activity type") in _MARKETS,
        years=_years(activity),
        source=source,
    )
    return process, oddities


def _input(row: Row, names: Mapping[str, Row]) -> ProductInput:
    flow, activity = one_line(row.get("flow")), one_line(row.get("activity"))
    maker = names.get(activity, {})
    words = Product(
        name=one_line(maker.get("name") or row.get("name")),
        product=one_line(row.get("name")),
        location=one_line(maker.get("location")),
        unit=one_line(row.get("unit")),
    )
    key = ("activity", activity, flow) if activity else ("flow", flow)
    return ProductInput(Link((key,), words), to_decimal(row["amount"]) or Decimal(0))


def _emission(row: Row) -> Emission:
    """An elementary exchange; bw2io does not read its compartment, so only its id says what it is."""
    flow = ElementaryFlow(
        id=one_line(row.get("flow")),
        name=one_line(row.get("name")),
        compartment=(),
        unit=one_line(row.get("unit")),
        cas=one_line(row.get("CAS number")),
    )
    return Emission(flow, to_decimal(row["amount"]) or Decimal(0))


def _years(activity: Row) -> str:
    ends = (activity.get("start_date"), activity.get("end_date"))
    return "-".join(dict.fromkeys(str(end)[:4] for end in ends if end))
