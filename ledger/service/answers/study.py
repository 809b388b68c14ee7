"""The study of a calculation: gathered from the store, and stated by `ledger.documents.study`."""

from collections.abc import Iterator

from ledger.append.ledger import Ledger
from ledger.documents.study.building import state_study
from ledger.documents.study.context import (
    ExcludedRecord,
    Reader,
    SignedAttestation,
    StudyContext,
)
from ledger.documents.worth import with_worth, without_causes
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.service.answers.choices import known_choices
from ledger.service.answers.quality import summarize_quality
from ledger.state.evaluation import as_told, evaluate_stated
from ledger.state.figures import read_document
from ledger.state.profiles import name_of
from ledger.state.standing import standing_of
from ledger.state.view import View
from ledger.store.statements import ids_about
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.rulebook import FactorSet
from schemas.signed.statement import Kind, SectionName
from schemas.views.study import Study


def build_study(ledger: Ledger, calculation: str, reader: Reader = "everything") -> Study:
    """The study document of a calculation that the ledger holds, as far as a reader may see.

    Raises:
        CradleError: `calculation.unknown`, or as `ledger.state.evaluation.evaluate`.
    """
    with ledger.view() as view:
        return state_study(gather_study(view, calculation, reader))


def gather_study(view: View, calculation: str, reader: Reader) -> StudyContext:
    """What the ledger knows about a calculation, for its study.

    Raises:
        CradleError: as `build_study`.
    """
    statement, exact = evaluate_stated(view, calculation)
    is_told = reader != "everything" and statement.digits is not None
    declared = as_told(exact, statement, statement.filling) if is_told else exact
    computed = declared.computed
    resolution = computed.resolution
    entries = [record.entry for record in resolution.nodes.values()]
    deliveries = [computed.records.deliveries[name].delivery for name in resolution.makers]
    issuers = {statement.issuer, *(row.issuer for row in entries)}
    choices = known_choices(view, calculation, statement, exact, is_exact=not is_told)
    graph = PlausibilityContext(
        resolution, computed.figures, computed.table, computed.rulebook, filling=statement.filling
    )
    standing = with_worth(standing_of(view, calculation), choices, graph, declared.short)
    return StudyContext(
        id=calculation,
        calculation=statement,
        rows=declared.rows,
        graph=graph,
        factor_sets={
            digest: read_document(view, digest, FactorSet, "factor_set")
            for digest in statement.factor_sets
        },
        excluded=tuple(_excluded(view, statement)),
        firms={issuer: name_of(view, issuer) for issuer in issuers},
        attestations=tuple(_attestations(view, calculation)),
        choices=choices,
        quality=summarize_quality(statement, declared),
        short=declared.short,
        replaced=sum(row.supersedes is not None for row in entries)
        + sum(row.supersedes is not None for row in deliveries),
        standing=standing if reader == "everything" else without_causes(standing),
        reader=reader,
    )


def _excluded(view: View, calculation: Calculation) -> Iterator[ExcludedRecord]:
    composition = view.section(calculation, SectionName.COMPOSITION, Composition)
    for row in composition.exclusions:
        record = view.entry(row.entry)
        if record is not None:
            yield ExcludedRecord(row, record)


def _attestations(view: View, calculation: str) -> Iterator[SignedAttestation]:
    """The attestations of the calculation in the order of the log; refusals too."""
    names = ids_about(view.connection, Kind.ATTESTATION.value, [calculation])
    for name in names:
        attestation = view.statement(name, Attestation)
        if attestation is not None:
            yield SignedAttestation(name, attestation, name_of(view, attestation.issuer))
