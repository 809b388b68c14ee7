"""The suppliers that a delivery may open, from the store: a computed graph with the registered names of its firms."""

from collections.abc import Mapping

from ledger.footprint.analysis.opening import Firm, SupplierPart, SupplyChain, opened_parts
from ledger.service.state.figures import ComputedGraph, Method
from ledger.service.state.profiles import name_of
from ledger.service.state.view import View


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


def openable_parts(
    view: View, computed: ComputedGraph, entry: str, line: str, method: Method
) -> Mapping[Firm, SupplierPart]:
    """The parts that a delivery of a line may open, per unit of it, as of the graph's state."""
    newest = computed.records.newest(entry) or entry
    return opened_parts((newest, line), supply_chain(view, computed, method))
