"""Rulebooks and factor sets as options name them: the id of one that comes with Cradle, a file, a digest, an own name.

The id comes before a file, so that no folder replaces what an id means. A digest may be its first digits, which are
completed among the methods that the ledger shows.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from ledger.cli.backend.config import meant
from ledger.cli.backend.select import select_backend
from ledger.cli.terminal.files import read_file
from ledger.cli.terminal.ids import beginning_with, begins_id, complete_id
from ledger.client.ledger_desk import LedgerDesk
from ledger.rulebooks.catalog import (
    factor_set_ids,
    load_factor_set,
    load_rulebook,
    rulebook_ids,
)
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet, Rulebook

Method = TypeVar("Method", Rulebook, FactorSet)


def require_rulebook(name: str | None, ledger: Path) -> Rulebook:
    """Load a rulebook; the ledger in the folder, or the named server, is opened for a digest only.

    Raises:
        CradleError: `option.rulebook` if none is named, `rulebook.unknown`; both name those that exist.
    """
    return _with_ledger(require_name(name), ledger, load_named_rulebook)


def require_name(name: str | None) -> str:
    """The name of a rulebook: there is no default, since a figure means something only under its rulebook.

    Raises:
        CradleError: `option.rulebook`.
    """
    if name is None:
        detail = f"No rulebook is named, and there is no default; name one of {', '.join(rulebook_ids())}."
        raise CradleError("option.rulebook", detail, "--rulebook")
    return name


def find_factor_set(name: str, ledger: Path) -> FactorSet:
    """Load a factor set, and open the ledger in a folder only for a digest.

    Raises:
        CradleError: as `load_named_set` and `select_backend`.
    """
    return _with_ledger(name, ledger, load_named_set)


def load_named_rulebook(name: str, backend: LedgerDesk | None) -> Rulebook:
    """Load a rulebook; a digest needs a ledger.

    Raises:
        CradleError: `rulebook.unknown`, or as `Rulebook.parse` and the ledger.
    """
    text = meant(name)
    data = None if text in rulebook_ids() else _content(text, backend)
    return load_rulebook(text) if data is None else Rulebook.parse(data)


def load_named_set(name: str, backend: LedgerDesk | None) -> FactorSet:
    """Load a factor set; a digest needs a ledger.

    Raises:
        CradleError: `factor_set.unknown`, or as `FactorSet.parse` and the ledger.
    """
    text = meant(name)
    if text in factor_set_ids():
        return load_factor_set(text)
    data = _content(text, backend)
    if data is None:
        detail = (
            "This is not a file, a digest in the named ledger or an id that `cradle factors sets` lists;"
            " check the name."
        )
        raise CradleError("factor_set.unknown", detail, text)
    return FactorSet.parse(data)


def load_factor_sets(named: Iterable[str], backend: LedgerDesk | None) -> tuple[FactorSet, ...]:
    """Load factor sets, each as `load_named_set`."""
    return tuple(load_named_set(name, backend) for name in named)


def find_method(name: str, backend: LedgerDesk | None) -> Rulebook | FactorSet:
    """A rulebook or a factor set, by any name of either.

    Raises:
        CradleError: as `load_named_set`.
    """
    text = meant(name)
    if text in rulebook_ids():
        return load_rulebook(text)
    try:
        return load_named_set(text, backend)
    except CradleError as no_set:
        data = _content(text, backend)
        with suppress(CradleError):
            if data is not None:
                return Rulebook.parse(data)
        raise no_set from None


def method_digest(name: str, backend: LedgerDesk | None = None) -> str:
    """The digest of a method by any of its names; first digits are completed where there is a ledger.

    Raises:
        CradleError: as `find_method` and `stored_digest`.
    """
    text = meant(name)
    if begins_id(text):
        return text if backend is None else stored_digest(text, backend)
    return digest(model_bytes(find_method(text, None)))


def id_or_digest(name: str, backend: LedgerDesk) -> str:
    """The id of a method that comes with Cradle as it is, or the digest of a stored one from its first digits.

    Raises:
        CradleError: as `stored_digest`.
    """
    text = meant(name)
    return stored_digest(text, backend) if begins_id(text) else text


def stored_digest(given: str, backend: LedgerDesk) -> str:
    """The digest of a method from its first digits, completed among those that the ledger shows.

    Raises:
        CradleError: `document.unknown`, or as `complete_id`.
    """

    def beginning(digits: str) -> list[str]:
        found = beginning_with(digits, (row.digest for row in backend.methods().items))
        if not found:
            detail = f"The ledger shows no rulebook or factor set whose digest begins with {digits}; see the list."
            raise CradleError("document.unknown", detail, given)
        return found

    return complete_id(given, beginning, given)


def stored_factor_sets(
    named: Iterable[str], backend: LedgerDesk, *, keep: bool = True
) -> tuple[str, ...]:
    """The digests of named factor sets that the ledger has; a set with an open licence is stored first.

    Args:
        named: ids, files, digests and names of one's own.
        backend: the ledger that will compute with them.
        keep: False if nothing may be stored.

    Raises:
        CradleError: `factor_set.not_stored`, or as `load_named_set`.
    """
    return tuple(_stored(name, backend, keep=keep) for name in named)


def method_names(digests: Iterable[str], backend: LedgerDesk) -> str:
    """Methods as a person knows them, by id and version; by its digest one that the ledger does not list."""
    known = {row.digest: f"{row.id} {row.version}" for row in backend.methods().items}
    return ", ".join(known.get(name, name) for name in digests)


def _stored(name: str, backend: LedgerDesk, *, keep: bool) -> str:
    text = meant(name)
    if begins_id(text):
        return stored_digest(text, backend)
    document = load_named_set(text, backend)
    if keep and document.licence == "open":
        return backend.keep_method(document)
    set_digest = digest(model_bytes(document))
    if all(row.digest != set_digest for row in backend.methods().items):
        detail = (
            f"The ledger does not have this factor set; store it by `cradle factors add {text}`."
        )
        raise CradleError("factor_set.not_stored", detail, text)
    return set_digest


def _content(text: str, backend: LedgerDesk | None) -> bytes | None:
    """The document in a file, or under a digest in a ledger; None if the text names neither."""
    if Path(text).is_file():
        return read_file(Path(text))
    if backend is not None and begins_id(text):
        return backend.method(stored_digest(text, backend)).content
    return None


def _with_ledger(
    name: str, ledger: Path, load: Callable[[str, LedgerDesk | None], Method]
) -> Method:
    text = meant(name)
    if not begins_id(text):
        return load(text, None)
    with select_backend(ledger) as backend:
        return load(text, backend)
