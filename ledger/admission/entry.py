"""Entries: sections that fit, citations that are allowed, goods counted once, draws within deliveries.

The ledger refuses an issuer's own excess. An excess that another issuer's correction causes is a
finding of the verifier, since otherwise no issuer could correct. So a version that draws no more on
a delivery than the version it replaces is not refused for it.

An imported figure must be in a file that the ledger keeps, and its row must agree with the file. A file that is the
footprint of a delivery to the issuer is refused: cited, the delivery keeps its rows, its history and its choices.
"""

from collections.abc import Iterable
from decimal import Decimal

from ledger.admission.common import newest_version, require_role
from ledger.admission.supersession import check_entry_supersession
from ledger.documents.footprint_ids import footprint_id
from ledger.footprint.analysis.balances import excess
from ledger.footprint.external.formats import parse_external
from ledger.footprint.external.rows import row_faults
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import EntryRecord
from ledger.rules.citation import Citation, citation_problem, citations
from ledger.rules.entry import entry_problems
from ledger.rules.goods import states_the_same
from ledger.state.admission import Admitted
from ledger.state.legal_names import alike_site
from ledger.state.problems import refuse_first
from ledger.state.recording import entry_key
from ledger.state.view import View
from ledger.store.deliveries import live_received
from schemas.errors import CradleError, sentence
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory
from schemas.signed.rows import DeliveryInput, ExternalInput
from schemas.signed.statement import SectionName

MOST = 1_000_000
"""Live deliveries to one firm whose footprints are compared with an imported file."""


def check_entry(view: View, admitted: Admitted, entry: Entry) -> None:
    """Refuse an entry that breaks a rule; see the functions.

    Raises:
        CradleError: `issuer.*`, `period.long`, `entry.*`, `delivery.*`, `avoided.*`, `transport.*`, `draw.*`,
            `external.*` or `supersedes.*`.
    """
    inventory = admitted.section(SectionName.INVENTORY, Inventory)
    product = admitted.section(SectionName.PRODUCT, Product)
    record = EntryRecord(admitted.id, entry, inventory, product)
    require_role(view, admitted)
    refuse_first(entry_problems(record), record.id)
    if entry.supersedes is not None:
        check_entry_supersession(view, record, entry.supersedes.id)
    _check_site(view, entry)
    _check_imports(view, entry, inventory)
    for row in citations(inventory):
        _check_citation(view, record, row)
    _check_duplicates(view, record, inventory)
    _check_draws(view, record, inventory)


def _check_site(view: View, entry: Entry) -> None:
    """Refuse a new site of a firm whose code looks like that of another one."""
    other = alike_site(view, entry.issuer, entry.site.code)
    if other is not None:
        detail = f"{entry.site.code} looks like {other}, another site of yours; write that one, or a code that differs."
        raise CradleError("entry.site_look_alike", detail, "site.code")


def _check_citation(view: View, record: EntryRecord, row: Citation) -> None:
    """Check that a row cites an existing delivery, not withdrawn, by the rules of a citation."""
    place = f"{row.place}.delivery"
    if view.delivery(row.delivery) is None:
        detail = "There is no delivery with this id; ask the supplier for its id."
        raise CradleError("delivery.unknown", detail, place)
    newest = newest_version(view, row.delivery)
    source = None if newest is None else view.delivery(newest)
    if source is None:
        detail = "The supplier has withdrawn this delivery; cite another."
        raise CradleError("delivery.withdrawn", detail, place)
    maker = newest_version(view, source.delivery.entry)
    entry = None if maker is None else view.entry(maker)
    refuse_first([citation_problem(record, row, source, entry)])


def _check_duplicates(view: View, record: EntryRecord, inventory: Inventory) -> None:
    """Refuse goods that another live entry of this issuer, site and process states."""
    entry = record.entry
    replaced = None if entry.supersedes is None else entry.supersedes.id
    products = [row.product for row in inventory.outputs]
    for name in view.facts.twins(entry_key(view, record.id, entry), products):
        other = None if name == replaced else view.entry(name)
        if other is not None and states_the_same(entry, other.entry):
            same = "period" if None in {entry.lot, other.entry.lot} else "lot"
            detail = f"{name} already states this product for this {same}; supersede it."
            raise CradleError("entry.duplicate", detail, same)


def _check_draws(view: View, record: EntryRecord, inventory: Inventory) -> None:
    """Refuse draws of this issuer above a delivery, over all its live entries."""
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
            detail = f"The issuer would draw {format_decimal(over)} more than {amount} delivered; lower the amount."
            raise CradleError("draw.above_delivery", detail, place)


def _drawn(view: View, inventory: Inventory) -> dict[str, tuple[str, list[str]]]:
    """The draws of the rows, by the first version of the delivery, and the place of the last row."""
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


def _check_imports(view: View, entry: Entry, inventory: Inventory) -> None:
    """Refuse an entry with a row that its file does not support.

    Raises:
        CradleError: `external.*`, or `json.*` for a document that is no such file.
    """
    for index, row in enumerate(inventory.inputs):
        if isinstance(row, ExternalInput):
            _check_import(view, entry, row, f"inventory.inputs[{index}]")


def _check_import(view: View, entry: Entry, row: ExternalInput, place: str) -> None:
    data = view.blobs.get(row.file)
    if data is None:
        detail = "The ledger keeps no file of this digest; submit it with `cradle import` first."
        raise CradleError("external.unknown", detail, f"{place}.file")
    try:
        figure = parse_external(data)
    except CradleError as error:
        raise CradleError(error.code, error.detail, f"{place}.file") from None
    _refuse_delivered(view, entry, figure.id, place)
    for fault in row_faults(entry, row, figure):
        raise CradleError(fault.code, sentence(fault.detail), f"{place}.{fault.field}")


def _refuse_delivered(view: View, entry: Entry, footprint: str, place: str) -> None:
    """Refuse a file that is an export of a delivery to this issuer: cited, its rows and choices stay visible."""
    for delivery in live_received(view.connection, entry.issuer, MOST):
        if footprint == footprint_id(delivery):
            detail = f"The file is the footprint of delivery {delivery} to you; cite the delivery in its place."
            raise CradleError("external.delivered", detail, f"{place}.file")
