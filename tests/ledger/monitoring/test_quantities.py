"""Over all buyers: a statement admitted against the rules, or contradicted since, is found by its code."""

import pytest
from support.key_changes import key_draft
from support.ledger_batches import calculated, declared, declaring
from support.ledger_battery import BatteryChain
from support.ledger_small import Small
from support.ledger_world import made, replacing, signer, taken
from support.operator import edit, found_in, seen, smuggle
from support.site_balances import balance_of, power_row

from ledger.state.drafting import Draft
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Site
from schemas.values import Period
from schemas.vocabulary import Role, Unit

pytestmark = pytest.mark.traced

ELSEWHERE = Site(code="plant-2", country="SE")


def test_another_buyer_that_draws_too_much(small: Small) -> None:
    """A second entry of the customer draws on a delivery that is used up; a bundle of one never shows it."""
    world, plant = small.world, small.plant
    rest = world.entry(plant, [made(plant)], inputs=[taken(small.sent, "1")], site=ELSEWHERE)
    smuggle(world, rest, plant.working)
    assert found_in(world) == {("balance.drawn_above_delivery", small.sent)}


def test_deliveries_beyond_the_output(small: Small) -> None:
    """A line that is delivered to a second customer beyond its output is found."""
    world, mine = small.world, small.mine
    other = world.register("other", Role.SUPPLIER)
    smuggle(world, world.delivery(mine, small.ore, other, amount="91"), mine.working)
    assert found_in(world) == {("balance.delivered_above_output", small.ore)}


def test_an_output_that_was_lowered(small: Small) -> None:
    """A correction is never refused; what is too much since is found, without anybody's trick."""
    world, mine = small.world, small.mine
    lower = world.enter(mine, [made(mine, "9")], supersedes=replacing(small.ore))
    assert found_in(world) == {("balance.delivered_above_output", lower)}


def test_twins(small: Small) -> None:
    """The same goods are stated a second time."""
    world, mine = small.world, small.mine
    twin = smuggle(world, world.entry(mine, [made(mine)]), mine.working)
    ((code, subject),) = found_in(world)
    assert code == "entry.duplicate"
    assert subject in (small.ore, twin)


def test_a_delivery_that_is_cited_by_another(small: Small) -> None:
    """An entry that uses goods delivered to another participant is found."""
    world, mine = small.world, small.mine
    entry = world.entry(mine, [made(mine)], inputs=[taken(small.sent, "0.1")], site=ELSEWHERE)
    smuggle(world, entry, mine.working)
    assert ("delivery.recipient", small.sent) in found_in(world)


def test_a_delivery_of_what_another_made(small: Small) -> None:
    """A delivery hangs on an entry of another issuer, under another product."""
    world, plant = small.world, small.plant
    draft = world.delivery(plant, small.ore, small.mine, amount="1")
    sold = smuggle(world, draft, plant.working)
    expected = {("delivery.issuer", sold), ("delivery.product", sold)}
    assert found_in(world) == expected


def test_a_citation_of_another_kind(small: Small) -> None:
    """An entry stands where a delivery must."""
    world, plant = small.world, small.plant
    entry = world.entry(plant, [made(plant)], inputs=[taken(small.ore, "1")], site=ELSEWHERE)
    smuggle(world, entry, plant.working)
    assert ("citation.kind", small.ore) in found_in(world)


def test_a_citation_of_nothing(small: Small) -> None:
    """A citation of a statement that never existed, or no longer does, is found."""
    world, plant = small.world, small.plant
    nothing = "sha256:" + "8" * 64
    entry = world.entry(plant, [made(plant)], inputs=[taken(nothing, "1")], site=ELSEWHERE)
    smuggle(world, entry, plant.working)
    assert found_in(world) == {("statement.missing", nothing)}
    assert seen(world).exit_code == 2


def test_a_loop(small: Small) -> None:
    """A version of the ore uses the product that was made of it."""
    world, mine, plant = small.world, small.mine, small.plant
    back = world.deliver(plant, small.packs, mine, amount="1")
    version = world.entry(
        mine, [made(mine)], inputs=[taken(back, "1")], supersedes=replacing(small.ore)
    )
    smuggle(world, version, mine.working)
    assert {code for code, _ in found_in(world)} == {"graph.loop"}


def test_versions(small: Small) -> None:
    """A version changes what it must keep, and is by another issuer."""
    world, plant = small.world, small.plant
    draft = world.entry(plant, [made(plant)], site=ELSEWHERE, supersedes=replacing(small.ore))
    stolen = smuggle(world, draft, plant.working)
    expected = {("supersedes.issuer", stolen), ("supersedes.identity", stolen)}
    assert expected <= found_in(world)


