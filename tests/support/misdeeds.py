"""Manipulations of the logs of the hand-made chain by colluding firms, as moments of its story."""

import json
from collections.abc import Callable

from support.bundles import ORIGIN, payload_of, working
from support.collusion import act
from support.signed_chain import MODEL, Alter, SignedChain, output

from ledger.trust.canonical import canonical
from ledger.trust.envelope import parse_envelope, sign
from ledger.trust.leaves import entries_leaf, model_bytes
from schemas.base import Model
from schemas.signed.kinds import kind_of
from schemas.signed.log import KeyLeaf
from schemas.signed.statement import Kind
from schemas.values import RegistryState

NOBODY = "sha256:" + "9" * 64


def correct_mine(chain: SignedChain, name: str = "mine 3", **header: object) -> None:
    """The mine corrects its entry again."""
    stated = json.loads(chain.ledger.sections[section_of(chain, "mine 2", "inventory")])
    stated["value"]["outputs"][0]["amount"] = "80000"
    members = {**chain.correct("mine 2"), **header}
    chain.entry(name, "mine", "raw_material.mining", stated["value"], **members)


def section_of(chain: SignedChain, name: str, part: str) -> str:
    """The digest of a section."""
    digest: str = json.loads(payload_of(chain.ledger.envelopes[chain.ids[name]]))["sections"][part]
    return digest


def newcomer(chain: SignedChain) -> None:
    """A firm registers that this bundle does not concern."""
    chain.ledger.register("newcomer", "supplier")
    del chain.ledger.envelopes[chain.ledger.parties["newcomer"]]
    chain.ledger.sections.popitem()


def forget_product(chain: SignedChain) -> None:
    """The registry does not say who made the product, the first time that it should."""
    registry, forgotten = chain.ledger.registry, list[bytes]()
    append = registry.append

    def forget(leaf: bytes) -> int:
        if b'"made"' in leaf and not forgotten:
            forgotten.append(leaf)
            return 0
        return append(leaf)

    registry.append = forget  # type: ignore[method-assign]


def forged_state(chain: SignedChain) -> None:
    """A withdrawal enters under a state of the registry that no other reader sees."""
    members = {"origin": ORIGIN, "issuer": chain.ledger.parties["mine"], "nonce": "0" * 32}
    members |= {"withdraws": chain.ids["mine 2"], "reason": "correction"}
    envelope = sign(Kind.WITHDRAWAL.payload_type, canonical(members), [working("mine")])
    chain.ledger.admit(Kind.WITHDRAWAL, members, envelope)
    name = chain.ids["withdrawal"] = list(chain.ledger.indices)[-1]
    size = chain.ledger.registry.state().size
    state = RegistryState(size=size, root="0" * 64)
    leaf = entries_leaf(Kind.WITHDRAWAL, name, envelope, state, chain.ids["mine 2"])
    chain.ledger.indices[name] = chain.ledger.entries.append(model_bytes(leaf))


def after_pack(chain: SignedChain, **header: object) -> None:
    """The packer makes more of the model, in the same period unless the header names another."""
    stated = json.loads(chain.ledger.sections[section_of(chain, "trial", "inventory")])
    stated["value"]["outputs"] = [output("later", "3", "piece", batteries=3)]
    stated["value"]["inputs"] = stated["value"]["inputs"][1:]
    chain.entry("more", "packer", "main_production.pack", stated["value"], model=MODEL, **header)


def out_of_turn(chain: SignedChain, name: str, size: int | None = None) -> None:
    """The log has a statement a second time, at its end, and the bundle shows the second one."""
    ledger = chain.ledger
    envelope = parse_envelope(ledger.envelopes[chain.ids[name]])
    stated = json.loads(payload_of(ledger.envelopes[chain.ids[name]]))
    old = stated.get("supersedes", {}).get("id")
    kind = kind_of(envelope.payload_type)
    leaf = entries_leaf(kind, chain.ids[name], envelope, ledger.registry.state(size), old)
    ledger.indices[chain.ids[name]] = ledger.entries.append(model_bytes(leaf))


def logged_again(chain: SignedChain, name: str) -> None:
    """The log has the leaf of a statement a second time, at its end."""
    entries = chain.ledger.entries
    entries.append(entries.leaves[chain.ledger.indices[chain.ids[name]]])


def logged_party(chain: SignedChain, name: str) -> None:
    """The entries log holds the registration of a party."""
    party, ledger = chain.ledger.parties[name], chain.ledger
    envelope = parse_envelope(ledger.envelopes[party])
    leaf = entries_leaf(Kind.PARTICIPANT, party, envelope, ledger.registry.state(), None)
    ledger.entries.append(model_bytes(leaf))


def delayed(name: str, *, for_ever: bool) -> dict[str, Alter]:
    """A party whose registration the registry gets to hold late, or never."""
    kept: list[bytes] = []

    def before(chain: SignedChain) -> None:
        registry = chain.ledger.registry
        append = registry.append
        registry.append = lambda leaf: kept.append(leaf) or 0  # type: ignore[method-assign]
        old = chain.ledger.parties[name]
        chain.ledger.sections.pop(
            json.loads(payload_of(chain.ledger.envelopes[old]))["sections"]["profile"]
        )
        del chain.ledger.envelopes[old]
        chain.ledger.register(name, "supplier")
        registry.append = append  # type: ignore[method-assign]

    def late(chain: SignedChain) -> None:
        if not for_ever:
            chain.ledger.registry.append(kept[-1])

    return {"before": act(before), "late": act(late)}


def leaf_of(make: Callable[[SignedChain], Model]) -> Alter:
    """After all is done, the registry gets one more leaf."""
    return act(lambda chain: chain.ledger.registry.append(model_bytes(make(chain))))


def known_leaf(chain: SignedChain) -> KeyLeaf:
    """A key of the mine changed."""
    of = chain.ledger.parties["mine"]
    return KeyLeaf(v=1, kind="key", id=NOBODY, of=of, sigs=NOBODY)


def grown(name: str, chain: SignedChain) -> None:
    """The registry has grown since, and the statement's leaf does not say so."""
    size = chain.ledger.registry.state().size
    correct_mine(chain)
    out_of_turn(chain, name, size)
