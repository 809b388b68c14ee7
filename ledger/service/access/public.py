"""What anybody may read of a declaration, without a login: the page behind a QR code.

A declaration, its attestation and its calculation are public as envelopes, and so is the document that they add up to.
Beside it stands who checked what: the auditor by its attestation, this server by recomputing, and a reader by the
public bundle, which cannot be recomputed and therefore never reads as verified. The recipes behind it stay closed.
"""

from dataclasses import dataclass

from ledger.append.ledger import Ledger
from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.disclosure.digits import stated_as
from ledger.documents.declaration.build import build_declaration
from ledger.documents.declaration.source import DeclarationSource
from ledger.service.access.own_policy import own_policy
from ledger.service.access.visibility import unknown_statement
from ledger.service.answers.declaration import read_source
from ledger.state.evaluation import as_told, evaluate_stated
from ledger.state.kept import Kept
from ledger.state.surroundings import present_sizes
from ledger.state.view import View
from ledger.store.statements import StoredStatement, statement_of
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.calculation import Declaration
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.report import Report
from schemas.views.standing import FigureStanding
from schemas.vocabulary import Audience


@dataclass(frozen=True, slots=True)
class PublicDeclaration:
    """A declaration as the public is shown it.

    Attributes:
        document: its content.
        agrees: True if this server recomputes the signed figure to the last digit that it states.
        index: of its leaf in the entries log, from 0.
        size: the leaves of that log.
        report: of the verifier on the public bundle, under this server's own policy.
        successor: the declaration that counts now in its place, if another one does.
    """

    document: DeclarationDocument
    agrees: bool
    index: int
    size: int
    report: Report
    successor: str | None


_PAGES = Kept[PublicDeclaration]("public")


def public_declaration(ledger: Ledger, statement: str) -> PublicDeclaration:
    """The public page of a declaration; kept until the log grows.

    Raises:
        CradleError: `statement.unknown` if there is no declaration of that id.
    """
    with ledger.view() as view:
        sizes = present_sizes(view)
        kept = _PAGES.find(view.memory, (statement, sizes))
        if kept is not None:
            return kept
        stored, source = _read(view, statement)
        calculation, declared = evaluate_stated(view, source.id)
        told = as_told(declared, calculation, calculation.filling)
        header = stated_as(calculation, declared.cells, told.cells)
        successor = _successor(view, source.standing)
    policy = own_policy(ledger)
    bundle = export_bundle(ledger, statement, Audience.PUBLIC)
    report = verify(bundle, policy, digest(model_bytes(policy)))
    page = PublicDeclaration(
        document=build_declaration(source),
        agrees=header == (calculation.cells, calculation.stages, calculation.total),
        index=stored.index,
        size=sizes.entries,
        report=report,
        successor=successor,
    )
    with ledger.view() as view:
        return _PAGES.keep(view.memory, (statement, sizes), page)


def _successor(view: View, standing: FigureStanding) -> str | None:
    """The declaration that counts now in place of one that was replaced."""
    replaced = standing.replaced
    if replaced is None or view.statement(replaced.newest, Declaration) is None:
        return None
    return replaced.newest


def _read(view: View, statement: str) -> tuple[StoredStatement, DeclarationSource]:
    """A declaration as it is stored, and the source of its document."""
    stored = statement_of(view.connection, statement)
    if stored is None or view.statement(statement, Declaration) is None:
        raise unknown_statement(statement)
    return stored, read_source(view, statement)
