"""Vectors of marks and closures: keys, tags and salts of three golden statements, and the leaves that bind them.

The golden logs have leaves as they were before marks, which stay valid. These leaves are of the same statements.
"""

from collections.abc import Iterator
from typing import Any

from support.golden.chain import Chain, salt, seed

from ledger.trust.envelope import Envelope
from ledger.trust.leaves import LeafCommitments, entries_leaf, model_bytes
from ledger.trust.marks import MarkedGoods, marked_delivery, marked_entry, salted_digest, tags
from schemas.signed.closure import Closure, Mark, MarkCount, OpenedClosure
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.log import EntriesLeaf

_STATEMENTS = ("cathode_corrected", "cathode_delivery")


def marks(chain: Chain) -> dict[str, Any]:
    """The vectors of the marks of an entry and a delivery, and of the closure of the calculation after them."""
    rows = [(name, goods) for name in _STATEMENTS for goods in _goods(chain, name)]
    made = [_mark(name, goods, rows[:at]) for at, (name, goods) in enumerate(rows)]
    firms = sorted({mark.participant for mark in made})
    closure = Closure(
        firms=tuple(_count(firm, made) for firm in firms), since=0, salt=salt("closure")
    )
    opened = OpenedClosure(closure=closure, marks=tuple(sorted(made, key=_order)))
    return {
        "secrets": {firm: seed(f"marks {firm}").hex() for firm in firms},
        "marks": [_row(*row, mark) for row, mark in zip(rows, made, strict=True)],
        "closure": model_bytes(closure).decode(),
        "closure_digest": salted_digest(closure),
        "opened": model_bytes(opened).decode(),
        "leaves": [model_bytes(leaf).decode() for leaf in _leaves(chain, rows, made, closure)],
    }


def _goods(chain: Chain, name: str) -> tuple[MarkedGoods, ...]:
    """The goods of a statement's marks."""
    records, statement = chain.records(), chain.statements[name].draft.statement
    named = statement.entry if isinstance(statement, Delivery) else chain.id(name)
    record = records.entries[named]
    if record.product is None:
        raise LookupError(name)
    if isinstance(statement, Delivery):
        return marked_delivery(statement, record.entry, record.product)
    if isinstance(statement, Entry):
        return (marked_entry(statement, record.product),)
    raise TypeError(name)


def _mark(name: str, goods: MarkedGoods, before: list[tuple[str, MarkedGoods]]) -> Mark:
    whose = goods.participant, goods.role
    return Mark(
        participant=goods.participant,
        role=goods.role,
        nr=1 + sum((row.participant, row.role) == whose for _, row in before),
        period=goods.period,
        tags=tags(seed(f"marks {goods.participant}"), goods.keys),
        salt=salt(f"{name} {goods.role}"),
    )


def _count(firm: str, made: list[Mark]) -> MarkCount:
    of_firm = [mark.role for mark in made if mark.participant == firm]
    return MarkCount(
        participant=firm, issued=of_firm.count("issued"), received=of_firm.count("received")
    )


def _order(mark: Mark) -> tuple[str, str, int]:
    return mark.participant, mark.role, mark.nr


def _row(name: str, goods: MarkedGoods, mark: Mark) -> dict[str, Any]:
    return {
        "name": f"{name}_{mark.role}",
        "keys": [key.decode() for key in goods.keys],
        "mark": model_bytes(mark).decode(),
        "digest": salted_digest(mark),
    }


def _leaves(
    chain: Chain, rows: list[tuple[str, MarkedGoods]], made: list[Mark], closure: Closure
) -> Iterator[EntriesLeaf]:
    """The leaves of both statements with their marks, and of the calculation with its closure."""
    for name in _STATEMENTS:
        bound = tuple(
            salted_digest(mark) for (of, _), mark in zip(rows, made, strict=True) if of == name
        )
        yield _leaf(chain, name, LeafCommitments(bound))
    yield _leaf(chain, "calculation", LeafCommitments((), salted_digest(closure)))


def _leaf(chain: Chain, name: str, bound: LeafCommitments) -> EntriesLeaf:
    signed = chain.statements[name]
    envelope: Envelope = signed.envelope
    known = EntriesLeaf.parse(signed.leaf)
    of = signed.draft.kind, signed.draft.id, envelope, known.registry, known.old
    return entries_leaf(*of, bound)
