"""ILCD packages: a zip of XML data sets, as the Environmental Footprint's datasets are published.

The reference flow is the product of a process; a waste that it takes in is what it treats. Amounts are the resulting
ones, in the reference unit of their flow. An LCI result is taken as it is. An input of a unit process, or of a partly
terminated system, is linked by its flow, which must have exactly one maker. Flows whose data set the package leaves
out are recognised by their UUID or short description alone. Left out: allocation, parameters, the impact results that a
process may state, and life-cycle models.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree as ET

from ledger.exchange.background.archive import Archive, damaged
from ledger.exchange.background.compliance import names_ef
from ledger.exchange.background.model import (
    NO_NUMBER,
    SEVERAL_PRODUCTS,
    Background,
    Direction,
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
from ledger.exchange.background.readers.ilcd_entities import (
    Entities,
    FlowSet,
    every,
    reference,
    text,
    uuid_of,
)

NAME = "ILCD"

NO_FLOW = "background.flow_left_out"

_ELEMENTARY = "elementary flow"
_SHORT = re.compile(
    r"^(?P<name>.*) \([^()]*, (?P<unit>[^(),]+), (?P<where>Emissions[^()]*|Resources[^()]*)\)$"
)
"""A short description such as `Methane (Mass, kg, Emissions to air, unspecified)`."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """An exchange: its flow's UUID and data set, its direction, and its amount."""

    internal_id: str
    flow: str
    flow_set: FlowSet
    is_input: bool
    amount: Decimal

    @property
    def is_made(self) -> bool:
        """True if it is a product that leaves, or a waste that is taken in."""
        kind = self.flow_set.kind.casefold()
        return kind != _ELEMENTARY and self.is_input == (kind == "waste flow")


def read_ilcd(data: bytes, name: str) -> Background:
    """The processes of a package.

    Raises:
        CradleError: `background.damaged` or `background.too_large`.
    """
    reader = _Reader(Entities(Archive(data, name)), name)
    processes = tuple(reader.read(root) for root in reader.entities.processes())
    if not processes:
        raise damaged("it has no process data set", name)
    licence = ", ".join(sorted(reader.licences))
    return Background(name, NAME, processes, tuple(reader.oddities), licence)


class _Reader:
    """The processes of one package, and what was odd or restricted in it."""

    def __init__(self, entities: Entities, name: str) -> None:
        self.entities = entities
        self.oddities: list[Oddity] = []
        self.licences: set[str] = set()
        self._name = name

    def read(self, root: ET.Element) -> UnitProcess:
        """The process of a data set."""
        name = text(next(every(root, "name"), None), "baseName")
        odd: list[Oddity] = []
        if licence := text(root, "licenseType"):
            self.licences.add(licence)
        rows = list(self._exchanges(root, name, odd))
        wanted = text(root, "referenceToReferenceFlow")
        product = next((row for row in rows if row.internal_id == wanted), None)
        others = [row for row in rows if row.is_made and row is not product and row.amount]
        aggregated = "lci result" in text(root, "typeOfDataSet").casefold()
        if others and not aggregated:
            listed = ", ".join(row.flow_set.name for row in others)
            detail = f"It makes further products ({listed:.200}); split it by an allocation first."
            odd.append(Oddity(SEVERAL_PRODUCTS, name, detail))
        self.oddities += odd
        usable = not any(row.code in {SEVERAL_PRODUCTS, NO_NUMBER} for row in odd)
        systems = every(root, "referenceToComplianceSystem")
        return UnitProcess(
            id=uuid_of(root),
            words=self._words(root, name, product),
            keys=(("flow", product.flow),) if product else (),
            production=product.amount if product and usable else None,
            inputs=() if aggregated else tuple(_inputs(rows, product)),
            emissions=tuple(_emissions(rows)),
            direction=_direction(product),
            aggregated=aggregated,
            ef_compliant=any(names_ef(text(system, "shortDescription")) for system in systems),
            years=_years(root),
            source=self._name,
        )

    def _words(self, root: ET.Element, name: str, product: Exchange | None) -> Product:
        place = next(every(root, "locationOfOperationSupplyOrProduction"), None)
        return Product(
            name=name,
            product=product.flow_set.name if product else "",
            location=one_line(place.get("location")) if place is not None else "",
            unit=product.flow_set.unit if product else "",
        )

    def _exchanges(self, root: ET.Element, process: str, odd: list[Oddity]) -> Iterator[Exchange]:
        left_out = 0
        for row in every(root, "exchange"):
            flow = reference(row, "referenceToFlowDataSet")
            flow_set = self.entities.flows.get(flow)
            if flow_set is None:
                left_out += 1
                flow_set = _described(text(row, "shortDescription"))
            amount = to_decimal(text(row, "resultingAmount") or text(row, "meanAmount"))
            if amount is None:
                detail = f"The amount of {flow_set.name} is not a number; correct the data set."
                odd.append(Oddity(NO_NUMBER, process, detail))
                continue
            is_input = text(row, "exchangeDirection").casefold() == "input"
            yield Exchange(row.get("dataSetInternalID", ""), flow, flow_set, is_input, amount)
        if left_out:
            detail = (
                f"The data sets of {left_out} of its flows are not in the package; they are read as"
                " elementary flows, in kg unless their short description says otherwise."
            )
            odd.append(Oddity(NO_FLOW, process, detail))


def _described(short: str) -> FlowSet:
    """An elementary flow, from the short description of a reference."""
    match = _SHORT.match(short)
    if match is None:
        return FlowSet(short, _ELEMENTARY, (), "", "kg")
    return FlowSet(match["name"], _ELEMENTARY, (match["where"],), "", match["unit"])


def _inputs(rows: Sequence[Exchange], product: Exchange | None) -> Iterator[ProductInput]:
    for row in rows:
        if row is product or row.is_made or row.flow_set.kind.casefold() == _ELEMENTARY:
            continue
        words = Product(row.flow_set.name, row.flow_set.name, "", row.flow_set.unit)
        link = Link((("flow", row.flow),), words, _direction(row))
        yield ProductInput(link, row.amount)


def _emissions(rows: Sequence[Exchange]) -> Iterator[Emission]:
    for row in rows:
        flow_set = row.flow_set
        if flow_set.kind.casefold() != _ELEMENTARY:
            continue
        flow = ElementaryFlow(
            row.flow, flow_set.name, flow_set.compartment, flow_set.unit, flow_set.cas
        )
        is_resource = any("resource" in part.casefold() for part in flow_set.compartment)
        same = row.is_input == is_resource or not flow_set.compartment
        yield Emission(flow, row.amount if same else row.amount.copy_negate())


def _direction(row: Exchange | None) -> Direction:
    return "treatment" if row and row.flow_set.kind.casefold() == "waste flow" else "product"


def _years(root: ET.Element) -> str:
    ends = (text(root, "referenceYear"), text(root, "dataSetValidUntil"))
    return "-".join(dict.fromkeys(end[:4] for end in ends if end))
