"""A row of a chain with its part of the figure."""

from schemas.base import Model
from schemas.values import Code, Figure, StatementId, Text
from schemas.vocabulary import DataBasis


class Contributor(Model):
    """A row of an entry, and the amount that it adds to the recomputed total; a credit is negative.

    `place` is the list of the inventory and the index in it, from 0 (`inputs/3`), or the word in `source` if the
    method adds the amount and no row states it. `source` is the origin of the factor, `known` the origin of the row's
    amount (`not_stated` if the row is silent, `added` if no row states it), `basis` that of the
    entry's amounts. `kg` is in kg CO2e per unit of the total, `percent` in per cent of it.
    """

    entry: StatementId
    place: Text
    label: Text
    source: Text
    known: Code
    basis: DataBasis
    kg: Figure
    percent: Figure | None = None
