"""Rulebooks and factor sets, kept by digest and passed on if their licence allows it."""

from collections.abc import Iterator

from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.append.ledger import Ledger
from ledger.service.state.methods import is_admitted
from schemas.errors import CradleError
from schemas.rulebook import FactorSet, Rulebook


def keep_method(
    ledger: Ledger, principal: Principal, model: type[Rulebook] | type[FactorSet], data: bytes
) -> str:
    """Keep a document; return its digest.

    Raises:
        CradleError: `access.denied`, `schema.*` or a rule of the model.
    """
    scope_of(principal, Action.KEEP_METHOD)
    return ledger.keep(model.parse(data))


def list_methods(ledger: Ledger, principal: Principal) -> list[dict[str, object]]:
    """The kept documents: digest, sort, id and version, a factor set's licence, and if it values rows of all.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.READ_METHOD)
    found: list[dict[str, object]] = []
    with ledger.view() as view:
        for digest, known in stored_methods(ledger):
            row = {"digest": digest, "id": known.id, "admitted": is_admitted(view, digest)}
            if isinstance(known, Rulebook):
                found.append({**row, "sort": "rulebook"})
            else:
                more = {"version": known.version, "licence": known.licence}
                found.append({**row, "sort": "factor_set", **more})
    return found


def stored_methods(ledger: Ledger) -> Iterator[tuple[str, Rulebook | FactorSet]]:
    """The kept rulebooks and factor sets, each with its digest, in the order of their digests."""
    for digest in ledger.store.blobs.digests():
        known = stored_method(ledger, digest)
        if known is not None:
            yield digest, known


def read_method(ledger: Ledger, principal: Principal, digest: str) -> bytes:
    """The bytes of a rulebook, or of a factor set that may be passed on.

    Raises:
        CradleError: `access.denied`, `document.unknown`, `document.licence`.
    """
    scope_of(principal, Action.READ_METHOD)
    known = stored_method(ledger, digest)
    data = ledger.store.blobs.get(digest)
    if known is None or data is None:
        raise CradleError("document.unknown", f"No rulebook or factor set is {digest:.80}.")
    if isinstance(known, FactorSet) and known.licence != "open":
        detail = "The licence of this factor set does not let it be passed on; bring your own copy."
        raise CradleError("document.licence", detail)
    return data


def stored_method(ledger: Ledger, digest: str) -> Rulebook | FactorSet | None:
    """The document as a rulebook or factor set; None for an imported figure, which is neither."""
    key = ("method", digest)
    kept = ledger.memory.computed.get(key)
    if isinstance(kept, Rulebook | FactorSet):
        return kept
    data = ledger.store.blobs.get(digest) or b""
    models: tuple[type[Rulebook | FactorSet], ...] = (Rulebook, FactorSet)
    for model in models:
        try:
            ledger.memory.computed[key] = found = model.parse(data)
        except CradleError:
            continue
        return found
    return None
