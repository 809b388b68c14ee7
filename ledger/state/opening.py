"""The suppliers that a delivery may open, from the store: a computed graph with the registered names of its firms."""

from collections.abc import Mapping
from typing import NamedTuple

from ledger.footprint.analysis.opening import (
    Firm,
    SupplierPart,
    SupplyChain,
    opened_parts,
    uses_others,
)
from ledger.state.figures import ComputedGraph, Method, told_graph
from ledger.state.profiles import name_of
from ledger.state.view import View


def supply_chain(view: View, computed: ComputedGraph, method: Method) -> SupplyChain:
    """A computed graph with the names of the firms in it."""
    resolution = computed.resolution
    issuers = {resolution.record(entry).entry.issuer for entry in resolution.order}
    return SupplyChain(
        resolution=resolution,
        records=computed.records,
        figures=computed.figures,
        names={issuer: name_of(view, issuer) for issuer in issuers},
        method=(method.rulebook, method.factor_sets),
    )


class Openable(NamedTuple):
    """What a delivery of a line may open.

    Attributes:
        parts: per unit of the line, as its issuer can know them.
        uses_others: the line uses goods whose part no delivery of it may open.
    """

    parts: Mapping[Firm, SupplierPart]
    uses_others: bool


def openable(
    view: View, computed: ComputedGraph, entry: str, line: str, method: Method
) -> Openable:
    """What a delivery of a line may open, as of the graph's state."""
    newest = computed.records.newest(entry) or entry
    issuer = computed.resolution.record(newest).entry.issuer
    chain = supply_chain(view, told_graph(computed, method.filling, issuer), method)
    return Openable(opened_parts((newest, line), chain), uses_others((newest, line), chain))
