"""A delivery as the subject of a bundle: the figure that a supplier tells its customer.

The figure names the state of the registry as of which every citation means its newest version; a
delivery that tells none is judged as of the state that its own leaf names. The auditor's bundle holds
all behind it, and the figure is computed once more and compared. The customer's holds the delivery and
the envelope of the entry behind it: signatures, the log, product and line are checked, and the total is
held against its cells, as far as four digits go. How the figure came about it does not show.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ledger.audit.balances import check_balances, price_balances
from ledger.audit.basis import Computed
from ledger.audit.bundle import LEAVES, Bundle, Placed
from ledger.audit.deliveries import Held, check_deliveries, check_told_figures, check_told_sums
from ledger.audit.effects import Effects
from ledger.audit.findings import Findings, Nr
from ledger.audit.imports import check_imports
from ledger.audit.method import Method, check_method, read_method
from ledger.audit.recomputation import compute_figures, remark_observations
from ledger.audit.registry import Registry
from ledger.audit.rules import check_twins
from ledger.audit.site_balances import check_site_balances
from ledger.audit.subject import DEPENDENT, DeliverySubject, first_hole
from ledger.footprint.balances import Excess
from ledger.footprint.cells import total_of
from ledger.footprint.figure import Figures
from ledger.footprint.graph import Problem, Records, Resolution, resolve
from ledger.footprint.numbers import ONE, format_rounded
from ledger.footprint.reader import Reader
from schemas.delivery import Delivery
from schemas.policy import Policy
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
        """What it is about."""
        return self.records.deliveries[self.id].delivery

    @property
    def line(self) -> tuple[str, str]:
        """The entry behind the delivery, in the version that counts, and the line of it."""
        return self.resolution.sources[self.id][1], self.delivery.line

    @property
    def production(self) -> Resolution:
        """The graph: a delivery leaves nothing out."""
        return self.resolution


class Hand(NamedTuple):
    """What is in hand once there is a graph to judge."""

    bundle: Bundle
    registry: Registry
    leaves: Mapping[str, Placed]


def build_delivery_view(
    bundle: Bundle,
    subject: DeliverySubject,
    registry: Registry | None,
    leaves: Mapping[str, Placed],
    findings: Findings,
) -> DeliveryView | None:
    """The graph behind a delivery; None where the state that it is judged as of is not at hand."""
    figure, leaf = subject.delivery.figure, leaves.get(subject.id)
    as_of = figure.registry if figure is not None else leaf.registry if leaf is not None else None
    if registry is not None and as_of is not None and registry.holds(as_of):
        changes = registry.changes_at(as_of.size)
        records = Records(bundle.entries, bundle.deliveries, changes)
        resolution = resolve((), (subject.id,), records)
        return DeliveryView(subject.id, as_of, records, resolution)
    if registry is not None and as_of is not None:
        detail = "its figure names a state that the registry never was in"
        findings.contradict(Nr.LINEAGE, Problem("state.unknown", subject.id, detail))
    for step in DEPENDENT:
        findings.not_told(step, LEAVES if registry is None else subject.id, step.name.lower())
    return None


def judge_delivery(hand: Hand, view: DeliveryView, policy: Policy, findings: Findings) -> Computed:
    """Steps 9 to 13 for a delivery: amounts, then the figures behind it as far as they can be computed."""
    check_deliveries(view, hand.registry, findings)  # 9
    excesses = check_balances(view, findings)  # 10
    check_twins(hand.bundle, view.records, findings)  # 11
    check_imports(hand.bundle, view, findings)  # 11
    figure = view.delivery.figure
    if figure is None:
        detail = "it tells no figure, so there is none to recompute"
        findings.miss(Nr.RECOMPUTATION, Problem("delivery.no_figure", view.id, detail), view.id)
        _not_told(view.id, findings)
        return Computed()
    check_method(figure, policy, findings)  # 11
    method = read_method(hand.bundle, figure, findings) if _is_shown(view) else None
    if method is None:
        check_told_sums(view, (), findings)  # 9
        _not_told(first_hole(hand.bundle, view) or figure.rulebook, findings)
        return Computed()
    result = compute_figures(view, method, findings)  # 12
    compared = check_told_figures(view, Held(*hand[1:], figure, result), findings)  # 9, 13
    check_told_sums(view, compared, findings)  # 9
    check_site_balances(hand.bundle, view, hand.registry, method, result, findings)  # 10
    if view.id in compared:
        findings.checked(Nr.EQUALITY, len(figure.cells) + 1)
        _tell_effects(hand, view, method, result, excesses, findings)
    else:
        _not_told(first_hole(hand.bundle, view) or view.id, findings)
    return Computed(method, result)


def _is_shown(view: DeliveryView) -> bool:
    """Whether there is anything to value; a customer, who is shown no inventory, needs no method."""
    resolution = view.resolution
    return any(resolution.record(node).inventory is not None for node in resolution.order)


def _tell_effects(
    hand: Hand,
    view: DeliveryView,
    method: Method,
    result: Figures,
    excesses: Iterable[Excess],
    findings: Findings,
) -> None:
    """What one unit of the delivery takes of what is in excess (10) or left out (11)."""
    reader = Reader(view.resolution, result, method.table, method.rulebook, hand.bundle.blobs)
    effects = Effects({view.line: ONE}, view.resolution, result)
    price_balances(excesses, effects, findings)
    remark_observations(view, reader, effects, findings)


def told_total(view: DeliveryView, figures: Figures | None) -> str | None:
    """The recomputed total per unit, rounded as a customer is told it; None where it is not told."""
    if figures is None or view.id not in view.resolution.sources:
        return None
    line = figures.line(*view.line)
    return None if line is None else format_rounded(total_of(line.cells))


def _not_told(cause: str, findings: Findings) -> None:
    for step in (Nr.RECOMPUTATION, Nr.EQUALITY):
        findings.not_told(step, cause, step.name.lower())
