"""openLCA packages: a zip of JSON-LD files of the openLCA schema, version 2.

The quantitative reference is the product of a process; a waste that it takes in is what it treats. An avoided product
is an input with the opposite sign. Of several products, the process's own default allocation by physical or economic
factors counts; without it the process cannot be used. A default provider is the only maker of its input; without one,
the flow must have exactly one. Left out: causal allocation, parameters (the computed amounts count), product systems,
social aspects, and packages of version 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ledger.exchange.background.archive import Archive
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
from ledger.exchange.background.packages import require_packages
from ledger.exchange.background.readers.olca_entities import Entities
from ledger.footprint.graph.numbers import EXPLAIN

NAME = "openLCA JSON-LD"


@dataclass(frozen=True, slots=True)
class Flow:
    """An exchange with its amount in the reference unit of its flow, and its kind: product, waste or elementary."""

    exchange: Any
    amount: Decimal
    kind: str

    @property
    def is_made(self) -> bool:
        """True if it is a product that the process makes, or a waste that it treats."""
        if self.exchange.is_avoided_product or self.kind == "ELEMENTARY_FLOW":
            return False
        return bool(self.exchange.is_input) == (self.kind == "WASTE_FLOW")


def read_olca(data: bytes, name: str) -> Background:
    """The processes of a package.

    Raises:
        CradleError: `background.damaged`, `background.too_large` or `install.background`.
    """
    require_packages("olca_schema")
    reader = _Reader(Entities(Archive(data, name)), name)
    processes = [row for process in reader.entities.processes() for row in reader.read(process)]
    return Background(name, NAME, tuple(processes), tuple(reader.oddities), reader.licence)


class _Reader:
    """The processes of one package, and what was odd or restricted in it."""

    def __init__(self, entities: Entities, name: str) -> None:
        self.entities = entities
        self.oddities: list[Oddity] = []
        self.licence = ""
        self._name = name

    def read(self, process: Any) -> Iterator[UnitProcess]:
        """The process, once for each product that an allocation gives it."""
        documentation = process.process_documentation
        if documentation and documentation.is_copyright_protected:
            self.licence = "protected by copyright, as some processes state"
        name, faults = one_line(process.name), len(self.oddities)
        flows = [row for exchange in process.exchanges or () for row in self._flow(exchange, name)]
        products = [row for row in flows if row.is_made]
        reference = next((row for row in products if row.exchange.is_quantitative_reference), None)
        whole = self._whole(process, reference, flows)
        if reference is None or len(self.oddities) > faults:
            yield replace(whole, production=None, inputs=(), emissions=())
        elif len(products) == 1:
            yield whole
        else:
            yield from self._allocated(process, whole, products)

    def _flow(self, exchange: Any, process: str) -> Iterator[Flow]:
        if exchange.flow is None:
            return
        amount = self.entities.amount(exchange)
        if amount is None:
            words = f"{exchange.amount!r} {exchange.unit.name if exchange.unit else ''}".strip()
            detail = f"The amount of {one_line(exchange.flow.name)}, {words}, cannot be converted."
            self.oddities.append(Oddity(NO_NUMBER, process, detail))
            return
        flow = self.entities.flows.get(exchange.flow.id)
        kind = (flow.flow_type if flow else None) or exchange.flow.flow_type
        yield Flow(exchange, amount, kind.value if kind else "PRODUCT_FLOW")

    def _whole(self, process: Any, reference: Flow | None, flows: Sequence[Flow]) -> UnitProcess:
        documentation = process.process_documentation
        systems = (documentation.compliance_declarations or ()) if documentation else ()
        words = Product(
            name=one_line(process.name),
            product=one_line(reference.exchange.flow.name) if reference else "",
            location=self._location(process.location),
            unit=self.entities.unit_of(reference.exchange.flow) if reference else "",
        )
        return UnitProcess(
            id=one_line(process.id),
            words=words,
            keys=_keys(process, reference) if reference else (),
            production=reference.amount if reference else None,
            inputs=tuple(self._inputs(flows)),
            emissions=tuple(self._emissions(flows)),
            direction=_direction(reference),
            aggregated=bool(process.process_type and process.process_type.value == "LCI_RESULT"),
            ef_compliant=any(names_ef(row.system.name) for row in systems if row.system),
            years=_years(documentation),
            source=self._name,
        )

    def _allocated(
        self, process: Any, whole: UnitProcess, products: Sequence[Flow]
    ) -> Iterator[UnitProcess]:
        method = process.default_allocation_method
        shares = {
            row.product.id: to_decimal(row.value)
            for row in process.allocation_factors or ()
            if row.allocation_type == method and row.product and row.exchange is None
        }
        is_applicable = method is not None and "CAUSAL" not in method.value
        if not is_applicable or any(shares.get(row.exchange.flow.id) is None for row in products):
            names = ", ".join(one_line(row.exchange.flow.name) for row in products)
            detail = f"It makes several products without an allocation ({names:.200})."
            self.oddities.append(Oddity(SEVERAL_PRODUCTS, whole.words.name, detail))
            yield replace(whole, production=None, inputs=(), emissions=())
            return
        for row in products:
            share = shares[row.exchange.flow.id] or Decimal(0)
            yield self._part(process, whole, row, share)

    def _part(self, process: Any, whole: UnitProcess, product: Flow, share: Decimal) -> UnitProcess:
        flow = product.exchange.flow
        words = replace(whole.words, product=one_line(flow.name), unit=self.entities.unit_of(flow))
        return replace(
            whole,
            id=whole.id if product.exchange.is_quantitative_reference else f"{whole.id}.{flow.id}",
            words=words,
            keys=_keys(process, product),
            production=product.amount,
            direction=_direction(product),
            inputs=tuple(
                replace(row, amount=EXPLAIN.multiply(row.amount, share)) for row in whole.inputs
            ),
            emissions=tuple(
                replace(row, amount=EXPLAIN.multiply(row.amount, share)) for row in whole.emissions
            ),
        )

    def _inputs(self, flows: Sequence[Flow]) -> Iterator[ProductInput]:
        for row in flows:
            if row.kind == "ELEMENTARY_FLOW" or row.is_made:
                continue
            flow, provider = row.exchange.flow, row.exchange.default_provider
            key = ("process", provider.id, flow.id) if provider else ("flow", flow.id)
            words = Product(
                name=one_line(provider.name if provider else flow.name),
                product=one_line(flow.name),
                location=self._location(row.exchange.location),
                unit=self.entities.unit_of(flow),
            )
            avoided = row.exchange.is_avoided_product
            amount = row.amount.copy_negate() if avoided else row.amount
            yield ProductInput(Link((key,), words, _side(row.kind)), amount, bool(avoided))

    def _emissions(self, flows: Sequence[Flow]) -> Iterator[Emission]:
        for row in flows:
            if row.kind != "ELEMENTARY_FLOW":
                continue
            reference = row.exchange.flow
            entity = self.entities.flows.get(reference.id)
            category = (entity.category if entity else None) or reference.category or ""
            flow = ElementaryFlow(
                id=reference.id,
                name=one_line(reference.name or (entity.name if entity else "")),
                compartment=tuple(part for part in category.split("/") if part),
                unit=self.entities.unit_of(reference),
                cas=one_line(entity.cas) if entity else "",
            )
            is_resource = "resource" in category.casefold()
            same = bool(row.exchange.is_input) == is_resource
            yield Emission(flow, row.amount if same else row.amount.copy_negate())

    def _location(self, reference: Any) -> str:
        if reference is None:
            return ""
        return self.entities.locations.get(reference.id) or one_line(reference.name)


def _keys(process: Any, product: Flow) -> tuple[tuple[str, ...], ...]:
    flow = product.exchange.flow.id
    return ("process", process.id, flow), ("flow", flow)


def _direction(product: Flow | None) -> Direction:
    return _side(product.kind) if product else "product"


def _side(kind: str) -> Direction:
    return "treatment" if kind == "WASTE_FLOW" else "product"


def _years(documentation: Any) -> str:
    if documentation is None:
        return ""
    ends = (documentation.valid_from, documentation.valid_until)
    return "-".join(dict.fromkeys(str(end)[:4] for end in ends if end))
