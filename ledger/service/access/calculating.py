"""A calculation asked for over the wire: what its manufacturer asserts, and the draft it then signs."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.calculate import Assertions, build_calculation
from ledger.service.drafting import Draft, Fresh
from ledger.service.ledger import Ledger
from schemas.calculation import CompositionRow, Exclusion, Filling, Warranty
from schemas.errors import CradleError
from schemas.values import Amount, Code, Digest, Period, ProductId, StatementId, Text
from schemas.vocabulary import Category


class CalculationAsked(BaseModel):
    """What a manufacturer asserts of a battery model from one plant; see `Assertions` for the members."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: StatementId
    model: ProductId
    site: Code
    period: Period
    category: Category
    vehicle_category: Text | None = None
    capacity_kwh: Amount
    warranties: Annotated[tuple[Warranty, ...], Field(max_length=16)] = ()
    cycle_life: Amount | None = None
    rulebook: Digest
    factor_sets: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=16)]
    end_of_life: Annotated[tuple[StatementId, ...], Field(max_length=64)] = ()
    rows: Annotated[tuple[CompositionRow, ...], Field(max_length=1000)] = ()
    exclusions: Annotated[tuple[Exclusion, ...], Field(max_length=1000)] = ()
    filling: Filling | None = None


def draft_for(ledger: Ledger, principal: Principal, asked: CalculationAsked, fresh: Fresh) -> Draft:
    """The calculation as of now, not signed.

    Raises:
        CradleError: `access.*`, or as `build_calculation`.
    """
    scope = scope_of(principal, Action.CALCULATE)
    if scope is not Scope.ALL and asked.issuer != require_participant(principal):
        detail = "One calculates one's own batteries; the issuer named here is another."
        raise CradleError("access.issuer", detail, "issuer")
    members = {name: getattr(asked, name) for name in type(asked).model_fields}
    return build_calculation(ledger, Assertions(**members), fresh)
