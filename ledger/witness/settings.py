"""A witness's folder: its name, its key, the logs that it cosigns, and its record.

    witness.toml    its name, and the verifier keys of the logs
    key.pem         its private key, encrypted PKCS #8; no other witness has the same
    record.db       the last checkpoint signed for each log

`cradle witness init` makes the first two. Ed25519 cosignatures do not commit to the witness's name,
so a key serves one witness only (C2SP tlog-cosignature).
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger.trust.canonical import canonical
from ledger.trust.keys import Signer
from ledger.trust.note import COSIGNATURE, ED25519, Vkey, parse_vkey
from schemas.errors import CradleError
from schemas.exchanged.witness import WitnessSettings

SETTINGS, KEY, RECORD = "witness.toml", "key.pem", "record.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """A witness ready to sign.

    Attributes:
        name: the name of its key.
        signer: its private key.
        logs: the verifier keys of each log, by origin.
        record: the path of its record.
    """

    name: str
    signer: Signer
    logs: Mapping[str, Sequence[Vkey]]
    record: Path

    @property
    def vkey(self) -> Vkey:
        """The verifier key of its cosignatures, for policies."""
        return Vkey(self.name, COSIGNATURE, self.signer.public)


def open_settings(folder: Path, read_key: Callable[[Path], Signer]) -> Settings:
    """Read the settings in a witness's folder.

    Args:
        folder: of the witness.
        read_key: reads a private key file, which a passphrase may encrypt.

    Raises:
        CradleError: `witness.settings`, `witness.log`, `note.*` for a name or key, or as `read_key`.
    """
    try:
        members = tomllib.loads((folder / SETTINGS).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        detail = (
            f"The witness's settings cannot be read: {error}. Correct them, or make a witness with"
            " `cradle witness init`."
        )
        raise CradleError("witness.settings", detail, str(folder)) from None
    parsed = WitnessSettings.parse(canonical(members))
    settings = Settings(
        parsed.name, read_key(folder / KEY), _by_origin(parsed.logs), folder / RECORD
    )
    _check_own(settings.vkey, settings.logs)
    return settings


def _by_origin(texts: Sequence[str]) -> dict[str, list[Vkey]]:
    logs: dict[str, list[Vkey]] = {}
    for place, text in enumerate(texts):
        vkey = parse_vkey(text)
        if vkey.kind != ED25519:
            detail = "The key is not the Ed25519 key of a log; write the log's own verifier key."
            raise CradleError("witness.log", detail, f"logs[{place}]")
        logs.setdefault(vkey.name, []).append(vkey)
    return logs


def _check_own(own: Vkey, logs: Mapping[str, Sequence[Vkey]]) -> None:
    if any(vkey.key == own.key for vkeys in logs.values() for vkey in vkeys):
        detail = "The witness has the key of a log that it cosigns; give it a key of its own."
        raise CradleError("witness.log", detail)
