"""Wrong signatures and registrations: each refused by code and place, the logs unchanged."""

from pathlib import Path

from support.altering import STRANGER, altered
from support.ledger_battery import BatteryChain
from support.ledger_world import LOG_SIGNERS, ORIGIN, Party, World, made, public

from ledger.append.ledger import Ledger
from ledger.state.drafting import Draft, sign_draft
from ledger.trust.envelope import pae, parse_envelope
from schemas.signed.entry import Site
from schemas.vocabulary import Role


def sound(chain: BatteryChain, issuer: Party) -> Draft:
    """A sound entry at a site of its own."""
    return chain.world.entry(issuer, [made(issuer)], site=Site(code="site-2", country="SE"))


def newcomer(chain: BatteryChain, registrar: str | None) -> tuple[Draft, Party]:
    """The registration of a supplier that is not registered."""
    return chain.world.registration("newcomer", [Role.SUPPLIER], registrar)


def test_issuer_not_registered(shared: BatteryChain) -> None:
    """An unregistered issuer cannot submit."""
    _, party = newcomer(shared, shared.world.registrar.id)
    submission = sign_draft(sound(shared, party), [party.working])
    shared.world.refuses(submission, "issuer.unknown", "issuer")


def test_signed_by_another_participant(shared: BatteryChain) -> None:
    """A registered key signs for its own participant only."""
    submission = sign_draft(sound(shared, shared.mine), [shared.plant.working])
    shared.world.refuses(submission, "signature.unknown", "signatures[0].sig")


def test_signed_by_a_root_key(shared: BatteryChain) -> None:
    """Root keys speak for keys and sign no entries."""
    submission = sign_draft(sound(shared, shared.mine), [shared.mine.root])
    shared.world.refuses(submission, "signature.unknown", "signatures[0].sig")


def test_signed_twice(shared: BatteryChain) -> None:
    """Exactly one signature, although the first would do."""
    keys = [shared.mine.working, shared.mine.root]
    submission = sign_draft(sound(shared, shared.mine), keys)
    shared.world.refuses(submission, "signature.count", "signatures")


def test_listed_key_has_not_signed(shared: BatteryChain) -> None:
    """A registration is signed by every key it lists, which shows that they are held."""
    draft, party = newcomer(shared, shared.world.registrar.id)
    submission = sign_draft(draft, [party.root, shared.world.registrar.working])
    shared.world.refuses(submission, "signature.missing", "signatures")


def test_registrar_has_not_signed(shared: BatteryChain) -> None:
    """Naming a registrar is not enough."""
    draft, party = newcomer(shared, shared.world.registrar.id)
    submission = sign_draft(draft, [party.root, party.working])
    shared.world.refuses(submission, "signature.registrar", "signatures")


def test_registrar_signed_by_its_root_key(shared: BatteryChain) -> None:
    """A registrar countersigns with a working key."""
    draft, party = newcomer(shared, shared.world.registrar.id)
    root = shared.world.registrar.root
    submission = sign_draft(draft, [party.root, party.working, root])
    stranger = root.sign(pae(draft.kind.payload_type, draft.payload))
    index = parse_envelope(submission.envelope).signatures.index(stranger)
    shared.world.refuses(submission, "signature.unknown", f"signatures[{index}].sig")


def test_registrar_without_the_role(shared: BatteryChain) -> None:
    """A supplier cannot bring others in."""
    draft, party = newcomer(shared, shared.mine.id)
    submission = sign_draft(draft, [party.root, party.working, shared.mine.working])
    shared.world.refuses(submission, "registrar.role", "registrar")


def test_registrar_not_registered(shared: BatteryChain) -> None:
    """A registrar is a participant of this log."""
    draft, party = newcomer(shared, shared.mined)
    submission = sign_draft(draft, [party.root, party.working, shared.mine.working])
    shared.world.refuses(submission, "registrar.unknown", "registrar")


def test_second_registration_without_registrar(shared: BatteryChain) -> None:
    """Only the first participant names no registrar, whatever role it claims."""
    draft, party = shared.world.registration("second", [Role.REGISTRAR], None)
    submission = sign_draft(draft, [party.root, party.working])
    shared.world.refuses(submission, "registrar.required", "registrar")


def test_first_participant_is_a_registrar(tmp_path: Path) -> None:
    """A ledger begins with somebody who can bring others in."""
    with Ledger.init(tmp_path / "ledger", ORIGIN, LOG_SIGNERS) as ledger:
        empty = World(ledger, Party("nobody", "", STRANGER, STRANGER))
        draft, party = empty.registration("first", [Role.SUPPLIER], None)
        submission = sign_draft(draft, [party.root, party.working])
        empty.refuses(submission, "registrar.first", "roles")


def test_key_of_small_order(shared: BatteryChain) -> None:
    """A key under which one signature fits every message is refused before any signature."""
    draft, party = newcomer(shared, shared.world.registrar.id)
    submission = altered(
        draft, lambda payload: payload["root_keys"][0].update(key="00" * 32), party.root
    )
    shared.world.refuses(submission, "key.order", "root_keys[0].key")


def test_key_listed_twice(shared: BatteryChain) -> None:
    """A key is a root key or a working key."""
    draft, party = newcomer(shared, shared.world.registrar.id)
    same = public(party.root).to_json()
    submission = altered(draft, lambda payload: payload.update(working_keys=[same]), party.root)
    shared.world.refuses(submission, "participant.key_repeated", "")


def test_threshold_beyond_the_keys(shared: BatteryChain) -> None:
    """No threshold that the listed keys cannot reach."""
    draft, party = newcomer(shared, shared.world.registrar.id)
    submission = altered(draft, lambda payload: payload.update(threshold=2), party.root)
    shared.world.refuses(submission, "participant.threshold", "")


def test_key_of_no_participant(shared: BatteryChain) -> None:
    """A key that no participant lists cannot sign."""
    submission = sign_draft(sound(shared, shared.mine), [STRANGER])
    shared.world.refuses(submission, "signature.unknown", "signatures[0].sig")
