"""The contents of a delivery for a document in another format: the figure, the goods, and the proof of both.

They come from one state of the ledger and are no more than the recipient may see
(`ledger.state.disclosure`): the signed delivery and the signed entry behind it, the
sections `product` and `quality`, and the issuer's profile. The rulebook and the factor sets are
named too, because a figure means nothing without them.
"""

from collections.abc import Iterable, Iterator

from ledger.append.ledger import Ledger
from ledger.documents.delivery_contents import DeliveryContents
from ledger.documents.worth import without_causes
from ledger.state.attestations import figure_attestations_of
from ledger.state.declared import live_declarations
from ledger.state.disclosure import Reader
from ledger.state.figures import read_document
from ledger.state.key_states import read_keys
from ledger.state.receipts import LeafPosition, first_receipt
from ledger.state.standing import standing_of
from ledger.state.view import Known, View
from ledger.store.changes import changes_of
from ledger.store.log import keys_of
from ledger.store.statements import StoredStatement, statement_of, statements_of
from ledger.trust.envelope import match_signers, parse_envelope
from ledger.trust.key_state import raw_keys
from schemas.errors import CradleError
from schemas.signed.calculation import AssertedCalculation, Declaration
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, ProductLine
from schemas.signed.participant import Participant, Profile
from schemas.signed.quality import Quality
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import SectionName
from schemas.vocabulary import Audience


def read_delivery_contents(ledger: Ledger, delivery: str) -> DeliveryContents:
    """Gather a delivery's contents in a transaction of its own.

    Args:
        ledger: the ledger with the delivery.
        delivery: its id.

    Raises:
        CradleError: `exchange.unknown`, `exchange.figure`, or `receipt.absent` before a checkpoint covers it.
    """
    with ledger.view() as view:
        return gather_delivery_contents(view, delivery)


def gather_delivery_contents(view: View, delivery: str) -> DeliveryContents:
    """Gather a delivery's contents, as `read_delivery_contents` does, in an open transaction."""
    statement, stored = _known(view, delivery, Delivery)
    if statement.figure is None:
        detail = "The delivery states no figure; supersede it by one with a factor set."
        raise CradleError("exchange.figure", detail, delivery)
    figure = statement.figure
    entry, entry_stored = _known(view, statement.entry, Entry)
    registration, _ = _known(view, statement.issuer, Participant)
    line, quality = _sections(view, statement)
    rulebook = read_document(view, figure.rulebook, Rulebook, "rulebook")
    sets = (read_document(view, name, FactorSet, "factor_set") for name in figure.factor_sets)
    return DeliveryContents(
        id=delivery,
        delivery=statement,
        envelope=stored.envelope,
        figure=figure,
        signer=_signer(view, stored, statement.issuer),
        receipt=first_receipt(view.connection, delivery, LeafPosition("entries", stored.index)),
        logs=keys_of(view.connection),
        entry_id=statement.entry,
        entry=entry,
        entry_envelope=entry_stored.envelope,
        line=line,
        quality=quality,
        company=view.section(registration, SectionName.PROFILE, Profile),
        preceding=tuple(_preceding(view, statement)),
        active=_is_active(view, delivery, statement.entry),
        standing=without_causes(standing_of(view, delivery)),
        rulebook=rulebook,
        factor_sets=tuple(sets),
        attestations=_in_order(view, [*_attested(view, delivery), *_declared(view, entry)]),
    )


def _known(view: View, name: str, model: type[Known]) -> tuple[Known, StoredStatement]:
    """A statement as a typed value and as it was submitted."""
    statement, stored = view.statement(name, model), statement_of(view.connection, name)
    if statement is None or stored is None:
        detail = f"There is no {model.__name__.lower()} with this id."
        raise CradleError("exchange.unknown", detail, name)
    return statement, stored


def _sections(view: View, delivery: Delivery) -> tuple[ProductLine | None, Quality | None]:
    """The product line and the quality of the entry, where the recipient may see them."""
    record = view.entry(delivery.entry)
    if record is None:
        return None, None
    reader = Reader(Audience.CUSTOMER, delivery.recipient)
    shown = reader.sections(record.id, record.entry, {record.id})
    lines = record.product.lines if record.product and SectionName.PRODUCT in shown else ()
    line = next((row for row in lines if row.line == delivery.line), None)
    return line, record.quality if SectionName.QUALITY in shown else None


def _signer(view: View, stored: StoredStatement, issuer: str) -> bytes:
    """The key that signed a delivery, among all that its issuer has had."""
    history = read_keys(view, issuer)
    working_keys = () if history is None else history.last.working
    keys = raw_keys(row.public for row in working_keys)
    (signer,) = match_signers(parse_envelope(stored.envelope), keys)
    return signer


def _preceding(view: View, delivery: Delivery) -> Iterator[str]:
    current: Delivery | None = delivery
    while current is not None and current.supersedes is not None:
        yield current.supersedes.id
        current = view.statement(current.supersedes.id, Delivery)


def _is_active(view: View, delivery: str, entry: str) -> bool:
    """True if the delivery is live, and the newest version of its entry is not withdrawn."""
    if changes_of(view.connection, [delivery]):
        return False
    version = entry
    while (change := changes_of(view.connection, [version]).get(version)) is not None:
        if change.kind == "withdrawn":
            return False
        version = change.by
    return True


def _attested(view: View, delivery: str) -> Iterator[str]:
    """The attestations of the delivery itself and of its figure, without refusals."""
    words = figure_attestations_of(view, {delivery})
    yield from (name for name, word in words.items() if word.outcome != "refused")


def _in_order(view: View, statements: Iterable[str]) -> tuple[str, ...]:
    """Statements of the entries log, each once, in its order."""
    index_by_id = {row.id: row.index for row in statements_of(view.connection, set(statements))}
    return tuple(sorted(index_by_id, key=index_by_id.__getitem__))


def _declared(view: View, entry: Entry) -> Iterator[str]:
    """The attestations behind the issuer's live declarations of the battery that an entry makes."""
    if entry.model is None:
        return
    for declared in live_declarations(view, entry.issuer):
        if _is_of(declared.calculation, entry):
            declaration, _ = _known(view, declared.id, Declaration)
            yield declaration.attestation


def _is_of(calculation: AssertedCalculation, entry: Entry) -> bool:
    """Return whether a calculation covers an entry: its model, its site, and the end of its period."""
    same = (calculation.model, calculation.site) == (entry.model, entry.site.code)
    return same and entry.period.ends_within(calculation.period)
