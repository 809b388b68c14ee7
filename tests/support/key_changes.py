"""Changes of keys as tests state them: for the state alone, for a world, and for the hand-made chain."""

from collections.abc import Sequence

from support.bundles import Json, Members, signer
from support.ledger_world import ORIGIN, Party, World, public
from support.signed_chain import SignedChain

from ledger.state.drafting import Draft
from ledger.trust.canonical import canonical
from ledger.trust.envelope import format_envelope, sign, statement_id
from ledger.trust.keys import Signer
from ledger.trust.leaves import key_leaf, model_bytes
from schemas.signed.participant import Key, PublicKey
from schemas.signed.statement import Kind

NOBODY = "sha256:" + "9" * 64


def named(name: str) -> PublicKey:
    """The key of a name."""
    return public(signer(name))


def change(word: str, key: str | None = None, **members: object) -> Key:
    """A change of the keys of an unspecified participant."""
    header = {"origin": ORIGIN, "issuer": NOBODY, "nonce": "0" * 32, "change": word}
    stated = {} if key is None else {"key": named(key)}
    return Key.model_validate({**header, **stated, **members})


def roots(*names: str, threshold: int = 1) -> dict[str, object]:
    """The members that replace root keys."""
    keys = sorted((named(name) for name in names), key=lambda row: row.key)
    return {"root_keys": tuple(keys), "threshold": threshold}


def key_draft(
    world: World, party: Party, word: str, key: Signer | None = None, **members: object
) -> Draft:
    """The draft of a change of a party's keys."""
    header = {"origin": ORIGIN, "issuer": party.id, "nonce": world.fresh(), "change": word}
    stated = {} if key is None else {"key": public(key)}
    return Draft(Key.model_validate({**header, **stated, **members}))


def state_change(
    chain: SignedChain, name: str, party: str, members: Json, signers: Sequence[str] | None = None
) -> str:
    """A change of a party's keys enters the registry of the hand-made chain, signed by keys of these names."""
    ledger = chain.ledger
    header: Members = {
        "origin": ledger.origin,
        "issuer": ledger.parties[party],
        "nonce": ledger.nonce(),
    }
    signing = [f"{party} root"] if signers is None else signers
    kind = Kind.KEY
    payload = canonical({**header, **members})
    envelope = sign(kind.payload_type, payload, [signer(name) for name in signing])
    chain.ids[name] = statement_id(kind.payload_type, payload)
    ledger.envelopes[chain.ids[name]] = format_envelope(envelope)
    leaf = key_leaf(chain.ids[name], envelope, ledger.parties[party])
    ledger.registry.append(model_bytes(leaf))
    return chain.ids[name]


def key_of(name: str) -> Members:
    """A key as a statement lists it."""
    return {"alg": "ed25519", "key": signer(name).public.hex()}


def add(chain: SignedChain, party: str, key: str = "", **members: Json) -> str:
    """A party brings in a key, by default its second working key, and signs with it from now on."""
    new = key or f"{party} working 2"
    stated = {"change": "add", "key": {**key_of(new), **members}}
    chain.ledger.signing[party] = new
    return state_change(chain, f"{party} add", party, stated, [f"{party} root", new])


def retire(chain: SignedChain, party: str, key: str = "") -> str:
    """A party retires a key, by default its first working key."""
    stated = {"change": "retire", "key": key_of(key or f"{party} working")}
    return state_change(chain, f"{party} retire", party, stated)


def compromise(
    chain: SignedChain, party: str, since: int | None = None, registrar: str = "registrar"
) -> str:
    """A party calls its first working key compromised; dated back where a size is given."""
    stated: Members = {"change": "compromise", "key": key_of(f"{party} working")}
    signers = [f"{party} root"]
    if since is not None:
        stated |= {"since": since, "registrar": chain.ledger.parties[registrar]}
        signers.append(chain.ledger.signing.get(registrar, f"{registrar} working"))
    return state_change(chain, f"{party} compromise", party, stated, signers)


def rotate(chain: SignedChain, party: str) -> None:
    """A party goes over to a second key."""
    add(chain, party)
    retire(chain, party)
