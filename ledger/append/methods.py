"""Keeping and removing rulebooks and factor sets: one document for each id and version, and none away that is used.

A name in a list would deceive if two documents had it, so an id and version belong to the document that was kept first,
and to what comes with Cradle before all. Ids that look alike are one (`method_name`). Of two at once the database lets
one in. A ledger from before this rule may keep twins: both stay readable, and neither lets a third in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ledger.state.methods import (
    MethodDocument,
    method_name,
    shipped_methods,
    stored_method,
    stored_methods,
)
from ledger.state.view import Memory
from ledger.store.access.methods import (
    MethodName,
    count_methods,
    forget_method,
    method_named,
    owners_of_methods,
    put_method,
)
from ledger.store.engine import Connection
from ledger.store.mentions import mentions
from ledger.store.store import Store
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.readable import require_readable

SHOWN: Final = 3
"""The uses of a document that a refusal lists."""


@dataclass(frozen=True, slots=True)
class MethodQuota:
    """An organisation that adds documents, their highest number, and the highest size of one in bytes."""

    organisation: str
    count: int
    size: int


def keep_document(
    store: Store, memory: Memory, document: MethodDocument, quota: MethodQuota | None
) -> str:
    """Keep a rulebook or factor set; return its digest. Keeping it again changes nothing.

    Args:
        store: of the ledger.
        memory: of the ledger.
        document: the rulebook or factor set.
        quota: of the organisation that adds it; None for the operator.

    Raises:
        CradleError: `method.exists`, `quota.method_bytes`, `quota.methods`, `text.*` or `store.failed`.
    """
    data, name = model_bytes(document), method_name(document)
    named = digest(data)
    if store.blobs.get(named) is not None:
        return named
    require_readable(document.to_json())
    if quota is not None and len(data) > quota.size:
        detail = f"The document has {len(data)} bytes; at most {quota.size} are kept. Leave out flows, or split it."
        raise CradleError("quota.method_bytes", detail)
    shipped = shipped_methods()
    _require_free(
        document,
        [
            shipped_digest
            for shipped_digest in shipped
            if shipped_digest != named and shipped[shipped_digest] == name
        ],
    )
    _require_free(document, _unrecorded(store, memory, name))
    organisation = None if quota is None else quota.organisation
    with store.write() as connection:
        if quota is not None and count_methods(connection, quota.organisation) >= quota.count:
            detail = f"Your firm has added {quota.count} documents; ask the operator to remove those that are not used."
            raise CradleError("quota.methods", detail)
        if not put_method(
            connection, MethodName(digest=named, name=name, organisation=organisation)
        ):
            _require_free(document, [method_named(connection, name) or named])
        store.blobs.put(data)
    return named


def remove_document(
    store: Store, memory: Memory, name: str, note: Callable[[Connection, MethodDocument], None]
) -> None:
    """Remove a rulebook or factor set that nothing uses; no batch of statements may be under way.

    Args:
        store: of the ledger.
        memory: of the ledger, which forgets what it read.
        name: the digest of the document.
        note: writes the line of the journal in the transaction of the removal.

    Raises:
        CradleError: `digest.grammar`, `document.unknown`, `method.used` or `store.failed`.
    """
    document = stored_method(store.blobs, memory, name)
    if document is None:
        raise CradleError("document.unknown", f"No rulebook or factor set is {name:.80}.")
    digits = name.removeprefix("sha256:").encode()
    others = (other for other in store.blobs.digests() if other != name)
    with store.write() as connection:
        rows = mentions(connection, name)
        files = (
            f"document {other}" for other in others if digits in (store.blobs.get(other) or b"")
        )
        used = [*islice(rows, SHOWN)] or [*islice(files, SHOWN)]
        if used:
            detail = f"It is named by {', '.join(used)}, among others perhaps; it stays, so that these can be read."
            raise CradleError("method.used", detail)
        forget_method(connection, name)
        note(connection, document)
    store.blobs.remove(name)
    memory.forget()


def _unrecorded(store: Store, memory: Memory, name: str) -> list[str]:
    """The documents of a name that were kept before names were recorded."""
    with store.read() as connection:
        recorded = owners_of_methods(connection)
    kept = stored_methods(store.blobs, memory)
    return [
        document_digest
        for document_digest, document in kept
        if document_digest not in recorded and method_name(document) == name
    ]


def _require_free(document: MethodDocument, others: list[str]) -> None:
    if others:
        detail = (
            f"{document.id} {document.version} is the name of another document, {others[0]}, or looks like it;"
            " give yours another version or id."
        )
        raise CradleError("method.exists", detail, "version")
