"""Rulebooks and factor sets, kept by digest, and passed on if their licence allows it."""

from collections.abc import Mapping
from typing import Literal

from ledger.append.ledger import Ledger
from ledger.append.methods import MethodQuota
from ledger.service.access.journal import AccessRecord, event_of
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.state.methods import MethodDocument, is_admitted, shipped_methods
from ledger.store.access.methods import owners_of_methods
from ledger.store.engine import Connection
from ledger.store.rows import put
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.views.methods import ListedMethod

REMOVED = "remove method"
"""The action of the journal."""


def keep_method(
    ledger: Ledger,
    principal: Principal,
    model: type[Rulebook] | type[FactorSet],
    data: bytes,
    quota: tuple[int, int],
) -> str:
    """Keep a document; return its digest.

    Args:
        ledger: the ledger.
        principal: who adds it.
        model: of the document.
        data: its JSON.
        quota: the highest number of documents of an organisation, and the highest size of one; not for the operator.

    Raises:
        CradleError: `access.denied`, `schema.*` or a rule of the model, or as `Ledger.keep`.
    """
    scope_of(principal, Action.KEEP_METHOD)
    counted = None if principal.operates else MethodQuota(principal.organisation, *quota)
    return ledger.keep(model.parse(data), counted)


def remove_method(ledger: Ledger, principal: Principal, digest: str, now: int) -> None:
    """Remove a document that nothing uses, and note it in the journal.

    Raises:
        CradleError: `access.denied`, or as `Ledger.remove`.
    """
    scope_of(principal, Action.REMOVE_METHOD)

    def note(connection: Connection, known: MethodDocument) -> None:
        done = AccessRecord(REMOVED, digest, None, f"{known.id} {known.version}")
        put(connection, event_of(principal, now, done))

    ledger.remove(digest, note)


def list_methods(ledger: Ledger, principal: Principal) -> list[ListedMethod]:
    """The kept documents, by id and version.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.READ_METHOD)
    found = []
    with ledger.view() as view:
        owners = owners_of_methods(view.connection)
        for digest, known in ledger.methods():
            row = ListedMethod(
                digest=digest,
                sort="factor_set" if isinstance(known, FactorSet) else "rulebook",
                id=known.id,
                version=known.version,
                title=known.title,
                admitted=is_admitted(view, digest),
                added_by=_added_by(digest, owners),
                owner=None if digest in shipped_methods() else owners.get(digest),
                licence=known.licence if isinstance(known, FactorSet) else None,
            )
            found.append(row)
    return sorted(found, key=lambda row: (row.id, row.version, row.digest))


def _added_by(
    digest: str, owners: Mapping[str, str | None]
) -> Literal["cradle", "organisation", "operator", "unknown"]:
    if digest in shipped_methods():
        return "cradle"
    if digest not in owners:
        return "unknown"
    return "operator" if owners[digest] is None else "organisation"


def read_method(ledger: Ledger, principal: Principal, digest: str) -> bytes:
    """The bytes of a rulebook, or of a factor set that may be passed on.

    Raises:
        CradleError: `access.denied`, `document.unknown`, `document.licence`.
    """
    scope_of(principal, Action.READ_METHOD)
    known = ledger.method(digest)
    data = ledger.store.blobs.get(digest)
    if known is None or data is None:
        raise CradleError("document.unknown", f"No rulebook or factor set is {digest:.80}.")
    if isinstance(known, FactorSet) and known.licence != "open":
        detail = "The licence of this factor set does not let it be passed on; bring your own copy."
        raise CradleError("document.licence", detail)
    return data
