"""`admission`: a registrar admits a rulebook or factor set, so that all may value the rows of others by it.

A factor set of one's own is a question: with the factor 1 for one flow and 0 for all others, a figure is an amount. So
what values rows that its reader may not see is admitted first, for everybody, in the log. The registrar answers for it:
that the document is what its name says, and that no row of it serves to single out the amounts of a supplier. Left out:
whether its values are right, which auditors judge.
"""

from typing import Literal

from schemas.signed.statement import Issued
from schemas.values import Digest, Nonce

MethodSort = Literal["rulebook", "factor_set"]


class Admission(Issued):
    """A rulebook or factor set, by its digest, that may value the rows of any participant."""

    sort: MethodSort
    method: Digest
    nonce: Nonce
