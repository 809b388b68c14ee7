"""Declaration documents as a principal may know them.

A declaration is public: every login may read its document, which has no recipe and no firm but the manufacturer and
its auditor. The same content of a calculation that is not declared is for its manufacturer, the engaged auditor and the
operator alone.
"""

from ledger.append.dry_run import judge_draft
from ledger.append.ledger import Ledger
from ledger.documents.declaration.build import build_declaration
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.answers.declaration import draft_declaration
from ledger.state.drafting import Draft
from schemas.errors import CradleError
from schemas.signed.calculation import Declaration
from schemas.views.declaration_document import DeclarationDocument


def preview_declaration_for(
    ledger: Ledger, principal: Principal, declaration: Declaration, now: int
) -> DeclarationDocument:
    """The document of a declaration that is not signed yet, judged by all rules of the ledger but its signature.

    Raises:
        CradleError: `access.denied`, `access.issuer`, the refusal that its submission would have, or as `note`.
    """
    scope_of(principal, Action.CALCULATE)
    if declaration.issuer != require_participant(principal):
        detail = "A manufacturer declares its own figures; name your participant as the issuer."
        raise CradleError("access.issuer", detail, "issuer")
    draft = Draft(declaration)
    judge_draft(ledger, draft)
    with ledger.view() as view:
        source = draft_declaration(view, draft.id, declaration)
        document = build_declaration(source)
    note(ledger.store, principal, now, [AccessRecord("declaration", draft.id, None, "preview")])
    return document
