"""A published warranty as a report counts it."""

from schemas.base import Model
from schemas.values import Amount, Digest, Text


class CountedWarranty(Model):
    """A published warranty of the reader's policy that speaks of the figure, and whether it settles the service life.

    `publisher` is the name of the key that signed it, `document` the digest of what it published. All that speak of one
    figure settle it together, or none does.
    """

    publisher: Text
    years: Amount
    km: Amount | None = None
    remaining_energy: Amount
    document: Digest
    settles: bool
