"""The contents of a bundle: every document by its digest, as frozen values.

The subject of a bundle is found in it: its one declaration, or else its one calculation, or else a
delivery. `files` lists the files.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord
from ledger.trust.envelope import Envelope
from ledger.trust.multiproof import Multiproof
from schemas.base import Model
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Composition, Declaration
from schemas.signed.closure import Mark, OpenedClosure
from schemas.signed.commitment import Commitment
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import replaced, section_digests
from schemas.signed.log import ChangeLeaf, KeyLeaf, MadeLeaf, ParticipantLeaf
from schemas.signed.objection import Answer, Objection
from schemas.signed.opening import Opening
from schemas.signed.quality import Quality
from schemas.signed.statement import Issued, Kind, SectionName, Statement
from schemas.values import RegistryState
from schemas.views.monitor import MonitorReport

RegistryLeaf = ParticipantLeaf | KeyLeaf | ChangeLeaf | MadeLeaf
Kinded = TypeVar("Kinded", bound=Statement)


class IndexedLeaf(NamedTuple):
    """A leaf of the entries log, with its index.

    Attributes:
        at: its index.
        id: of its statement.
        kind: of its statement.
        old: the statement that its statement supersedes or withdraws.
        registry: the registry state at which its statement was admitted.
        sigs: the digest of the signatures that were submitted.
        marks: the digests of its marks.
        closure: the digest of the closure of the figure that its statement states.
    """

    at: int
    id: str
    kind: Kind
    old: str | None
    registry: RegistryState
    sigs: str
    marks: tuple[str, ...] = ()
    closure: str | None = None


class Excerpt(NamedTuple):
    """Leaves of the entries log, in order, and their inclusion proof."""

    proof: Multiproof
    leaves: tuple[IndexedLeaf, ...]


class BundleSection(NamedTuple):
    """A section in the bundle: its kind of statement, its issuer, its name and its typed value."""

    kind: Kind
    issuer: str | None
    name: SectionName
    value: Model


class SignedStatement(NamedTuple):
    """A statement with its id, its envelope and its sections.

    Attributes:
        named: the digests of the sections that the statement names.
        sections: those of them that are in the bundle.
        old: the statement that it supersedes or withdraws.
        cited: the entries-log statements that it rests on or replaces, as far as the bundle has its sections.
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
    def of(
        cls, name: str, kind: Kind, envelope: Envelope, statement: Statement
    ) -> "SignedStatement":
        """Build a statement without its sections."""
        named, old = section_digests(statement), replaced(statement)
        return cls(name, kind, envelope, statement, named, {}, old, _cited(statement, old, {}))

    def with_sections(self, sections: Mapping[SectionName, Model]) -> "SignedStatement":
        """Return the same statement with these sections."""
        shared = self.id, self.kind, self.envelope, self.statement, self.named
        return SignedStatement(
            *shared, sections, self.old, _cited(self.statement, self.old, sections)
        )

    @property
    def issuer(self) -> str:
        """The participant that states it; the issuer of a registration is the participant itself."""
        return self.statement.issuer if isinstance(self.statement, Issued) else self.id

    @property
    def inventory(self) -> Inventory | None:
        """The inventory of an entry, if it is in the bundle."""
        value = self.sections.get(SectionName.INVENTORY)
        return value if isinstance(value, Inventory) else None

    @property
    def product(self) -> Product | None:
        """The product section of an entry, if it is in the bundle."""
        value = self.sections.get(SectionName.PRODUCT)
        return value if isinstance(value, Product) else None

    @property
    def quality(self) -> Quality | None:
        """The quality section of an entry, if it is in the bundle."""
        value = self.sections.get(SectionName.QUALITY)
        return value if isinstance(value, Quality) else None

    @property
    def opening(self) -> Opening | None:
        """What a delivery opens, if it is in the bundle."""
        value = self.sections.get(SectionName.OPENING)
        return value if isinstance(value, Opening) else None

    @property
    def composition(self) -> Composition | None:
        """The composition of a calculation, if it is in the bundle."""
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
        sample = () if statement.sample is None else (statement.sample.commitment,)
        rests_on = (statement.subject, *sample)
    elif isinstance(statement, Commitment | Objection):
        rests_on = (statement.subject,)
    elif isinstance(statement, Answer):
        rests_on = (statement.objection,)
    elif isinstance(statement, Declaration):
        rests_on = statement.calculation, statement.attestation
    elif isinstance(composition := sections.get(SectionName.COMPOSITION), Composition):
        counted = [row.entry or row.delivery or "" for row in composition.rows]
        rests_on = (*counted, *[row.entry for row in composition.exclusions])
    return rests_on if old is None else (old, *rests_on)


