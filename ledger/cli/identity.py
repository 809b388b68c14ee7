"""A participant's keys, in a folder on its own machine: root keys, working keys, and the id once registered.

Private keys are PKCS 8 PEM files that only their owner may read; they never enter a ledger. A root key speaks for the
other keys and belongs off line; a working key signs statements. Keys made elsewhere serve as well: a folder's PEM
files are read whoever wrote them, Ed25519 or P-256. `participant.json` names the files that are in use, once others
than the first two are.
"""

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ledger.service.drafting import Draft, seal, sign_draft
from ledger.trust import p256
from ledger.trust.keys import Signer, format_private_pem, parse_private_pem
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.participant import Algorithm, Participant, ParticipantSections, Profile, PublicKey
from schemas.statement import Kind, SectionName
from schemas.vocabulary import Custody, Role

ROOT, WORKING, PARTICIPANT = "root.pem", "working.pem", "participant.json"
SALTS = "salt-secret"


@dataclass(frozen=True)
class Identity:
    """The keys of a participant; `participant` is its id, None before registration."""

    folder: Path
    root: Signer
    working: Signer
    participant: str | None

    @property
    def id(self) -> str:
        """The id of the registration.

        Raises:
            CradleError: `identity.unregistered`.
        """
        return _require_id(self.folder, self.participant)


def public_key(signer: Signer, custody: Custody = Custody.FILE) -> PublicKey:
    """The public part of a key as a statement lists it; keys here are files."""
    return PublicKey.of(signer.public).model_copy(update={"custody": custody})


def create_identity(folder: Path, algorithm: Algorithm = "ed25519") -> Identity:
    """Makes fresh keys of one algorithm in a new folder.

    Raises:
        CradleError: `identity.exists`: keys are never overwritten.
    """
    if (folder / ROOT).exists() or (folder / WORKING).exists():
        raise CradleError(
            "identity.exists",
            "The folder holds keys, which are never overwritten; name a new folder.",
            str(folder),
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name in (ROOT, WORKING):
        write_private_key(folder / name, draw_secret(algorithm), algorithm)
    return load_identity(folder)


def draw_secret(algorithm: Algorithm) -> bytes:
    """A fresh private key: any 32 bytes for Ed25519, for P-256 a number within its range."""
    if algorithm == "ed25519":
        return secrets.token_bytes(32)
    return (1 + secrets.randbelow(p256.N - 1)).to_bytes(32, "big")


def load_identity(folder: Path) -> Identity:
    """The keys of a folder.

    Raises:
        CradleError: `identity.none` or `key.*`.
    """
    record = _record(folder)
    root = read_private_key(folder / record.get("root", ROOT))
    working = read_private_key(folder / record.get("working", WORKING))
    return Identity(folder, root, working, record.get("id"))


def registered_id(folder: Path) -> str:
    """The id that a folder's keys are registered under; the keys themselves need not be there.

    Raises:
        CradleError: `identity.unregistered`.
    """
    return _require_id(folder, _record(folder).get("id"))


def _require_id(folder: Path, participant: str | None) -> str:
    if participant is None:
        detail = "These keys are not registered yet; run `cradle register` first."
        raise CradleError("identity.unregistered", detail, str(folder))
    return participant


def use_key(identity: Identity, function: str, file: Path) -> None:
    """Has the identity sign with another key from now on; `function` is root or working."""
    record = {**_record(identity.folder), function: str(file.resolve())}
    (identity.folder / PARTICIPANT).write_text(json.dumps(record, indent=2) + "\n")


def _record(folder: Path) -> dict[str, str]:
    record = folder / PARTICIPANT
    found: dict[str, str] = json.loads(record.read_text()) if record.is_file() else {}
    return found


def registered_origin(identity: Identity) -> str | None:
    """The ledger that the keys are registered with; None before they are."""
    return _record(identity.folder).get("origin")


def fresh() -> str:
    """128 fresh random bits, as salts and nonces have them."""
    return secrets.token_hex(16)


def salt_secret(identity: Identity) -> bytes:
    """The secret behind the salts of what is drafted from files, made on first use; it never leaves the folder."""
    path = identity.folder / SALTS
    if not path.is_file():
        write_secret(path, secrets.token_hex(32).encode())
    return path.read_bytes()


def sign_registration(
    identity: Identity,
    origin: str,
    profile: Profile,
    roles: Iterable[Role],
    registrar: Identity | str | None,
) -> Submission:
    """A registration signed by both of its keys and by the registrar; the first registrar names none.

    Where only the registrar's id is at hand, its signature is still to come (`countersign`).
    """
    sealed = seal(Kind.PARTICIPANT, None, {SectionName.PROFILE: profile}, fresh)
    statement = Participant(
        origin=origin,
        root_keys=(public_key(identity.root),),
        threshold=1,
        working_keys=(public_key(identity.working),),
        roles=tuple(sorted(set(roles), key=lambda role: role.value)),
        registrar=registrar.id if isinstance(registrar, Identity) else registrar,
        sections=ParticipantSections.model_validate(sealed.digests),
    )
    signers = [identity.root, identity.working]
    if isinstance(registrar, Identity):
        signers.append(registrar.working)
    return sign_draft(Draft(statement, sealed.documents), signers)


def keep_registration(identity: Identity, participant: str, origin: str) -> Identity:
    """Writes the id that the keys are registered under beside them; the identity with its id."""
    record = {**_record(identity.folder), "id": participant, "origin": origin}
    (identity.folder / PARTICIPANT).write_text(json.dumps(record, indent=2) + "\n")
    return replace(identity, participant=participant)


def write_private_key(path: Path, secret: bytes, algorithm: Algorithm = "ed25519") -> None:
    """Writes a private key that only its owner may read; an existing file is refused."""
    write_secret(path, format_private_pem(secret, algorithm))


def write_secret(path: Path, data: bytes) -> None:
    """Writes a file that only its owner may read, durably; an existing file is refused."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def read_private_key(path: Path) -> Signer:
    """The signer of a private key file.

    Raises:
        CradleError: `identity.none` or `key.*`.
    """
    if not path.is_file():
        raise CradleError(
            "identity.none", "There is no such key; run `cradle keys new` first.", str(path)
        )
    return parse_private_pem(path.read_bytes())
