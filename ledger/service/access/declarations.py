"""Declaration documents as a principal may know them.

A declaration is public: every login may read its document, which has no recipe and no firm but the manufacturer and
its auditor. The same content of a calculation that is not declared is for its manufacturer, the engaged auditor and the
operator alone.
"""

from ledger.documents.declaration.build import build_declaration
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.service.answers.declaration import read_source
from ledger.service.append.ledger import Ledger
from ledger.service.state.declared import calculation_behind
from schemas.calculation import Calculation
from schemas.declaration_document import DeclarationDocument


def declaration_for(
    ledger: Ledger, principal: Principal, statement: str, now: int
) -> DeclarationDocument:
    """The declaration document of a declaration or calculation that the principal is shown.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `note` and
            `ledger.service.answers.declaration.declaration_document`.
    """
    scope_of(principal, Action.READ)
    with ledger.view() as view:
        name = calculation_behind(view, statement)
        shown = Visibility(view, principal).standing(statement) is not None
        if not shown or view.statement(name, Calculation) is None:
            raise unknown_statement(statement)
        document = build_declaration(read_source(view, statement))
    note(ledger.store, principal, now, [AccessRecord("declaration", statement, None, "")])
    return document