def test_a_battery_made_over_many_years(small: Small) -> None:
    """It is counted in no calculation of its time, and listed in none."""
    world, plant = small.world, small.plant
    lot, years = made(plant, batteries=1), Period(start="2025-01-01", end="2030-01-01")
    draft = world.entry(plant, [lot], site=ELSEWHERE, model="urn:test:model", period=years)
    assert ("period.long", smuggle(world, draft, plant.working)) in found_in(world)


def test_a_retired_key(small: Small) -> None:
    """The operator lets a key sign behind its end."""
    world, mine = small.world, small.mine
    new = signer("mine working 2")
    world.submit(key_draft(world, mine, "add", new), mine.root, new)
    world.submit(key_draft(world, mine, "retire", mine.working), mine.root)
    late = smuggle(world, world.entry(mine, [made(mine)], site=ELSEWHERE), mine.working)
    assert found_in(world) == {("key.not_active", late)}


def test_an_unknown_key(small: Small) -> None:
    """A statement in a participant's name without that participant's signature is found."""
    world, mine = small.world, small.mine
    forged = smuggle(
        world, world.entry(mine, [made(mine)], site=ELSEWHERE), signer("somebody else")
    )
    assert found_in(world) == {("signature.unknown", forged)}


def test_a_role(small: Small) -> None:
    """An auditor states an entry."""
    world = small.world
    auditor = world.register("auditor", Role.AUDITOR)
    own = smuggle(world, world.entry(auditor, [made(auditor)]), auditor.working)
    assert found_in(world) == {("issuer.role", own)}


def test_another_ledger(small: Small) -> None:
    """A statement that was signed for another log is found in this one."""
    world, mine = small.world, small.mine
    draft = world.delivery(mine, small.ore, small.plant, amount="1", origin="ledger.example/other")
    assert isinstance(draft.statement, Delivery)
    foreign = smuggle(world, draft, mine.working)
    assert found_in(world) == {("statement.origin", foreign)}


@pytest.mark.parametrize(("amount", "codes"), [("7", {"site_balance.differs"}), ("10", set())])
def test_a_site_balance(small: Small, amount: str, codes: set[str]) -> None:
    """A balance lists another amount than the entry states itself, or a second one does the same."""
    world, plant = small.world, small.plant
    product = {"product": "urn:test:mine", "unit": "kg"}
    honest = power_row("10", {small.packs: "10"}, **product)
    world.submit(balance_of(world, plant, honest), plant.working)
    assert found_in(world) == set()
    row = power_row("10", {small.packs: amount}, **product)
    second = smuggle(world, balance_of(world, plant, row), plant.working)
    assert found_in(world) == {(code, second) for code in {"site_balance.duplicate"} | codes}


def test_a_damaged_registry_leaves_the_rest_unchecked(small: Small) -> None:
    """Without the registry, signers and newest versions are unknown; the report says so."""
    edit(small.world, "DELETE FROM leaf WHERE log = 'registry' AND \"index\" = 0")
    steps = {step.name: step.outcome for step in seen(small.world).steps}
    assert steps["checkpoints"] == "found"
    assert {steps[name] for name in ("keys", "balances", "rules")} == {"not_told"}


def test_units(small: Small) -> None:
    """An amount in another unit than the delivery's is found."""
    world, plant = small.world, small.plant
    row = taken(small.sent, "1", Unit.PIECE)
    smuggle(world, world.entry(plant, [made(plant)], inputs=[row], site=ELSEWHERE), plant.working)
    assert ("delivery.unit", small.sent) in found_in(world)


def test_two_live_declarations_of_a_day(chain: BatteryChain) -> None:
    """A ledger that admits a second declaration of the year is found out by a monitor, unlike by a bundle."""
    first = declaring(chain, calculated(chain))
    chain.world.submit(first, chain.plant.working)
    second = smuggle(chain.world, declaring(chain, calculated(chain)), chain.plant.working)
    assert found_in(chain.world) == {("declaration.period", second)}


def test_a_declaration_that_replaces_one_of_more_days(chain: BatteryChain) -> None:
    """Each day that was declared stays declared."""
    long = Period(start="2024-01-01", end="2026-01-01")
    first = declared(chain, period=long)
    again = declaring(chain, calculated(chain)).statement.model_copy(
        update={"supersedes": replacing(first)}
    )
    second = smuggle(chain.world, Draft(again), chain.plant.working)
    assert found_in(chain.world) == {("supersedes.period", second)}
