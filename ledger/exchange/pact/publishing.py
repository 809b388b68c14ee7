"""The index of footprints: deliveries that tell a figure, published as footprints in the order of the log.

The index follows the log. Each time it goes through the leaves that are new to both: a delivery becomes a
footprint with the time of its publication, once and for all; an auditor's word on it is put into its document;
one that was replaced or withdrawn, or whose entry was withdrawn, turns deprecated, and never back. In the same
transaction a notice of a new or deprecated one is put on its way to the recipient, where that is a partner.
What has no form in PACT (no figure, a unit it does not know, nothing up to the gate) is passed over: the
ledger has it, and PACT does not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from ledger.exchange.naming import footprint_id
from ledger.exchange.pact.filters import FootprintKey, key_of
from ledger.exchange.pact.footprint import footprint_of, format_footprint
from ledger.exchange.pact.notices import published_event
from ledger.service.answers.delivery_contents import gather_delivery_contents
from ledger.service.append.ledger import Ledger
from ledger.service.state.view import View
from ledger.store.access.organisations import organisation_of_participant
from ledger.store.changes import StatementChange, changes_since
from ledger.store.log import LOGS, latest_checkpoint
from ledger.store.pact.events import partner_of, put_outgoing
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
from ledger.store.statements import StoredStatement, statements_in
from schemas.calculation import Attestation
from schemas.delivery import Delivery
from schemas.entry import Entry
from schemas.errors import CradleError

AT_ONCE = 500
"""Leaves that one transaction goes through."""

SORTS = {"product": "products", "company": "companies", "classification": "classifications"}
"""The sorts of names, and the members of a key that hold them."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """One going-through: when it is, and this server's address, the source of its notices."""

    now: int
    base: str


def publish(ledger: Ledger, publishing: Publishing) -> int:
    """Bring the index up to the newest checkpoints; how many leaves it went through."""
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
            return 1  # Another request went through these meanwhile.
        told: dict[str, str] = {}
        for stored in statements_in(connection, "entries", reached["entries"], ends["entries"]):
            if stored.kind == "delivery":
                told.update(_publish_one(view, stored, publishing.now))
            elif stored.kind == "attestation":
                _renew(view, stored)
        told.update(_deprecate(view, reached["registry"], ends["registry"]))
        put_reach(connection, ends)
        _notify(view, told, publishing)
    return sum(ends[log] - reached[log] for log in LOGS)


def _publish_one(view: View, stored: StoredStatement, now: int) -> Iterator[tuple[str, str]]:
    """The footprint of a delivery, and to whom it is told."""
    try:
        told = gather_delivery_contents(view, stored.id)
        footprint = footprint_of(told, datetime.fromtimestamp(now, UTC))
    except CradleError:
        return
    key = key_of(footprint)
    kept = IndexedFootprint(
        id=footprint.id,
        delivery=stored.id,
        recipient=told.delivery.recipient,
        issuer=told.delivery.issuer,
        number=stored.index,
        status=key.status,
        geography=key.geography,
        valid_from=key.valid_from,
        valid_to=key.valid_to,
        document=format_footprint(footprint),
    )
    put_footprint(view.connection, kept, _names(key))
    yield footprint.id, told.delivery.recipient


def _renew(view: View, stored: StoredStatement) -> None:
    """Put an auditor's word on a delivery into the document of its footprint, made when it was."""
    word = view.statement(stored.id, Attestation)
    kept = None
    if word is not None and word.delivery is not None:
        kept = footprint_of_id(view.connection, footprint_id(word.delivery))
    told = None if kept is None else gather_delivery_contents(view, kept.delivery)
    if kept is None or told is None or not told.active:
        return
    made = datetime.fromisoformat(orjson.loads(kept.document)["created"])
    renew_document(view.connection, kept.id, format_footprint(footprint_of(told, made)))


def _names(key: FootprintKey) -> Iterator[tuple[str, str]]:
    for sort, member in SORTS.items():
        yield from ((sort, value) for value in getattr(key, member))


def _deprecate(view: View, start: int, end: int) -> dict[str, str]:
    """The footprints that changes at these leaves of the registry turn, and to whom each is told."""
    changes = [row for row in changes_since(view.connection, start) if row.registry_index < end]
    ended = [name for change in changes for name in _ended(view, change)]
    return deprecate(view.connection, ended)


def _ended(view: View, change: StatementChange) -> Iterable[str]:
    """The deliveries that a change ends: itself one, or of an entry that was withdrawn."""
    if view.statement(change.old, Delivery) is not None:
        return (change.old,)
    if change.kind == "withdrawn" and view.statement(change.old, Entry) is not None:
        lineage = view.facts.first_version(change.old) or change.old
        return deliveries_of_lineage(view.connection, lineage)
    return ()


def _notify(view: View, told: dict[str, str], publishing: Publishing) -> None:
    """Put a notice on its way to each partner that receives some of these footprints."""
    by_recipient: dict[str, list[str]] = {}
    for footprint, recipient in told.items():
        by_recipient.setdefault(recipient, []).append(footprint)
    for recipient, footprints in by_recipient.items():
        organisation = organisation_of_participant(view.connection, recipient)
        if organisation is None or partner_of(view.connection, organisation.id) is None:
            continue
        event = published_event(organisation.id, footprints, publishing.now, publishing.base)
        put_outgoing(view.connection, event)
