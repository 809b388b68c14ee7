"""The leaves of the two logs, and the receipt for a statement.

The registry holds everything whose absence an auditor must notice: participants, keys, superseded and withdrawn
statements, and the entries that made a declared product. The entries log holds everything else. Each of its leaves
names the registry state at which it was admitted, so the log cannot show different registry sizes to different readers.
Leaves carry ids and digests, never payloads or names.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from schemas.base import Model, refusal
from schemas.signed.statement import Kind
from schemas.values import Digest, Index, RegistryState, StatementId


class ParticipantLeaf(Model):
    """A registration that entered the registry. `sigs` is SHA-256 over the raw signatures in order."""

    v: Literal[1]
    kind: Literal["participant"]
    id: StatementId
    sigs: Digest


class KeyLeaf(Model):
    """A change of a key of participant `of`."""

    v: Literal[1]
    kind: Literal["key"]
    id: StatementId
    of: StatementId
    sigs: Digest


class ChangeLeaf(Model):
    """The superseding or withdrawal of statement `old` by statement `by`."""

    v: Literal[1]
    kind: Literal["superseded", "withdrawn"]
    old: StatementId
    by: StatementId


class MadeLeaf(Model):
    """The making of a declared product by entry `id`; `subject` is SHA-256 of canonical {issuer, model, site}."""

    v: Literal[1]
    kind: Literal["made"]
    subject: Digest
    id: StatementId


RegistryLeaf = Annotated[
    ParticipantLeaf | KeyLeaf | ChangeLeaf | MadeLeaf, Field(discriminator="kind")
]
_REGISTRY_LEAF: TypeAdapter[ParticipantLeaf | KeyLeaf | ChangeLeaf | MadeLeaf] = TypeAdapter(
    RegistryLeaf
)


def parse_registry_leaf(data: bytes) -> ParticipantLeaf | KeyLeaf | ChangeLeaf | MadeLeaf:
    """Parse the registry leaf in the JSON `data`.

    Raises:
        CradleError: `schema.*`.
    """
    try:
        return _REGISTRY_LEAF.validate_json(data)
    except ValidationError as error:
        raise refusal(error, tags=1) from None


class EntriesLeaf(Model):
    """A statement that entered the entries log; `registry` is the state after the registry leaves that it adds.

    Attributes:
        marks: the digests of its marks (`schemas.closure`): of an entry its issuer's, of a delivery its issuer's and
            its recipient's. Other kinds have none, and neither have leaves older than marks.
        closure: the digest of the closure of the figure that it states.
    """

    v: Literal[1]
    kind: Kind
    id: StatementId
    registry: RegistryState
    sigs: Digest
    old: StatementId | None = None
    marks: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=2)] | None = None
    closure: Digest | None = None


class Receipt(Model):
    """The answer to a submission: a complete inclusion proof, not a promise.

    `proof` is a C2SP tlog-proof: the leaf's index and path, and the signed checkpoint that they lead to.
    """

    id: StatementId
    log: Literal["entries", "registry"]
    index: Index
    leaf: EntriesLeaf | ParticipantLeaf | KeyLeaf
    proof: str
