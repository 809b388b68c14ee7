"""The contents of a bundle for its reader: the subject, and all behind it that the reader may see.

The auditor's selection is everything that the subject rests on or leaves out, and every statement
that changed any of it. Left out are excluded entries, and those of the same model and site that end
within a year of the period (`neighbouring_entries`), withdrawn ones among them; other entries of the model
are shown as envelopes. Statements of the same goods as those behind the figure, earlier versions and withdrawn entries
come with all that they rest on (`ledger.state.surroundings`), for the register of choices.
Another reader's selection is reached from the subject through the inventories and compositions that
this reader may read (`ledger.state.disclosure`):

    manufacturer   of a calculation or declaration: its own entries and balances whole; of its suppliers the
                   deliveries to it and the envelopes of the entries behind them, with product and quality
    supplier       of a delivery that it made: the same, for an auditor of its part alone
    customer       of a delivery: the delivery and the envelope of the entry behind it, with product and quality
    public         of a declaration: the declaration, its attestation and its calculation, as envelopes

An attestation comes with the commitment from which its sample was drawn; auditor and manufacturer are also shown the
commitments of all auditors to samples of the calculation.
Every statement comes with the objections to it, their answers and withdrawals; they have no sections.
A declaration comes with those that it supersedes, and their attestations and calculations, as envelopes.
Attestations are included with their delivery: they say what a reader without recipes can rest on.
Only a live delivery is a subject. The rulebook and factor sets go to readers who can compute with
them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ledger.footprint.graph.resolution import Records
from ledger.footprint.site_balance.balance import concerns
from ledger.state.attestations import attestations_of
from ledger.state.declared import attestation_with_commitment, earlier_documents
from ledger.state.disclosure import Reader
from ledger.state.history import LogSizes, changed, earlier
from ledger.state.same_goods import closure_of
from ledger.state.site_balances import live_balances
from ledger.state.surroundings import (
    Closed,
    Sight,
    Surroundings,
    around_calculation,
    around_delivery,
)
from ledger.state.view import View
from ledger.store.changes import changes_of
from ledger.store.statements import ids_about
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation, Composition, Declaration
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.entry import Entry
from schemas.signed.statement import Kind, SectionName, Statement
from schemas.vocabulary import Audience


@dataclass(frozen=True, slots=True)
class BundleSubject:
    """The subject of a bundle: a calculation with the documents that rest on it, or a delivery.

    Attributes:
        stated: the id of the statement that states the figure, or would state one.
        documents: the ids of the statements that the bundle is about.
        audiences: the audiences that have a bundle of it, each with its participant, if it is one.
        figure: the computed figure with its method; None for a delivery without a figure.
        replaced: the declarations that this one supersedes, with their attestations and calculations.
    """

    stated: str
    documents: frozenset[str]
    audiences: Mapping[Audience, str | None]
    figure: Calculation | DeliveredFigure | None
    replaced: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Selection:
    """The statements and sections that a reader is shown.

    Attributes:
        reader: the reader.
        statements: their ids.
        received: the entries among them whose goods the reader received.
        enveloped: those that every reader is shown as envelopes alone.
    """

    reader: Reader
    statements: frozenset[str]
    received: frozenset[str]
    enveloped: frozenset[str] = frozenset()

    def sections(self, name: str, statement: Statement) -> frozenset[SectionName]:
        """The sections of a statement that the reader is shown."""
        if name in self.enveloped:
            return frozenset()
        return self.reader.sections(name, statement, self.received)


def find_subject(view: View, subject: str) -> BundleSubject:
    """The subject of a bundle of this statement.

    Raises:
        CradleError: `export.subject`.
    """
    delivery = view.statement(subject, Delivery)
    if delivery is not None:
        readers = {
            Audience.AUDITOR: None,
            Audience.CUSTOMER: delivery.recipient,
            Audience.SUPPLIER: delivery.issuer,
        }
        return BundleSubject(subject, frozenset({subject}), readers, delivery.figure)
    declaration = view.statement(subject, Declaration)
    named = subject if declaration is None else declaration.calculation
    calculation = view.statement(named, Calculation)
    if calculation is None:
        detail = (
            "A bundle is of a calculation, a declaration or a delivery; there is none with this id."
        )
        raise CradleError("export.subject", detail, subject)
    audiences: dict[Audience, str | None] = {
        Audience.AUDITOR: None,
        Audience.MANUFACTURER: calculation.issuer,
    }
    documents = {subject, named}
    if declaration is not None:
        audiences[Audience.PUBLIC] = None
        documents |= attestation_with_commitment(view, declaration.attestation)
    replaced = earlier_documents(view, subject) - documents
    return BundleSubject(named, frozenset(documents), audiences, calculation, replaced)


def require_live(view: View, subject: str) -> None:
    """Refuse a delivery that was replaced or withdrawn: no new bundle or engagement is made for it.

    Raises:
        CradleError: `export.subject`.
    """
    change = changes_of(view.connection, [subject]).get(subject)
    if change is not None and view.statement(subject, Delivery) is not None:
        detail = f"The delivery was {change.kind} by {change.by}; a bundle is of a live delivery."
        raise CradleError("export.subject", detail, subject)


def find_reader(about: BundleSubject, audience: Audience, participant: str | None) -> Reader:
    """The reader of a bundle.

    Args:
        about: the subject of the bundle.
        audience: the audience for which it is made.
        participant: the required participant of that audience; None for no requirement.

    Raises:
        CradleError: `export.audience`, `export.participant`.
    """
    if audience not in about.audiences:
        audiences = ", ".join(sorted(about.audiences))
        detail = (
            f"Of this statement there are bundles for {audiences}, and none for {audience.value}."
        )
        raise CradleError("export.audience", detail, audience.value)
    owner = about.audiences[audience]
    if participant not in {None, owner}:
        detail = (
            f"The {audience.value} of this bundle is {owner or 'no participant'}; name no other."
        )
        raise CradleError("export.participant", detail, participant)
    return Reader(audience, owner)


def select(view: View, about: BundleSubject, reader: Reader, reach: LogSizes) -> Selection:
    """Select the statements that the reader is shown, up to the sizes of the checkpoints."""
    if reader.audience is Audience.PUBLIC:
        documents = about.documents | about.replaced
        return Selection(reader, documents | _objections(view, documents, reach), frozenset())
    around = _around(view, about, reader, reach)
    shown = around.shown | about.documents | about.replaced
    shown |= _balances(view, shown, reader, reach) | _words(view, shown, reach)
    shown |= _commitments(view, about, reach)
    shown |= _objections(view, shown, reach)
    enveloped = around.enveloped | about.replaced
    received = _received(around.records, reader)
    reader = replace(reader, is_sole=_is_sole(around.records, reader))
    return Selection(reader, frozenset(shown), received, enveloped)


def _is_sole(records: Records, reader: Reader) -> bool:
    """True if all that the subject rests on was issued by the reader."""
    entries = (record.entry.issuer for record in records.entries.values())
    deliveries = (record.delivery.issuer for record in records.deliveries.values())
    return {*entries, *deliveries} <= {reader.participant}


def _around(view: View, about: BundleSubject, reader: Reader, reach: LogSizes) -> Surroundings:
    """All that the subject rests on, and what is shown beside it."""
    sight = Sight(reader, reach, Closed.by(closure_of(view, about.stated)))
    if not isinstance(about.figure, Calculation):
        return around_delivery(view, about.stated, sight)
    composition = view.section(about.figure, SectionName.COMPOSITION, Composition)
    size = about.figure.as_of.size
    return around_calculation(view, about.figure, composition, size, sight)


def _received(records: Records, reader: Reader) -> frozenset[str]:
    """The entries, in the version that counts, whose goods were delivered to the reader."""
    newest = (
        records.newest(record.delivery.entry)
        for record in records.deliveries.values()
        if record.delivery.recipient == reader.participant
    )
    return frozenset(entry for entry in newest if entry is not None)


def _balances(view: View, ids: Iterable[str], reader: Reader, reach: LogSizes) -> set[str]:
    """The live balances of the sites and days of these entries, and those that they replaced."""
    entries = [row for row in view.read(ids).values() if isinstance(row, Entry)]
    balances = {
        record.id
        for issuer in {entry.issuer for entry in entries if reader.reads(entry.issuer)}
        for record in live_balances(view, issuer, reach.entries, reach.registry)
        if any(concerns(record.statement, entry) for entry in entries)
    }
    return balances | earlier(view, balances)


def _words(view: View, ids: Iterable[str], reach: LogSizes) -> set[str]:
    """The attestations of these deliveries, up to the sizes of the checkpoints."""
    deliveries = {name for name, row in view.read(ids).items() if isinstance(row, Delivery)}
    words = attestations_of(view, deliveries)
    return {row.id for row in view.stored(words) if row.index < reach.entries}


def _commitments(view: View, about: BundleSubject, reach: LogSizes) -> set[str]:
    """The commitments to samples of the calculation, up to the sizes of the checkpoints."""
    names = ids_about(view.connection, Kind.COMMITMENT.value, about.documents)
    return {row.id for row in view.stored(names) if row.index < reach.entries}


def _objections(view: View, ids: Iterable[str], reach: LogSizes) -> set[str]:
    """The objections to these statements, their answers and withdrawals, up to the sizes of the checkpoints."""
    objections = ids_about(view.connection, Kind.OBJECTION.value, ids)
    answers = ids_about(view.connection, Kind.ANSWER.value, objections)
    ids_with_answers = {*changed(view, objections, reach.registry), *answers}
    return {row.id for row in view.stored(ids_with_answers) if row.index < reach.entries}
