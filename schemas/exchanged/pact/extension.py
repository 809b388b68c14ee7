"""Cradle's extension of a PACT footprint, with which every holder of the file can verify its issuer and its log entry.

Anyone can make a footprint alone. The extension carries the signed delivery, the key that signed it, the leaf and its
proof under a checkpoint of the log, and the signed entry behind it; the numbers, product, period and place of the
footprint are compared with these. The inputs stay with the supplier; the digests of the entry's salted sections commit
to them. A PACT program that does not know the extension ignores it.

`beyond_gate` and `credits` are parts of the delivered figure that PACT's numbers leave out; `unspecified` is included
in its fossil emissions; all are in kg CO2e per unit. `not_stated` names members that PACT requires and nobody stated.
"""

from pydantic import Field

from schemas.base import Model
from schemas.signed.calculation import StageValue
from schemas.signed.entry import EntrySections
from schemas.signed.log import Receipt
from schemas.signed.participant import PublicKey
from schemas.signed.policy import LogKeys
from schemas.values import Digest, Figure, Origin, StatementId, Text

DATA_SCHEMA = "urn:cradle:schema:pact_extension:v1"
"""The id of the schema of this extension's data, which marks the extension as Cradle's."""

VERSION = "1.0.0"


class SignedStatement(Model):
    """A submitted statement: its id, and its DSSE envelope in base64."""

    id: StatementId
    envelope: str = Field(max_length=1 << 17)


class PactExtension(Model):
    """The evidence behind a footprint: the `data` of the extension."""

    origin: Origin
    logs: LogKeys
    issuer: StatementId
    issuer_key: PublicKey
    delivery: SignedStatement
    receipt: Receipt
    entry: SignedStatement
    lineage: EntrySections
    rulebook: Digest
    factor_sets: tuple[Digest, ...] = Field(min_length=1, max_length=16)
    stages: tuple[StageValue, ...]
    total: Figure
    beyond_gate: Figure
    credits: Figure
    unspecified: Figure
    not_stated: tuple[Text, ...]
    attestations: tuple[StatementId, ...]
