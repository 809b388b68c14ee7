"""A view of a ledger for rules and use cases: statements as values, in one transaction.

Statements never change, so a value is read once and kept. A kept value does not say if the
statement is still the newest; that is always read in the transaction (`ledger.store.changes`).
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from ledger.disclosure.asker import Asker
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord
from ledger.store.blobs import Blobs
from ledger.store.changes import NOW
from ledger.store.documents import document_of
from ledger.store.engine import Connection
from ledger.store.facts import Facts
from ledger.store.keys import KeyEvent
from ledger.store.log import edge_of, size_of
from ledger.store.statements import StoredStatement, issued, statements_of
from ledger.trust.envelope import parse_envelope
from ledger.trust.key_state import KeyHistory
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import MODELS, open_section, section_digests
from schemas.signed.opening import Opening
from schemas.signed.quality import Quality
from schemas.signed.statement import Kind, Section, SectionName, Statement
from schemas.values import RegistryState

Known = TypeVar("Known", bound=Statement)
Value = TypeVar("Value", bound=Model)

KEPT = 50_000
"""The number of values of each sort that are kept before all of them are dropped."""


@dataclass(frozen=True)
class Memory:
    """Values read from statements that are committed or about to be; shared by all transactions.

    `computed` are values by their sort (`kept`); `graphs` are computed figures with the records that they rest on,
    under a bound of their own (`figures`).
    """

    statements: MutableMapping[str, Statement] = field(default_factory=dict)
    entries: MutableMapping[str, EntryRecord] = field(default_factory=dict)
    deliveries: MutableMapping[str, DeliveryRecord] = field(default_factory=dict)
    histories: MutableMapping[tuple[KeyEvent, ...], KeyHistory] = field(default_factory=dict)
    computed: MutableMapping[str, object] = field(default_factory=dict)
    graphs: MutableMapping[object, object] = field(default_factory=dict)

    def make_room(self) -> None:
        """Drop the values that grow with the statements that are read."""
        self.statements.clear()
        self.entries.clear()
        self.deliveries.clear()
        self.histories.clear()
        self.computed.clear()

    def forget(self) -> None:
        """Drop all values: a transaction failed, and the statements it read may not exist."""
        self.make_room()
        self.graphs.clear()


@dataclass(frozen=True, slots=True)
class PendingWrites:
    """Data that a transaction has yet to write, and that its rules see already."""

    statements: MutableMapping[str, StoredStatement] = field(default_factory=dict)
    documents: MutableMapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """A view of the ledger in one transaction.

    Attributes:
        connection: the transaction.
        blobs: documents that no statement brought with it.
        memory: values that other transactions have read.
        pending: the data that this transaction writes at its end.
        asker: the reader on whose behalf it is opened, who may not see all rows; None for one who may, and for rules.
    """

    connection: Connection
    blobs: Blobs
    memory: Memory
    pending: PendingWrites = field(default_factory=PendingWrites)
    asker: Asker | None = None

    @cached_property
    def facts(self) -> Facts:
        """The facts that rules look up, with those that this transaction adds."""
        return Facts(self.connection)

    @cached_property
    def sites(self) -> MutableMapping[str, MutableMapping[str, list[str]]]:
        """The sites of firms by their look, as far as rules looked them up, with those that this transaction adds."""
        return {}

    def read(self, ids: Iterable[str]) -> Mapping[str, Statement]:
        """The existing statements among these ids; one query for all that are new."""
        kept_statements, statements, missing = self.memory.statements, {}, []
        for name in ids:
            # Another thread may call `forget` at any moment, so the value is looked up only once.
            if (kept := kept_statements.get(name)) is not None:
                statements[name] = kept
            else:
                missing.append(name)
        if missing and len(kept_statements) + len(missing) > KEPT:
            self.memory.make_room()
        for stored in self.stored(missing) if missing else ():
            statements[stored.id] = kept_statements[stored.id] = open_stored(stored)
        return statements

    def stored(self, ids: Iterable[str]) -> Iterator[StoredStatement]:
        """The existing statements among these ids, as they were submitted."""
        written = []
        for name in ids:
            if (pending := self.pending.statements.get(name)) is not None:
                yield pending
            else:
                written.append(name)
        yield from statements_of(self.connection, written)

    def issued(self, issuer: str, kind: Kind, size: int = NOW) -> tuple[str, ...]:
        """The ids of an issuer's statements of a kind up to a size of the log, in its order."""
        written = issued(self.connection, issuer, kind.value, size)
        pending = (
            row.id
            for row in self.pending.statements.values()
            if (row.issuer, row.kind) == (issuer, kind.value) and row.index < size
        )
        return (*written, *pending)

    def statement(self, statement: str, model: type[Known]) -> Known | None:
        """The statement of that id; None if there is none, or it is of another kind."""
        stored_statement = self.read([statement]).get(statement)
        return stored_statement if isinstance(stored_statement, model) else None

    def entry(self, statement: str) -> EntryRecord | None:
        """The entry of that id with its sections; None if there is none."""
        kept = self.memory.entries.get(statement)
        if kept is not None:
            return kept
        entry = self.statement(statement, Entry)
        if entry is None:
            return None
        inventory = self.section(entry, SectionName.INVENTORY, Inventory)
        product = self.section(entry, SectionName.PRODUCT, Product)
        quality = None
        if entry.sections.quality is not None:
            quality = self.section(entry, SectionName.QUALITY, Quality)
        record = EntryRecord(statement, entry, inventory, product, quality)
        self.memory.entries[statement] = record
        return record

    def delivery(self, statement: str) -> DeliveryRecord | None:
        """The delivery of that id with what it opens; None if there is none."""
        delivery = self.statement(statement, Delivery)
        if delivery is None or delivery.sections is None:
            return None if delivery is None else DeliveryRecord(statement, delivery)
        kept = self.memory.deliveries.get(statement)
        if kept is None:
            opening = self.section(delivery, SectionName.OPENING, Opening)
            self.memory.deliveries[statement] = kept = DeliveryRecord(statement, delivery, opening)
        return kept

    def section(self, statement: Statement, name: SectionName, model: type[Value]) -> Value:
        """The typed value of a section of a statement that the ledger holds."""
        document = self.document(section_digests(statement)[name])
        value = open_section(Section.parse(document))
        if not isinstance(value, model):
            raise CradleError(
                "section.mismatch", f"Section {name.value} is no {model.__name__}.", name.value
            )
        return value

    def document(self, digest: str) -> bytes:
        """The section, rulebook or factor set of that digest.

        Raises:
            CradleError: `blob.missing` where the ledger has lost it.
        """
        content = self.pending.documents.get(digest)
        if content is None:
            content = document_of(self.connection, digest)
        if content is None:
            content = self.blobs.get(digest)
        if content is None:
            raise CradleError("blob.missing", f"The ledger lacks {digest}; restore it.", digest)
        return content

    def registry(self, size: int | None = None) -> RegistryState:
        """The registry's state at a size it has reached, or now."""
        reached = size_of(self.connection, "registry") if size is None else size
        root = edge_of(self.connection, "registry", reached).root()
        return RegistryState(size=reached, root=root.hex())


def open_stored(stored: StoredStatement) -> Statement:
    """The typed payload of a statement that was admitted."""
    return MODELS[Kind(stored.kind)].parse(parse_envelope(stored.envelope).payload)
