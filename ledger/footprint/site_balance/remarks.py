"""Unexplained amounts in site balances: sums that do not agree, entries left out, totals without a balance.

    used = bought + opening stock - closing stock
    left = used - sum over the listed entries

Remarks, not refusals, because stocks are estimated and meters are read late. `left` below zero, or other than the
stated remainder, is unexplained; a remainder above the rulebook's share of the amount used is too large for offices and
losses. An entry that is not listed, or states another amount since it was corrected, makes the sum wrong. A row that
was apportioned, split off a site's total, requires a balance that states the total.

An effect is the unexplained amount at the price of the commodity, with the sign of a figure that is too low. It assumes
that all of it belongs to the listed entries that the figure rests on, in proportion to the amounts they use: the most
that can have been shifted away from this product.

Not seen: a balance that is not shown, a meter that was not read, and burdens shifted in both entries alike, so that the
sum agrees. Wastes are not balanced.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE, ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.site_balance.balance import (
    BalanceContext,
    BalanceRecord,
    ShownEntry,
    Site,
    SiteFault,
    site_of,
)
from ledger.footprint.site_balance.intake import Commodity, commodity_of
from schemas.signed.inventory import Inventory
from schemas.signed.rulebook import Rulebook
from schemas.signed.site_balance import BalanceRow, EntryShare
from schemas.vocabulary import Known


class _Row(NamedTuple):
    """A row of a balance, with its commodity."""

    record: BalanceRecord
    commodity: Commodity
    row: BalanceRow

    def observed(self, code: str, detail: str, effect: Decimal | None = None) -> Observation:
        return Observation(code, self.record.id, f"{self.commodity}: {detail}", effect)


def site_remarks(
    balances: Sequence[BalanceRecord], context: BalanceContext, rulebook: Rulebook
) -> Iterator[SiteFault]:
    """Unexplained amounts in live balances, and apportioned amounts without a balance.

    Args:
        balances: the available ones that were not replaced.
        context: their context.
        rulebook: its tolerance applies; without a tolerance, no remainder is too large.
    """
    shown = _live(context)
    apportioned = {
        row[0].id: unbalanced for row in shown if (unbalanced := _apportioned(row[1], context))
    }
    if balances or apportioned:
        live: dict[Site, list[ShownEntry]] = {}
        for entry in shown:
            live.setdefault(site_of(entry[0].entry), []).append(entry)
        for record in balances:
            yield from _of_balance(record, live, context, rulebook)
        yield from _unbalanced(live, apportioned, balances)


def _of_balance(
    record: BalanceRecord,
    live: Mapping[Site, Sequence[ShownEntry]],
    context: BalanceContext,
    rulebook: Rulebook,
) -> Iterator[SiteFault]:
    """The unexplained amounts of one balance."""
    for commodity, row in record.rows.items():
        about = _Row(record, commodity, row)
        for share in row.entries:
            yield from _stale(about, share, context)
        yield from _missing(about, live.get(site_of(record.statement), ()), context)
        yield from _open_sums(about, context, rulebook)


def _unbalanced(
    live: Mapping[Site, Sequence[ShownEntry]],
    apportioned: Mapping[str, set[Commodity]],
    balances: Iterable[BalanceRecord],
) -> Iterator[SiteFault]:
    """Apportioned amounts of entries that no balance of their site lists."""
    of_site: dict[Site, list[BalanceRecord]] = {}
    for record in balances:
        of_site.setdefault(site_of(record.statement), []).append(record)
    for site, entries in live.items():
        for entry_record, _ in entries:
            if entry_record.id in apportioned:
                yield from _not_stated(
                    entry_record, apportioned[entry_record.id], of_site.get(site, ())
                )


def _stale(about: _Row, share: EntryShare, context: BalanceContext) -> Iterator[SiteFault]:
    """A listed entry that was withdrawn, or corrected to another amount, after the balance."""
    newest = context.records.newest(share.entry)
    if newest is None:
        detail = f"{share.entry} is listed, and was withdrawn"
        yield SiteFault(about.observed("site_balance.stale", detail))
        return
    shown = context.shown(newest)
    if newest == share.entry or shown is None:
        return
    used_amount = context.intake_of(newest, shown[1]).get(about.commodity, ZERO)
    if used_amount != Decimal(share.amount):
        too_much = EXACT.subtract(used_amount, Decimal(share.amount))
        effect = context.effect(site_of(about.record.statement), about.commodity, too_much)
        detail = (
            f"{share.entry} is listed, and was corrected to use {format_rounded(too_much.copy_abs())} "
            f"{'more' if too_much > 0 else 'less'}"
        )
        yield SiteFault(about.observed("site_balance.stale", detail, effect), {newest: ONE})


def _live(context: BalanceContext) -> list[ShownEntry]:
    """The newest versions of the available entries with a shown inventory."""
    return [
        (record, record.inventory)
        for record in context.records.entries.values()
        if record.inventory is not None and context.records.newest(record.id) == record.id
    ]


def _missing(
    about: _Row, at_site: Iterable[ShownEntry], context: BalanceContext
) -> Iterator[SiteFault]:
    """Entries of the site that use the commodity within the span, and are not listed."""
    span = about.record.statement.period
    listed = {context.records.newest(share.entry) for share in about.row.entries}
    for record, inventory in at_site:
        taken = context.intake_of(record.id, inventory).get(about.commodity)
        if taken is not None and record.id not in listed and span.covers(record.entry.period):
            detail = f"{record.id} uses {format_rounded(taken)} and is not listed"
            yield SiteFault(about.observed("site_balance.missing_entry", detail))


def _open_sums(about: _Row, context: BalanceContext, rulebook: Rulebook) -> Iterator[SiteFault]:
    """A sum that does not agree, and a remainder that is too large."""
    affected = _affected_entries(about.row, context)
    site = site_of(about.record.statement)
    for code, too_little, detail in _unexplained(about.row, rulebook):
        effect = context.effect(site, about.commodity, too_little.copy_negate())
        yield SiteFault(about.observed(code, detail, effect), affected)


def _unexplained(row: BalanceRow, rulebook: Rulebook) -> Iterator[tuple[str, Decimal, str]]:
    """Code, the amount that entries may lack (below zero: state too much), and the finding's words."""
    came_in = EXACT.add(Decimal(row.bought), Decimal(row.opening or "0"))
    used = EXACT.subtract(came_in, Decimal(row.closing or "0"))
    left = EXACT.subtract(used, exact_sum(Decimal(share.amount) for share in row.entries))
    remainder = Decimal(row.remainder or "0")
    if left < 0:
        detail = f"the entries use {format_rounded(left.copy_negate())} more than there was"
        yield "site_balance.negative", left, detail
    elif left != remainder:
        words = (
            "no remainder is stated"
            if row.remainder is None
            else f"the stated remainder is {format_rounded(remainder)}"
        )
        detail = f"{format_rounded(left)} is used by none of the entries, and {words}"
        yield "site_balance.remainder", EXACT.subtract(left, remainder), detail
    tolerance = None if rulebook.balances is None else rulebook.balances.site
    if tolerance is not None and remainder > EXACT.multiply(Decimal(tolerance.value), used):
        detail = f"the remainder {format_rounded(remainder)} is large beside the {format_rounded(used)} that was used"
        yield "site_balance.large_remainder", remainder, detail


