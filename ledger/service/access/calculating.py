"""A calculation asked for over the wire: the draft of what its manufacturer asserts, for it to sign."""

from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.calculate import Assertions, build_calculation
from ledger.service.drafting import Draft, Fresh
from ledger.service.ledger import Ledger
from schemas.asking import CalculationAsked
from schemas.errors import CradleError


def draft_for(ledger: Ledger, principal: Principal, asked: CalculationAsked, fresh: Fresh) -> Draft:
    """The calculation as of now, not signed.

    Raises:
        CradleError: `access.*`, or as `build_calculation`.
    """
    scope = scope_of(principal, Action.CALCULATE)
    if scope is not Scope.ALL and asked.issuer != require_participant(principal):
        detail = "One calculates one's own batteries; the issuer named here is another."
        raise CradleError("access.issuer", detail, "issuer")
    return build_calculation(ledger, assertions_of(asked), fresh)


def assertions_of(asked: CalculationAsked) -> Assertions:
    """What is asserted, as calculating takes it."""
    return Assertions(**{name: getattr(asked, name) for name in type(asked).model_fields})
