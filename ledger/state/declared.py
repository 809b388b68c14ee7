"""Declarations with the calculations that they declare, and those of an issuer that are live."""

from collections.abc import Iterator

from ledger.rules.declarations import DeclaredFigure
from ledger.state.view import View
from ledger.store.changes import changes_of
from ledger.store.statements import ids_about
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.commitment import Commitment
from schemas.signed.statement import Kind


def calculation_behind(view: View, statement: str) -> str:
    """The id of the calculation that a declaration declares; any other id as it is."""
    declared = view.statement(statement, Declaration)
    return statement if declared is None else declared.calculation


def declared_figure(view: View, name: str) -> DeclaredFigure | None:
    """The calculation that a declaration declares; None if there is no such declaration."""
    declaration = view.statement(name, Declaration)
    if declaration is None:
        return None
    calculation = view.statement(declaration.calculation, Calculation)
    return None if calculation is None else DeclaredFigure(name, calculation)


def live_declarations(view: View, issuer: str) -> Iterator[DeclaredFigure]:
    """The declarations of an issuer that were not superseded, in the order of the log."""
    ids = view.issued(issuer, Kind.DECLARATION)
    changed = changes_of(view.connection, ids)
    view.read(ids)
    for name in ids:
        declared = None if name in changed else declared_figure(view, name)
        if declared is not None:
            yield declared


def attestation_with_commitment(view: View, name: str) -> frozenset[str]:
    """An attestation, and the commitment from which its sample was drawn."""
    attestation = view.statement(name, Attestation)
    sample = None if attestation is None else attestation.sample
    return frozenset({name} if sample is None else {name, sample.commitment})


def is_declared_commitment(view: View, name: str) -> bool:
    """True for a commitment that an attestation reveals which a declaration names."""
    commitment = view.statement(name, Commitment)
    if commitment is None:
        return False
    attested = ids_about(view.connection, Kind.ATTESTATION.value, [commitment.subject])
    revealing = [
        attestation
        for attestation in attested
        if name in attestation_with_commitment(view, attestation)
    ]
    return bool(ids_about(view.connection, Kind.DECLARATION.value, revealing))


def earlier_documents(view: View, name: str) -> frozenset[str]:
    """The declarations that one supersedes, one after another, with the documents that these name."""
    documents: set[str] = set()
    declaration = view.statement(name, Declaration)
    while declaration is not None and declaration.supersedes is not None:
        name = declaration.supersedes.id
        declaration = view.statement(name, Declaration)
        if declaration is not None:
            documents |= {name, declaration.calculation}
            documents |= attestation_with_commitment(view, declaration.attestation)
    return frozenset(documents)
