"""Fork evidence: two signed states of one log that contradict each other.

The evidence is a file to pass on. Anyone who knows the log's key can check it offline at any time,
without trusting the log or the author of the file.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.values import TreeHash


class ForkEvidence(Model):
    """Two signed checkpoints of one log, the smaller first, and the proof that they disagree.

    Two checkpoints of one size have different roots and need no proof. For two sizes, `path` proves (RFC 6962
    section 2.1.2) that the newer tree had the root `root` at the older size, which is not the signed one.

    Attributes:
        vkey: the log's verifier key as the file claims it; a reader brings its own.
        older: the checkpoint of fewer leaves, a signed note.
        newer: the other checkpoint, a signed note.
    """

    v: Literal[1]
    vkey: str
    older: str
    newer: str
    root: TreeHash | None = None
    path: tuple[TreeHash, ...] | None = Field(default=None, max_length=63)
