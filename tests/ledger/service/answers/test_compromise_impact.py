"""The impact of a compromised key: its statements from a size on, their dependants, the figure without them."""

from decimal import Decimal

from support.key_changes import key_draft
from support.ledger_battery import FACTORS, BatteryChain
from support.ledger_rated import rated_calculation, rated_factors
from support.ledger_world import Party, made, signer
from support.refusal import refused

from ledger.service.answers.compromise_impact import CompromiseImpact, DoubtedKey, assess_compromise
from schemas.vocabulary import Role


def doubt(
    chain: BatteryChain, party: Party, since: int | None = None, *sets: str
) -> CompromiseImpact:
    """The impact of doubt in a party's first working key."""
    key = party.working.public.hex()
    return assess_compromise(chain.world.ledger, DoubtedKey(party.id, key, since), sets)


def names(found: CompromiseImpact) -> list[str]:
    """The statements in doubt."""
    return [row.id for row in found.statements]


def test_what_the_key_signed_from_a_size_on(chain: BatteryChain) -> None:
    """All of it from the first leaf on, nothing behind the last; a new key's statements never."""
    world, new = chain.world, signer("mine working 2")
    world.submit(key_draft(world, chain.mine, "add", new), chain.mine.root, new)
    world.submit(world.withdrawal(chain.mine, chain.shipped), new)
    (size, _), _ = world.state()
    everything = doubt(chain, chain.mine, 1)
    assert names(everything) == [chain.mined, chain.shipped]
    assert names(doubt(chain, chain.mine, everything.statements[0].size + 1)) == []
    assert names(doubt(chain, chain.mine, size + 1)) == []


def test_the_size_that_the_compromise_says(chain: BatteryChain) -> None:
    """Without a size it is that of the compromise, which has to be there."""
    world, registrar = chain.world, chain.world.registrar
    with refused("distrust.since", "since"):
        doubt(chain, chain.mine)
    members = {"since": 2, "registrar": registrar.id}
    draft = key_draft(world, chain.mine, "compromise", chain.mine.working, **members)
    world.submit(draft, chain.mine.root, registrar.working)
    found = doubt(chain, chain.mine)
    assert (found.since, names(found)) == (2, [chain.mined, chain.shipped])
    assert found.calculations == ()


def test_a_key_of_somebody_else(shared: BatteryChain) -> None:
    """Only a working key of the participant, now or once."""
    mine = shared.mine
    for key in (mine.root, shared.plant.working):
        with refused("key.unknown", "key"):
            assess_compromise(shared.world.ledger, DoubtedKey(mine.id, key.public.hex(), 1))
    with refused("issuer.unknown", "issuer"):
        assess_compromise(
            shared.world.ledger, DoubtedKey(shared.mined, mine.working.public.hex(), 1)
        )


def test_what_a_registrar_vouched_for(chain: BatteryChain) -> None:
    """Registrations and dates behind the size, by their own leaves."""
    world = chain.world
    late = world.register("late", Role.SUPPLIER)
    members = {"since": 1, "registrar": world.registrar.id}
    draft = key_draft(world, chain.mine, "compromise", chain.mine.working, **members)
    dated = world.submit(draft, chain.mine.root, world.registrar.working).id
    with chain.world.ledger.view() as view:
        size = view.registry().size
    found = doubt(chain, world.registrar, size - 2)
    assert names(found) == [late.id, dated]
    assert [row.kind for row in found.statements] == ["participant", "key"]


def test_the_figure_with_the_worst_dataset(chain: BatteryChain) -> None:
    """50 kg of ore at 1.6 in place of 0.5: 111 in place of 56 kg CO2e for 9600 kWh."""
    calculation = rated_calculation(chain)
    world = chain.world
    word = world.submit(chain.attestation(calculation), chain.auditor.working).id
    (dependent,) = doubt(chain, chain.mine, 1).calculations
    assert (dependent.id, dependent.documents) == (calculation, (word,))
    assert set(dependent.rests_on) == {chain.mined, chain.shipped}
    assert abs(Decimal(dependent.total) * 9600 - 56) < Decimal("0.01")
    assert dependent.fallback_total == "0.01156"
    (attested,) = doubt(chain, chain.auditor, 1).calculations
    assert (attested.rests_on, attested.fallback, attested.fallback_total) == ((word,), None, None)


def test_without_a_dataset_there_is_no_figure(chain: BatteryChain) -> None:
    """The line is named; a further factor set may bring the dataset."""
    ledger = chain.world.ledger
    plain = ledger.keep(FACTORS)
    calculation = chain.world.submit(chain.calculation(factor_sets=(plain,)), chain.plant.working)
    (dependent,) = doubt(chain, chain.mine, 1).calculations
    assert dependent.id == calculation.id
    assert dependent.fallback is not None
    assert dependent.fallback.missing == ((chain.mined, "main"),)
    assert dependent.fallback_total is None
    (told,) = doubt(chain, chain.mine, 1, ledger.keep(rated_factors())).calculations
    assert told.fallback_total is not None
    assert doubt(chain, chain.recycler, 1).calculations[0].fallback_total is None
    assert doubt(chain, chain.plant, 10**6).calculations == ()


def test_a_calculation_that_rests_on_nothing_in_doubt_is_not_listed(chain: BatteryChain) -> None:
    """Somebody else's key concerns it not."""
    rated_calculation(chain)
    bystander = chain.world.register("bystander", Role.SUPPLIER)
    chain.world.enter(bystander, [made(bystander)])
    found = doubt(chain, bystander, 1)
    assert (len(found.statements), found.calculations) == (1, ())
