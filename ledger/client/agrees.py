"""Comparisons of an answer with what was asked: a server that answers another question is not believed.

Each returns the name of the member that does not fit, or None.
"""

from typing import Protocol

from ledger.client.call import Asked
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.exchanged.line_request import PreviewRequest
from schemas.signed.delivery import DeliveredFigure
from schemas.views.carbon_price import CarbonPriceReport, PriceRequest
from schemas.views.cbam_result import CbamReport
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.difference import Difference
from schemas.views.file import File
from schemas.views.keys import ParticipantKeys
from schemas.views.names import StatementLocationResponse
from schemas.views.portfolio import Portfolio
from schemas.views.study import Study


class OfCalculation(Protocol):
    """A report on one calculation."""

    @property
    def calculation(self) -> str:
        """Its id."""
        ...


class OfFigure(Protocol):
    """A report on a calculation, or on the one that a declaration names."""

    @property
    def calculation(self) -> str | None:
        """The id of the calculation; None if nobody has signed it."""
        ...

    @property
    def declaration(self) -> str | None:
        """The id of the declaration, if one was named."""
        ...


def of_figure(found: OfFigure, asked: Asked) -> str | None:
    """The report is on the calculation or declaration that was asked for."""
    named = {found.calculation, found.declaration}
    return None if asked["statement"] in named else "calculation"


def of_digest(found: File, asked: Asked) -> None:
    """The document is the one whose digest was asked for.

    Raises:
        CradleError: `remote.mismatch`.
    """
    if digest(found.content) != asked["document"]:
        detail = f"The server's document is not {asked['document']}; do not rely on it."
        raise CradleError("remote.mismatch", detail)


def of_both_figures(found: Difference, asked: Asked) -> str | None:
    """The difference is of the two figures that were asked for."""
    for name, side in (("before", found.before), ("after", found.after)):
        if asked[name] not in {side.calculation, side.declaration}:
            return "difference"
    return None


def of_participant(found: ParticipantKeys, asked: Asked) -> str | None:
    """The keys are those of the participant that was asked for."""
    return None if asked["statement"] == found.participant else "participant"


def of_statement(found: StatementLocationResponse, asked: Asked) -> str | None:
    """The place is that of the statement that was asked for."""
    return None if asked["statement"] == found.id else "id"


def of_calculation(found: OfCalculation, asked: Asked) -> str | None:
    """The report is on the calculation that was asked for."""
    return None if asked["statement"] == found.calculation else "calculation"


def of_prices(found: CarbonPriceReport, asked: Asked) -> str | None:
    """The costs are on the figure and of the scenarios that were asked for."""
    sent, answered = asked["request"], tuple(row.scenario for row in found.scenarios)
    if isinstance(sent, PriceRequest) and answered != sent.scenarios:
        return "scenarios"
    return of_figure(found, asked)


def of_method(found: DeliveredFigure, asked: Asked) -> str | None:
    """The figure is by the method that was asked for.

    Raises:
        CradleError: `draft.differs`.
    """
    sent = asked["request"]
    if not isinstance(sent, PreviewRequest):
        return None
    if (found.rulebook, list(found.factor_sets)) != (sent.rulebook, sorted(set(sent.factor_sets))):
        detail = "The server's preview does not use the requested method. Nothing was signed."
        raise CradleError("draft.differs", detail, "figure")
    return None


def of_year(found: CbamReport, asked: Asked) -> str | None:
    """The goods are of the year and the correction factor that were asked for."""
    factor = asked["cscf"] or found.cscf
    return None if (found.year, found.cscf) == (asked["year"], factor) else "border"


def since_size(found: Portfolio, asked: Asked) -> str | None:
    """The scores are those that changed since the size of the registry that was asked for."""
    return None if found.since == asked["since"] else "since"


def of_scope(found: Study, asked: Asked) -> str | None:
    """The study is of the calculation, and in the scope, that were asked for."""
    if found.scope != asked["scope"]:
        return "scope"
    return of_calculation(found, asked)


def of_document(found: DeclarationDocument, asked: Asked) -> str | None:
    """The document is of the declaration or calculation that was asked for."""
    named = {found.digests.declaration, found.digests.calculation}
    return None if asked["statement"] in named else "digests"
