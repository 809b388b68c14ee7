"""A delivery as the subject of a bundle: the figure that a supplier states to its customer.

The figure names the registry state at which every citation is resolved to the newest version; a delivery without
a figure is judged as of the state that its own leaf names. An auditor's bundle contains everything behind the
delivery, and the figure is recomputed and compared. A customer's bundle contains the delivery and the envelope of the
entry behind it: signatures, log, product and line are checked, and the total is compared with its cells, to the
precision of four digits. It does not show the computation of the figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.audit.bundle.files import LEAVES
from ledger.audit.bundle.model import Bundle, IndexedLeaf
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.audit.subject.subject import DEPENDENT, DeliverySubject, Graph
from ledger.footprint.graph.cells import Cells
from ledger.footprint.graph.resolution import Problem, Records, Resolution, resolve
from ledger.footprint.valuation.figure import Figures
from schemas.signed.delivery import Delivery
from schemas.values import RegistryState


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """The graph behind a delivery, as of the state that its figure or its leaf names."""

    id: str
    as_of: RegistryState
    records: Records
    resolution: Resolution

    @property
    def delivery(self) -> Delivery:
        """The delivery itself."""
        return self.records.deliveries[self.id].delivery

    @property
    def line(self) -> tuple[str, str]:
        """The valid version of the entry behind the delivery, and its line."""
        return self.resolution.sources[self.id][1], self.delivery.line

    @property
    def production(self) -> Resolution:
        """The graph: a delivery leaves nothing out."""
        return self.resolution

    def recomputed(self, figures: Figures | None) -> Cells | None:
        """The recomputed cells of the delivery, per unit; None if its figure could not be computed."""
        if figures is None or self.id not in self.resolution.sources:
            return None
        line = figures.line(*self.line)
        return None if line is None else line.cells


def build_delivery_view(
    bundle: Bundle,
    subject: DeliverySubject,
    registry: Registry | None,
    leaves: Mapping[str, IndexedLeaf],
    findings: Findings,
) -> DeliveryView | None:
    """Build the graph behind a delivery; return None if the state to judge it at is unknown."""
    figure, leaf = subject.delivery.figure, leaves.get(subject.id)
    as_of = figure.registry if figure is not None else leaf.registry if leaf is not None else None
    if registry is not None and as_of is not None and registry.has_state(as_of):
        changes = registry.changes_at(as_of.size)
        records = Records(bundle.entries, bundle.deliveries, changes)
        resolution = resolve((), (subject.id,), records)
        return DeliveryView(subject.id, as_of, records, resolution)
    if registry is not None and as_of is not None:
        detail = "its figure names a state that the registry never was in"
        findings.contradict(StepNumber.LINKS, Problem("state.unknown", subject.id, detail))
    findings.skip(DEPENDENT, LEAVES if registry is None else subject.id)
    return None


def is_shown(view: Graph) -> bool:
    """True if the bundle shows an inventory; without one, as for a customer, no method is needed."""
    resolution = view.resolution
    return any(resolution.record(node).inventory is not None for node in resolution.order)
