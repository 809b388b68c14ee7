"""Stale figures: calculations and delivered figures that rest on statements changed since, and what changed them."""

from typing import Annotated, Literal

from schemas.base import ABSENT, Model
from schemas.shown import Shown
from schemas.values import Index, RegistryState, StatementId
from schemas.views.difference import Difference, RedeclarationState
from schemas.views.standing import FigureStanding
from schemas.vocabulary import Unit


class Touch(Model):
    """A registry leaf that changed something a figure rests on.

    `issuer`, its name `firm` and `reason` are those of the statement `by`, if the caller is shown it. `row` is the row
    of the figure's issuer that leads to the change.
    """

    index: Index
    statement: StatementId
    what: str
    event: Literal["superseded", "withdrawn", "added"]
    by: StatementId
    issuer: Annotated[StatementId | None, ABSENT] = None
    firm: Annotated[str | None, ABSENT] = None
    reason: Annotated[str | None, ABSENT] = None
    row: Annotated[str | None, ABSENT] = None


class StaleStatement(Model):
    """A calculation or delivered figure that rests on statements changed since.

    `before` is the signed figure; `after` the one by today's statements, for a caller who may calculate it, or
    `problem` the reason why there is none. `difference` is of the two, by stage and cause;
    `redeclaration` is the verdict of the rulebook's triggers on a declaration of it, `standing` what the signed figure
    is worth. `unit` is the declared one of a calculated product.
    """

    id: StatementId
    kind: str
    issuer: StatementId
    as_of: RegistryState
    touches: tuple[Touch, ...]
    model: Annotated[str | None, ABSENT] = None
    site: Annotated[str | None, ABSENT] = None
    declarations: tuple[StatementId, ...]
    unit: Annotated[Unit | None, ABSENT] = None
    before: str
    after: Annotated[str | None, ABSENT] = None
    problem: Annotated[str | None, ABSENT] = None
    difference: Annotated[Difference | None, ABSENT] = None
    redeclaration: Annotated[RedeclarationState | None, ABSENT] = None
    standing: Annotated[FigureStanding | None, ABSENT] = None


class StaleResponse(Shown):
    """The stale calculations and figures of the caller."""

    items: tuple[StaleStatement, ...]
