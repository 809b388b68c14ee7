"""Deliveries: an own live line, a registered customer, physical goods within the output.

A delivery hangs on the entry's first version, so deliveries of all versions count together against
the output of the newest. A version that delivers no more than the one it replaces is accepted even
where the output has become too small: its excess is a finding, and lowering is how it is cured.
"""

from decimal import Decimal

from ledger.footprint.balances import excess
from ledger.footprint.numbers import format_decimal
from ledger.service.admission import Admitted
from ledger.service.rules.common import require_live, require_role
from ledger.service.rules.figure import check_figure
from ledger.service.rules.supersession import check_delivery_supersession
from ledger.service.view import View
from schemas.delivery import Delivery
from schemas.errors import CradleError
from schemas.inventory import Output
from schemas.participant import Participant
from schemas.vocabulary import Role


def check_delivery(view: View, _admitted: Admitted, delivery: Delivery) -> None:
    """Refuse a delivery that breaks a rule; see the functions for which.

    Raises:
        CradleError: `issuer.*`, `delivery.*`, `supersedes.*`, `state.unknown` or what a figure
            cannot be computed for.
    """
    require_role(view, delivery.issuer, Role.SUPPLIER, Role.MANUFACTURER)
    output = _output(view, delivery)
    _check_recipient(view, delivery)
    if delivery.supersedes is not None:
        check_delivery_supersession(view, delivery, delivery.supersedes.id)
    if delivery.amount is not None:
        _check_amount(view, delivery, delivery.amount, output)
    if delivery.figure is not None:
        check_figure(view, delivery, delivery.figure)


def _output(view: View, delivery: Delivery) -> Output:
    """The output line that is delivered, of an own entry that is the newest version."""
    record = view.entry(delivery.entry)
    if record is None or record.inventory is None:
        raise CradleError("delivery.entry", "There is no entry with this id.", "entry")
    if record.entry.issuer != delivery.issuer:
        raise CradleError(
            "delivery.issuer", "Only the issuer of an entry delivers from it.", "entry"
        )
    require_live(view, delivery.entry, "delivery.entry", "entry")
    output = record.inventory.output(delivery.line)
    if output is None:
        lines = ", ".join(row.line for row in record.inventory.outputs)
        detail = f"The entry has no line {delivery.line}; it has {lines}."
        raise CradleError("delivery.line", detail, "line")
    if output.product != delivery.product:
        detail = f"Line {delivery.line} is {output.product}."
        raise CradleError("delivery.product", detail, "product")
    if output.unit is not delivery.unit:
        detail = f"Line {delivery.line} is in {output.unit.value}."
        raise CradleError("delivery.unit", detail, "unit")
    return output


def _check_recipient(view: View, delivery: Delivery) -> None:
    if delivery.recipient == delivery.issuer:
        raise CradleError("delivery.recipient", "The recipient is the issuer itself.", "recipient")
    if view.statement(delivery.recipient, Participant) is None:
        detail = "No participant is registered under this id; ask the customer to register."
        raise CradleError("delivery.recipient", detail, "recipient")


def _check_amount(view: View, delivery: Delivery, amount: str, output: Output) -> None:
    """Live physical deliveries of a line, of all versions of its entry, stay within its output."""
    replaced = None if delivery.supersedes is None else delivery.supersedes.id
    entry = view.facts.entries.one(delivery.entry)
    lineage = delivery.entry if entry is None else entry.lineage
    live = {
        key.id: key.amount
        for key in view.facts.live_deliveries(lineage)
        if key.line == delivery.line and key.amount is not None
    }
    before = live.pop(replaced or "", "0")
    over = excess(output.amount, [*live.values(), amount])
    if over is not None and Decimal(amount) > Decimal(before):
        detail = (
            f"With this, line {delivery.line} delivers {format_decimal(over)} more than it made."
        )
        raise CradleError("delivery.above_output", detail, "amount")
