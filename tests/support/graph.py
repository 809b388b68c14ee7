"""Graphs of entries for tests of the figure: real statements under made-up ids, nothing signed.

A chain is written in names; `ident` turns a name into an id. The firm behind entry `mine` is
`firm mine` unless an issuer is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from ledger.exchange.case import LINE
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import (
    Change,
    DeliveryRecord,
    EntryRecord,
    Records,
    Resolution,
    resolve,
)
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import Figures, figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, EntrySections, Product, ProductLine, Site
from schemas.signed.inventory import Inventory
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.values import Period
from schemas.vocabulary import DataBasis, ProcessCode, Unit, Use

ORIGIN = "ledger.example/tests"
YEAR = Period(start="2025-01-01", end="2026-01-01")
STUDY = load_rulebook("study-full-substitution-1")
NONCE = "0" * 32


def ident(name: str) -> str:
    """The id of the statement or firm of that name."""
    return "sha256:" + sha256(name.encode()).hexdigest()


def firm(name: str) -> str:
    """The id of the firm behind an entry."""
    return ident(f"firm {name}")


def weighing(kg: str | None, lines: Iterable[str] = (LINE,)) -> Product:
    """A product section whose lines weigh the same per unit."""
    return Product(
        lines=tuple(ProductLine(line=line, form="as_is", kg_per_unit=kg) for line in sorted(lines))
    )


@dataclass
class Graph:
    """Statements by id, and their changes in the registry."""

    factor_sets: tuple[FactorSet, ...] = ()
    entries: dict[str, EntryRecord] = field(default_factory=dict)
    deliveries: dict[str, DeliveryRecord] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)

    def enter(
        self,
        name: str,
        inventory: Inventory | None,
        product: Product | None = None,
        **header: object,
    ) -> str:
        """An entry; `header` replaces members of its usual header."""
        usual = {
            "origin": ORIGIN,
            "issuer": firm(name),
            "site": Site(code="P1", country="FI"),
            "process": ProcessCode.RAW_UNSPECIFIED,
            "period": YEAR,
            "basis": DataBasis.SITE_PERIOD_AVERAGE,
            "sections": EntrySections(inventory=ident("inventory"), product=ident("product")),
        }
        entry = Entry.model_validate(usual | header, strict=False)
        self.entries[ident(name)] = EntryRecord(ident(name), entry, inventory, product)
        return ident(name)

    def deliver(
        self, name: str, entry: str, customer: str, amount: str | None, **header: object
    ) -> str:
        """A delivery from an entry to the firm behind another; without amount it represents goods."""
        usual = {
            "origin": ORIGIN,
            "issuer": firm(entry),
            "recipient": firm(customer),
            "entry": ident(entry),
            "line": LINE,
            "product": f"urn:test:{entry}:{LINE}",
            "unit": Unit.KG,
            "number": name,
            "use": Use.REPRESENTATIVE if amount is None else Use.PHYSICAL,
            "amount": amount,
            "valid_until": "2027-01-01" if amount is None else None,
            "nonce": NONCE,
        }
        delivery = Delivery.model_validate(usual | header, strict=False)
        self.deliveries[ident(name)] = DeliveryRecord(ident(name), delivery)
        return ident(name)

    def change(self, kind: str, old: str, by: str) -> None:
        """Record in the registry that `old` was superseded, or withdrawn, by `by`."""
        self.changes[ident(old)] = Change(kind, ident(by))

    def records(self) -> Records:
        """All statements and changes."""
        return Records(self.entries, self.deliveries, self.changes)

    def resolve(self, *names: str, deliveries: Iterable[str] = ()) -> Resolution:
        """The graph behind entries and deliveries."""
        return resolve(map(ident, names), map(ident, deliveries), self.records())

    def figures(
        self, *names: str, deliveries: Iterable[str] = (), rulebook: Rulebook = STUDY
    ) -> Figures:
        """The figures of the graph behind entries and deliveries."""
        resolution = self.resolve(*names, deliveries=deliveries)
        return figures(resolution, FactorTable(self.factor_sets, rulebook), rulebook)

    def context(
        self, *names: str, deliveries: Iterable[str] = (), rulebook: Rulebook = STUDY
    ) -> PlausibilityContext:
        """A context of the graph behind entries and deliveries."""
        resolution = self.resolve(*names, deliveries=deliveries)
        table = FactorTable(self.factor_sets, rulebook)
        return PlausibilityContext(
            resolution, figures(resolution, table, rulebook), table, rulebook
        )


def factors(
    values: Mapping[str, str], direction: str = "product", unit: str = "kg", **members: object
) -> FactorSet:
    """A factor set: flow to kg CO2e per unit, in the group that follows a slash, else unspecified.

    `members` are said of each factor.
    """
    rows = []
    for name, value in sorted(values.items()):
        flow, _, group = name.partition("/")
        values_of = [{"group": group or "unspecified", "value": value}]
        rows.append(
            {"flow": flow, "unit": unit, "direction": direction, "name": flow, "values": values_of}
        )
    return FactorSet.model_validate(
        {
            "id": f"test-{direction}-{unit}",
            "version": _version(rows, members),
            "title": "Factors of a test",
            "method": "EF 3.1 (AR6)",
            "licence": "open",
            "rows": [{**row, "source": "made up", **members} for row in rows],
        },
        strict=False,
    )


def _version(rows: object, members: object) -> str:
    """A version for each content: a ledger keeps one document of an id and version."""
    return sha256(repr((rows, members)).encode()).hexdigest()[:8]


def grids(values: Mapping[str, str]) -> FactorSet:
    """A factor set of mixes, `grid/mix/year/boundary` to kg CO2e per kWh; the average of 2025 unless a name says so."""
    rows = []
    for name, value in values.items():
        usual = ("", "average", "2025", "life_cycle")
        said = name.split("/")
        grid, mix, year, boundary = (*said, *usual[len(said) :])
        flow = f"grid:{grid}.{mix}.{year}"
        row = {"flow": flow, "unit": "kWh", "direction": "product", "name": flow, "grid": grid}
        row |= {"mix": mix, "year": int(year), "boundary": boundary}
        row["values"] = [{"group": "fossil", "value": value}]
        rows.append({**row, "source": "made up"})
    return FactorSet.model_validate(
        {
            "id": "test-grids",
            "version": _version(rows, {}),
            "title": "Mixes of a test",
            "method": "EF 3.1 (AR6)",
            "licence": "open",
            "rows": sorted(rows, key=lambda row: str(row["flow"])),
        },
        strict=False,
    )
