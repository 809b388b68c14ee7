"""Leaves of both logs, and documents by digest: log and audit build the same bytes.

A leaf is the canonical JSON of its model in `schemas.signed.log`. A section, a rulebook or a factor set is
the canonical JSON of its model, and its digest is the SHA-256 of exactly those bytes. `sigs` in a
leaf pins the submitted signatures, `registry` the state at which they were checked.

`read_model` reads every document and accepts only one form of each value.
"""

from hashlib import sha256
from typing import NamedTuple, TypeVar

from ledger.trust.canonical import canonical, parse_canonical, write
from ledger.trust.envelope import Envelope, signatures_digest
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.kinds import SECTIONS
from schemas.signed.log import EntriesLeaf, KeyLeaf, ParticipantLeaf
from schemas.signed.statement import Kind, Section
from schemas.values import RegistryState

Value = TypeVar("Value", bound=Model)


def digest(data: bytes) -> str:
    """`sha256:` and the hex SHA-256 of a document."""
    return f"sha256:{sha256(data).hexdigest()}"


def model_bytes(value: Model) -> bytes:
    """The canonical JSON of a model: payload, section, leaf, rulebook or factor set."""
    return canonical(value.to_json())


def read_model(
    data: bytes, model: type[Value], limit: int, form: str = "json.not_canonical"
) -> Value:
    """Read a document: canonical JSON, parsed by a strict model that writes the same bytes.

    Args:
        data: the document.
        model: the class of its value.
        limit: its largest size in bytes.
        form: the error code for canonical JSON that the model would write differently.

    Raises:
        CradleError: `json.*` as `parse_canonical`; `schema.*` or a rule of the model; `form`.
    """
    parse_canonical(data, limit)
    return _read_exactly(data, model, form)


def _read_exactly(data: bytes, model: type[Value], form: str) -> Value:
    value = model.parse(data)
    if write(value.to_json()) != data:
        detail = "A list is missing; write every list of the schema, also an empty one."
        raise CradleError(form, detail)
    return value


def read_value(section: Section) -> Model:
    """Parse the typed value of a section that `read_model` has read.

    Raises:
        CradleError: `schema.*` or a rule of the model; `section.form`; places start inside the value.
    """
    return _read_exactly(write(section.value), SECTIONS[section.section], "section.form")


def participant_leaf(statement: str, envelope: Envelope) -> ParticipantLeaf:
    """Build the registry leaf of a registration."""
    sigs = signatures_digest(envelope)
    return ParticipantLeaf(v=1, kind="participant", id=statement, sigs=sigs)


def key_leaf(statement: str, envelope: Envelope, of: str) -> KeyLeaf:
    """Build the registry leaf of a change of the keys of participant `of`."""
    return KeyLeaf(v=1, kind="key", id=statement, of=of, sigs=signatures_digest(envelope))


class LeafCommitments(NamedTuple):
    """Salted digests that a leaf binds.

    Attributes:
        marks: of an entry or a delivery.
        closure: of the figure that the statement states; None if it states none.
    """

    marks: tuple[str, ...] = ()
    closure: str | None = None


NOTHING_BOUND = LeafCommitments()


def entries_leaf(
    kind: Kind,
    statement: str,
    envelope: Envelope,
    registry: RegistryState,
    old: str | None,
    bound: LeafCommitments = NOTHING_BOUND,
) -> EntriesLeaf:
    """Build the leaf of a statement for the entries log.

    Args:
        kind: the kind of the statement.
        statement: its id.
        envelope: the submitted envelope; the leaf pins its signatures.
        registry: the registry state after the leaves that this statement adds to it.
        old: the id of the statement that it supersedes or withdraws, or None.
        bound: the commitments that the leaf binds.
    """
    return EntriesLeaf(
        v=1,
        kind=kind,
        id=statement,
        registry=registry,
        sigs=signatures_digest(envelope),
        old=old,
        marks=bound.marks or None,
        closure=bound.closure,
    )


def made_subject(issuer: str, model: str, site: str) -> str:
    """The subject of a `made` leaf: SHA-256 of canonical {issuer, model, site code}."""
    return digest(canonical({"issuer": issuer, "model": model, "site": site}))
