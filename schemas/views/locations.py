"""Where statements are read: their kinds and paths."""

from schemas.base import Model


class StatementLocationResponse(Model):
    """The kind of a statement and its path."""

    id: str
    kind: str
    path: str


class StatementLocationsResponse(Model):
    """Statements whose ids begin with the requested digits, in the order of their ids."""

    items: tuple[StatementLocationResponse, ...]
