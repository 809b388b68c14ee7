"""Rulebooks and factor sets, kept by digest, and passed on if their licence allows it."""

from collections.abc import Mapping
from typing import Literal

from ledger.append.ledger import Ledger
from ledger.state.methods import is_admitted, shipped_methods
from ledger.store.access.methods import owners_of_methods
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet
from schemas.views.methods import ListedMethod


def list_methods(ledger: Ledger) -> list[ListedMethod]:
    """The kept documents, by id and version."""
    methods = []
    with ledger.view() as view:
        owners = owners_of_methods(view.connection)
        for digest, document in ledger.methods():
            row = ListedMethod(
                digest=digest,
                sort="factor_set" if isinstance(document, FactorSet) else "rulebook",
                id=document.id,
                version=document.version,
                title=document.title,
                admitted=is_admitted(view, digest),
                added_by=_added_by(digest, owners),
                owner=None if digest in shipped_methods() else owners.get(digest),
                licence=document.licence if isinstance(document, FactorSet) else None,
            )
            methods.append(row)
    return sorted(methods, key=lambda row: (row.id, row.version, row.digest))


def _added_by(
    digest: str, owners: Mapping[str, str | None]
) -> Literal["cradle", "organisation", "operator", "unknown"]:
    if digest in shipped_methods():
        return "cradle"
    if digest not in owners:
        return "unknown"
    return "operator" if owners[digest] is None else "organisation"


def read_method(ledger: Ledger, digest: str, *, closed: bool = False) -> bytes:
    """The bytes of a rulebook, or of a factor set that may be passed on.

    Args:
        ledger: that keeps or was lent the document.
        digest: of the document.
        closed: the reader may have a set that may not be passed on.

    Raises:
        CradleError: `document.unknown`, `document.licence`.
    """
    lent = ledger.lent.get(digest)
    if lent is not None:
        return lent
    document, data = ledger.method(digest), ledger.store.blobs.get(digest)
    if document is None or data is None:
        raise CradleError("document.unknown", f"No rulebook or factor set is {digest:.80}.")
    if isinstance(document, FactorSet) and document.licence != "open" and not closed:
        detail = "The licence of this factor set does not let it be passed on; bring your own copy."
        raise CradleError("document.licence", detail)
    return data
