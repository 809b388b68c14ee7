"""The names of registered participants beside their ids."""

from schemas.base import Model
from schemas.values import Country, StatementId, Text


class NamedFirm(Model):
    """A registered participant: its id, the legal name and the country of its registration."""

    id: StatementId
    name: Text
    country: Country


class NamedFirms(Model):
    """Registered participants, in the order of the request; an id that is not registered is left out."""

    items: tuple[NamedFirm, ...]
