"""The sample of an audit: the processes that the auditor examines, drawn from a seed that no party alone can choose.

A process is a flow in an entry, under one stage and one source, as for data quality. The list is the same for everyone
who has the audit bundle, the nonce and the checkpoint; its digest is in the attestation.
"""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Model
from schemas.signed.commitment import SecretNonce, SeedCheckpoint
from schemas.signed.log import Receipt
from schemas.values import Code, Count, Digest, Index, Share, StatementId, TreeHash
from schemas.vocabulary import Stage

Relevance = Literal["most_relevant", "other"]
SampleDepth = Literal["recomputed", "documents", "site_visit"]


class SampleQuota(Model):
    """The processes of one relevance, the sites that they are of, and the number of processes to draw.

    `share` is the least share by number that the method asks for.
    """

    relevance: Relevance
    share: Share
    processes: Index
    sites: Index
    drawn: Index


class SampleItem(Model):
    """A drawn process.

    Attributes:
        order: its place in the list, from 1 on.
        site: its stratum: the site of the issuer.
        rows: the rows of the entry's inventory, such as `inputs/3`; none if no row states the amount.
        share: of the sum of absolute contributions, to 6 decimals.
        weight: in the draw; from 1,000 for an entry without choices to 10,000 for the one whose choices are worth most.
        depth: the least depth at which it is examined.
    """

    order: Count
    entry: StatementId
    issuer: StatementId
    site: Code
    stage: Stage
    source: str
    label: str
    rows: tuple[str, ...]
    relevance: Relevance
    share: Share
    weight: Annotated[Index, Field(le=10_000)]
    depth: SampleDepth


class Sample(Model):
    """The sample of a calculation.

    Attributes:
        rule: the version of the rule by which it was drawn.
        seed: the 32 bytes from which it was drawn, in hexadecimal.
        drawn: SHA-256 of the canonical JSON of {items, rule}.
    """

    rule: Literal["cradle-sample-1"]
    calculation: StatementId
    commitment: StatementId
    checkpoint: SeedCheckpoint
    seed: TreeHash
    quotas: tuple[SampleQuota, ...]
    items: tuple[SampleItem, ...]
    drawn: Digest


class SecretCommitment(Model):
    """The file in which an auditor keeps the nonce of a commitment, and the receipt of it once it is in the log.

    It is private until the attestation reveals the nonce.
    """

    commitment: StatementId
    issuer: StatementId
    subject: StatementId
    nonce: SecretNonce
    receipt: Receipt | None = None


class SampleState(Model):
    """The state of the samples of a calculation, as an auditor sees it.

    Attributes:
        commitment: of the caller, or of the auditor of `attestation`; absent if there is none.
        index: of the commitment's leaf in the entries log.
        attestation: that reveals the commitment; absent until then.
        sample: drawn again from the revealed seed; absent until then.
        as_stated: True if it is the list that the attestation states; absent without a sample.
    """

    calculation: StatementId
    commitment: StatementId | None = None
    index: Index | None = None
    attestation: StatementId | None = None
    sample: Sample | None = None
    as_stated: bool | None = None
