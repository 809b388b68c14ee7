"""The operator's folder of a ledger: the store, the logs' keys, and the first registrar's keys.

    place.json, lock, blobs/    the store, with ledger.db and checkpoints/ unless they are elsewhere
    keys/                       private keys of the two logs; their holder can sign as the log
    registrar/                  the first registrar's working key; it countersigns registrations

The keys of the logs are files that only their owner may read; the registrar's may be on a token, like those of any
participant. By default its root key is outside the folder (`root_beside`), so that a copy of the folder, or a break-in
at a server that has nothing else, does not change the registrar's keys.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ledger.append.ledger import Ledger
from ledger.append.signing import LogSigners
from ledger.append.submit import submit
from ledger.cli.backend.server import require_folder
from ledger.cli.keys.identity import (
    Identity,
    create_identity,
    fresh,
    keep_registration,
    load_identity,
    sign_registration,
)
from ledger.cli.keys.passphrases import Protection
from ledger.cli.keys.private_keys import (
    KeyPlace,
    make_or_read_key,
    protection_of,
    read_private_key,
    write_private_key,
)
from ledger.service.access.principal import Principal
from ledger.store.log import Log
from ledger.store.place import PLACE
from ledger.trust.keys import Signer
from schemas.errors import CradleError
from schemas.signed.participant import Profile
from schemas.vocabulary import CredentialKind, Role

if TYPE_CHECKING:
    from ledger.desk.folder import FolderDesk

OPERATOR = Principal(
    "operator", CredentialKind.SCRIPT, "operator", None, frozenset({Role.OPERATOR}), at_folder=True
)
"""The principal of a process that opens the folder; it needs no login, since it can change all of it."""


def folder_desk(ledger: Ledger, caller: Principal, *, lab: bool = False) -> "FolderDesk":
    """The desk of a caller at a ledger in its folder; nothing is counted, and no reading is noted.

    `lab` permits private addresses of partners; a server follows its own setting.
    """
    from ledger.desk.desk import Site
    from ledger.desk.folder import FolderDesk

    return FolderDesk(ledger, caller, clock, fresh, drawn, Site(lab=lab), is_noted=False)


def clock() -> int:
    """The time, in seconds since 1970."""
    return int(time.time())


def drawn() -> str:
    """A secret of 32 random bytes."""
    return secrets.token_hex(32)


def operator_desk(ledger: Ledger) -> "FolderDesk":
    """The desk of the operator at a ledger in its folder; nothing is counted or noted."""
    return folder_desk(ledger, OPERATOR)


KEYS, REGISTRAR = "keys", "registrar"
ENTRIES_KEY, REGISTRY_KEY = "entries.pem", "registry.pem"

Word = TypeVar("Word", bound=Enum)


@dataclass(frozen=True, slots=True)
class NewKeys:
    """How the keys of a new ledger are made.

    Attributes:
        protection: of the key files.
        registrar_root: the place of the registrar's root key; None for the ledger's folder, where all else is.
    """

    protection: Protection
    registrar_root: KeyPlace | None


@contextmanager
def create_ledger(
    folder: Path,
    origin: str,
    operator: Profile,
    keys: NewKeys,
    database: str | None = None,
    checkpoints: Path | None = None,
) -> Iterator[tuple[Ledger, Identity]]:
    """Create a ledger in an empty folder, with fresh keys, and register its first registrar.

    Raises:
        CradleError: as `Ledger.init` and `make_or_read_key`; nothing is left then.
    """
    seeds = secrets.token_bytes(32), secrets.token_bytes(32)
    signers = LogSigners(entries=Signer(seeds[0]), registry=Signer(seeds[1]))
    keys.protection()  # Before anything is made: the person who is asked may refuse.
    root = keys.registrar_root
    new_root = root if isinstance(root, Path) and not root.exists() else None
    if root is not None:
        make_or_read_key(root, None, keys.protection)
    try:
        opened = Ledger.init(folder, origin, signers, database, checkpoints)
    except BaseException:
        if new_root is not None:
            new_root.unlink()
        raise
    with opened as ledger:
        (folder / KEYS).mkdir(mode=0o700)
        write_private_key(folder / KEYS / ENTRIES_KEY, seeds[0], keys.protection)
        write_private_key(folder / KEYS / REGISTRY_KEY, seeds[1], keys.protection)
        places = {} if root is None else {"root": root}
        fresh_keys = create_identity(folder / REGISTRAR, keys.protection, places=places)
        roles = (Role.OPERATOR, Role.REGISTRAR)
        registration = sign_registration(fresh_keys, origin, operator, roles, registrar=None)
        receipt = submit(ledger, registration)
        yield ledger, keep_registration(fresh_keys, receipt.id, origin)


def root_beside(folder: Path) -> Path:
    """The default place of a registrar's root key, in a folder that is made if it is missing: beside the ledger's.

    Raises:
        CradleError: `identity.exists` if there is a file, which may be the key of another ledger.
    """
    ledger = folder.resolve()
    place = ledger.parent / f"{ledger.name}-registrar-root.pem"
    if place.exists():
        detail = "There is a registrar's root key already; move it away, or name a place with --registrar-root."
        raise CradleError("identity.exists", detail, str(place))
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


@contextmanager
def open_ledger(folder: Path, *, upgrade: bool = True, check: bool = False) -> Iterator[Ledger]:
    """Open the ledger in a folder for appending; upgrade older tables in a SQLite file if `upgrade` allows it.

    Args:
        folder: of the ledger.
        upgrade: as `Ledger.open`.
        check: as `Ledger.open`.

    Raises:
        CradleError: `ledger.absent`, `ledger.locked`, `identity.none`; `option.server`; `store.*`.
    """
    require_folder()
    with Ledger.open(folder, load_signers(folder), upgrade=upgrade, check=check) as ledger:
        yield ledger


def load_signers(folder: Path) -> LogSigners:
    """The private keys of the logs of the ledger in a folder.

    Raises:
        CradleError: `ledger.absent`, `ledger.keys`, `identity.none`.
    """
    if not folder.is_dir():
        raise CradleError(
            "ledger.absent",
            "There is no ledger in this folder; create one with `cradle init`.",
            str(folder),
        )
    if (folder / PLACE).is_file() and not (folder / KEYS).is_dir():
        detail = f"The private keys of the logs are missing; put them into {folder / KEYS}."
        raise CradleError("ledger.keys", detail)
    entries, registry = (
        [read_private_key(file) for file in _key_files(folder, log)]
        for log in ("entries", "registry")
    )
    others: list[tuple[Log, Signer]] = [("entries", signer) for signer in entries[1:]]
    others += [("registry", signer) for signer in registry[1:]]
    return LogSigners(entries[0], registry[0], tuple(others))


def protection_of_logs(folder: Path) -> Protection:
    """The protection of the newest key of the entries log.

    Raises:
        CradleError: as `protection_of`.
    """
    return protection_of(_key_files(folder, "entries")[-1])


def _key_files(folder: Path, log: str) -> list[Path]:
    """The private key files of a log in the folder of keys; the original one comes first, if it is present."""
    first = ENTRIES_KEY if log == "entries" else REGISTRY_KEY
    files = sorted(
        (folder / KEYS).glob(f"{log}*.pem"), key=lambda file: (len(file.name), file.name)
    )
    return files or [folder / KEYS / first]


def load_registrar(folder: Path) -> Identity:
    """The first registrar's keys, in the ledger's folder."""
    return load_identity(folder / REGISTRAR)


def choose_registrar(named: Path | None, ledger: Path) -> Identity:
    """The registrar whose keys are in a named folder; without one the first registrar, in the ledger's folder.

    Raises:
        CradleError: `option.server` if none is named to a server, or as `load_identity`.
    """
    if named is not None:
        return load_identity(named)
    require_folder()
    return load_registrar(ledger)


def parse_word(choices: type[Word], value: str, option: str) -> Word:
    """Parse a word that a user typed as a member of a word list.

    Raises:
        CradleError: `option.word`, naming the allowed words.
    """
    try:
        return choices(value)
    except ValueError:
        words = ", ".join(str(item.value) for item in choices)
        raise CradleError(
            "option.word", f"{value!r} is not allowed here; use one of {words}.", option
        ) from None
