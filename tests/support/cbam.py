"""Installations of the carbon border for tests: entries with codes, gases and electricity, and their results.

Amounts are in tonnes and MWh, as the Commission's filled templates have them; entries state kg and kWh.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from support.graph import LINE, Graph, firm, ident
from support.rows import Row, emitted, inventory, made, taken, used

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.homes import Home
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.trade.cbam.context import CbamContext
from ledger.footprint.trade.cbam.results import results
from ledger.footprint.trade.cbam.tables import Tables
from ledger.footprint.trade.cbam.tallies import quantities
from ledger.rulebooks.cbam_catalog import load_cbam_rulebook, load_cbam_tables
from schemas.signed.cbam_good import CbamGood, VerifiedQuantity
from schemas.signed.cbam_tables import CbamTables
from schemas.signed.entry import Product, ProductLine, Site
from schemas.signed.rulebook import Factor, FactorSet, GroupValue
from schemas.values import Period
from schemas.views.cbam_result import CbamResult
from schemas.vocabulary import Group, Unit

BOTH: frozenset[VerifiedQuantity] = frozenset({"see", "sefa"})
EMISSIONS: frozenset[VerifiedQuantity] = frozenset({"see"})


def kilo(tonnes: str) -> str:
    """Tonnes in kg, or MWh in kWh."""
    return format_decimal(Decimal(tonnes).scaleb(3))


def grid_factor(country: str, value: str, boundary: str = "direct") -> Factor:
    """The direct factor of a grid, kg CO2e per kWh."""
    return Factor.model_validate(
        {
            "flow": f"grid:{country}",
            "unit": Unit.KWH,
            "direction": "product",
            "name": f"grid of {country}",
            "values": (GroupValue(group=Group.UNSPECIFIED, value=value),),
            "source": "the template",
            "grid": country,
            "mix": "average",
            "year": 2026,
            "boundary": boundary,
        }
    )


def factor_set(*rows: Factor) -> FactorSet:
    """A set of factors."""
    ordered = tuple(sorted(rows, key=lambda row: row.flow))
    return FactorSet(
        id="test", version="1", title="test", method="EF 3.1 (AR6)", licence="open", rows=ordered
    )


def power(country: str, mwh: str, supply: str = "grid", flow: str | None = None) -> Row:
    """Electricity in MWh, from the grid of a country unless another flow is named."""
    return used(
        flow or f"grid:{country}",
        kilo(mwh),
        unit="kWh",
        purpose="energy",
        electricity={"supply": supply},
    )


class Border(Graph):
    """A graph of installations."""

    def make(
        self,
        name: str,
        cn: str | None,
        tonnes: str,
        co2: str | None = None,
        rows: Sequence[Row] = (),
        **members: object,
    ) -> str:
        """An installation that made `tonnes` of a good and gave off `co2` tonnes.

        Args:
            name: of the entry.
            cn: the code of the good; None for goods without one.
            tonnes: made.
            co2: tonnes of fossil carbon dioxide.
            rows: its inputs.
            members: `country`, `route`, `site`, `firm`, `year`, `basis` and `process`, or other lists of the inventory.
        """
        country = str(members.pop("country", "CN"))
        route = members.pop("route", None)
        header = {
            "issuer": firm(str(members.pop("firm", name))),
            "site": Site(code=str(members.pop("site", name)), country=country),
            "period": year(int(str(members.pop("year", "2026")))),
            **{key: members.pop(key) for key in ("basis", "process") if key in members},
        }
        gases = [emitted("co2", kilo(co2))] if co2 is not None else []
        members.setdefault("emissions", gases)
        outputs = members.pop("outputs", [made(name, kilo(tonnes))])
        assert isinstance(outputs, list)
        good = None if cn is None else CbamGood.model_validate({"cn": cn, "route": route})
        line = ProductLine(line="main", form="as_is", kg_per_unit="1", cbam=good)
        stated = inventory(*outputs, inputs=list(rows), **members)
        return self.enter(name, stated, Product(lines=(line,)), **header)

    def sell(
        self, maker: str, customer: str, tonnes: str, line: str = LINE, **members: object
    ) -> Row:
        """Deliver goods to the firm of another entry, and the row that takes them."""
        product = f"urn:test:{maker}:{line}"
        name = f"{maker} to {customer}" if line == LINE else f"{line} of {maker} to {customer}"
        self.deliver(name, maker, customer, kilo(tonnes), line=line, product=product)
        return taken(name, kilo(tonnes), **members)

    def code(self, name: str, line: str, cn: str | None, kg: str | None = "1") -> None:
        """State the code of a further line of an entry."""
        record = self.entries[ident(name)]
        assert record.product is not None
        good = None if cn is None else CbamGood(cn=cn)
        row = ProductLine(line=line, form="as_is", kg_per_unit=kg, cbam=good)
        lines = tuple(sorted((*record.product.lines, row), key=lambda one: one.line))
        product = record.product.model_copy(update={"lines": lines})
        self.entries[ident(name)] = record._replace(product=product)

    def result(
        self,
        name: str,
        verified: Mapping[str, frozenset[VerifiedQuantity]] | None = None,
        year: int = 2026,
        tables: CbamTables | None = None,
        registered: Mapping[str, str | Home] | None = None,
    ) -> CbamResult:
        """The result of the good of one entry; `verified` is by the names of deliveries, `registered` by firms."""
        context = context_of(self, name, verified or {}, year, tables, registered)
        lines = [(ident(name), "main")]
        return results(lines, quantities(context, lines))[0]


def context_of(
    border: Border,
    name: str,
    verified: Mapping[str, frozenset[VerifiedQuantity]],
    year: int = 2026,
    tables: CbamTables | None = None,
    registered: Mapping[str, str | Home] | None = None,
) -> CbamContext:
    """The context of the graph behind an entry, without a correction; `verified` is by the names of deliveries."""
    rulebook = load_cbam_rulebook()
    return CbamContext(
        resolution=border.resolve(name),
        rulebook=rulebook,
        tables=Tables(tables or load_cbam_tables()),
        table=FactorTable(border.factor_sets, rulebook),
        year=year,
        verified={ident(key): value for key, value in verified.items()},
        homes={
            firm(key): value if isinstance(value, Home) else Home(value)
            for key, value in (registered or {}).items()
        },
    )


def year(number: int) -> Period:
    """A calendar year."""
    return Period(start=f"{number}-01-01", end=f"{number + 1}-01-01")


def screws(made_in: int = 2026) -> Border:
    """V1: 17,000 t of carbon steel screws from 20,000 t of semi-finished steel (the Commission's example 4)."""
    border = Border(
        (factor_set(grid_factor("CN", "0.833"), grid_factor("IN", "0.5902905879033833")),)
    )
    border.make(
        "billet", "72071111", "100000", "153900", [power("IN", "34559.25")],
        country="IN", route="C", year=made_in,
    )  # fmt: skip
    rows = [border.sell("billet", "screws", "20000"), power("CN", "3400")]
    border.make("screws", "73181542", "17000", "3337.95", rows, year=made_in)
    return border
