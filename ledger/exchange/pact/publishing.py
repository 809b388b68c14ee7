"""The index of footprints: deliveries with a figure, published as footprints in the order of the log.

The index follows the log. Each run processes the new leaves of both logs. A delivery becomes a footprint with a
permanent time of publication. An auditor's attestation of the delivery is added to its document. A footprint is
deprecated for good if its delivery was replaced or withdrawn, or if its entry was withdrawn. The same
transaction queues a notice of a new or deprecated footprint to the recipient, if that is a partner.
A delivery that PACT cannot express (no figure, an unknown unit, no stage up to the gate) is skipped; it remains in the
ledger only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from ledger.append.ledger import Ledger
from ledger.documents.footprint_ids import footprint_id
from ledger.exchange.pact.filters import FootprintKey, key_of
from ledger.exchange.pact.footprint import footprint_of, format_footprint
from ledger.exchange.pact.notices import published_events
from ledger.service.answers.delivery_contents import gather_delivery_contents
from ledger.state.view import View
from ledger.store.access.organisations import organisation_of_participant
from ledger.store.changes import StatementChange, changes_since
from ledger.store.log import LOGS, latest_checkpoint
from ledger.store.pact.events import put_outgoing
from ledger.store.pact.footprints import (
    IndexedFootprint,
    deliveries_of_lineage,
    deprecate,
    footprint_of_id,
    put_footprint,
    put_reach,
    reach_of,
    renew_document,
)
from ledger.store.pact.partners import partner_of
from ledger.store.statements import StoredStatement, statements_in
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry

AT_ONCE = 500
"""The number of leaves that one transaction processes."""

SORTS = {"product": "products", "company": "companies", "classification": "classifications"}
"""The kinds of names, and the member of a key for each."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """The time of a run, and this server's address, which is the source of its notices."""

    now: int
    base: str


def publish(ledger: Ledger, publishing: Publishing) -> int:
    """Update the index to the newest checkpoints; return the number of processed leaves."""
    done = 0
    while step := _publish_some(ledger, publishing):
        done += step
    return done


def _publish_some(ledger: Ledger, publishing: Publishing) -> int:
    with ledger.store.read() as connection:
        reached = reach_of(connection)
        signed = {log: latest_checkpoint(connection, log)[0] for log in LOGS}
    ends = {log: min(signed[log], reached[log] + AT_ONCE) for log in LOGS}
    if ends == reached:
        return 0
    with ledger.store.write() as connection:
        view = View(connection, ledger.store.blobs, ledger.memory)
        if reach_of(connection) != reached:
            return 1  # Another request has processed these leaves meanwhile.
        recipients: dict[str, str] = {}
        for stored in statements_in(connection, "entries", reached["entries"], ends["entries"]):
            if stored.kind == "delivery":
                recipients.update(_publish_one(view, stored, publishing.now))
            elif stored.kind == "attestation":
                _renew(view, stored)
        recipients.update(_deprecate(view, reached["registry"], ends["registry"]))
        put_reach(connection, ends)
        _notify(view, recipients, publishing)
    return sum(ends[log] - reached[log] for log in LOGS)


def _publish_one(view: View, stored: StoredStatement, now: int) -> Iterator[tuple[str, str]]:
    """Publish the footprint of a delivery; yield it with its recipient."""
    try:
        contents = gather_delivery_contents(view, stored.id)
        footprint = footprint_of(contents, datetime.fromtimestamp(now, UTC))
    except CradleError:
        return
    key = key_of(footprint)
    kept = IndexedFootprint(
        id=footprint.id,
        delivery=stored.id,
        recipient=contents.delivery.recipient,
        issuer=contents.delivery.issuer,
        number=stored.index,
        status=key.status,
        geography=key.geography,
        valid_from=key.valid_from,
        valid_to=key.valid_to,
        document=format_footprint(footprint),
    )
    put_footprint(view.connection, kept, _names(key))
    yield footprint.id, contents.delivery.recipient


def _renew(view: View, stored: StoredStatement) -> None:
    """Add an auditor's attestation of a delivery to its footprint, which keeps its time of publication."""
    word = view.statement(stored.id, Attestation)
    kept = None
    if word is not None and word.delivery is not None:
        kept = footprint_of_id(view.connection, footprint_id(word.delivery))
    contents = None if kept is None else gather_delivery_contents(view, kept.delivery)
    if kept is None or contents is None or not contents.active:
        return
    created = datetime.fromisoformat(orjson.loads(kept.document)["created"])
    renew_document(view.connection, kept.id, format_footprint(footprint_of(contents, created)))


def _names(key: FootprintKey) -> Iterator[tuple[str, str]]:
    for sort, member in SORTS.items():
        yield from ((sort, value) for value in getattr(key, member))


def _deprecate(view: View, start: int, end: int) -> dict[str, str]:
    """Deprecate the footprints that these leaves of the registry end; return the recipient of each."""
    changes = [row for row in changes_since(view.connection, start) if row.registry_index < end]
    ended = [name for change in changes for name in _ended(view, change)]
    return deprecate(view.connection, ended)


def _ended(view: View, change: StatementChange) -> Iterable[str]:
    """The deliveries that a change ends: the changed delivery, or those of a withdrawn entry."""
    if view.statement(change.old, Delivery) is not None:
        return (change.old,)
    if change.kind == "withdrawn" and view.statement(change.old, Entry) is not None:
        lineage = view.facts.first_version(change.old) or change.old
        return deliveries_of_lineage(view.connection, lineage)
    return ()


def _notify(view: View, recipients: dict[str, str], publishing: Publishing) -> None:
    """Queue a notice to each partner that receives some of these footprints."""
    by_recipient: dict[str, list[str]] = {}
    for footprint, recipient in recipients.items():
        by_recipient.setdefault(recipient, []).append(footprint)
    for recipient, footprints in by_recipient.items():
        organisation = organisation_of_participant(view.connection, recipient)
        if organisation is None or partner_of(view.connection, organisation.id) is None:
            continue
        to, now = organisation.id, publishing.now
        for event in published_events(to, footprints, now, publishing.base):
            put_outgoing(view.connection, event)
