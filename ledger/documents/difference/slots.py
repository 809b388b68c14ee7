"""The rows of two inventories of one site, put side by side: a slot is what several rows serve together.

Rows that cite deliveries of the same goods for the same purpose share a slot, from whichever supplier; rows of one
flow, gas or material have their own. What only one inventory uses is put beside what only the other uses, if purpose
and unit are equal: there a good was replaced by another one. Amounts are compared per unit of the main output, exactly.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from ledger.footprint.graph.goods import GOODS
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Avoided, DeliveryInput, Emission, ExternalInput, Row
from schemas.vocabulary import Purpose

LISTS = ("inputs", "wastes", "emissions", "avoided")

_NO_EFFECT = {"amount", "known", "document", "evidence", "rating"}
"""The members of a row that value nothing, and its amount, which is compared apart."""

Goods = Mapping[str, str]
"""The goods behind each delivery, by a name that their suppliers share."""


class SlotKey(NamedTuple):
    """The list of a slot's rows, their purpose and unit, and what they are of."""

    list: str
    purpose: str
    unit: str
    what: str


@dataclass(frozen=True)
class Slot:
    """The rows of a site that serve the same thing, before and after.

    `scale` turns an amount after into one at the output before.
    """

    key: SlotKey
    before: tuple[Row, ...]
    after: tuple[Row, ...]
    scale: Fraction

    @cached_property
    def ratio(self) -> Fraction | None:
        """The amount per unit of output after over that before; None if only one side has rows."""
        if not self.before or not self.after:
            return None
        return _sum(self.after) * self.scale / _sum(self.before)

    @property
    def is_energy(self) -> bool:
        """True for a purchase of energy."""
        return self.key.list == "inputs" and self.key.purpose == Purpose.ENERGY.value

    @property
    def is_goods(self) -> bool:
        """True for goods that the process takes in."""
        return self.key.list == "inputs" and self.key.purpose in {row.value for row in GOODS}

    @cached_property
    def is_replaced(self) -> bool:
        """True if other rows, or other shares of them, serve it after."""
        return bool(self.before and self.after) and _shares(self.before) != _shares(self.after)

    @property
    def is_changed(self) -> bool:
        """True if anything in it differs."""
        return self.ratio != 1 or self.is_replaced


def slots(before: Inventory, after: Inventory, goods: Goods) -> tuple[Slot, ...]:
    """The slots of a site, in the order of their keys.

    Args:
        before: the inventory of the first state.
        after: that of the second.
        goods: the goods behind each delivery of either state.
    """
    scale = Fraction(before.main.amount) / Fraction(after.main.amount)
    left, right = _by_key(before, goods), _by_key(after, goods)
    for key, other in _substitutes(left, right):
        left[key] = left.pop(key)
        right[key] = right.pop(other)
    keys = sorted({*left, *right})
    return tuple(
        Slot(key, tuple(left.get(key, ())), tuple(right.get(key, ())), scale) for key in keys
    )


def _by_key(inventory: Inventory, goods: Goods) -> dict[SlotKey, list[Row]]:
    rows_by_key: dict[SlotKey, list[Row]] = defaultdict(list)
    for name in LISTS:
        rows: Sequence[Row] = getattr(inventory, name)
        for row in rows:
            purpose = getattr(row, "purpose", None)
            key = SlotKey(name, "" if purpose is None else purpose.value, row.unit.value, "")
            rows_by_key[key._replace(what=_what(row, goods))].append(row)
    return rows_by_key


def _what(row: Row, goods: Goods) -> str:
    """What a row is of: a delivered product, a flow, an imported product, a gas, or a material."""
    if isinstance(row, DeliveryInput):
        return f"goods {goods[row.delivery]}"
    if isinstance(row, ExternalInput):
        return f"imported {row.product}"
    if isinstance(row, Emission):
        return f"{row.gas.value} {row.origin.value}"
    if isinstance(row, Avoided):
        delivered = None if row.delivery is None else goods[row.delivery]
        return f"avoided {row.material or row.flow or delivered}"
    return f"flow {getattr(row, 'flow', '')}"


def _substitutes(
    left: Mapping[SlotKey, Sequence[Row]], right: Mapping[SlotKey, Sequence[Row]]
) -> list[tuple[SlotKey, SlotKey]]:
    """The slots of one side alone that are put beside slots of the other alone; the first with the first."""
    gone, come = _alone(left, right), _alone(right, left)
    return [
        (key, other)
        for kind, keys in gone.items()
        for key, other in zip(keys, come.get(kind, ()), strict=False)
    ]


def _alone(
    keys: Iterable[SlotKey], other: Mapping[SlotKey, Sequence[Row]]
) -> dict[SlotKey, list[SlotKey]]:
    alone: dict[SlotKey, list[SlotKey]] = defaultdict(list)
    for key in sorted(keys):
        if key not in other and key.list == "inputs":
            alone[key._replace(what="")].append(key)
    return alone


def _shares(rows: Iterable[Row]) -> dict[str, Fraction]:
    """The share of each kind of row in the amount of a slot."""
    listed = tuple(rows)
    total, shares = _sum(listed), dict[str, Fraction]()
    for row in listed:
        kind = _kind(row)
        shares[kind] = shares.get(kind, Fraction(0)) + Fraction(row.amount) / total
    return shares


def _kind(row: Row) -> str:
    """Everything in a row that values it, except its amount."""
    members = row.model_dump(mode="json", exclude=_NO_EFFECT, exclude_none=True)
    if isinstance(row, ActivityInput):
        if row.leg is not None:
            members["leg"] = sorted(set(row.leg.deliveries))
        if row.electricity is not None:
            members["electricity"] = row.electricity.supply.value
    return str(sorted(members.items()))


def _sum(rows: Iterable[Row]) -> Fraction:
    return sum((Fraction(row.amount) for row in rows), Fraction(0))
