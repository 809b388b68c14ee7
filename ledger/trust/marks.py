"""Tags of goods: goods are equal if they are made alike, whatever ids, units and lines name them.

    issued      each line of an entry, or the delivered line:
                {elements, process}, {elements, site}, {process, site}
    received    the delivered line: {elements}, {product}, {issuer, process, site}

`elements` are the symbols of at least 1 % by mass without hydrogen and oxygen, which water brings; a key with them is
left out if the line states none. A tag is HMAC-SHA256 of the canonical key under a secret of the participant, cut to
128 bits. The secret stays with the operator, so a reader sees which statements of one participant have goods in common
and not which goods. Two lines are the same goods if one tag is equal, so none of site, process and elements can
hide goods alone.
"""

import hmac
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.closure import Closure, Mark, MarkRole
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, Product, ProductLine
from schemas.values import Period

SECRET = 32
"""Bytes of the secret under which the tags of a participant are made."""

_LEAST = Decimal("0.01")
_OF_WATER = frozenset({"H", "O"})

Key = dict[str, str | list[str]]

Keys = tuple[bytes, ...]
"""The canonical keys of goods, sorted, each once."""


class MarkedGoods(NamedTuple):
    """The part of a mark that follows from its statement: whose it is, the time and the keys of the goods."""

    participant: str
    role: MarkRole
    period: Period
    keys: Keys


def marked_entry(entry: Entry, product: Product) -> MarkedGoods:
    """The goods of an entry's one mark."""
    return MarkedGoods(entry.issuer, "issued", entry.period, entry_keys(entry, product))


def entry_keys(entry: Entry, product: Product | None) -> Keys:
    """The keys of all lines of an entry; without its product lines the one that needs no elements."""
    lines = () if product is None else product.lines
    of_lines = [key for line in lines for key in _of_elements(entry, line)]
    return _sorted([_of_place(entry), *of_lines])


def marked_delivery(
    delivery: Delivery, entry: Entry, product: Product
) -> tuple[MarkedGoods, MarkedGoods]:
    """The goods of a delivery's two marks: its issuer's, and its recipient's.

    Args:
        delivery: the delivery.
        entry: the entry that it names.
        product: that entry's product lines.
    """
    lines = [line for line in product.lines if line.line == delivery.line]
    issued = _sorted(
        [_of_place(entry), *(it for line in lines for it in _of_elements(entry, line))]
    )
    received = _sorted(key for line in lines for key in _received_keys(delivery, entry, line))
    return (
        MarkedGoods(delivery.issuer, "issued", entry.period, issued),
        MarkedGoods(delivery.recipient, "received", entry.period, received),
    )


def _of_place(entry: Entry) -> Key:
    return {"process": entry.process.value, "site": entry.site.code}


def _of_elements(entry: Entry, line: ProductLine) -> Iterable[Key]:
    elements = elements_of(line)
    if elements:
        yield {"elements": elements, "site": entry.site.code}
        yield {"elements": elements, "process": entry.process.value}


def _received_keys(delivery: Delivery, entry: Entry, line: ProductLine) -> Iterable[Key]:
    elements = elements_of(line)
    yield {"issuer": entry.issuer, **_of_place(entry)}
    yield {"product": delivery.product}
    if elements:
        yield {"elements": elements}


def elements_of(line: ProductLine) -> list[str]:
    """The elements that name the goods of a line, sorted; empty if it states none."""
    return [
        row.element
        for row in line.elements
        if Decimal(row.fraction) >= _LEAST and row.element not in _OF_WATER
    ]


def _sorted(keys: Iterable[Key]) -> Keys:
    return tuple(sorted({canonical(key) for key in keys}))


def tags(secret: bytes, keys: Sequence[bytes]) -> tuple[str, ...]:
    """The tags of keys under a participant's secret, in the order of the keys."""
    return tuple(hmac.new(secret, key, "sha256").hexdigest()[:32] for key in keys)


def salted_digest(document: Mark | Closure) -> str:
    """The digest by which a leaf binds a mark or a closure; its salt keeps the content from being guessed."""
    return digest(model_bytes(document))
