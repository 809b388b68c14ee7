"""Calculations in time: statements changed, withdrawn or made since `as_of`, and by which issuer."""

from support.ledger_battery import MODEL, BatteryChain, freight, power
from support.ledger_world import made, replacing
from support.refusal import refused

from ledger.rulebooks.catalog import load_rulebook
from ledger.state.drafting import sign_draft
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.calculation import Calculation, Warranty
from schemas.values import Period
from schemas.vocabulary import ProcessCode, Role


def test_outdated_by_a_correction(chain: BatteryChain) -> None:
    """A correction at the mine between `as_of` and the submission makes the calculation old."""
    draft = chain.calculation()
    chain.world.enter(chain.mine, [made(chain.mine)], supersedes=replacing(chain.mined))
    submission = sign_draft(draft, [chain.plant.working])
    chain.world.refuses(submission, "calculation.outdated", "as_of")
    fresh = chain.calculation()
    assert isinstance(draft.statement, Calculation)
    assert isinstance(fresh.statement, Calculation)
    assert fresh.statement.total != draft.statement.total
    assert chain.world.submit(fresh, chain.plant.working).id == fresh.id


def test_outdated_by_another_entry_of_the_model(chain: BatteryChain) -> None:
    """Packs that were made in the period and entered since must be in."""
    draft = chain.calculation()
    parts = {"process": ProcessCode.PACK, "model": MODEL}
    line = [made(chain.plant, product="urn:test:more", batteries=1)]
    held = sign_draft(draft, [chain.plant.working])
    chain.world.enter(chain.plant, line, **parts)
    chain.world.refuses(held, "calculation.outdated", "as_of")


def test_next_years_packs_do_not_matter(chain: BatteryChain) -> None:
    """An entry of the model outside the period leaves the calculation good."""
    draft = chain.calculation()
    later = Period(start="2026-01-01", end="2027-01-01")
    line = [made(chain.plant, product="urn:test:next", batteries=1)]
    chain.world.enter(chain.plant, line, period=later, process=ProcessCode.PACK, model=MODEL)
    assert chain.world.submit(draft, chain.plant.working).id == draft.id


def test_withdrawn_input_has_no_figure(chain: BatteryChain) -> None:
    """After the mine's delivery is withdrawn, the packs cannot be calculated."""
    draft = chain.calculation()
    chain.world.withdraw(chain.mine, chain.shipped)
    submission = sign_draft(draft, [chain.plant.working])
    chain.world.refuses(submission, "calculation.outdated", "as_of")
    with refused("delivery.withdrawn"):
        chain.calculation()


def test_nothing_made(shared: BatteryChain) -> None:
    """A model that no entry made has no figure."""
    with refused("calculation.no_product", "model"):
        shared.calculation(model="urn:test:model:2")


def test_a_method_of_which_parts_are_unknown(shared: BatteryChain) -> None:
    """A rulebook that says what is not known of its method is refused, not approximated."""
    rulebook = shared.world.ledger.keep(load_rulebook("jrc-cfb-lmt"))
    with refused("rulebook.unknown_parts", "rulebook"):
        shared.calculation(rulebook=rulebook)


def test_category_without_a_functional_unit(shared: BatteryChain) -> None:
    """No cycles for this vehicle in the rulebook, no functional unit."""
    with refused("functional_unit.vehicle_category", "vehicle_category"):
        shared.calculation(vehicle_category=None)


def test_a_distance_ends_the_warranty(shared: BatteryChain) -> None:
    """A mileage that does not divide is an exact ratio: 2 kWh x 60 x 70,001 km over 20,000."""
    warranty = Warranty(years="8", km="70001", remaining_energy="0.7")
    statement = shared.calculation(warranties=(warranty,)).statement
    assert isinstance(statement, Calculation)
    energy = statement.total_energy
    assert (energy.numerator, energy.denominator) == ("8400120", "20000")


def test_supplier_calculates_nothing(chain: BatteryChain) -> None:
    """A firm with the role of a supplier alone makes packs and calculates no figure."""
    world = chain.world
    small = world.register("small", Role.SUPPLIER)
    treatment = world.represent(chain.recycler, chain.treated, small)
    work = [power("10"), freight("1")]
    parts = {"inputs": work, "process": ProcessCode.PACK, "model": MODEL}
    world.enter(small, [made(small, batteries=1)], **parts)
    draft = chain.calculation(issuer=small.id, end_of_life=(Treatment(delivery=treatment),))
    world.refuses(sign_draft(draft, [small.working]), "issuer.role", "issuer")
