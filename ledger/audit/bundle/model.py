"""A bundle as it was read: every document under its digest, in frozen values.

    statements/<hex>.json   the signed envelope of a statement, named by its id
    sections/<hex>.json     a section, named by its digest
    blobs/<hex>.json        rulebook, factor sets and imported files, named by their digests
    proofs/entries          the leaves of statements in the entries log, the last leaf that its checkpoint
                            covers, and the hashes of what lies between them
    registry.json           all leaves of the registry, in order
    checkpoints/entries     the signed checkpoints of both logs
    checkpoints/registry
    monitor.json            a monitor's signed report on the whole ledger, where there is one

There is no manifest: a list that somebody wrote proves nothing that the digests do not. What a
bundle is about is found in it: its one declaration, or else its one calculation, or else a delivery.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord
from ledger.trust.envelope import Envelope
from ledger.trust.multiproof import Multiproof
from schemas.base import Model
from schemas.calculation import Attestation, Composition, Declaration
from schemas.delivery import Delivery
from schemas.entry import Entry, Product
from schemas.inventory import Inventory
from schemas.kinds import replaced, section_digests
from schemas.log import ChangeLeaf, KeyLeaf, MadeLeaf, ParticipantLeaf
from schemas.monitor import MonitorReport
from schemas.quality import Quality
from schemas.statement import Issued, Kind, SectionName, Statement
from schemas.values import RegistryState

ENTRIES = "checkpoints/entries"
REGISTRY = "checkpoints/registry"
LEAVES = "registry.json"
PROOF = "proofs/entries"
MONITOR = "monitor.json"
FIXED = (ENTRIES, REGISTRY, LEAVES, PROOF)
"""The files that every bundle has."""

RegistryLeaf = ParticipantLeaf | KeyLeaf | ChangeLeaf | MadeLeaf
Kinded = TypeVar("Kinded", bound=Statement)


class Placed(NamedTuple):
    """A leaf of the entries log, and where it stands.

    Attributes:
        at: its index.
        id: of the statement that it is of.
        kind: of that statement.
        old: what that statement supersedes or withdraws.
        registry: the state at which the statement was admitted.
        sigs: the digest of the signatures that were submitted.
    """

    at: int
    id: str
    kind: Kind
    old: str | None
    registry: RegistryState
    sigs: str


class Excerpt(NamedTuple):
    """Leaves of the entries log, in order, and the proof that it holds them there."""

    proof: Multiproof
    leaves: tuple[Placed, ...]


class Shown(NamedTuple):
    """A section at hand: of which kind of statement, whose, which one, and its typed value."""

    kind: Kind
    issuer: str | None
    name: SectionName
    value: Model


class Signed(NamedTuple):
    """A statement under its id, with the envelope that holds it.

    Attributes:
        named: the digests of the sections that the statement names.
        sections: those of them that are at hand.
        old: the statement that it supersedes or withdraws.
        cited: the entries-log statements that it rests on or replaces, as far as its sections are at hand.
    """

    id: str
    kind: Kind
    envelope: Envelope
    statement: Statement
    named: Mapping[SectionName, str]
    sections: Mapping[SectionName, Model]
    old: str | None
    cited: tuple[str, ...]

    @classmethod
    def of(cls, name: str, kind: Kind, envelope: Envelope, statement: Statement) -> "Signed":
        """A statement without its sections."""
        named, old = section_digests(statement), replaced(statement)
        return cls(name, kind, envelope, statement, named, {}, old, _cited(statement, old, {}))

    def showing(self, sections: Mapping[SectionName, Model]) -> "Signed":
        """The same statement with sections at hand."""
        shared = self.id, self.kind, self.envelope, self.statement, self.named
        return Signed(*shared, sections, self.old, _cited(self.statement, self.old, sections))

    @property
    def issuer(self) -> str:
        """The participant that states it; a registration is its own."""
        return self.statement.issuer if isinstance(self.statement, Issued) else self.id

    @property
    def inventory(self) -> Inventory | None:
        """The inventory of an entry, if it is at hand."""
        value = self.sections.get(SectionName.INVENTORY)
        return value if isinstance(value, Inventory) else None

    @property
    def product(self) -> Product | None:
        """The product section of an entry, if it is at hand."""
        value = self.sections.get(SectionName.PRODUCT)
        return value if isinstance(value, Product) else None

    @property
    def quality(self) -> Quality | None:
        """The quality section of an entry, if it is at hand."""
        value = self.sections.get(SectionName.QUALITY)
        return value if isinstance(value, Quality) else None

    @property
    def composition(self) -> Composition | None:
        """The composition of a calculation, if it is at hand."""
        value = self.sections.get(SectionName.COMPOSITION)
        return value if isinstance(value, Composition) else None


def _cited(
    statement: Statement, old: str | None, sections: Mapping[SectionName, Model]
) -> tuple[str, ...]:
    rests_on: tuple[str, ...] = ()
    if isinstance(statement, Entry):
        inventory = sections.get(SectionName.INVENTORY)
        rests_on = inventory.cited if isinstance(inventory, Inventory) else ()
    elif isinstance(statement, Delivery):
        rests_on = (statement.entry,)
    elif isinstance(statement, Attestation):
        rests_on = (statement.subject,)
    elif isinstance(statement, Declaration):
        rests_on = statement.calculation, statement.attestation
    elif isinstance(composition := sections.get(SectionName.COMPOSITION), Composition):
        counted = [row.entry or row.delivery or "" for row in composition.rows]
        rests_on = (*counted, *[row.entry for row in composition.exclusions])
    return rests_on if old is None else (old, *rests_on)


@dataclass(frozen=True, slots=True)
class SignedMonitor:
    """A monitor's report, and the envelope that holds it."""

    envelope: Envelope
    report: MonitorReport


