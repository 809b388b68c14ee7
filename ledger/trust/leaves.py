"""Leaves of both logs, and documents by digest: what the log writes is what an audit rebuilds.

A leaf is the canonical JSON of its model in `schemas.log`; a section, a rulebook or a factor set is
the canonical JSON of its own, and its digest is the SHA-256 of exactly those bytes. `sigs` in a
leaf pins the signatures that were submitted, `registry` the state they were judged at.

`read_exact` and `leaf_bytes` take models whose JSON has no key, depth or number that the profile of
canonical JSON refuses, whatever their values; the tests hold each of these models to it.
"""

from hashlib import sha256
from typing import TypeVar

from pydantic import ValidationError

from ledger.trust.canonical import canonical, is_plain, write
from ledger.trust.envelope import Envelope, signatures_digest
from schemas.base import Model
from schemas.log import ChangeLeaf, EntriesLeaf, KeyLeaf, MadeLeaf, ParticipantLeaf
from schemas.statement import Kind
from schemas.values import RegistryState

Value = TypeVar("Value", bound=Model)


def digest(data: bytes) -> str:
    """`sha256:` and the hex SHA-256 of a document."""
    return f"sha256:{sha256(data).hexdigest()}"


def model_bytes(value: Model) -> bytes:
    """The canonical JSON of a value of the language: payload, section, leaf, rulebook, factor set."""
    return canonical(value.to_json())


def leaf_bytes(leaf: EntriesLeaf | ParticipantLeaf | KeyLeaf | ChangeLeaf | MadeLeaf) -> bytes:
    """The canonical JSON of a leaf, all of whose strings are ids and words."""
    return _write(leaf)


def read_exact(model: type[Value], data: bytes) -> Value | None:
    """The value of bytes that are the canonical form of what the model reads in them.

    None is no verdict, but that slower ways must give one: `parse_canonical`, then the model, then
    `model_bytes`. Whatever is read here is read there too.
    """
    if not is_plain(data):
        return None
    try:
        value: Value = model.__pydantic_validator__.validate_json(data)
        return value if _write(value) == data else None
    except (ValidationError, TypeError):  # The second is an integer of more than 64 bits.
        return None


def _write(value: Model) -> bytes:
    """The canonical JSON of a value that is known to be inside the profile; words are written as they are held."""
    return write(value.__pydantic_serializer__.to_python(value, exclude_none=True))


def participant_leaf(statement: str, envelope: Envelope) -> ParticipantLeaf:
    """The registry's leaf for a registration."""
    sigs = signatures_digest(envelope)
    return ParticipantLeaf(v=1, kind="participant", id=statement, sigs=sigs)


def key_leaf(statement: str, envelope: Envelope, of: str) -> KeyLeaf:
    """The registry's leaf for a change of the keys of participant `of`."""
    return KeyLeaf(v=1, kind="key", id=statement, of=of, sigs=signatures_digest(envelope))


def entries_leaf(
    kind: Kind, statement: str, envelope: Envelope, registry: RegistryState, old: str | None
) -> EntriesLeaf:
    """The entries log's leaf for a statement.

    Args:
        kind: of the statement.
        statement: its id.
        envelope: as it was submitted; the leaf pins its signatures.
        registry: the registry state after the leaves that this statement adds to it.
        old: the statement it supersedes or withdraws.
    """
    sigs = signatures_digest(envelope)
    return EntriesLeaf(v=1, kind=kind, id=statement, registry=registry, sigs=sigs, old=old)


def made_subject(issuer: str, model: str, site: str) -> str:
    """The subject of a `made` leaf: SHA-256 of canonical {issuer, model, site code}."""
    return digest(canonical({"issuer": issuer, "model": model, "site": site}))
