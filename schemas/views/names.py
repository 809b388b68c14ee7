"""Look-ups by id: the names of registered participants, and the kinds and paths of statements."""

from schemas.base import Model
from schemas.shown import Shown
from schemas.values import Country, StatementId, Text
from schemas.vocabulary import Role


class NamedFirm(Model):
    """A registered participant: its id, the legal name and the country of its registration."""

    id: StatementId
    name: Text
    country: Country


class NamedFirms(Model):
    """Registered participants, in the order of the request; an id that is not registered is left out."""

    items: tuple[NamedFirm, ...]


class RegisteredFirm(NamedFirm):
    """A registered participant with its roles and who registered it; no registrar is named by the first registration.

    Attributes:
        registrar_name: the legal name of the registrar.
    """

    roles: tuple[Role, ...]
    registrar: StatementId | None = None
    registrar_name: Text | None = None


class RegisteredFirms(Shown):
    """Registered participants, in the order of their names."""

    items: tuple[RegisteredFirm, ...]


class StatementLocationResponse(Model):
    """The kind of a statement and its path."""

    id: str
    kind: str
    path: str


class StatementLocationsResponse(Model):
    """Statements whose ids begin with the requested digits, in the order of their ids."""

    items: tuple[StatementLocationResponse, ...]
