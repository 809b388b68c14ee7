"""Deliveries: an own live line, a registered customer, once, physical goods within the output.

A delivery refers to the entry's first version, so deliveries of all versions count together against
the output of the newest. A version that delivers no more than the one it replaces is accepted even
where the output has become too small: its excess is a finding, and a lower amount cures it.

A figure must equal the strings that the ledger itself computes, under a state that still applies.
The supplier signs the figure of the operator's preview. Between the state of that preview and the
delivery's own position no registry leaf may touch the lineage of the line. The rows of an opening are
compared with those that the same graph gives.
"""

from decimal import Decimal

from ledger.admission.common import require_live, require_role, require_state
from ledger.admission.supersession import check_supersession
from ledger.footprint.analysis.balances import excess
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import DeliveryRecord
from ledger.rules.border_quantities import (
    BorderGraph,
    StatedGoods,
    border_quantities_problem,
    recompute_quantities,
)
from ledger.rules.delivery import (
    DeliveryNote,
    line_problems,
    recipient_problem,
    repeated_problem,
)
from ledger.rules.opening import opening_problem
from ledger.state.admission import Admitted
from ledger.state.border_graph import accepted_attestations, homes_of
from ledger.state.figures import Method, compute, delivered_figure
from ledger.state.opening import openable
from ledger.state.problems import refuse_first
from ledger.state.view import View
from ledger.store.changes import changes_since
from schemas.errors import CradleError
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.inventory import Output
from schemas.signed.opening import Opening
from schemas.signed.participant import Participant
from schemas.signed.statement import SectionName


def check_delivery(view: View, admitted: Admitted, delivery: Delivery) -> None:
    """Refuse a delivery that breaks a rule; see the functions.

    Raises:
        CradleError: `issuer.*`, `delivery.*`, `supersedes.*`, `state.unknown` or the reason why a
            figure cannot be computed.
    """
    require_role(view, admitted)
    source = DeliveryRecord(admitted.id, delivery)
    output = _output(view, source)
    is_registered = view.statement(delivery.recipient, Participant) is not None
    refuse_first([recipient_problem(source, is_registered=is_registered)], admitted.id)
    check_supersession(view, admitted, delivery)
    _check_repetition(view, source)
    if delivery.amount is not None:
        _check_amount(view, delivery, delivery.amount, output)
    if delivery.figure is not None:
        _check_figure(view, admitted, delivery, delivery.figure)


def _output(view: View, source: DeliveryRecord) -> Output:
    """The delivered output line, of an own entry that is the newest version."""
    delivery = source.delivery
    record = view.entry(delivery.entry)
    if record is None or record.inventory is None:
        raise CradleError("delivery.entry", "There is no entry with this id.", "entry")
    refuse_first(line_problems(source, record), source.id)
    require_live(view, delivery.entry, "delivery.entry", "entry")
    return next(row for row in record.inventory.outputs if row.line == delivery.line)


def _check_repetition(view: View, source: DeliveryRecord) -> None:
    """Refuse a delivery that repeats a live one without superseding it."""
    delivery = source.delivery
    replaced = None if delivery.supersedes is None else delivery.supersedes.id
    lineage = _entry_lineage(view, delivery)
    note = DeliveryNote(lineage, delivery.line, delivery.recipient, delivery.number)
    live = (key for key in view.facts.live_deliveries(lineage) if key.id != replaced)
    same = (key.id for key in live if note[1:] == (key.line, key.recipient, key.number))
    refuse_first([repeated_problem(source.id, note, next(same, None))], source.id)


def _entry_lineage(view: View, delivery: Delivery) -> str:
    """The first version of the entry that a delivery is of."""
    entry = view.facts.entries.one(delivery.entry)
    return delivery.entry if entry is None else entry.lineage


def _check_amount(view: View, delivery: Delivery, amount: str, output: Output) -> None:
    """Refuse physical deliveries of a line, over all versions of its entry, above its output."""
    replaced = None if delivery.supersedes is None else delivery.supersedes.id
    live = {
        key.id: key.amount
        for key in view.facts.live_deliveries(_entry_lineage(view, delivery))
        if key.line == delivery.line and key.amount is not None
    }
    before = live.pop(replaced or "", "0")
    over = excess(output.amount, [*live.values(), amount])
    if over is not None and Decimal(amount) > Decimal(before):
        detail = f"Line {delivery.line} would deliver {format_decimal(over)} more than it made; lower the amount."
        raise CradleError("delivery.above_output", detail, "amount")


def _check_figure(
    view: View, admitted: Admitted, delivery: Delivery, figure: DeliveredFigure
) -> None:
    """Refuse a figure or an opening that differs from the recomputation, or is out of date.

    Raises:
        CradleError: `state.unknown`, `figure.outdated`, `delivery.figure`, `delivery.opening`,
            `rulebook.unknown`, `factor_set.unknown`, or the reason why there is no figure.
    """
    require_state(view, figure.registry, "figure.registry")
    method = Method(figure.rulebook, figure.factor_sets)
    computed = compute(view, [delivery.entry], [], figure.registry.size, method)
    for change in changes_since(view.connection, figure.registry.size):
        if change.old in computed.resolution.lineage:
            detail = f"{change.old}, which the figure rests on, was {change.kind}; preview again."
            raise CradleError("figure.outdated", detail, "figure.registry")
    expected = delivered_figure(computed, delivery.entry, delivery.line, figure.registry, method)
    if expected != figure.model_copy(update={"cbam": None}):
        detail = f"The ledger computes a total of {expected.total}; sign the figure of a preview."
        raise CradleError("delivery.figure", detail, "figure")
    if figure.cbam is not None:
        line = computed.records.newest(delivery.entry) or delivery.entry, delivery.line
        homes = homes_of(view, computed.resolution)
        graph = BorderGraph(computed.resolution, computed.table, homes)
        counted = accepted_attestations(view, computed.records, computed.resolution)
        goods = {admitted.id: StatedGoods(line, figure.cbam)}
        quantities = recompute_quantities(goods, graph, counted)[admitted.id]
        refuse_first(
            [border_quantities_problem(admitted.id, figure.cbam, quantities, is_new=True)],
            admitted.id,
        )
    if delivery.sections is not None:
        opening = admitted.section(SectionName.OPENING, Opening)
        parts = openable(view, computed, delivery.entry, delivery.line, method).parts
        refuse_first([opening_problem(admitted.id, opening, parts)], admitted.id)
