"""The audit bundle of a calculation or declaration: everything an auditor needs, in one file.

It holds recipes, so it goes to the engaged auditor alone; whom the operator hands it to is not for
this function to know. Both checkpoints were signed together: the newest, or an earlier pair that
witnesses have cosigned and that covers the subject (`shown`). Everything is shown as far as they
reach, so the bundle proves itself even while the log grows. Layout: `ledger.audit.bundle`. A factor
set that may not be passed on is left out: the auditor brings a copy.
"""

from collections.abc import Iterator

from ledger.audit.bundle import ENTRIES, LAST, LEAVES, REGISTRY, Proof
from ledger.audit.container import pack
from ledger.footprint.composition import cited_by
from ledger.footprint.site_balance import concerns
from ledger.service.closure import read_closure
from ledger.service.figures import read_document
from ledger.service.ledger import Ledger
from ledger.service.shown import cosigned_pair, present_pair
from ledger.service.site_balances import live_balances
from ledger.service.view import View
from ledger.store.changes import changes_of, made_of
from ledger.store.cosigned import Pair
from ledger.store.keys import key_events
from ledger.store.log import leaves_of, nodes_of
from ledger.store.statements import Stored, statement_of, statements_of
from ledger.trust.leaves import made_subject, model_bytes
from ledger.trust.proof import prove_inclusion
from schemas.calculation import Calculation, Composition, Declaration
from schemas.entry import Entry
from schemas.errors import CradleError
from schemas.kinds import replaced, section_digests
from schemas.log import EntriesLeaf
from schemas.participant import Participant
from schemas.rulebook import FactorSet
from schemas.statement import SectionName, Statement


def export_bundle(ledger: Ledger, subject: str) -> bytes:
    """The full audit bundle, packed.

    Args:
        ledger: that holds the statement.
        subject: the id of a calculation or declaration.

    Raises:
        CradleError: `export.subject`.
    """
    with ledger.view() as view:
        known = statement_of(view.connection, subject)
        index = -1 if known is None else known.index
        pair = cosigned_pair(ledger.store, view.connection, "entries", index)
        pair = pair or present_pair(ledger.store, view.connection)
        return pack(dict(_files(view, subject, pair)))


def _files(view: View, subject: str, pair: Pair) -> Iterator[tuple[str, bytes]]:
    entries_size, registry_size = pair.entries_size, pair.registry_size
    yield ENTRIES, pair.entries
    yield REGISTRY, pair.registry
    leaves = leaves_of(view.connection, "registry", 0, registry_size)
    yield LEAVES, b"[" + b",".join(leaves) + b"]"
    yield LAST, _proof(view, entries_size - 1, entries_size)
    documents, calculation = _subjects(view, subject)
    shown = documents | _lineage(view, calculation, registry_size)
    shown |= _balances(view, shown, entries_size, registry_size)
    for stored in _with_signers(view, shown, registry_size):
        yield f"statements/{_hex(stored.id)}.json", stored.envelope
        if stored.log == "entries":
            yield f"proofs/{_hex(stored.id)}.json", _proof(view, stored.index, entries_size)
        yield from _sections(view, stored.id)
        yield from _imports(view, stored.id)
    yield from _method(view, calculation)


def _subjects(view: View, subject: str) -> tuple[set[str], Calculation]:
    """The documents that the bundle is about, and the calculation among them."""
    declaration = view.statement(subject, Declaration)
    calculation = view.statement(
        subject if declaration is None else declaration.calculation, Calculation
    )
    if calculation is None:
        detail = "A bundle is of a calculation or a declaration; there is none with this id."
        raise CradleError("export.subject", detail, subject)
    if declaration is None:
        return {subject}, calculation
    return {subject, declaration.calculation, declaration.attestation}, calculation


def _lineage(view: View, calculation: Calculation, registry_size: int) -> set[str]:
    """All that the calculation rests on or leaves out, and whatever changed any of it."""
    composition = view.section(calculation, SectionName.COMPOSITION, Composition)
    entries, deliveries = cited_by(composition)
    records = read_closure(view, [*entries, *deliveries], calculation.as_of.size)
    subject = made_subject(calculation.issuer, calculation.model, calculation.site)
    found = {*records.entries, *records.deliveries}
    found |= {row.entry for row in made_of(view.connection, subject, 0, registry_size)}
    step = found
    while step:
        changes = changes_of(view.connection, step, registry_size)
        step = {change.by for change in changes.values()} - found
        found |= step
    return found | _earlier(view, found)


def _balances(view: View, ids: set[str], entries_size: int, registry_size: int) -> set[str]:
    """The live balances of the sites and days of these entries, and what they replaced."""
    entries = [row for row in view.read(ids).values() if isinstance(row, Entry)]
    found = {
        record.id
        for issuer in {entry.issuer for entry in entries}
        for record in live_balances(view, issuer, entries_size, registry_size)
        if any(concerns(record.statement, entry) for entry in entries)
    }
    return found | _earlier(view, found)


def _earlier(view: View, ids: set[str]) -> set[str]:
    """All that these statements superseded or withdrew, one after another."""
    found: set[str] = set()
    step = ids
    while step:
        statements = [view.statement(name, Statement) for name in step]
        step = set(filter(None, (replaced(row) for row in statements if row is not None))) - found
        found |= step
    return found


def _with_signers(view: View, ids: set[str], size: int) -> Iterator[Stored]:
    """The statements, the registrations of their issuers and of the registrars behind them, changes of their keys."""
    seen: set[str] = set()
    step = ids
    while step:
        seen |= step
        view.read(step)
        behind: set[str] = set()
        for stored in sorted(statements_of(view.connection, step), key=lambda row: row.id):
            yield stored
            statement = view.statement(stored.id, Statement)
            registrar = getattr(statement, "registrar", None)
            behind.update(name for name in (stored.issuer, registrar) if name is not None)
            if isinstance(statement, Participant):
                behind.update(row.id for row in key_events(view.connection, stored.id, size))
        step = behind - seen


def _sections(view: View, statement: str) -> Iterator[tuple[str, bytes]]:
    found = view.statement(statement, Statement)
    for digest in section_digests(found).values() if found is not None else ():
        yield f"sections/{_hex(digest)}.json", view.document(digest)


def _imports(view: View, statement: str) -> Iterator[tuple[str, bytes]]:
    """The files that an entry takes figures from."""
    record = view.entry(statement)
    if record is not None and record.inventory is not None:
        for row in record.inventory.external_inputs:
            yield f"blobs/{_hex(row.file)}.json", view.document(row.file)


def _method(view: View, calculation: Calculation) -> Iterator[tuple[str, bytes]]:
    yield f"blobs/{_hex(calculation.rulebook)}.json", view.document(calculation.rulebook)
    for digest in calculation.factor_sets:
        if read_document(view, digest, FactorSet, "factor_set").licence == "open":
            yield f"blobs/{_hex(digest)}.json", view.document(digest)


def _proof(view: View, index: int, size: int) -> bytes:
    """The leaf at an index of the entries log and its path up to the root at a size."""
    (data,) = leaves_of(view.connection, "entries", index, index + 1)
    path = prove_inclusion(nodes_of(view.connection, "entries"), index, size)
    hashes = tuple(node.hex() for node in path)
    return model_bytes(Proof(index=index, leaf=EntriesLeaf.parse(data), path=hashes))


def _hex(digest: str) -> str:
    return digest.removeprefix("sha256:")
