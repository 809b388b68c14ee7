"""An independent model of openings: who opened what to whom, from the actions of a test and not from the ledger."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.signed.opening import OpenedSupplier

Tree = Mapping[str, "Tree"]
"""Firms that are open, and those open behind each."""


@dataclass(frozen=True)
class Sent:
    """A delivery as its issuer knows it: what it opened, and whether that may be passed on."""

    issuer: str
    recipient: str
    entry: str
    has_figure: bool
    tree: Tree
    onward: bool


def merged(*trees: Tree) -> Tree:
    """What several deliveries open together."""
    names = dict.fromkeys(name for tree in trees for name in tree)
    return {name: merged(*(tree[name] for tree in trees if name in tree)) for name in names}


def names_in(tree: Tree) -> Iterator[str]:
    """All firms in a tree."""
    for name, behind in tree.items():
        yield name
        yield from names_in(behind)


def tree_of(rows: tuple[OpenedSupplier, ...]) -> Tree:
    """The firms of an opening."""
    return {row.name.split()[0].lower(): tree_of(row.suppliers or ()) for row in rows}


def blocks_of(flows: Mapping[str, Any]) -> Tree:
    """The tree of the named blocks of an answer, as its edges nest them."""
    firms = {node["id"]: node.get("firm") for node in flows["nodes"] if "entry" not in node}
    into: dict[str, list[str]] = {}
    for edge in flows["edges"]:
        if firms.get(edge["source"]):
            into.setdefault(edge.get("target", ""), []).append(edge["source"])

    def tree(target: str) -> Tree:
        return {str(firms[one]).split()[0].lower(): tree(one) for one in into.get(target, [])}

    roots = [one for target in into if target not in firms for one in into[target]]
    return merged(*({str(firms[one]).split()[0].lower(): tree(one)} for one in roots))


def openable(used: Iterable[Sent]) -> Tree:
    """What a delivery of goods may open that were made of these."""
    return merged(*({one.issuer: one.tree if one.onward else {}} for one in used if one.has_figure))


def shown(used: Iterable[Sent]) -> Tree:
    """What the recipient of these goods is shown behind them."""
    return merged(*({one.issuer: one.tree} for one in used if one.has_figure))


def known_to(reader: str, sent: Iterable[Sent]) -> set[str]:
    """The firms that a reader trades with, or that a delivery to it, or of its own, opens."""
    mine = [one for one in sent if reader in {one.issuer, one.recipient}]
    return {reader}.union(*({one.issuer, one.recipient, *names_in(one.tree)} for one in mine))
