"""The derived tables, which repeat what statements and leaves say: every row must follow from them.

Rules at submission look up rows there, so a wrong, missing or invented row accepts or refuses a
submission wrongly. No audit rests on them.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import get_args

from ledger.audit.bundle.citations import first_version
from ledger.audit.bundle.model import Bundle, RegistryLeaf, SignedStatement
from ledger.audit.findings import Findings, StepNumber
from ledger.footprint.graph.resolution import Problem
from ledger.store.engine import Connection
from ledger.store.scan import Derived, derived_rows
from schemas.signed.admission import Admission
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Declaration
from schemas.signed.commitment import Commitment
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.log import ChangeLeaf, MadeLeaf, ParticipantLeaf
from schemas.signed.objection import Answer, Objection
from schemas.signed.participant import Key, Participant
from schemas.signed.statement import Statement

STEP = StepNumber.INTEGRITY
TABLES: tuple[Derived, ...] = get_args(Derived)
_ABOUT: Mapping[Derived, int] = {"key": 1}
"""The column that names the statement a row is about, where it is not the first."""

_AT: Mapping[Derived, int] = {"change": 3, "made": 2, "key_event": 2}
"""The column with the index of a registry leaf, where there is one."""

_OF_INVENTORY = ("line", "draw")
"""The tables that follow from the inventory of an entry, which may be damaged."""

Document = Admission | Answer | Attestation | Commitment | Declaration | Objection
"""The statements that are about others, or about a document (`ledger.store.statements.DOCUMENTS`)."""

_STATED_BY: Mapping[Derived, tuple[type[Statement], ...]] = {
    "key": (Participant, Key),
    "entry": (Entry,),
    "line": (Entry,),
    "draw": (Entry,),
    "delivery": (Delivery,),
    "about": get_args(Document),
}
"""The kinds of statements whose rows are in a table; the other tables repeat leaves of the registry."""

Row = tuple[Derived, tuple[object, ...]]


def check_rows(
    connection: Connection, bundle: Bundle, registry: tuple[RegistryLeaf, ...], findings: Findings
) -> None:
    """Compare the derived tables with the statements and leaves that were read."""
    differing = [
        row for table in TABLES for row in _differing(connection, table, bundle, registry, findings)
    ]
    for (table, row), what in sorted(differing, key=repr):
        subject = str(row[_ABOUT.get(table, 0)])
        detail = f"a row about it in the table {table} {what}: {row}"
        findings.contradict(STEP, Problem("row.differs", subject, detail), subject)


def _differing(
    connection: Connection,
    table: Derived,
    bundle: Bundle,
    registry: tuple[RegistryLeaf, ...],
    findings: Findings,
) -> Iterator[tuple[Row, str]]:
    """The rows of one table that are missing or wrong; only its rows are in memory."""
    expected = chain(_of_registry(registry), _of_statements(table, bundle))
    faults = dict.fromkeys((row for of, row in expected if of == table), "is missing")
    findings.checked(STEP, len(faults))
    for row in derived_rows(connection, table):
        if _is_covered(table, row, bundle, len(registry)):
            faults[row] = "is wrong" if faults.get(row) in (None, "is wrong") else ""
    return (((table, row), fault) for row, fault in faults.items() if fault)


def _is_covered(table: Derived, row: tuple[object, ...], bundle: Bundle, size: int) -> bool:
    """True if the statement or leaf behind a row was read; later rows are judged next time.

    The row of a delivery has the index of its leaf, and a leaf that cannot be read is a finding of its own.
    """
    if table in _AT:
        at = row[_AT[table]]
        return isinstance(at, int) and at < size
    signed = bundle.statements.get(str(row[_ABOUT.get(table, 0)]))
    if table == "delivery" and str(row[0]) not in bundle.places:
        return False
    return signed is not None and (table not in _OF_INVENTORY or signed.inventory is not None)


def _of_registry(registry: tuple[RegistryLeaf, ...]) -> Iterator[Row]:
    for at, leaf in enumerate(registry):
        if isinstance(leaf, ChangeLeaf):
            yield "change", (leaf.old, leaf.kind, leaf.by, at)
        elif isinstance(leaf, MadeLeaf):
            yield "made", (leaf.id, leaf.subject, at)
        else:
            of = leaf.id if isinstance(leaf, ParticipantLeaf) else leaf.of
            yield "key_event", (leaf.id, of, at)


def _of_statements(table: Derived, bundle: Bundle) -> Iterator[Row]:
    """The rows of the statements that have any in this table, those in other tables among them."""
    for signed, statement in chain.from_iterable(map(bundle.of, _STATED_BY.get(table, ()))):
        if isinstance(statement, Entry):
            yield from _of_entry(bundle, signed, statement)
        elif isinstance(statement, Delivery):
            yield from _of_delivery(bundle, signed, statement)
        elif isinstance(statement, Document):
            yield from (("about", (signed.id, subject)) for subject in _subjects(statement))
        elif isinstance(statement, Participant):
            for key in (*statement.root_keys, *statement.working_keys):
                yield "key", (key.key, signed.id)
        elif isinstance(statement, Key):
            brought = statement.root_keys or (statement.key,)
            yield from (("key", (key.key, statement.issuer)) for key in brought if key is not None)


def _subjects(document: Document) -> tuple[str, ...]:
    if isinstance(document, Admission):
        return (document.method,)
    if isinstance(document, Answer):
        return (document.objection,)
    if not isinstance(document, Declaration):
        return (document.subject,)
    return document.calculation, document.attestation


def _of_delivery(bundle: Bundle, signed: SignedStatement, delivery: Delivery) -> Iterator[Row]:
    lineages = (first_version(bundle, signed.id), first_version(bundle, delivery.entry))
    use, amount = delivery.use.value, delivery.amount
    details = (delivery.line, delivery.recipient, use, amount, delivery.number)
    leaf = bundle.places.get(signed.id)
    if leaf is not None:
        yield "delivery", (signed.id, *lineages, *details, leaf.at)


def _of_entry(bundle: Bundle, signed: SignedStatement, entry: Entry) -> Iterator[Row]:
    where = (signed.id, entry.issuer, entry.site.code, entry.process.value)
    when = (entry.period.start, entry.period.end, entry.lot)
    yield "entry", (*where, *when, first_version(bundle, signed.id))
    if signed.inventory is None:
        return
    for output in signed.inventory.outputs:
        yield "line", (signed.id, output.line, output.product)
    for number, row in enumerate(signed.inventory.inputs):
        if row.type == "delivery":
            delivery = bundle.stated(row.delivery, Delivery)
            if delivery is not None and delivery.amount is not None:
                lineage = first_version(bundle, row.delivery)
                yield "draw", (signed.id, number, lineage, row.amount)
