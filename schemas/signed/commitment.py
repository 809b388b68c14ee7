"""`commitment`: an auditor's hidden contribution to the draw of its sample, and the sample that an attestation states.

The sample of an audit is drawn from a seed that no party alone can choose. The auditor commits to a secret nonce by its
digest. The commitment enters the log, and the log signs the tree whose last leaf it is. The attestation reveals the
nonce, so every holder of the audit bundle can draw the sample again. Source: commit and reveal, as in coin flipping by
telephone (Blum 1983).
"""

from typing import Annotated

from pydantic import Field

from schemas.base import Grammar, Model
from schemas.signed.statement import Issued
from schemas.values import Digest, Index, StatementId, TreeHash

SecretNonce = Annotated[
    str,
    Grammar(r"^[0-9a-f]{64}$", "secret.grammar", "256 random bits as 64 hexadecimal digits"),
]
SignatureText = Annotated[
    str,
    Grammar(
        r"^[A-Za-z0-9+/]{85}[AQgw]==$",
        "signature.grammar",
        "an Ed25519 signature of 64 bytes as base64",
    ),
]


class Commitment(Issued):
    """An auditor's commitment to a secret nonce, for the sample of one calculation.

    `digest` is SHA-256 of the canonical JSON of {issuer, nonce, subject}. The nonce has 256 random bits, so the digest
    does not disclose it.
    """

    subject: StatementId
    digest: Digest


class SeedCheckpoint(Model):
    """The state of the entries log whose last leaf is a commitment, and the log's signature on its checkpoint."""

    size: Annotated[Index, Field(ge=1)]
    root: TreeHash
    signature: SignatureText


class AttestedSample(Model):
    """The sample of an attestation: the revealed seed, and the drawn processes by number and digest.

    `drawn` is SHA-256 of the canonical JSON of the list of items (`schemas.signed.sample.Sample.items`).
    """

    commitment: StatementId
    nonce: SecretNonce
    checkpoint: SeedCheckpoint
    processes: Annotated[Index, Field(ge=1)]
    drawn: Digest
