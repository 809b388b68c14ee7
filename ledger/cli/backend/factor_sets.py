"""Factor sets as options name them: a JSON file, the id of one that comes with Cradle, or a digest in the ledger."""

from collections.abc import Iterable
from pathlib import Path

from ledger.cli.backend.select import select_backend
from ledger.cli.terminal.files import read_file
from ledger.client.ledger_desk import LedgerDesk
from ledger.rulebooks.catalog import factor_set_ids, load_factor_set
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet

_DIGEST = "sha256:"


def load_factor_sets(named: Iterable[str], backend: LedgerDesk | None) -> tuple[FactorSet, ...]:
    """Load factor sets; a digest needs a ledger.

    Raises:
        CradleError: `factor_set.unknown`, or as `FactorSet.parse` and the ledger.
    """
    return tuple(_load(name, backend) for name in named)


def find_factor_set(name: str, ledger: Path) -> FactorSet:
    """Load a factor set, and open the ledger in a folder only for a digest.

    Raises:
        CradleError: as `load_factor_sets` and `select_backend`.
    """
    if not name.startswith(_DIGEST):
        return _load(name, None)
    with select_backend(ledger) as backend:
        return _load(name, backend)


def factor_set_digest(name: str) -> str:
    """The digest of a named factor set, without a ledger.

    Raises:
        CradleError: as `load_factor_sets`.
    """
    return name if name.startswith(_DIGEST) else digest(model_bytes(_load(name, None)))


def stored_factor_sets(
    named: Iterable[str], backend: LedgerDesk, *, keep: bool = True
) -> tuple[str, ...]:
    """The digests of named factor sets that the ledger has; a set with an open licence is stored first.

    Args:
        named: files, ids and digests.
        backend: the ledger that will compute with them.
        keep: False if nothing may be stored.

    Raises:
        CradleError: `factor_set.not_stored`, or as `load_factor_sets`.
    """
    return tuple(_stored(name, backend, keep=keep) for name in named)


def _stored(name: str, backend: LedgerDesk, *, keep: bool) -> str:
    if name.startswith(_DIGEST):
        return name
    document = _load(name, backend)
    if keep and document.licence == "open":
        return backend.keep_method(document)
    set_digest = digest(model_bytes(document))
    if all(row.digest != set_digest for row in backend.methods().items):
        detail = (
            f"The ledger does not have this factor set; store it by `cradle factors add {name}`."
        )
        raise CradleError("factor_set.not_stored", detail, name)
    return set_digest


def _load(name: str, backend: LedgerDesk | None) -> FactorSet:
    path = Path(name)
    if path.is_file():
        return FactorSet.parse(read_file(path))
    if name in factor_set_ids():
        return load_factor_set(name)
    if backend is not None and name.startswith(_DIGEST):
        return FactorSet.parse(backend.method(name).content)
    detail = "This is no file, no digest in a named ledger, and no id that `cradle factors sets` lists; check the name."
    raise CradleError("factor_set.unknown", detail, name)