def _affected_entries(row: BalanceRow, context: BalanceContext) -> dict[str, Decimal]:
    """The listed entries that the figure rests on, with their parts of the amount they use together."""
    amounts: dict[str, Decimal] = {}
    for share in row.entries:
        newest = context.records.newest(share.entry)
        if newest in context.figure_entries:
            amounts[newest] = Decimal(share.amount)
    total = exact_sum(amounts.values())
    return {entry: EXPLAIN.divide(amount, total) for entry, amount in amounts.items()}


def _not_stated(
    entry_record: EntryRecord, unbalanced: set[Commodity], balances: Iterable[BalanceRecord]
) -> Iterator[SiteFault]:
    """Apportioned rows of an entry that no balance of its site lists over its period.

    A balance with a withheld section may list any commodity.
    """
    for record in balances:
        if record.statement.period.covers(entry_record.entry.period):
            unbalanced = set() if record.balance is None else unbalanced.difference(record.rows)
    for commodity in sorted(unbalanced):
        detail = f"{commodity} is apportioned, and no balance of the site states the total"
        yield SiteFault(Observation("site_balance.not_stated", entry_record.id, detail))


def _apportioned(inventory: Inventory, context: BalanceContext) -> set[Commodity]:
    """The commodities that an entry apportions from a total."""
    rows = [row for row in inventory.inputs if row.known is Known.APPORTIONED]
    return {taken for row in rows if (taken := commodity_of(row, context.product_of)) is not None}
