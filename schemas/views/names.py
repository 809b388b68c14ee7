"""Look-ups by id: the names of registered participants, and the kinds and paths of statements."""

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


class StatementLocationResponse(Model):
    """The kind of a statement and its path."""

    id: str
    kind: str
    path: str


class StatementLocationsResponse(Model):
    """Statements whose ids begin with the requested digits, in the order of their ids."""

    items: tuple[StatementLocationResponse, ...]
