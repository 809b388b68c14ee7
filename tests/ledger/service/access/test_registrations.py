"""Registrations that wait for the registrar."""

from dataclasses import replace

import pytest
from support.ledger_battery import BatteryChain
from support.principals import NOW, principal
from support.refusal import refused

from ledger.append.ledger import Ledger
from ledger.append.submit import submit
from ledger.cli.keys.identity import Identity, create_identity, sign_registration
from ledger.cli.keys.passphrases import unprotected
from ledger.service.access.principal import Principal
from ledger.service.access.registrations import (
    leave_registration,
    settle_registration,
    waiting_registrations,
)
from ledger.state.drafting import countersign
from ledger.store.access.organisations import organisation_of
from ledger.trust.envelope import Envelope, format_envelope
from ledger.trust.submission import Submission
from schemas.signed.participant import Profile
from schemas.vocabulary import Role

PROFILE = Profile(legal_name="Example Refining Oy", country="FI")


@pytest.fixture
def ledger(chain: BatteryChain) -> Ledger:
    """The ledger of the small battery."""
    return chain.world.ledger


@pytest.fixture
def firm(chain: BatteryChain) -> Principal:
    """A firm with an account and without a registration."""
    return principal(chain, "refinery", Role.SUPPLIER)


@pytest.fixture
def keys(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """The firm's keys."""
    return create_identity(tmp_path_factory.mktemp("refinery") / "keys", unprotected)


def signed(chain: BatteryChain, keys: Identity) -> Submission:
    """The firm's registration, which the registrar has not signed."""
    registrar = chain.world.registrar.id
    return sign_registration(keys, chain.world.ledger.origin, PROFILE, [Role.SUPPLIER], registrar)


def test_the_firm_that_left_it_becomes_the_participant(
    chain: BatteryChain, ledger: Ledger, firm: Principal, keys: Identity
) -> None:
    """It waits for the registrar, and is settled when it is in the log, by whoever it was submitted."""
    left = signed(chain, keys)
    assert leave_registration(ledger, firm, left, NOW) == left.id
    assert leave_registration(ledger, firm, left, NOW + 1) == left.id
    registrar = principal(chain, "office", Role.REGISTRAR)
    (waiting,) = waiting_registrations(ledger.store, registrar).items
    assert (waiting.organisation, waiting.firm) == ("refinery", PROFILE.legal_name)
    submit(ledger, countersign(left, chain.world.registrar.working))
    settle_registration(ledger.store, left.id)
    with ledger.store.read() as connection:
        found = organisation_of(connection, "refinery")
    assert found is not None
    assert found.participant == left.id
    assert waiting_registrations(ledger.store, registrar).items == ()


def test_a_registration_in_the_log_cannot_be_left(
    chain: BatteryChain, ledger: Ledger, firm: Principal, keys: Identity
) -> None:
    """Every login can read it, so leaving it proves nothing."""
    left = signed(chain, keys)
    submit(ledger, countersign(left, chain.world.registrar.working))
    with refused("registration.logged"):
        leave_registration(ledger, firm, left, NOW)


def test_another_firm_cannot_leave_the_same(
    chain: BatteryChain, ledger: Ledger, firm: Principal, keys: Identity
) -> None:
    """The first one keeps its place."""
    left = signed(chain, keys)
    leave_registration(ledger, firm, left, NOW)
    with refused("registration.taken"):
        leave_registration(ledger, principal(chain, "rival", Role.SUPPLIER), left, NOW)


def test_a_rival_sees_none_that_waits(
    chain: BatteryChain, ledger: Ledger, firm: Principal, keys: Identity
) -> None:
    """Only the firm itself, the registrar and the operator do."""
    leave_registration(ledger, firm, signed(chain, keys), NOW)
    rival = principal(chain, "rival", Role.SUPPLIER)
    assert waiting_registrations(ledger.store, rival).items == ()
    assert len(waiting_registrations(ledger.store, firm).items) == 1


def test_each_listed_key_must_have_signed(
    chain: BatteryChain, ledger: Ledger, firm: Principal, keys: Identity
) -> None:
    """A firm cannot claim a key that it does not have."""
    left = signed(chain, keys)
    envelope = left.parsed_envelope
    one = Envelope(envelope.payload_type, envelope.payload, envelope.signatures[:1])
    with refused("registration.unsigned"):
        leave_registration(ledger, firm, replace(left, envelope=format_envelope(one)), NOW)


def test_a_registered_firm_leaves_none(chain: BatteryChain, ledger: Ledger, keys: Identity) -> None:
    """An organisation is one participant."""
    mine = principal(chain, "mine", Role.SUPPLIER, chain.mine)
    with refused("access.registered"):
        leave_registration(ledger, mine, signed(chain, keys), NOW)
