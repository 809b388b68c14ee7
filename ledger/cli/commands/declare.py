"""`cradle declare`: the declaration of a figure, by naming calculation and attestation."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    Address,
    AsJson,
    Contact,
    DocumentLanguage,
    Force,
    IdentityFolder,
    LedgerFolder,
    PublicPage,
    Quiet,
    SupersedingReason,
    TradeName,
    Yes,
    show_receipt,
)

if TYPE_CHECKING:
    from ledger.cli.terminal.declaration import DeclaredTerms
    from ledger.client.ledger_desk import LedgerDesk
    from ledger.client.statements import ServedStatement
    from schemas.signed.calculation import Declaration
    from schemas.signed.statement import Kind


def command(
    calculation: Annotated[str, typer.Option(help="The id of your calculation.")],
    attestation: Annotated[str, typer.Option(help="The id of the auditor's attestation of it.")],
    study: Annotated[str, typer.Option(help="The web address of the public study.")],
    conformity: Annotated[
        str | None,
        typer.Option(
            help="The number of the EU declaration of conformity: of a battery always, of another product never."
        ),
    ] = None,
    address: Address = None,
    trade_name: TradeName = None,
    contact: Contact = None,
    town: Annotated[str | None, typer.Option(help="The town of the plant.")] = None,
    chemistry: Annotated[
        str | None, typer.Option(help="The battery's chemistry, such as NMC811 and graphite.")
    ] = None,
    date: Annotated[str | None, typer.Option(help="The day of issue, as YYYY-MM-DD.")] = None,
    signatory: Annotated[
        str | None,
        typer.Option(
            help="The name of the person who signs for the firm; needs --function. It is public, and stays in the log."
        ),
    ] = None,
    function: Annotated[
        str | None, typer.Option(help="The function of that person in the firm.")
    ] = None,
    supersedes: Annotated[
        str | None,
        typer.Option(
            help="The id of your declaration that this one replaces: of the same model and plant, and of no "
            "day outside this one's period."
        ),
    ] = None,
    reason: SupersedingReason = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The folder to write the declaration's documents into."),
    ] = None,
    language: DocumentLanguage = "en",
    page: PublicPage = None,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    yes: Yes = False,
) -> None:
    """Sign and submit the declaration of a calculation.

    The calculation must be attested. Its period shares no day with another declaration of the model and plant, unless
    --supersedes names that one. What the form asks for is shown first, of a battery by Article 7(1) (a) to (g), and
    what of it is not stated. The declaration of another product is a product footprint under the rulebook of its
    calculation, and no declaration under a law. Address, trade name, contact and town are those of your registration,
    unless they are given here. --out writes the declaration and its public study as files, which `cradle documents`
    writes again, also in another language.

    Example: cradle declare --calculation sha256:... --attestation sha256:... --conformity EU-1 --study https://...
    """
    from ledger.cli.backend.firm import DetailOptions
    from ledger.cli.backend.ids import full_id, parse_superseding
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.sending import send
    from ledger.cli.keys.identity import fresh, load_identity, require_origin
    from ledger.cli.terminal.documents import DocumentFolder, require_folder
    from ledger.state.drafting import Draft
    from ledger.trust.canonical import canonical
    from schemas.signed.calculation import Declaration

    folder = None if out is None else DocumentFolder(out, language, page)
    require_folder(out, page, force=force)
    signer = load_identity(identity)
    details = DetailOptions(address, trade_name, contact).parse()
    with select_backend(ledger) as backend:
        require_origin(signer, backend.origin())
        replaced = parse_superseding(backend, supersedes, reason)
        fields: dict[str, object | None] = {
            "origin": backend.origin(),
            "issuer": signer.id,
            "calculation": full_id(backend, calculation, "--calculation"),
            "attestation": full_id(backend, attestation, "--attestation"),
            "conformity": conformity,
            "study": study,
            "details": None if details is None else details.to_json(),
            "town": town,
            "chemistry": chemistry,
            "date": date,
            "signatory": _signatory(signatory, function),
            "supersedes": None if replaced is None else replaced.to_json(),
            "nonce": fresh(),
        }
        members = {name: value for name, value in fields.items() if value is not None}
        declaration = Declaration.parse(canonical(members))
        _review(backend, declaration, quiet=quiet, silent=yes or quiet or as_json)
        if folder is not None:  # A page that cannot be set is refused before anything is signed.
            folder.render(backend, declaration.calculation)
        receipt = send(backend, signer, Draft(declaration))
        written = {} if folder is None else {"documents": folder.write(backend, receipt.id)}
        show_receipt(receipt, written, as_json=as_json, quiet=quiet)


def _signatory(name: str | None, function: str | None) -> dict[str, str] | None:
    """The members of the signatory that the options state; None if there is neither."""
    stated = {"name": name, "function": function}
    return {key: value for key, value in stated.items() if value is not None} or None


def _review(
    backend: "LedgerDesk", declaration: "Declaration", *, quiet: bool, silent: bool
) -> None:
    """Show a person what is signed, as far as the ledger has the statements it names."""
    from ledger.cli.terminal.signing import review

    shown = _declared_terms(backend, declaration)
    if shown is None:  # The ledger's own refusal says what is wrong.
        named = {"conformity": declaration.conformity, "study": declaration.study}
        review(named, quiet=quiet, silent=silent)
    else:
        terms, figure = shown.terms, shown.figure
        review(terms, figure, shown.remarks, quiet=quiet, silent=silent)


def _declared_terms(backend: "LedgerDesk", declaration: "Declaration") -> "DeclaredTerms | None":
    """The declaration with the statements that it names; None if one of them is of another kind or there is none."""
    from ledger.cli.terminal.declaration import DeclaredTerms
    from schemas.signed.attestation import Attestation
    from schemas.signed.calculation import Calculation
    from schemas.signed.participant import Profile
    from schemas.signed.statement import Kind, SectionName

    figure = _shown(backend, declaration.calculation, Kind.CALCULATION)
    attested = _shown(backend, declaration.attestation, Kind.ATTESTATION)
    if figure is None or attested is None:
        return None
    registration = _shown(backend, declaration.issuer, Kind.PARTICIPANT)
    return DeclaredTerms(
        declaration,
        figure.payload(Calculation),
        attested.payload(Attestation),
        None if registration is None else registration.section(SectionName.PROFILE, Profile),
        _country(backend, figure),
    )


def _country(backend: "LedgerDesk", figure: "ServedStatement") -> str | None:
    """The country of the plant, by the first entry of the product; None if it is not shown."""
    from schemas.signed.calculation import Composition
    from schemas.signed.entry import Entry
    from schemas.signed.statement import Kind, SectionName
    from schemas.vocabulary import CompositionRole

    is_shown = SectionName.COMPOSITION in figure.sections
    rows = figure.section(SectionName.COMPOSITION, Composition).rows if is_shown else ()
    entry_id = next((row.entry for row in rows if row.role is CompositionRole.PRODUCT), None)
    entry = None if entry_id is None else _shown(backend, entry_id, Kind.ENTRY)
    return None if entry is None else entry.payload(Entry).site.country


def _shown(backend: "LedgerDesk", statement: str, kind: "Kind") -> "ServedStatement | None":
    """A statement with its sections; None if it is of another kind or there is none."""
    from schemas.errors import CradleError

    try:
        return backend.statement(statement, kind)
    except CradleError as error:
        if error.code != "statement.unknown":
            raise
        return None
