"""Comparisons of an answer with what was asked: a server that answers another question is not believed.

Each returns the name of the member that does not fit, or None.
"""

from typing import Protocol

from ledger.client.call import Arguments
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


def of_figure(report: OfFigure, arguments: Arguments) -> str | None:
    """The report is on the calculation or declaration that was asked for."""
    named = {report.calculation, report.declaration}
    return None if arguments["statement"] in named else "calculation"


def of_digest(file: File, arguments: Arguments) -> None:
    """The document is the one whose digest was asked for.

    Raises:
        CradleError: `remote.mismatch`.
    """
    if digest(file.content) != arguments["document"]:
        detail = f"The server's document is not {arguments['document']}; do not rely on it."
        raise CradleError("remote.mismatch", detail)


def of_both_figures(difference: Difference, arguments: Arguments) -> str | None:
    """The difference is of the two figures that were asked for."""
    for name, side in (("before", difference.before), ("after", difference.after)):
        if arguments[name] not in {side.calculation, side.declaration}:
            return "difference"
    return None


def of_participant(keys: ParticipantKeys, arguments: Arguments) -> str | None:
    """The keys are those of the participant that was asked for."""
    return None if arguments["statement"] == keys.participant else "participant"


def of_statement(location: StatementLocationResponse, arguments: Arguments) -> str | None:
    """The place is that of the statement that was asked for."""
    return None if arguments["statement"] == location.id else "id"


def of_calculation(report: OfCalculation, arguments: Arguments) -> str | None:
    """The report is on the calculation that was asked for."""
    return None if arguments["statement"] == report.calculation else "calculation"


def of_prices(report: CarbonPriceReport, arguments: Arguments) -> str | None:
    """The costs are on the figure and of the scenarios that were asked for."""
    sent, answered = arguments["request"], tuple(row.scenario for row in report.scenarios)
    if isinstance(sent, PriceRequest) and answered != sent.scenarios:
        return "scenarios"
    return of_figure(report, arguments)


def of_method(figure: DeliveredFigure, arguments: Arguments) -> str | None:
    """The figure is by the method that was asked for.

    Raises:
        CradleError: `draft.differs`.
    """
    sent = arguments["request"]
    if not isinstance(sent, PreviewRequest):
        return None
    if (figure.rulebook, list(figure.factor_sets)) != (
        sent.rulebook,
        sorted(set(sent.factor_sets)),
    ):
        detail = "The server's preview does not use the requested method. Nothing was signed."
        raise CradleError("draft.differs", detail, "figure")
    return None


def of_year(report: CbamReport, arguments: Arguments) -> str | None:
    """The goods are of the year and the correction factor that were asked for."""
    factor = arguments["cscf"] or report.cscf
    return None if (report.year, report.cscf) == (arguments["year"], factor) else "border"


def since_size(portfolio: Portfolio, arguments: Arguments) -> str | None:
    """The scores are those that changed since the size of the registry that was asked for."""
    return None if portfolio.since == arguments["since"] else "since"


def of_scope(study: Study, arguments: Arguments) -> str | None:
    """The study is of the calculation, and in the scope, that were asked for."""
    if study.scope != arguments["scope"]:
        return "scope"
    return of_calculation(study, arguments)


def of_document(document: DeclarationDocument, arguments: Arguments) -> str | None:
    """The document is of the declaration or calculation that was asked for."""
    named = {document.digests.declaration, document.digests.calculation}
    return None if arguments["statement"] in named else "digests"
