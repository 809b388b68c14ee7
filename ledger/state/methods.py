"""Rulebooks and factor sets: their names, what comes with Cradle, and what may value everybody's rows.

What comes with Cradle is the same for all, and no participant chose a row of it. All else counts from its admission in
the log on, until that is withdrawn.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from ledger.rulebooks.catalog import (
    factor_set_ids,
    load_factor_set,
    load_rulebook,
    rulebook_ids,
)
from ledger.state.kept import Kept
from ledger.state.view import Memory, View
from ledger.store.blobs import Blobs
from ledger.store.changes import NOW, changes_of
from ledger.store.statements import ids_about
from ledger.translations.look_alikes import look_alike
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind

MethodDocument = Rulebook | FactorSet


@lru_cache(maxsize=1)
def shipped_methods() -> Mapping[str, str]:
    """The names of the rulebooks and factor sets that come with Cradle, by their digests."""
    shipped: list[MethodDocument] = [*map(load_rulebook, rulebook_ids())]
    shipped += map(load_factor_set, factor_set_ids())
    return {digest(model_bytes(document)): method_name(document) for document in shipped}


def method_name(document: MethodDocument) -> str:
    """The id and version of a document, in the form that look-alikes share."""
    return f"{look_alike(document.id)} {look_alike(document.version)}"


def stored_methods(blobs: Blobs, memory: Memory) -> Iterator[tuple[str, MethodDocument]]:
    """The kept rulebooks and factor sets, each with its digest, in the order of their digests."""
    for name in blobs.digests():
        document = stored_method(blobs, memory, name)
        if document is not None:
            yield name, document


_METHODS = Kept[MethodDocument]("method")


def stored_method(blobs: Blobs, memory: Memory, name: str) -> MethodDocument | None:
    """The document of a digest; None for an imported figure, which is no method."""
    kept = _METHODS.find(memory, name)
    if kept is not None:
        return kept
    data = blobs.get(name) or b""
    models: tuple[type[MethodDocument], ...] = (Rulebook, FactorSet)
    for model in models:
        try:
            return _METHODS.keep(memory, name, model.parse(data))
        except CradleError:
            continue
    return None


def live_admission(view: View, method: str, size: int = NOW) -> str | None:
    """The id of the admission of a method that was not withdrawn as of a registry size; None if there is none."""
    names = ids_about(view.connection, Kind.ADMISSION.value, [method])
    withdrawn = changes_of(view.connection, names, size) if names else {}
    return next((name for name in names if name not in withdrawn), None)


def is_admitted(view: View, method: str, size: int = NOW) -> bool:
    """True if a method may value rows of any participant, for figures as of a registry size."""
    return method in shipped_methods() or live_admission(view, method, size) is not None