@dataclass(frozen=True)
class Bundle:
    """Everything in a bundle that could be read.

    Attributes:
        statements: by id.
        blobs: bytes by digest, which they have.
        excerpt: what is shown of the entries log, None if it is not at hand.
        places: where statements stand in the entries log, by their ids.
        registry: the leaves of the registry, None if they are not at hand.
        notes: the checkpoints' bytes by file name.
        monitor: the report of a monitor, None if there is none.
        sections: the digests of all sections that could be read.
        own: the digests of blobs that are no files, but the reader's own.
        others: the names of files that could not be read, or that no bundle has.
    """

    statements: Mapping[str, Signed]
    blobs: Mapping[str, bytes]
    excerpt: Excerpt | None
    places: Mapping[str, Placed]
    registry: tuple[RegistryLeaf, ...] | None
    notes: Mapping[str, bytes]
    monitor: SignedMonitor | None = None
    sections: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @classmethod
    def empty(cls) -> "Bundle":
        """A bundle in which nothing could be read."""
        return cls({}, {}, None, {}, None, {})

    def place(self, statement: str) -> int:
        """The index of a statement in the entries log; -1 if it is unknown."""
        leaf = self.places.get(statement)
        return -1 if leaf is None else leaf.at

    @cached_property
    def first_versions(self) -> Mapping[str, str]:
        """The first version of each statement in the bundle, as far as versions are in it."""
        first: dict[str, str] = {}
        for name in self.statements:
            passed: dict[str, None] = {}
            version = name
            while version in self.statements and version not in passed and version not in first:
                passed[version] = None
                version = self.statements[version].old or version
            first |= dict.fromkeys(passed, first.get(version, version))
        return first

    def stated(self, statement: str | None, model: type[Kinded]) -> Kinded | None:
        """The statement under an id, if it is at hand and of that kind."""
        signed = self.statements.get(statement or "")
        return signed.statement if signed and isinstance(signed.statement, model) else None

    def of(self, model: type[Kinded]) -> Iterator[tuple[Signed, Kinded]]:
        """The statements at hand of a kind, each with what it says."""
        for signed in self._kinds.get(model, ()):
            yield signed, cast("Kinded", signed.statement)

    @cached_property
    def _kinds(self) -> Mapping[type[Statement], Sequence[Signed]]:
        kinds = defaultdict[type[Statement], list[Signed]](list)
        for signed in self.statements.values():
            kinds[type(signed.statement)].append(signed)
        return kinds

    @cached_property
    def entries(self) -> Mapping[str, EntryRecord]:
        """The entries at hand, with the sections at hand that a figure needs."""
        return {
            signed.id: EntryRecord(
                signed.id, entry, signed.inventory, signed.product, signed.quality
            )
            for signed, entry in self.of(Entry)
        }

    @cached_property
    def deliveries(self) -> Mapping[str, DeliveryRecord]:
        """The deliveries at hand."""
        return {
            signed.id: DeliveryRecord(signed.id, delivery) for signed, delivery in self.of(Delivery)
        }


def named_file(folder: str, name: str) -> str:
    """The file in a folder that is named by an id or a digest."""
    return f"{folder}/{name.removeprefix('sha256:')}.json"


def named_files(folders: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The files that are named by ids or digests, by the folders that they are in."""
    return (named_file(folder, name) for folder, names in folders.items() for name in names)
