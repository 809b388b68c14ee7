"""A participant's keys in a folder on its own machine: root key, working key, and the id after registration.

Private keys are encrypted PEM files that only their owner may read, or stay on a token (`private_keys`); they never
enter a ledger. A root key authorises the other keys and belongs offline, so it is read only when it signs; a working
key signs statements. PEM files of other programs are accepted too, Ed25519 or P-256. `participant.json` names the
files and tokens in use if they are not the first two.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ledger.cli.keys.passphrases import Protection
from ledger.cli.keys.private_keys import (
    KeyPlace,
    custody_of,
    key_place,
    make_or_read_key,
    read_key,
    write_secret,
)
from ledger.state.drafting import Draft, seal, sign_draft
from ledger.trust.keys import Signer
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.signed.participant import (
    Algorithm,
    Participant,
    ParticipantSections,
    Profile,
    PublicKey,
)
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import Custody, Role

ROOT, WORKING, PARTICIPANT = "root.pem", "working.pem", "participant.json"
FILES = {"root": ROOT, "working": WORKING}
SALTS = "salt-secret"


@dataclass(frozen=True)
class Identity:
    """The keys of a participant; `participant` is its id, None before registration."""

    folder: Path
    root_place: KeyPlace
    working_place: KeyPlace
    working: Signer
    participant: str | None

    @cached_property
    def root(self) -> Signer:
        """The root key.

        Raises:
            CradleError: as `read_key`.
        """
        return read_key(self.root_place)

    @property
    def id(self) -> str:
        """The id of the registration.

        Raises:
            CradleError: `identity.unregistered`.
        """
        return _require_id(self.folder, self.participant)


def public_key(signer: Signer, custody: Custody) -> PublicKey:
    """The public part of a key as a statement lists it."""
    return PublicKey.of(signer.public).model_copy(update={"custody": custody})


def create_identity(
    folder: Path,
    protection: Protection,
    algorithm: Algorithm | None = None,
    places: Mapping[str, KeyPlace] = {},
) -> Identity:
    """Make fresh keys of one algorithm in a new folder, or at the places given for root or working.

    Raises:
        CradleError: `identity.exists`, since keys are never overwritten; as `make_or_read_key`.
    """
    if any((folder / name).exists() for name in (ROOT, WORKING, PARTICIPANT)):
        raise CradleError(
            "identity.exists",
            "The folder holds keys, which are never overwritten; name a new folder.",
            str(folder),
        )
    for place in places.values():  # Before the folder is made: a token may refuse.
        make_or_read_key(place, algorithm, protection)
    if len(places) < len(FILES):
        protection()  # So may the person who is asked.
    folder.mkdir(parents=True, exist_ok=True)
    for function, place in places.items():
        use_key(folder, function, place)
    for function, name in FILES.items():
        if function not in places:
            make_or_read_key(folder / name, algorithm, protection)
    return load_identity(folder)


def load_identity(folder: Path) -> Identity:
    """The keys of a folder.

    Raises:
        CradleError: as `read_key` of the working key.
    """
    record = _record(folder)
    root, working = (key_place(record.get(key, name), folder) for key, name in FILES.items())
    return Identity(folder, root, working, read_key(working), record.get("id"))


def registered_id(folder: Path) -> str:
    """The id that a folder's keys are registered under; the keys themselves may be missing.

    Raises:
        CradleError: `identity.unregistered`.
    """
    return _require_id(folder, _record(folder).get("id"))


def _require_id(folder: Path, participant: str | None) -> str:
    if participant is None:
        detail = "These keys are not registered yet; run `cradle register` first."
        raise CradleError("identity.unregistered", detail, str(folder))
    return participant


def use_key(folder: Path, function: str, place: KeyPlace) -> None:
    """Record the key that a folder signs with from now on; `function` is root or working."""
    named = str(place.resolve() if isinstance(place, Path) else place)
    record = {**_record(folder), function: named}
    (folder / PARTICIPANT).write_text(json.dumps(record, indent=2) + "\n")


def _record(folder: Path) -> dict[str, str]:
    record = folder / PARTICIPANT
    try:
        members = json.loads(record.read_bytes()) if record.is_file() else {}
    except ValueError:
        members = None
    if not isinstance(members, dict):
        detail = "The record of the keys is damaged; restore it from a copy, or register again."
        raise CradleError("identity.record", detail, str(record))
    return members


def registered_origin(identity: Identity) -> str | None:
    """The ledger that the keys are registered with; None before registration."""
    return _record(identity.folder).get("origin")


def require_origin(identity: Identity, origin: str) -> None:
    """Refuse keys that are registered with another ledger.

    Raises:
        CradleError: `identity.origin`.
    """
    registered = registered_origin(identity)
    if registered is not None and registered != origin:
        detail = f"These keys are registered with {registered}, and this ledger is {origin}; use its keys."
        raise CradleError("identity.origin", detail, str(identity.folder))


def fresh() -> str:
    """128 fresh random bits in hexadecimal, for a salt or nonce."""
    return secrets.token_hex(16)


def salt_secret(identity: Identity) -> bytes:
    """The secret that salts of drafted files derive from, made on first use; it never leaves the folder."""
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
    """Sign a registration with both of its keys and the registrar's; the first registrar names no registrar.

    If only the registrar's id is available, `countersign` adds its signature later.
    """
    sealed = seal(Kind.PARTICIPANT, None, {SectionName.PROFILE: profile}, fresh)
    statement = Participant(
        origin=origin,
        root_keys=(public_key(identity.root, custody_of(identity.root_place)),),
        threshold=1,
        working_keys=(public_key(identity.working, custody_of(identity.working_place)),),
        roles=tuple(sorted(set(roles), key=lambda role: role.value)),
        registrar=registrar.id if isinstance(registrar, Identity) else registrar,
        sections=ParticipantSections.model_validate(sealed.digests),
    )
    signers = [identity.root, identity.working]
    if isinstance(registrar, Identity):
        signers.append(registrar.working)
    return sign_draft(Draft(statement, sealed.documents), signers)


def keep_registration(identity: Identity, participant: str, origin: str) -> Identity:
    """Record the id of a registration beside the keys; return the identity with its id."""
    record = {**_record(identity.folder), "id": participant, "origin": origin}
    (identity.folder / PARTICIPANT).write_text(json.dumps(record, indent=2) + "\n")
    return replace(identity, participant=participant)
