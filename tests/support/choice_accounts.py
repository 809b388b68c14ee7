"""Moves that leave out, replace or re-place what an honest entry uses, for the accounts of mass, energy and place."""

from collections.abc import Callable
from decimal import Decimal

from support.graph import ident
from support.graph_battery import Declared
from support.graph_recycled import MASSES, lists_of, restate, swap
from support.rows import used

from ledger.footprint.graph.numbers import format_decimal
from schemas.signed.entry import Site

Make = Callable[[Declared, int], None]


def less(name: str, *flows: str) -> Make:
    """An entry states a part of what it uses: of these flows, or of all its goods."""

    def make(it: Declared, size: int) -> None:
        part = Decimal(size + 1) / 10
        rows = [row.to_json() for row in lists_of(it, name)["inputs"]]
        for row in rows:
            if (row.get("flow") in flows) if flows else row["unit"] == "kg":
                row["amount"] = format_decimal(Decimal(str(row["amount"])) * part)
        restate(it, name, inputs=tuple(rows))

    return make


def cheap_route(it: Declared, size: int) -> None:
    """Most of the bought nickel is of a cheap route."""
    del size
    rows = [row.to_json() for row in lists_of(it, "plant")["inputs"]]
    at = next(at for at, row in enumerate(rows) if row.get("flow") == "test:ni")
    dear, cheap = (
        Decimal(str(rows[at]["amount"])) * part for part in (Decimal("0.05"), Decimal("0.95"))
    )
    more = {**rows[at], "flow": "test:cheap", "amount": format_decimal(cheap)}
    rows[at]["amount"] = format_decimal(dear)
    restate(it, "plant", inputs=(*rows, more))


def filler(it: Declared, size: int) -> None:
    """Cheap goods that stand for none are stated in place of the ore that was received."""
    del size
    rows = [row.to_json() for row in lists_of(it, "plant")["inputs"]]
    at = [at for at, row in enumerate(rows) if row.get("delivery") == ident("ore")]
    if not at:
        return  # another move has bought all of it
    used_up = Decimal(str(rows[at[0]]["amount"])) - 1
    if used_up > 0:
        rows[at[0]]["amount"] = "1"
        restate(it, "plant", inputs=(*rows, used("test:filler", format_decimal(used_up))))


def clean_lot(name: str) -> Make:
    """A supplier delivers from a clean lot, and made a dirty one of the same goods."""

    def make(it: Declared, size: int) -> None:
        record = it.chain.entries[ident(name)]
        lot = f"dirty lot {name}"
        it.chain.entries[ident(lot)] = record._replace(id=ident(lot))
        swap(it, name, "inputs", 0, amount=MASSES[min(size, 4)])

    return make


def in_norway(it: Declared, size: int) -> None:
    """The plant states a country with a clean mix."""
    del size
    it.reenter("plant", site=Site(code="P1", country="NO"))
