"""A site's balance compared with its entries: the rules that the ledger and the verifier apply to it.

A balance contradicts an entry if it lists one of another issuer, site or span, or an amount that the entry it names
does not itself state. Two live balances of one site and overlapping spans do not share a commodity. The service refuses
these to the issuer, the audit reports them: they are two signed statements of one issuer. All other findings on a
balance are remarks (`site_balance.remarks`).

The named version counts here, even if it was replaced since: a later correction is no contradiction.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE, ZERO, format_decimal
from ledger.footprint.graph.resolution import EntryRecord, Observation, Problem, Records
from ledger.footprint.site_balance.intake import Commodity, balanced, intake
from schemas.signed.entry import Entry
from schemas.signed.inventory import Inventory
from schemas.signed.site_balance import Balance, BalanceRow, EntryShare, SiteBalance


@dataclass(frozen=True, slots=True)
class BalanceRecord:
    """A site balance under its id; a section not shown is None."""

    id: str
    statement: SiteBalance
    balance: Balance | None

    @property
    def rows(self) -> dict[Commodity, BalanceRow]:
        """The rows that are shown, by commodity."""
        return {} if self.balance is None else {balanced(row): row for row in self.balance.rows}


class SiteFault(NamedTuple):
    """An observation, and the entries that share its effect, by shares that sum to one."""

    seen: Observation
    falls_on: Mapping[str, Decimal] = {}


Site = tuple[str, str]
"""An issuer, and its code of a site."""

ShownEntry = tuple[EntryRecord, Inventory]
"""An entry with its inventory, which is shown."""

Price = Callable[[Site, Commodity], Decimal | None]
"""kg CO2e per unit of a commodity that a site uses; None if unknown."""


@dataclass(frozen=True)
class BalanceContext:
    """The context of balances: the available statements, and all known changes.

    Attributes:
        records: entries, deliveries, changes.
        figure_entries: the entries that the figure rests on.
        price: of unexplained amounts.
    """

    records: Records
    figure_entries: frozenset[str]
    price: Price
    _intakes: dict[str, Mapping[Commodity, Decimal]] = field(default_factory=dict)

    def product_of(self, delivery: str) -> str | None:
        """The product of a delivery; None if the delivery is missing."""
        record = self.records.deliveries.get(delivery)
        return None if record is None else record.delivery.product

    def shown(self, entry: str) -> ShownEntry | None:
        """An entry and its inventory; None if either is missing."""
        record = self.records.entries.get(entry)
        return None if record is None or record.inventory is None else (record, record.inventory)

    def intake_of(self, entry: str, inventory: Inventory) -> Mapping[Commodity, Decimal]:
        """The amounts that an entry uses, by commodity."""
        if entry not in self._intakes:
            self._intakes[entry] = intake(inventory, self.product_of)
        return self._intakes[entry]

    def effect(self, site: Site, commodity: Commodity, too_much: Decimal) -> Decimal | None:
        """The kg CO2e of an amount that entries state too much of; below zero, too little."""
        price = self.price(site, commodity)
        return None if price is None else EXPLAIN.multiply(too_much, price)


def site_of(statement: Entry | SiteBalance) -> Site:
    """The site of a statement."""
    code = statement.site.code if isinstance(statement, Entry) else statement.site
    return statement.issuer, code


def concerns(balance: SiteBalance, entry: Entry) -> bool:
    """True if a balance is of an entry's site, over a span that shares a day with its period."""
    return site_of(balance) == site_of(entry) and balance.period.overlaps(entry.period)


def share_problem(
    balance: SiteBalance, entry: Entry, share: EntryShare, used_amount: Decimal
) -> Problem | None:
    """The reason why a balance may not list an entry with an amount, or None; `used_amount` is the entry's amount."""
    if site_of(balance) != site_of(entry):
        detail = "an entry that is listed is of another issuer or site than the balance"
        return Problem("site_balance.entry", share.entry, detail)
    if not balance.period.covers(entry.period):
        start, end = entry.period.start, entry.period.end
        detail = f"an entry that is listed is from {start} to {end}, beyond the balance's span"
        return Problem("site_balance.period", share.entry, detail)
    if Decimal(share.amount) != used_amount:
        detail = f"{share.amount} is listed, and the entry uses {format_decimal(used_amount)}"
        return Problem("site_balance.differs", share.entry, detail)
    return None


def shared_commodity(record: BalanceRecord, other: BalanceRecord) -> Commodity | None:
    """A commodity of two balances of one site with overlapping spans, or None."""
    same = site_of(record.statement) == site_of(other.statement)
    if not same or not record.statement.period.overlaps(other.statement.period):
        return None
    return next((commodity for commodity in record.rows if commodity in other.rows), None)


def site_contradictions(
    balances: Sequence[BalanceRecord], context: BalanceContext
) -> Iterator[SiteFault]:
    """Contradictions of live balances with the entries that they name, or with each other."""
    for record in balances:
        for commodity, row in record.rows.items():
            for share in row.entries:
                yield from _contradicted(record, commodity, share, context)
    yield from _balanced_twice(balances)


def _balanced_twice(balances: Sequence[BalanceRecord]) -> Iterator[SiteFault]:
    """Balances that share a site, days and a commodity with an earlier one, in one sweep by their first day."""
    last: dict[tuple[Site, Commodity], BalanceRecord] = {}
    for record in sorted(balances, key=lambda row: (row.statement.period.start, row.id)):
        period = record.statement.period
        for commodity in record.rows:
            key = site_of(record.statement), commodity
            other = last.get(key)
            if other is not None and period.start < other.statement.period.end:
                detail = f"{other.id} balances {commodity} over the same days"
                yield SiteFault(Observation("site_balance.duplicate", record.id, detail))
            if other is None or period.end > other.statement.period.end:
                last[key] = record


def _contradicted(
    record: BalanceRecord, commodity: Commodity, share: EntryShare, context: BalanceContext
) -> Iterator[SiteFault]:
    shown = context.shown(share.entry)
    if shown is None:
        return
    entry, used_amount = (
        shown[0].entry,
        context.intake_of(share.entry, shown[1]).get(commodity, ZERO),
    )
    problem = share_problem(record.statement, entry, share, used_amount)
    if problem is not None:
        too_much = EXACT.subtract(used_amount, Decimal(share.amount))
        differs = problem.code == "site_balance.differs"
        effect = context.effect(site_of(entry), commodity, too_much) if differs else None
        detail = f"{commodity}: {problem.detail} ({share.entry})"
        yield SiteFault(Observation(problem.code, record.id, detail, effect), {share.entry: ONE})
