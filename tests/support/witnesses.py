"""Witnesses for tests: one of a name, of some logs, as settings, as a folder or as a running server."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from support.bundles import signer
from support.servers import serving

from ledger.trust.note import COSIGNATURE, Vkey, format_vkey
from ledger.witness.app import create_app
from ledger.witness.settings import Settings

TIME = 1_767_225_600


def vkey_of(name: str) -> Vkey:
    """The verifier key of the witness of a name."""
    return Vkey(name, COSIGNATURE, signer(name).public)


def settings(folder: Path, name: str, logs: Iterable[Vkey]) -> Settings:
    """A witness of some logs whose record is in a folder."""
    by_origin: dict[str, list[Vkey]] = {}
    for vkey in logs:
        by_origin.setdefault(vkey.name, []).append(vkey)
    return Settings(name, signer(name), by_origin, folder / f"{name.replace('/', '-')}.db")


@contextmanager
def witness(
    folder: Path, name: str, logs: Iterable[Vkey], times: Mapping[str, int] | None = None
) -> Iterator[str]:
    """The address of a running witness, with its key before it, as an operator names it."""
    time = (times or {}).get(name, TIME)
    with serving(create_app(settings(folder, name, logs), lambda: time)) as address:
        yield f"{format_vkey(vkey_of(name))} {address}"
