"""What Cradle puts beside a PACT footprint, so that whoever has the file can tie it to its issuer and to the log.

A footprint alone can be made by anyone. Its extension carries the delivery as it was signed, the key that signed it,
the leaf and its proof under a checkpoint of the log, and the entry behind it as it was signed: numbers, product, period
and place of the footprint are held against those. What the inputs were stays with the supplier; the digests of the
entry's salted sections commit to them. A PACT program that knows nothing of it passes it by.

`beyond_gate` and `credits` are parts of the delivered figure that PACT's numbers leave out, `unspecified` is inside
its fossil emissions; all in kg CO2e per unit. `not_stated` names members that PACT demands and nobody stated.
"""

from pydantic import Field

from schemas.base import Model
from schemas.calculation import StageValue
from schemas.entry import EntrySections
from schemas.log import Receipt
from schemas.participant import PublicKey
from schemas.policy import LogKeys
from schemas.values import Digest, Figure, Origin, StatementId, Text

DATA_SCHEMA = "urn:cradle:schema:pact_extension:v1"
"""The id of the schema of this extension's data, which marks it as ours."""

VERSION = "1.0.0"


class Signed(Model):
    """A statement as it was submitted: its id, and its DSSE envelope in base64."""

    id: StatementId
    envelope: str = Field(max_length=1 << 17)


class PactExtension(Model):
    """The evidence behind a footprint: its `data`."""

    origin: Origin
    logs: LogKeys
    issuer: StatementId
    issuer_key: PublicKey
    delivery: Signed
    receipt: Receipt
    entry: Signed
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
