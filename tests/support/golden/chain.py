"""A deterministic log: keys and salts are derived from names, statements have a fixed order.

It writes the same bytes as a ledger: statements sealed and signed by the submitter's own functions,
registry leaves first, then the leaf of the entries log that names the registry state. It does not
check statements; `golden_story` has only admissible ones.

Seeds and salts are SHA-256 of a name, so these keys must never sign anything else. The recycler's
working key is a P-256 key, all others are Ed25519 keys.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from ledger.footprint.graph.resolution import Change, DeliveryRecord, EntryRecord, Records
from ledger.state.drafting import Draft, SealedSections, seal, sign_draft
from ledger.trust.envelope import Envelope, parse_envelope
from ledger.trust.keys import Signer
from ledger.trust.leaves import (
    digest,
    entries_leaf,
    key_leaf,
    made_subject,
    model_bytes,
    participant_leaf,
)
from ledger.trust.merkle import leaf_hash, root_of
from schemas.base import Model
from schemas.signed.delivery import Delivery, Withdrawal
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import replaced
from schemas.signed.log import ChangeLeaf, MadeLeaf
from schemas.signed.participant import Key
from schemas.signed.statement import Kind, SectionName
from schemas.values import Period, RegistryState

ORIGIN = "ledger.example/battery"
P256_KEY = "recycler working"
YEAR = Period(start="2025-01-01", end="2026-01-01")


def seed(name: str) -> bytes:
    """The 32-byte private key of a name."""
    return sha256(f"cradle golden key {name}".encode()).digest()


def signer(name: str) -> Signer:
    """The signer with the private key of a name."""
    return Signer(seed(name), "p256" if name == P256_KEY else "ed25519")


def salt(name: str) -> str:
    """The 128-bit salt or nonce of a name, as 32 hexadecimal digits."""
    return sha256(f"cradle golden salt {name}".encode()).hexdigest()[:32]


def file_digest(name: str) -> str:
    """The digest of a file that a statement names and that does not exist here."""
    return digest(f"cradle golden file {name}".encode())


def seal_as(
    name: str, kind: Kind, issuer: str | None, values: Mapping[SectionName, Model]
) -> SealedSections:
    """Seal the sections of a statement under the salts of its name."""
    salts = iter([salt(f"{name} {section.value}") for section in values])
    return seal(kind, issuer, values, lambda: next(salts))


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """A signed statement with its draft, envelope, names of keys, and the bytes of its leaf."""

    draft: Draft
    envelope: Envelope
    keys: tuple[str, ...]
    leaf: bytes


def sign_as(draft: Draft, keys: Iterable[str]) -> Envelope:
    """Sign a draft by the keys of these names, and return the envelope."""
    return parse_envelope(sign_draft(draft, map(signer, keys)).envelope)


@dataclass
class Chain:
    """Statements by name, in the order of their admission, and the leaves of both logs."""

    statements: dict[str, SignedStatement] = field(default_factory=dict)
    registry: list[bytes] = field(default_factory=list)
    entries: list[bytes] = field(default_factory=list)
    _entries: dict[str, EntryRecord] = field(default_factory=dict)
    _deliveries: dict[str, DeliveryRecord] = field(default_factory=dict)
    _changes: dict[str, Change] = field(default_factory=dict)

    def id(self, name: str) -> str:
        """The id of an admitted statement."""
        return self.statements[name].draft.id

    def state(self) -> RegistryState:
        """The present state of the registry."""
        root = root_of(map(leaf_hash, self.registry)).hex()
        return RegistryState(size=len(self.registry), root=root)

    def records(self) -> Records:
        """The graph's statements, and the changes at the present state of the registry."""
        return Records(self._entries, self._deliveries, dict(self._changes))

    def register(self, name: str, draft: Draft, keys: tuple[str, ...]) -> None:
        """Append a registration, or a change of keys, to the registry."""
        envelope = sign_as(draft, keys)
        leaf = model_bytes(
            key_leaf(draft.id, envelope, draft.statement.issuer)
            if isinstance(draft.statement, Key)
            else participant_leaf(draft.id, envelope)
        )
        self.registry.append(leaf)
        self.statements[name] = SignedStatement(draft, envelope, keys, leaf)

    def admit(self, name: str, draft: Draft, key: str) -> None:
        """Append the registry leaves of a statement, then its leaf in the entries log."""
        old = replaced(draft.statement)
        if old is not None:
            self._change(old, draft)
        match draft.statement:
            case Entry(issuer=issuer, model=str(model), site=site):
                subject = made_subject(issuer, model, site.code)
                made = MadeLeaf(v=1, kind="made", subject=subject, id=draft.id)
                self.registry.append(model_bytes(made))
        if isinstance(draft.statement, Delivery):
            self._deliveries[draft.id] = DeliveryRecord(draft.id, draft.statement)
        envelope = sign_as(draft, [key])
        leaf = model_bytes(entries_leaf(draft.kind, draft.id, envelope, self.state(), old))
        self.entries.append(leaf)
        self.statements[name] = SignedStatement(draft, envelope, (key,), leaf)

    def know(self, name: str, inventory: Inventory, product: Product) -> None:
        """Store an admitted entry's typed sections, for figures that rest on it."""
        draft = self.statements[name].draft
        if isinstance(draft.statement, Entry):
            self._entries[draft.id] = EntryRecord(draft.id, draft.statement, inventory, product)

    def _change(self, old: str, draft: Draft) -> None:
        withdrawn = isinstance(draft.statement, Withdrawal)
        leaf = ChangeLeaf(
            v=1, kind="withdrawn" if withdrawn else "superseded", old=old, by=draft.id
        )
        self._changes[old] = Change(leaf.kind, draft.id)
        self.registry.append(model_bytes(leaf))
