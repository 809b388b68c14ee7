"""An independent model of visibility in a ledger: planted words and digits, and their permitted readers.

A `Mark` is planted in one section of one entry. The module records issuers, recipients and engagements from the
actions of a test, not from the ledger, and so knows the marks that a response must not contain. Where it is
uncertain, such as on the versions that an engagement opens, it allows more.
"""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

INVENTORY, PRODUCT = "inventory", "product"
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")


@dataclass(frozen=True)
class Mark:
    """A text that is in one section of one entry only."""

    text: bytes
    section: str


@dataclass(frozen=True)
class Planted:
    """The marks planted in one entry: the amount of its electricity, and the words of both sections."""

    kwh: str
    name: str
    formula: str

    def marks(self) -> Iterator[Mark]:
        """The marks; among them the digits of the own cell, which is amount x 0.5 / 100."""
        cell = format(Decimal(self.kwh) / 200, "f").replace(".", "")
        for text in (self.kwh, self.name, cell[:10]):
            yield Mark(text.encode(), INVENTORY)
        yield Mark(self.formula.encode(), PRODUCT)


def planted(number: int) -> Planted:
    """The marks of the entry of that number; 15 digits, too many to occur in a hash by chance."""
    digits = int(sha256(b"mark %d" % number).hexdigest(), 16) % 10**14
    return Planted(f"{10**14 + digits * 2 + 1}", f"Secret{number}Word", f"F{number}Mark")


@dataclass
class Entry:
    """An entry as its issuer knows it."""

    issuer: str
    lineage: str
    cites: frozenset[str]
    marks: tuple[Mark, ...]


@dataclass
class Delivery:
    """A delivery of an entry, and so of its lineage."""

    issuer: str
    recipient: str
    entry: str
    lineage: str


@dataclass
class Request:
    """A request for data, and the word that is in it only."""

    asker: str
    addressee: str
    mark: bytes


@dataclass
class Known:
    """Everything that a test has stated or asked, by ids, and for which deliveries the auditor is engaged."""

    entries: dict[str, Entry] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    engagements: dict[str, str] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)

    def lineages(self, delivery: str) -> set[str]:
        """The lineages of all entries behind a delivery, through every version."""
        found: set[str] = set()
        waiting = [delivery]
        while waiting:
            lineage = self.deliveries[waiting.pop()].lineage
            if lineage not in found:
                found.add(lineage)
                for entry in self.entries.values():
                    if entry.lineage == lineage:
                        waiting += entry.cites
        return found

    def forbidden(self, name: str) -> Iterator[bytes]:
        """The texts that no answer to that login may hold."""
        if name == "operator":
            return
        yield from self._asked_by_others(name)
        engaged: set[str] = set()
        if name == "auditor":
            engaged = engaged.union(*(self.lineages(one) for one in self.engagements.values()))
        for entry in self.entries.values():
            if entry.issuer == name or entry.lineage in engaged:
                continue
            received = self._received(name, entry.lineage)
            for mark in entry.marks:
                if not (received and mark.section == PRODUCT):
                    yield mark.text

    def _asked_by_others(self, name: str) -> Iterator[bytes]:
        for one in self.requests.values():
            if name not in {one.asker, one.addressee}:
                yield one.mark

    def _received(self, name: str, lineage: str) -> bool:
        return any(
            one.recipient == name and one.lineage == lineage for one in self.deliveries.values()
        )


def leaked(body: bytes, texts: Iterable[bytes]) -> list[bytes]:
    """The texts that are in a body, in its base64 content, or in its digits without their points."""
    parts = [body, *_decoded(body)]
    parts += [part.replace(b".", b"") for part in parts]
    return [text for text in texts if any(text in part for part in parts)]


def _decoded(body: bytes) -> Iterator[bytes]:
    for found in _BASE64.findall(body):
        try:
            yield b64decode(found, validate=True)
        except (Error, ValueError):
            continue


def significant(value: str) -> int:
    """The number of significant digits of a decimal."""
    return len(value.lstrip("-").replace(".", "").strip("0"))