@dataclass(frozen=True, slots=True)
class SignedReport:
    """A monitor's report and its envelope."""

    envelope: Envelope
    report: MonitorReport


@dataclass(frozen=True)
class Bundle:
    """All contents of a bundle that could be read.

    Attributes:
        statements: by id.
        blobs: bytes by their digest.
        excerpt: the leaves of the entries log with their proof; None if it is not in the bundle.
        places: the leaves of statements in the entries log, by the statements' ids.
        registry: the leaves of the registry; None if they are not in the bundle.
        notes: the checkpoints' bytes by file name.
        monitor: the report of a monitor; None if there is none.
        closure: the closure of the figure, opened; None if there is none.
        marks: the marks that it opens, by the digests that leaves bind.
        sections: the digests of all sections that could be read.
        own: the digests of blobs that are the reader's own copies and not files of the bundle.
        others: the names of files that could not be read, or that a bundle does not have.
    """

    statements: Mapping[str, SignedStatement]
    blobs: Mapping[str, bytes]
    excerpt: Excerpt | None
    places: Mapping[str, IndexedLeaf]
    registry: tuple[RegistryLeaf, ...] | None
    notes: Mapping[str, bytes]
    monitor: SignedReport | None = None
    closure: OpenedClosure | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    sections: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @classmethod
    def empty(cls) -> "Bundle":
        """Build a bundle of which nothing could be read."""
        return cls({}, {}, None, {}, None, {})

    def place(self, statement: str) -> int:
        """The index of a statement in the entries log; -1 if it is unknown."""
        leaf = self.places.get(statement)
        return -1 if leaf is None else leaf.at

    @cached_property
    def marked(self) -> Mapping[str, Sequence[Mark]]:
        """The opened marks of each leaf in the proof, by the id of its statement, in the bundle or not."""
        leaves = () if self.excerpt is None else self.excerpt.leaves
        return {
            leaf.id: [self.marks[bound] for bound in leaf.marks if bound in self.marks]
            for leaf in leaves
            if leaf.marks
        }

    @cached_property
    def first_versions(self) -> Mapping[str, str]:
        """The first version of each statement, as far as its versions are in the bundle."""
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
        """Return the statement with an id, if it is in the bundle and of that kind."""
        signed = self.statements.get(statement or "")
        return signed.statement if signed and isinstance(signed.statement, model) else None

    def of(self, model: type[Kinded]) -> Iterator[tuple[SignedStatement, Kinded]]:
        """The statements of a kind, each with its typed value."""
        for signed in self._kinds.get(model, ()):
            yield signed, cast("Kinded", signed.statement)

    @cached_property
    def _kinds(self) -> Mapping[type[Statement], Sequence[SignedStatement]]:
        kinds = defaultdict[type[Statement], list[SignedStatement]](list)
        for signed in self.statements.values():
            kinds[type(signed.statement)].append(signed)
        return kinds

    @cached_property
    def entries(self) -> Mapping[str, EntryRecord]:
        """The entries in the bundle, with their sections that a figure needs."""
        return {
            signed.id: EntryRecord(
                signed.id, entry, signed.inventory, signed.product, signed.quality
            )
            for signed, entry in self.of(Entry)
        }

    @cached_property
    def deliveries(self) -> Mapping[str, DeliveryRecord]:
        """The deliveries in the bundle."""
        return {
            signed.id: DeliveryRecord(signed.id, delivery, signed.opening)
            for signed, delivery in self.of(Delivery)
        }
