"""Bundles: all that an auditor needs in one file, or the part of it that another reader may see.

The audit bundle has recipes, so it goes to the engaged auditor alone; these functions do not check
to whom the operator gives it. A redacted bundle leaves out what its reader may not see
(`selection`). Both checkpoints were signed together: the newest, or an earlier pair that witnesses
have cosigned and that covers the subject (`published_checkpoints`). Everything is shown up to their
sizes, so a bundle proves itself even while the log grows. With a monitor's report the pair is that
of the monitored state, because the report says nothing about another. Layout:
`ledger.audit.bundle.model`. A factor set that may not be passed on is left out: the auditor
supplies a copy.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from ledger.append.ledger import Ledger
from ledger.audit.bundle.container import pack
from ledger.audit.bundle.files import (
    CLOSURE,
    ENTRIES,
    LEAVES,
    MONITOR,
    PROOF,
    REGISTRY,
    named_file,
)
from ledger.audit.bundle.parsing import parse_monitor
from ledger.bundles.selection import (
    BundleSubject,
    Selection,
    find_reader,
    find_subject,
    require_live,
    select,
)
from ledger.operation.published_checkpoints import cosigned_pair, pair_at, present_pair
from ledger.state.disclosure import Reader
from ledger.state.figures import read_document
from ledger.state.history import LogSizes
from ledger.state.same_goods import closure_of, counted_marks
from ledger.state.view import View
from ledger.store.cosigned import Pair
from ledger.store.log import leaves_of, nodes_of
from ledger.store.statements import StoredStatement, statement_of, statements_of
from ledger.store.store import Store
from ledger.trust.leaves import model_bytes
from ledger.trust.multiproof import format_multiproof, prove_leaves
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import DeliveredFigure
from schemas.signed.kinds import parties_of, section_digests
from schemas.signed.participant import Participant
from schemas.signed.rulebook import FactorSet
from schemas.signed.statement import SectionName, Statement
from schemas.vocabulary import Audience


def export_bundle(
    ledger: Ledger,
    subject: str,
    audience: Audience = Audience.AUDITOR,
    participant: str | None = None,
    monitor: bytes | None = None,
) -> bytes:
    """Export a packed bundle for one audience; arguments and errors as `gather_bundle`."""
    return pack(gather_bundle(ledger, subject, audience, participant, monitor))


def gather_bundle(
    ledger: Ledger,
    subject: str,
    audience: Audience = Audience.AUDITOR,
    participant: str | None = None,
    monitor: bytes | None = None,
) -> dict[str, bytes]:
    """The files of a bundle for one audience; by default those of the full audit bundle.

    Args:
        ledger: the ledger with the statement.
        subject: the id of a calculation, a declaration or a delivery.
        audience: the readers for whom the bundle is made.
        participant: the required manufacturer, supplier or customer of the audience; None for no requirement.
        monitor: a monitor's signed report to include; it may concern any participant, so it is for an auditor.

    Raises:
        CradleError: `export.*`, or as `parse_monitor`.
    """
    with ledger.view() as view:
        about = find_subject(view, subject)
        require_live(view, subject)
        reader = find_reader(about, audience, participant)
        if monitor is not None:
            seen = _monitored(ledger.store, view, subject, audience, monitor)
            return {**dict(_files(view, about, reader, seen)), MONITOR: monitor}
        stored = statement_of(view.connection, subject)
        index = -1 if stored is None else stored.index
        pair = cosigned_pair(ledger.store, view.connection, "entries", index)
        pair = pair or present_pair(ledger.store, view.connection)
        return dict(_files(view, about, reader, pair))


def _monitored(store: Store, view: View, subject: str, audience: Audience, monitor: bytes) -> Pair:
    """The checkpoints of the state that a monitor has read, which must reach the subject."""
    if audience is not Audience.AUDITOR:
        detail = (
            "A monitor's report may concern any participant; it goes to the engaged auditor alone."
        )
        raise CradleError("export.monitor", detail, MONITOR)
    report = parse_monitor(monitor).report
    pair = pair_at(store, view.connection, report.entries.size, report.registry.size)
    stored = statement_of(view.connection, subject)
    if pair is None or (stored is not None and stored.index >= pair.entries_size):
        detail = (
            "The report is not of a state of this ledger with the subject; run the monitor again."
        )
        raise CradleError("export.monitor", detail, MONITOR)
    return pair


def _files(
    view: View, about: BundleSubject, reader: Reader, pair: Pair
) -> Iterator[tuple[str, bytes]]:
    entries_size, registry_size = pair.entries_size, pair.registry_size
    yield ENTRIES, pair.entries
    yield REGISTRY, pair.registry
    leaves = leaves_of(view.connection, "registry", 0, registry_size)
    yield LEAVES, b"[" + b",".join(leaves) + b"]"
    selection = select(view, about, reader, LogSizes(entries_size, registry_size))
    places = {entries_size - 1}
    for stored in _with_signers(view, selection.statements, registry_size):
        yield named_file("statements", stored.id), stored.envelope
        if stored.log == "entries":
            places.add(stored.index)
        yield from _sections(view, stored.id, selection)
    closure = None if reader.audience is not Audience.AUDITOR else closure_of(view, about.stated)
    if closure is not None:
        marks = list(counted_marks(view, closure.firms))
        places.update(index for index, _ in marks)
        opened = b",".join(data for _, data in marks)
        yield CLOSURE, b'{"closure":%b,"marks":[%b]}' % (model_bytes(closure), opened)
    yield PROOF, _prove(view, sorted(places), entries_size)
    if about.figure is not None and reader.computes:
        yield from _method(view, about.figure)


def _with_signers(view: View, ids: Collection[str], size: int) -> Iterator[StoredStatement]:
    """The statements, the registrations of their issuers and registrars, and changes of their keys."""
    seen: set[str] = set()
    step = set(ids)
    while step:
        seen |= step
        view.read(step)
        behind: set[str] = set()
        for stored in sorted(statements_of(view.connection, step), key=lambda row: row.id):
            yield stored
            statement = view.statement(stored.id, Statement)
            behind.update(() if statement is None else parties_of(statement))
            if isinstance(statement, Participant):
                behind.update(row.id for row in view.facts.events_of(stored.id, size))
        step = behind - seen


def _sections(view: View, statement: str, selection: Selection) -> Iterator[tuple[str, bytes]]:
    """The sections of a statement that the reader is shown; with an inventory its imported files."""
    signed_statement = view.statement(statement, Statement)
    open_to = (
        selection.sections(statement, signed_statement)
        if signed_statement is not None
        else frozenset()
    )
    for name, digest in (
        section_digests(signed_statement).items() if signed_statement is not None else ()
    ):
        if name in open_to:
            yield named_file("sections", digest), view.document(digest)
    if SectionName.INVENTORY in open_to:
        yield from _imports(view, statement)


def _imports(view: View, statement: str) -> Iterator[tuple[str, bytes]]:
    """The files from which an entry imports figures."""
    record = view.entry(statement)
    if record is not None and record.inventory is not None:
        for row in record.inventory.external_inputs:
            yield named_file("blobs", row.file), view.document(row.file)


def _method(view: View, figure: Calculation | DeliveredFigure) -> Iterator[tuple[str, bytes]]:
    yield named_file("blobs", figure.rulebook), view.document(figure.rulebook)
    for digest in figure.factor_sets:
        if read_document(view, digest, FactorSet, "factor_set").licence == "open":
            yield named_file("blobs", digest), view.document(digest)


def _prove(view: View, places: Sequence[int], size: int) -> bytes:
    """The leaves at these indices of the entries log, and the path from them to its root at a size."""
    leaves = list[tuple[int, bytes]]()
    for _, group in groupby(enumerate(places), key=lambda place: place[1] - place[0]):
        run = [index for _, index in group]  # Neighbours are read together.
        stored_leaves = leaves_of(view.connection, "entries", run[0], run[-1] + 1)
        leaves += zip(run, stored_leaves, strict=True)
    return format_multiproof(prove_leaves(nodes_of(view.connection, "entries"), leaves, size))
