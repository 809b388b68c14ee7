"""Desks of a test's ledger: of a login, and of the operator in the folder."""

from hashlib import sha256
from itertools import count
from pathlib import Path

from support.principals import NOW

from ledger.append.ledger import Ledger
from ledger.cli.backend.folder import ENTRIES_KEY, KEYS, REGISTRY_KEY, operator_desk
from ledger.cli.keys.passphrases import unprotected
from ledger.cli.keys.private_keys import write_private_key
from ledger.desk.local import LocalDesk
from ledger.service.access.principal import Principal

_NUMBERS = count()


def desk(ledger: Ledger, principal: Principal, now: int = NOW) -> LocalDesk:
    """What a login may ask at a server, in this process."""
    return LocalDesk(
        ledger,
        principal,
        lambda: now,
        lambda: f"{next(_NUMBERS):032x}",
        lambda: f"{next(_NUMBERS):064x}",
    )


def give_keys(folder: Path) -> None:
    """Put the keys of the logs into a ledger's folder, as `cradle init` does, without a passphrase."""
    (folder / KEYS).mkdir(exist_ok=True)
    for name, word in ((ENTRIES_KEY, b"entries log"), (REGISTRY_KEY, b"registry log")):
        write_private_key(folder / KEYS / name, sha256(word).digest(), unprotected)


def login_file(folder: Path, lines: str) -> Path:
    """A login file that its owner alone may read."""
    path = folder / "login.toml"
    path.write_text(lines, encoding="utf-8")
    path.chmod(0o600)
    return path


__all__ = ["desk", "give_keys", "login_file", "operator_desk"]
