"""The changes of one site between two states, each exchanged on its own.

Let r be the amount of a slot per unit of main output after over that before, and y the part of r that all goods of the
site have in common: the least r if all rise, the greatest if all fall, else 1. A slot that moves in the same direction
shares that part, c. The steps for goods, transport, emissions and credits are

    supplier   the rows of after, at the sum of before
    amount     times r / c
    yield      times c, with the outputs, the co-products, their allocation, the wastes and the product data of after

and for energy

    yield      times c
    energy     the rows of after, and the country, grid and period of the site

Evidence of recyclability that one state alone has is exchanged first.

More of every good per unit of output is thus a yield, and more of one of them an amount. Hybrid amounts are rounded to
50 digits, which no sum of parts depends on; a site with all its changes is the site of after, digit for digit.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from ledger.documents.difference.slots import LISTS, Goods, Slot, slots
from ledger.footprint.graph.numbers import EXPLAIN, format_decimal
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.valuation.grid_mix import last_year
from schemas.signed.entry import Entry
from schemas.signed.inventory import Inventory, Output
from schemas.signed.rows import Row
from schemas.views.difference import Cause


class Change(NamedTuple):
    """One exchange at a site: its cause, and the slot or part of the entry that it exchanges."""

    cause: Cause
    what: str
    slot: int | None = None


@dataclass(frozen=True)
class Site:
    """A site that both states have."""

    before: EntryRecord
    after: EntryRecord
    goods: Goods

    @cached_property
    def inventories(self) -> tuple[Inventory, Inventory]:
        """The inventories of both states; a computed state has them."""
        before, after = self.before.inventory, self.after.inventory
        assert before is not None  # noqa: S101 - an entry with a figure has an inventory
        assert after is not None  # noqa: S101 - likewise
        return before, after

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The rows of both states, side by side."""
        return slots(*self.inventories, self.goods)

    @cached_property
    def common(self) -> Fraction:
        """The factor by which the intake of all goods changed together."""
        goods = [slot for slot in self.slots if slot.is_goods]
        ratios = [slot.ratio for slot in goods if slot.ratio is not None]
        gone = any(not slot.after for slot in goods)
        come = any(not slot.before for slot in goods)
        if ratios and not gone and min(ratios) > 1:
            return min(ratios)
        if ratios and not come and max(ratios) < 1:
            return max(ratios)
        return Fraction(1)

    def shared(self, slot: Slot) -> Fraction:
        """The part of a slot's change that it shares with all goods."""
        if slot.ratio is None or slot.key.list == "wastes":
            return Fraction(1)
        if self.common > 1:
            return min(max(slot.ratio, Fraction(1)), self.common)
        return max(min(slot.ratio, Fraction(1)), self.common)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes of the site, in the order of the causes."""
        order = {cause: number for number, cause in enumerate(Cause)}
        return tuple(sorted(self._changes(), key=lambda change: order[change.cause]))

    def _changes(self) -> Iterator[Change]:
        for number, slot in enumerate(self.slots):
            yield from self._of_slot(number, slot)
        if _split(self.inventories[0]) != _split(self.inventories[1]):
            yield Change(Cause.YIELD, "outputs")
        recycling = [inventory.recyclability for inventory in self.inventories]
        if (recycling[0] is None) is not (recycling[1] is None):
            yield Change(Cause.EVIDENCE, "recyclability")
        if self.before.product != self.after.product:
            yield Change(Cause.YIELD, "product")
        if _place(self.before.entry) != _place(self.after.entry):
            yield Change(Cause.ENERGY, "grid")

    def _of_slot(self, number: int, slot: Slot) -> Iterator[Change]:
        has_own_part = slot.ratio != self.shared(slot)
        if self.shared(slot) != 1:
            yield Change(Cause.YIELD, "intake", number)
        if slot.key.list == "wastes":
            if slot.is_changed:
                yield Change(Cause.YIELD, "waste", number)
        elif slot.is_energy:
            if slot.is_replaced or has_own_part:
                yield Change(Cause.ENERGY, "row", number)
        else:
            if slot.is_replaced:
                yield Change(Cause.SUPPLIER, "row", number)
            if has_own_part:
                yield Change(Cause.AMOUNT, "row", number)

    def with_changes(self, done: Collection[Change]) -> EntryRecord:
        """The record of the site after some of its changes."""
        if not done:
            return self.before
        if len(set(done)) == len(self.changes):
            return self.after
        before, after = self.inventories
        rows: dict[str, list[Row]] = {name: [] for name in LISTS}
        for number, slot in enumerate(self.slots):
            of_slot = {change.cause for change in done if change.slot == number}
            rows[slot.key.list] += self._rows(slot, of_slot)
        parts = {change.what for change in done if change.slot is None}
        outputs = (after if "outputs" in parts else before).outputs
        if "outputs" in parts:
            outputs = tuple(_at_scale(row, before, after) for row in outputs)
        inventory = before.model_copy(
            update={
                **{name: tuple(listed) for name, listed in rows.items()},
                "outputs": outputs,
                "allocation": (after if "outputs" in parts else before).allocation,
                "recyclability": (after if "recyclability" in parts else before).recyclability,
            }
        )
        return self.before._replace(
            entry=self.after.entry if "grid" in parts else self.before.entry,
            inventory=inventory,
            product=(self.after if "product" in parts else self.before).product,
        )

    def _rows(self, slot: Slot, done: Collection[Cause]) -> Iterable[Row]:
        """The rows of a slot after some of its changes, at the output of before."""
        if slot.ratio is None or slot.key.list == "wastes":
            return _times(slot.after, slot.scale) if done else slot.before
        common = self.shared(slot) if Cause.YIELD in done else Fraction(1)
        if slot.is_energy:
            if Cause.ENERGY not in done:
                return _times(slot.before, common)
            return _times(slot.after, slot.scale / self.shared(slot) * common)
        own = slot.ratio / self.shared(slot) if Cause.AMOUNT in done else Fraction(1)
        if slot.is_replaced and Cause.SUPPLIER in done:
            return _times(slot.after, slot.scale / slot.ratio * own * common)
        return _times(slot.before, own * common)


def _times(rows: Iterable[Row], factor: Fraction) -> tuple[Row, ...]:
    if factor == 1:
        return tuple(rows)
    return tuple(
        row.model_copy(update={"amount": decimal_of(Fraction(row.amount) * factor)}) for row in rows
    )


def decimal_of(value: Fraction) -> str:
    """A hybrid amount as a decimal string: 50 digits."""
    return format_decimal(EXPLAIN.divide(Decimal(value.numerator), Decimal(value.denominator)))


def _at_scale(output: Output, before: Inventory, after: Inventory) -> Output:
    factor = Fraction(before.main.amount) / Fraction(after.main.amount)
    amount = decimal_of(Fraction(output.amount) * factor)
    return output.model_copy(update={"amount": amount})


def _split(inventory: Inventory) -> Mapping[str, object]:
    """The outputs per unit of the main one, and the shares of the burdens that they carry."""
    main = Fraction(inventory.main.amount)
    worth = sum((Fraction(row.allocation_value or "0") for row in inventory.sharing), Fraction(0))
    return {
        row.line: (
            row.product,
            row.role,
            row.unit,
            Fraction(row.amount) / main,
            Fraction(row.allocation_value) / worth if row.allocation_value else None,
        )
        for row in inventory.outputs
    }


def _place(entry: Entry) -> tuple[object, ...]:
    """What selects the mix of a site: its country, zone, and the year of its period's last day."""
    return entry.site.country, entry.site.zone, last_year(entry)
