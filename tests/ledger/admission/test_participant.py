"""Changes of keys at submission: each refusal by code and place, with the logs unchanged."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from support.ed25519 import sign_with_nonce
from support.key_changes import key_draft, roots
from support.ledger_battery import BatteryChain
from support.ledger_world import Party, public, signer

from ledger.state.drafting import Draft, sign_draft
from ledger.trust.envelope import Envelope, format_envelope, pae, parse_envelope
from ledger.trust.submission import Submission
from schemas.vocabulary import Role

Make = Callable[[BatteryChain], Submission]


def by_root(word: str, key: str, **members: object) -> Make:
    """A change of the mine's keys, signed by its root key and, where it comes in, by the new one."""

    def make(chain: BatteryChain) -> Submission:
        draft = key_draft(chain.world, chain.mine, word, signer(key), **members)
        return sign_draft(draft, [chain.mine.root, *([signer(key)] if word == "add" else [])])

    return make


def dated_back(registrar: Callable[[BatteryChain], Party], *names: str) -> Make:
    """A compromise of the mine's key from the registry's first leaf on, by keys of these names."""

    def make(chain: BatteryChain) -> Submission:
        members = {"since": 1, "registrar": registrar(chain).id}
        draft = key_draft(chain.world, chain.mine, "compromise", chain.mine.working, **members)
        return sign_draft(draft, [signer(name) for name in names])

    return make


def recovery(chain: BatteryChain) -> Submission:
    """New root keys of which one was a working key of the plant."""
    draft = key_draft(chain.world, chain.mine, "recover", None, **roots("plant working"))
    return sign_draft(draft, [chain.mine.root, chain.plant.working])


def ahead(chain: BatteryChain) -> Submission:
    """A compromise from a size on that the registry has not reached."""
    members = {"since": 1000, "registrar": chain.world.registrar.id}
    draft = key_draft(chain.world, chain.mine, "compromise", chain.mine.working, **members)
    return sign_draft(draft, [chain.mine.root, chain.world.registrar.working])


def unsound(chain: BatteryChain) -> Submission:
    """A new key under which one signature fits every message."""
    key = public(signer("new")).model_copy(update={"key": "00" * 32})
    draft = key_draft(chain.world, chain.mine, "add", signer("new"))
    changed = draft.statement.model_copy(update={"key": key})
    return sign_draft(Draft(changed), [chain.mine.root])


def by_nobody(chain: BatteryChain) -> Submission:
    """A change of the keys of who is not registered."""
    nobody = Party("nobody", chain.mined, signer("nobody root"), signer("nobody working"))
    draft = key_draft(chain.world, nobody, "retire", nobody.working)
    return sign_draft(draft, [nobody.root])


REFUSED: dict[str, tuple[Make, str, str]] = {
    "signed by the working key": (
        lambda chain: sign_draft(
            key_draft(chain.world, chain.mine, "add", signer("new")),
            [chain.mine.working, signer("new")],
        ),
        "signature.unknown",
        "signatures[1].sig",
    ),
    "new key has not signed": (
        lambda chain: sign_draft(
            key_draft(chain.world, chain.mine, "add", signer("new")), [chain.mine.root]
        ),
        "signature.missing",
        "signatures",
    ),
    "key of another participant": (by_root("add", "plant working"), "key.in_use", "key"),
    "root key of another participant": (by_root("add", "plant root"), "key.in_use", "key"),
    "key of its own": (by_root("add", "mine working"), "key.in_use", "key"),
    "root key of its own": (by_root("add", "mine root"), "key.in_use", "key"),
    "key that it never had": (by_root("retire", "plant working"), "key.unknown", "key"),
    "new root key in use": (recovery, "key.in_use", "root_keys"),
    "unsound key": (unsound, "key.order", "key.key"),
    "issuer not registered": (by_nobody, "issuer.unknown", "issuer"),
    "dated back without the registrar's signature": (
        dated_back(lambda chain: chain.world.registrar, "mine root"),
        "signature.registrar",
        "signatures",
    ),
    "dated back by a supplier": (
        dated_back(lambda chain: chain.plant, "mine root", "plant working"),
        "registrar.role",
        "registrar",
    ),
    "dated ahead": (ahead, "key.since", "since"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(shared: BatteryChain, name: str) -> None:
    """Refused with code and place, the logs unchanged."""
    make, code, place = REFUSED[name]
    submission = make(shared)
    if place.startswith("signatures["):
        index = foreign(submission, shared.mine)
        place = f"signatures[{index}].sig"
    shared.world.refuses(submission, code, place)


def foreign(submission: Submission, party: Party) -> int:
    """The place of the signature by a party's working key."""
    envelope = parse_envelope(submission.envelope)
    mine = party.working.sign(pae(envelope.payload_type, envelope.payload))
    return envelope.signatures.index(mine)


def test_a_registrar_does_not_date_its_own_keys_back(shared: BatteryChain) -> None:
    """Another registrar countersigns the date; a log's only registrar has none."""
    registrar = shared.world.registrar
    members = {"since": 1, "registrar": registrar.id}
    draft = key_draft(shared.world, registrar, "compromise", registrar.working, **members)
    submission = sign_draft(draft, [registrar.root, registrar.working])
    shared.world.refuses(submission, "registrar.own", "registrar")


def test_a_registration_brings_keys_of_its_own(shared: BatteryChain) -> None:
    """No key of another participant is registered again, in any function."""
    draft, party = shared.world.registration("new", [Role.SUPPLIER], shared.world.registrar.id)
    for field, index in (("root_keys", 0), ("working_keys", 1)):
        keys = [party.root, party.working]
        keys[index] = shared.mine.working
        statement = draft.statement.model_copy(update={field: (public(keys[index]),)})
        copy = Draft(statement, draft.sections)
        submission = sign_draft(copy, [*keys, shared.world.registrar.working])
        shared.world.refuses(submission, "key.in_use", field)


def test_one_root_key_does_not_count_twice(chain: BatteryChain) -> None:
    """Two different signatures by one root key do not reach a threshold of two."""
    world, new = chain.world, [signer("two 1"), signer("two 2")]
    recovery = key_draft(world, chain.mine, "recover", None, **roots("two 1", "two 2", threshold=2))
    world.submit(recovery, chain.mine.root, *new)
    draft = key_draft(world, chain.mine, "retire", chain.mine.working)
    message = pae(draft.kind.payload_type, draft.payload)
    signatures = {new[0].sign(message), sign_with_nonce(sha256(b"two 1").digest(), 12345, message)}
    assert len(signatures) == 2
    envelope = Envelope(draft.kind.payload_type, draft.payload, tuple(sorted(signatures)))
    world.refuses(Submission(format_envelope(envelope)), "signature.unknown", "signatures[1].sig")
    world.refuses(sign_draft(draft, new[:1]), "signature.threshold", "signatures")
    world.submit(draft, *new)
