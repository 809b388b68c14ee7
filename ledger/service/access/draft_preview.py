"""The previewed figure of a draft, for a principal that may preview its own deliveries.

Only documents that may be passed on value a draft: drafts change at will and leave no trace, so a series of them would
show the values of a factor set that its licence closes. Nothing of another participant is in the figure.
"""

from collections.abc import Iterable, Mapping

from ledger.append.ledger import Ledger
from ledger.service.access.methods import read_method
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.answers.draft_preview import preview_draft
from ledger.state.drafting import Draft
from schemas.signed.rulebook import FactorSet, Rulebook


def preview_draft_for(
    ledger: Ledger, principal: Principal, draft: Draft, rulebook: str, factor_sets: Iterable[str]
) -> Mapping[str, str]:
    """The kg CO2e per unit of each output line of a draft.

    Args:
        ledger: that keeps the rulebook and the factor sets.
        principal: the caller.
        draft: an entry that is not signed.
        rulebook: its digest.
        factor_sets: their digests.

    Raises:
        CradleError: `access.denied`, `document.unknown`, `document.licence`, or as `preview_draft`.
    """
    scope_of(principal, Action.PREVIEW)
    sets = [FactorSet.parse(read_method(ledger, name)) for name in factor_sets]
    method = Rulebook.parse(read_method(ledger, rulebook))
    return preview_draft(draft, method, sets)
