"""The documents of a figure, and the rulebooks and factor sets that the ledger keeps.

A declaration is public: every login may read its document, which has no recipe and no firm but the manufacturer and its
auditor. The same content of a calculation that is not declared is for its manufacturer, the engaged auditor and the
operator alone. A server answers with pages and PDFs too, by routes of its own.
"""

from typing import Annotated

from ledger.client.agrees import of_document, of_scope
from ledger.desk.desk import Desk
from ledger.desk.question import Doc, question
from ledger.service.access.journal import AccessRecord
from ledger.service.access.methods import list_methods
from ledger.service.access.permissions import Action
from ledger.service.access.reports import readable_study, state_readable
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.service.answers.declaration import known_declaration
from ledger.state.declared import calculation_behind
from schemas.signed.calculation import Calculation
from schemas.values import StatementId
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.methods import ListedMethods
from schemas.views.study import Study, StudyScope


@question(
    "/calculations/{statement:id}/study",
    may=Action.READ,
    tag="reports",
    summary="Get a calculation's study",
    told="The study.",
    is_routed=False,
    agrees=of_scope,
)
def study(
    desk: Desk,
    statement: StatementId,
    scope: Annotated[
        StudyScope, Doc("`public`, without recipes and suppliers, or `full`.")
    ] = "full",
) -> Study:
    """Return the study behind a calculation.

    The public study of a declared calculation is shown to every login that reads statements. The full one is shown to
    the operator, to an engaged auditor, and to the manufacturer as far as the data are its own.
    """
    readable = readable_study(desk.ledger, desk.caller, statement, scope)
    document, lines = state_readable(desk.ledger, readable)
    desk.note(lines)
    return document


@question(
    "/documents/{statement:id}",
    may=Action.READ,
    tag="documents",
    summary="Get a declaration as a document",
    told="The declaration.",
    is_routed=False,
    agrees=of_document,
)
def declaration_document(desk: Desk, statement: StatementId) -> DeclarationDocument:
    """Return a declaration, or a calculation as it would be declared."""
    calculation = calculation_behind(desk.view, statement)
    shown = Visibility(desk.view, desk.caller).standing(statement) is not None
    if not shown or desk.view.statement(calculation, Calculation) is None:
        raise unknown_statement(statement)
    document = known_declaration(desk.view, statement).document
    desk.note([AccessRecord("declaration", statement, None, "")])
    return document


@question(
    "/methods",
    may=Action.READ_METHOD,
    tag="documents",
    summary="List rulebooks and factor sets",
    operation="list_methods",
    told="The rulebooks and factor sets.",
)
def methods(desk: Desk) -> ListedMethods:
    """Return the rulebooks and factor sets that the ledger stores, with their digests and who added them."""
    return ListedMethods(items=tuple(list_methods(desk.ledger, desk.caller)))
