"""Bundles made by hand, from the language, the log's mathematics and the figure: no store, no service.

A `Ledger` here checks nothing. It signs the given statements with the given keys, appends their
leaves and packs its content, so a test can represent a manufacturer and an operator who
collude. Keys come from names, salts from a counter: the same calls give the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any

from ledger.audit.bundle.container import pack
from ledger.trust.canonical import canonical
from ledger.trust.checkpoint import Checkpoint, sign_checkpoint
from ledger.trust.envelope import Envelope, format_envelope, parse_envelope, sign, statement_id
from ledger.trust.keys import Signer
from ledger.trust.leaves import digest, entries_leaf, made_subject, model_bytes, participant_leaf
from ledger.trust.merkle import Edge, leaf_hash
from ledger.trust.multiproof import format_multiproof, parse_multiproof, prove_leaves
from ledger.trust.note import ED25519, Vkey, format_vkey
from schemas.base import Model
from schemas.signed.kinds import SECTIONS
from schemas.signed.log import ChangeLeaf, EntriesLeaf, MadeLeaf
from schemas.signed.policy import LogKeys, Policy
from schemas.signed.statement import Kind, SectionName
from schemas.values import RegistryState

ORIGIN = "ledger.example/battery"
Json = Any
"""JSON as tests build and change it."""

Members = dict[str, Json]


def signer(name: str) -> Signer:
    """The key of a name, always the same."""
    return Signer(sha256(name.encode()).digest())


def working(name: str) -> Signer:
    """The working key of a participant."""
    return signer(f"{name} working")


@dataclass
class Log:
    """A log in memory: leaves, the edge after each, and the nodes that proofs are read from."""

    leaves: list[bytes] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=lambda: [Edge()])
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def append(self, leaf: bytes) -> int:
        """The index that a leaf got."""
        edge, completed = self.edges[-1].append(leaf_hash(leaf))
        self.edges.append(edge)
        self.nodes.update({(level, index): node for level, index, node in completed})
        self.leaves.append(leaf)
        return len(self.leaves) - 1

    def state(self, size: int | None = None) -> RegistryState:
        """The state at a size, by default the present one."""
        edge = self.edges[len(self.leaves) if size is None else size]
        return RegistryState(size=edge.size, root=edge.root().hex())

    def proof(self, indices: Iterable[int]) -> bytes:
        """The proof of some leaves, under the present state."""
        leaves = [(index, self.leaves[index]) for index in sorted(indices)]
        proof = prove_leaves(lambda level, at: self.nodes[level, at], leaves, len(self.leaves))
        return format_multiproof(proof)


@dataclass
class Ledger:
    """Two logs, and everything submitted to them.

    Attributes:
        parties: the ids of participants by name.
        signing: the names of the keys that sign for participants that changed theirs.
        silent: registry leaves that are left out, as `(kind, statement)`.
    """

    origin: str = ORIGIN
    log_key: str = "operator"
    registry: Log = field(default_factory=Log)
    entries: Log = field(default_factory=Log)
    parties: dict[str, str] = field(default_factory=dict)
    signing: dict[str, str] = field(default_factory=dict)
    envelopes: dict[str, bytes] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)
    sections: dict[str, bytes] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def nonce(self) -> str:
        """A salt that was never used before."""
        return f"{next(self.numbers):032x}"

    def blob(self, document: Model) -> str:
        """Keep a rulebook or factor set; return its digest."""
        return self._keep(self.blobs, model_bytes(document))

    def seal(self, kind: Kind, issuer: str | None, values: Mapping[str, Members]) -> Members:
        """Keep sections under fresh salts; return their digests by name."""
        named = {}
        for name, value in values.items():
            section: Members = {"kind": kind.value, "section": name, "salt": self.nonce()}
            typed = SECTIONS[SectionName(name)].parse(canonical(value))
            section |= {"value": typed.to_json()} | ({} if issuer is None else {"issuer": issuer})
            named[name] = self._keep(self.sections, canonical(section))
        return named

    def register(self, name: str, *roles: str, registrar: str | None = "registrar") -> str:
        """Register a participant, countersigned by the registrar of that name; return its id."""
        profile = {"legal_name": name, "country": "DE"}
        signers = [signer(f"{name} root"), working(name)]
        members: Members = {
            "origin": self.origin,
            "root_keys": [{"alg": "ed25519", "key": signers[0].public.hex()}],
            "working_keys": [{"alg": "ed25519", "key": signers[1].public.hex()}],
            "threshold": 1,
            "roles": sorted(roles),
            "sections": self.seal(Kind.PARTICIPANT, None, {"profile": profile}),
        }
        if registrar is not None:
            members["registrar"] = self.parties[registrar]
            signers.append(working(registrar))
        self.parties[name] = self.submit(Kind.PARTICIPANT, members, *signers)
        return self.parties[name]

    def state(self, kind: Kind, issuer: str, members: Members, **sections: Members) -> str:
        """Submit a statement of the participant of a name; return its id."""
        header = {"origin": self.origin, "issuer": self.parties[issuer]}
        if sections:
            header["sections"] = self.seal(kind, header["issuer"], sections)
        if kind is Kind.ATTESTATION or (not sections and kind is not Kind.CALCULATION):
            header["nonce"] = self.nonce()
        key = signer(self.signing.get(issuer, f"{issuer} working"))
        return self.submit(kind, {**header, **members}, key)

    def submit(self, kind: Kind, members: Members, *signers: Signer) -> str:
        """Sign a statement and append its leaves; return its id."""
        return self.admit(kind, members, sign(kind.payload_type, canonical(members), signers))

    def admit(self, kind: Kind, members: Members, envelope: Envelope) -> str:
        """Append the leaves of a signed statement; return its id."""
        name = statement_id(envelope.payload_type, envelope.payload)
        self.envelopes[name] = format_envelope(envelope)
        if kind is Kind.PARTICIPANT:
            self.registry.append(model_bytes(participant_leaf(name, envelope)))
            return name
        old = members.get("withdraws", members.get("supersedes", {}).get("id"))
        if old is not None:
            self.change(old, name, "withdrawn" if kind is Kind.WITHDRAWAL else "superseded")
        if "model" in members and kind is Kind.ENTRY:
            subject = made_subject(members["issuer"], members["model"], members["site"]["code"])
            self.registry.append(model_bytes(MadeLeaf(v=1, kind="made", subject=subject, id=name)))
        leaf = entries_leaf(kind, name, envelope, self.registry.state(), old)
        self.indices[name] = self.entries.append(model_bytes(leaf))
        return name

    def change(self, old: str, by: str, kind: str = "superseded") -> None:
        """Append a registry leaf about an old statement."""
        leaf = ChangeLeaf.model_validate({"v": 1, "kind": kind, "old": old, "by": by})
        self.registry.append(model_bytes(leaf))

    def admit_foreign(self) -> None:
        """Append the leaf of another party's statement, which is in no bundle."""
        foreign = EntriesLeaf(
            v=1,
            kind=Kind.CALCULATION,
            id=digest(b"foreign"),
            registry=self.registry.state(),
            sigs=digest(b"signed"),
        )
        self.entries.append(model_bytes(foreign))

    def files(self) -> dict[str, bytes]:
        """The files of a bundle with everything, under both logs' present states."""
        last = len(self.entries.leaves) - 1
        files = {
            "registry.json": b"[" + b",".join(self.registry.leaves) + b"]",
            "proofs/entries": self.entries.proof({*self.indices.values(), last}),
            "checkpoints/entries": self.checkpoint("entries"),
            "checkpoints/registry": self.checkpoint("registry"),
        }
        files |= {path("statements", name): data for name, data in self.envelopes.items()}
        files |= {path("sections", name): data for name, data in self.sections.items()}
        return files | {path("blobs", name): data for name, data in self.blobs.items()}

    def hide(self, files: dict[str, bytes], *statements: str) -> None:
        """Leave the leaves of some statements out of a bundle's proof."""
        shown = {index for index, _ in parse_multiproof(files["proofs/entries"]).leaves}
        hidden = {self.indices[name] for name in statements}
        files["proofs/entries"] = self.entries.proof(shown - hidden)

    def bundle(self) -> bytes:
        """The packed files."""
        return pack(self.files())

    def checkpoint(self, log: str, size: int | None = None, signers: Sequence[str] = ()) -> bytes:
        """The checkpoint of a log at a size, by default the present one, signed by its key or by those of names."""
        state = (self.entries if log == "entries" else self.registry).state(size)
        checkpoint = Checkpoint(f"{self.origin}/{log}", state.size, bytes.fromhex(state.root))
        return sign_checkpoint(checkpoint, *map(signer, signers or (f"{self.log_key} {log}",)))

    def vkey(self, log: str) -> str:
        """The verifier key of a log."""
        key = signer(f"{self.log_key} {log}").public
        return format_vkey(Vkey(f"{self.origin}/{log}", ED25519, key))

    def policy(self, **changes: object) -> Policy:
        """A policy that accepts everything here."""
        accepted = Policy(
            origin=self.origin,
            logs=LogKeys(entries=self.vkey("entries"), registry=self.vkey("registry")),
            quorum=0,
            registrars=(self.parties["registrar"],),
            auditors=tuple(id_ for name, id_ in self.parties.items() if name == "auditor"),
            rulebooks=tuple(sorted(self.blobs)),
            factor_sets=tuple(sorted(self.blobs)),
            oldest_registry_size=0,
        )
        return accepted.model_copy(update=changes)

    @staticmethod
    def _keep(where: dict[str, bytes], data: bytes) -> str:
        where[digest(data)] = data
        return digest(data)


def path(folder: str, name: str) -> str:
    """The file of a document by its digest."""
    return f"{folder}/{name.removeprefix('sha256:')}.json"


def resigned(envelope: bytes, *signers: Signer) -> bytes:
    """The same payload under other signatures."""
    known = parse_envelope(envelope)
    return format_envelope(sign(known.payload_type, known.payload, signers))


def payload_of(envelope: bytes) -> bytes:
    """The payload in an envelope."""
    return parse_envelope(envelope).payload


def rewrapped(envelope: bytes, payload: bytes, signatures: Iterable[bytes] | None = None) -> bytes:
    """Another payload, or other signatures, in the same wrapper."""
    known = parse_envelope(envelope)
    kept = known.signatures if signatures is None else tuple(sorted(signatures))
    return format_envelope(Envelope(known.payload_type, payload, kept))
