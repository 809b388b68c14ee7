"""Fork evidence: two states that one log has signed and that no single history has.

It is a file to pass on. Whoever knows the log's key can check it offline, for ever, and needs to
trust nobody: not the log, not whoever made the file.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.values import TreeHash


class ForkEvidence(Model):
    """Two signed checkpoints of one log, the smaller first, and what shows that they disagree.

    Two of one size have different roots, and that is all. Of two sizes, `path` proves (RFC 6962 section
    2.1.2) which root the newer tree had at the older size: `root`, and not the one that was signed.

    Attributes:
        vkey: the log's verifier key as the file claims it; a reader brings its own.
        older: the checkpoint of fewer leaves, a signed note.
        newer: the other one.
    """

    v: Literal[1]
    vkey: str
    older: str
    newer: str
    root: TreeHash | None = None
    path: tuple[TreeHash, ...] | None = Field(default=None, max_length=63)
