"""The change of a stale calculation: the new figure, its causes, and the verdict on its declarations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.documents.difference.attribution import attribute
from ledger.documents.difference.document import format_difference
from ledger.documents.difference.redeclaration import judge_redeclaration
from ledger.service.answers.difference import read_state, state_of_draft
from ledger.state.drafting import Draft
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.calculation import Calculation
from schemas.views.difference import Difference, RedeclarationState

Shows = Callable[[str], bool]
"""True for a statement that the reader is shown."""

Redraft = Callable[[CalculationRequest], Draft]
"""Drafts a calculation as of now, as far as the reader may calculate."""

Fold = Callable[[str, Difference], Difference]
"""The difference of a calculation as a reader may see it."""


@dataclass(frozen=True, slots=True)
class StaleReader:
    """A reader of stale figures.

    Attributes:
        shows: true for a statement that the reader is shown.
        redraft: drafts new figures; None if the reader may not.
        fold: the part of a difference that the reader may see.
        today: the day of reading, for the validity of declarations.
    """

    shows: Shows
    redraft: Redraft | None
    fold: Fold
    today: date


class StaleChange(NamedTuple):
    """The new figure of a calculation, its difference from the signed one, and the rulebook's verdict."""

    after: str | None = None
    difference: Difference | None = None
    redeclaration: RedeclarationState | None = None


def explain_change(ledger: Ledger, name: str, draft: Draft, reader: StaleReader) -> StaleChange:
    """Explain the change from a signed calculation to its draft as of now.

    Raises:
        CradleError: as `attribute`.
    """
    with ledger.view() as view:
        first, second = read_state(view, name), state_of_draft(view, draft)
    attribution = attribute(first, second)
    document = format_difference(first, second, attribution)
    verdict = judge_redeclaration(attribution, reader.today)
    after = draft.statement.total if isinstance(draft.statement, Calculation) else None
    return StaleChange(after, reader.fold(name, document), verdict)
