"""Entries: sections that fit, citations that are allowed, goods counted once, draws within deliveries.

What an issuer does in excess itself is refused to it; what somebody else's correction leaves in
excess is a finding of the audit, or nobody could correct. So a version that draws no more on a
delivery than the version it replaces is not refused for it.
"""

from collections.abc import Iterable
from decimal import Decimal

from ledger.footprint.balances import citation_problem, excess
from ledger.footprint.cells import exact_sum
from ledger.footprint.graph import EntryRecord
from ledger.footprint.numbers import format_decimal
from ledger.rules.period import entry_problems
from ledger.service.admission import Admitted
from ledger.service.problems import refusal
from ledger.service.recording import entry_key
from ledger.service.rules.common import newest_version, require_role
from ledger.service.rules.imports import check_imports
from ledger.service.rules.supersession import check_entry_supersession
from ledger.service.view import View
from schemas.entry import Entry, Product
from schemas.errors import CradleError
from schemas.inventory import Inventory
from schemas.rows import ActivityInput, Avoided, DeliveryInput
from schemas.statement import SectionName
from schemas.vocabulary import Role


def check_entry(view: View, admitted: Admitted, entry: Entry) -> None:
    """Refuse an entry that breaks a rule; see the functions for which.

    Raises:
        CradleError: `issuer.*`, `period.long`, `entry.*`, `delivery.*`, `avoided.*`, `transport.*`, `draw.*`,
            `external.*` or `supersedes.*`.
    """
    inventory = admitted.section(SectionName.INVENTORY, Inventory)
    product = admitted.section(SectionName.PRODUCT, Product)
    record = EntryRecord(admitted.id, entry, inventory, product)
    require_role(view, entry.issuer, Role.SUPPLIER, Role.MANUFACTURER)
    for problem in entry_problems(admitted.id, entry):
        raise refusal(problem, "period")
    _check_model(entry, inventory)
    _check_lines(inventory, product)
    if entry.supersedes is not None:
        check_entry_supersession(view, record, entry.supersedes.id)
    check_imports(view, entry, inventory)
    for place, cited, row in _citations(inventory):
        _check_citation(view, record, row, cited, place)
    _check_legs(inventory)
    _check_twins(view, record, inventory)
    _check_draws(view, record, inventory)


def _check_model(entry: Entry, inventory: Inventory) -> None:
    """The battery as delivered has a model and a number of batteries, and nothing else has."""
    for index, output in enumerate(inventory.outputs):
        declared = entry.model is not None and output is inventory.main
        if (output.batteries is not None) != declared:
            detail = "A model stands if and only if the main output states its number of batteries."
            raise CradleError("entry.model", detail, f"inventory.outputs[{index}].batteries")


def _check_lines(inventory: Inventory, product: Product) -> None:
    """The product section has the inventory's lines, no more and no fewer."""
    made = [row.line for row in inventory.outputs]
    if [row.line for row in product.lines] != made:
        detail = f"The product section describes exactly the lines {', '.join(made)}."
        raise CradleError("entry.lines", detail, "product.lines")


def _citations(inventory: Inventory) -> Iterable[tuple[str, str, DeliveryInput | Avoided]]:
    for index, row in enumerate(inventory.inputs):
        if isinstance(row, DeliveryInput):
            yield f"inventory.inputs[{index}]", row.delivery, row
    for index, avoided in enumerate(inventory.avoided):
        if avoided.delivery is not None:
            yield f"inventory.avoided[{index}]", avoided.delivery, avoided


def _check_citation(
    view: View, record: EntryRecord, row: DeliveryInput | Avoided, cited: str, place: str
) -> None:
    """A row cites a delivery that is there, not withdrawn, to this issuer, in its unit and time."""
    newest = newest_version(view, cited)
    source = None if newest is None else view.delivery(newest)
    if view.delivery(cited) is None:
        detail = "There is no delivery with this id; ask the supplier for its id."
        raise CradleError("delivery.unknown", detail, f"{place}.delivery")
    if source is None:
        detail = "The supplier has withdrawn this delivery."
        raise CradleError("delivery.withdrawn", detail, f"{place}.delivery")
    problem = citation_problem(record, row, source)
    if problem is not None:
        field = "unit" if problem.code == "delivery.unit" else "delivery"
        raise refusal(problem, f"{place}.{field}")


def _check_legs(inventory: Inventory) -> None:
    """A leg carries what this entry takes in: it names no other delivery."""
    cited = {row.delivery for row in inventory.delivery_inputs}
    for index, row in enumerate(inventory.inputs):
        leg = row.leg if isinstance(row, ActivityInput) else None
        for at, delivery in enumerate(() if leg is None else leg.deliveries):
            if delivery not in cited:
                detail = "A leg names deliveries that this entry takes in; this one is no input."
                place = f"inventory.inputs[{index}].leg.deliveries[{at}]"
                raise CradleError("transport.unknown_delivery", detail, place)


def _check_twins(view: View, record: EntryRecord, inventory: Inventory) -> None:
    """No other live entry of this issuer, site and process counts the same goods."""
    entry = record.entry
    replaced = None if entry.supersedes is None else entry.supersedes.id
    products = [row.product for row in inventory.outputs]
    for twin in view.facts.twins(entry_key(view, record.id, entry), products):
        if twin != replaced:
            other = view.entry(twin)
            same = "period" if other is None or None in (entry.lot, other.entry.lot) else "lot"
            detail = f"{twin} already states this product for this {same}; supersede it."
            raise CradleError("entry.twin", detail, same)


def _check_draws(view: View, record: EntryRecord, inventory: Inventory) -> None:
    """What this issuer draws on a delivery stays within it, all its live entries together."""
    replaced = None if record.entry.supersedes is None else record.entry.supersedes.id
    for lineage, (place, drawn) in _drawn(view, inventory).items():
        newest = newest_version(view, lineage)
        source = None if newest is None else view.delivery(newest)
        amount = None if source is None else source.delivery.amount
        live = view.facts.live_draws(lineage)
        before = _sum(draw.amount for draw in live if draw.entry == replaced)
        others = [draw.amount for draw in live if draw.entry != replaced]
        over = None if amount is None else excess(amount, [*others, *drawn])
        if over is not None and _sum(drawn) > before:
            detail = (
                f"With this the issuer draws {format_decimal(over)} more than {amount} delivered."
            )
            raise CradleError("draw.above_delivery", detail, place)


def _drawn(view: View, inventory: Inventory) -> dict[str, tuple[str, list[str]]]:
    """What the rows draw, by the first version of the delivery, and the place of the last row."""
    drawn: dict[str, tuple[str, list[str]]] = {}
    for index, row in enumerate(inventory.inputs):
        if not isinstance(row, DeliveryInput):
            continue
        key = view.facts.deliveries.one(row.delivery)
        if key is not None and key.amount is not None:
            _, amounts = drawn.get(key.lineage, ("", []))
            drawn[key.lineage] = (f"inventory.inputs[{index}].amount", [*amounts, row.amount])
    return drawn


def _sum(amounts: Iterable[str]) -> Decimal:
    return exact_sum(map(Decimal, amounts))
