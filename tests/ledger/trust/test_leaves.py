"""Leaves: what the log writes about a statement pins its content, its signatures and the registry."""

import json
from hashlib import sha256

from ledger.trust.canonical import parse_canonical
from ledger.trust.envelope import sign, signatures_digest, statement_id
from ledger.trust.keys import Signer
from ledger.trust.leaves import digest, entries_leaf, made_subject, model_bytes, participant_leaf
from schemas.log import EntriesLeaf, ParticipantLeaf
from schemas.statement import Kind
from schemas.values import RegistryState

TYPE = "application/vnd.cradle.entry.v1+json"
PAYLOAD = b'{"a":1}'
ID = statement_id(TYPE, PAYLOAD)
ENVELOPE = sign(TYPE, PAYLOAD, [Signer(bytes(32))])
STATE = RegistryState(size=4, root="ab" * 32)
OLD = digest(b"old")


def test_digest_is_sha256_in_hex() -> None:
    """A document's digest is the published SHA-256 of its bytes, with the algorithm's name."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest(b"") == f"sha256:{empty}"


def test_participant_leaf() -> None:
    """The registry's leaf holds the registration's id and the digest of its signatures, no more."""
    data = model_bytes(participant_leaf(ID, ENVELOPE))
    sigs = signatures_digest(ENVELOPE)
    assert json.loads(data) == {"v": 1, "kind": "participant", "id": ID, "sigs": sigs}
    assert ParticipantLeaf.parse(data) == participant_leaf(ID, ENVELOPE)


def test_entries_leaf() -> None:
    """The entries leaf names the registry state too, and what it replaces only where it does."""
    first = model_bytes(entries_leaf(Kind.ENTRY, ID, ENVELOPE, STATE, None))
    expected = {
        "v": 1,
        "kind": "entry",
        "id": ID,
        "registry": {"size": 4, "root": "ab" * 32},
        "sigs": signatures_digest(ENVELOPE),
    }
    assert json.loads(first) == expected
    second = model_bytes(entries_leaf(Kind.ENTRY, ID, ENVELOPE, STATE, OLD))
    assert json.loads(second) == expected | {"old": OLD}
    assert EntriesLeaf.parse(second) == entries_leaf(Kind.ENTRY, ID, ENVELOPE, STATE, OLD)


def test_leaves_are_canonical() -> None:
    """A leaf's bytes are their own canonical form, so a rebuilt leaf hashes the same."""
    data = model_bytes(entries_leaf(Kind.ENTRY, ID, ENVELOPE, STATE, OLD))
    assert parse_canonical(data, 1000) == json.loads(data)


def test_leaf_changes_with_the_signatures() -> None:
    """The same statement signed by another key has the same id and another leaf."""
    other = sign(TYPE, PAYLOAD, [Signer(bytes([1]) * 32)])
    assert participant_leaf(ID, ENVELOPE) != participant_leaf(ID, other)


def test_made_subject_is_the_digest_of_issuer_model_and_site() -> None:
    """The subject is SHA-256 over the three names in canonical JSON, each in its own member."""
    data = b'{"issuer":"' + ID.encode() + b'","model":"nmc-1","site":"S32"}'
    assert made_subject(ID, "nmc-1", "S32") == f"sha256:{sha256(data).hexdigest()}"
    assert made_subject(ID, "nmc-1", "S32") != made_subject(ID, "nmc-1S", "32")
