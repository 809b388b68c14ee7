"""The documents and files of a figure, and the rulebooks and factor sets that the ledger keeps.

A declaration is public: every login may read its document, which has no recipe and no firm but the manufacturer and its
auditor. The same content of a calculation that is not declared is for its manufacturer, the engaged auditor and the
operator alone. A server answers with pages and PDFs too, by routes of its own.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import Field

from ledger.append.methods import MethodQuota
from ledger.client.agrees import of_digest, of_document, of_scope
from ledger.desk.desk import Desk
from ledger.desk.question import Doc, act, question
from ledger.exchange.exporting import Export, export_delivery
from ledger.service.access.bundles import bundle_for, bundle_name
from ledger.service.access.journal import AccessRecord, event_of
from ledger.service.access.methods import list_methods, read_method
from ledger.service.access.permissions import Action
from ledger.service.access.reports import readable_study, state_readable
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.service.access.visible_statements import require_visible
from ledger.service.answers.declaration import known_declaration
from ledger.service.answers.delivery_contents import read_delivery_contents
from ledger.state.declared import calculation_behind
from ledger.state.methods import MethodDocument
from ledger.store.engine import Connection
from ledger.store.rows import put
from schemas.signed.calculation import Calculation
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind
from schemas.values import Digest, StatementId
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.file import ExportForm, File
from schemas.views.methods import ListedMethods
from schemas.views.partners import DigestResponse
from schemas.views.study import Study, StudyScope
from schemas.vocabulary import Audience


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
    return ListedMethods(items=tuple(list_methods(desk.ledger)))


@question(
    "/methods/{document:id}",
    may=Action.READ_METHOD,
    tag="documents",
    summary="Get a rulebook or factor set",
    operation="read_method",
    told="The rulebook or factor set.",
    media="application/json",
    agrees=of_digest,
)
def method(desk: Desk, document: Digest) -> File:
    """Return the exact bytes of a rulebook, or of a factor set whose licence permits it."""
    return File(read_method(desk.ledger, document, closed=desk.caller.at_folder))


@act(
    "/rulebooks",
    may=Action.KEEP_METHOD,
    tag="documents",
    summary="Store a rulebook",
    told="The digest of the rulebook.",
    method="POST",
    body="document",
    is_described=True,
    status=201,
)
def keep_rulebook(desk: Desk, document: Rulebook) -> DigestResponse:
    """Store a rulebook under its digest; storing it again changes nothing. Its id and version are its own."""
    return DigestResponse(digest=desk.ledger.keep(document, _quota(desk)))


@act(
    "/factor-sets",
    may=Action.KEEP_METHOD,
    tag="documents",
    summary="Store a factor set",
    told="The digest of the factor set.",
    method="POST",
    body="document",
    is_described=True,
    status=201,
)
def keep_factor_set(desk: Desk, document: FactorSet) -> DigestResponse:
    """Store a factor set under its digest; storing it again changes nothing. Its id and version are its own."""
    return DigestResponse(digest=desk.ledger.keep(document, _quota(desk)))


def _quota(desk: Desk) -> MethodQuota | None:
    """The limits of what the caller's organisation adds; None for the operator."""
    if desk.caller.operates or desk.site.methods is None:
        return None
    return MethodQuota(desk.caller.organisation, *desk.site.methods)


@act(
    "/methods/{document:id}",
    may=Action.REMOVE_METHOD,
    tag="documents",
    summary="Delete a rulebook or factor set",
    told="The document is removed.",
    method="DELETE",
    status=204,
)
def remove_method(desk: Desk, document: Digest) -> None:
    """Remove a rulebook or factor set that no statement, draft or other document names; the operator does."""

    def note(connection: Connection, method_document: MethodDocument) -> None:
        done = AccessRecord(
            "remove method", document, None, f"{method_document.id} {method_document.version}"
        )
        put(connection, event_of(desk.caller, desk.now, done))

    desk.ledger.remove(document, note)


@question(
    "/bundles/{statement:id}",
    may=Action.BUNDLE,
    tag="documents",
    summary="Get a bundle",
    told="The bundle, a zip file.",
    media="application/zip",
)
def bundle(
    desk: Desk,
    statement: StatementId,
    audience: Annotated[
        Audience | None,
        Doc("The reader of the bundle. Default: the one that shows this login most."),
    ] = None,
) -> File:
    """Return a calculation, declaration or delivery with its evidence, as a file for `cradle verify`."""
    chosen, content, lines = bundle_for(desk.ledger, desk.caller, statement, audience)
    desk.note(lines)
    return File(content, bundle_name(statement, chosen))


@question(
    "/deliveries/{statement:id}/export",
    may=Action.READ,
    tag="reports",
    summary="Export a delivery's figure",
    told="The file.",
    media="application/json",
)
def export(
    desk: Desk,
    statement: StatementId,
    format: Annotated[ExportForm, Doc("The format of the file.")],  # noqa: A002 - the name in the address
    created: Annotated[
        int | None,
        Field(ge=0, le=4_102_444_800),
        Doc("The footprint's time of creation, seconds of UTC since 1970. Default: now."),
    ] = None,
    customer_part: Annotated[
        str | None,
        Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
        Doc("The customer's part number of a battery part. Default: the product's id."),
    ] = None,
) -> File:
    """Return a delivery that states a figure as a file of PACT or Catena-X."""
    require_visible(desk.ledger, desk.caller, statement, Kind.DELIVERY)
    figure = read_delivery_contents(desk.ledger, statement)
    creation_time = datetime.fromtimestamp(desk.now if created is None else created, UTC)
    content = export_delivery(figure, Export(format, creation_time, customer_part))
    desk.note([AccessRecord("export", statement, figure.delivery.issuer, format)])
    return File(content, f"{format}.json")
