"""Differences of figures of a ledger: by the ids of calculations or declarations, and from its bundles alike."""

from decimal import Decimal

import pytest
from support.differing import names_of, parts_by_cause, require_sums
from support.ledger_batches import calculated, declared
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, replacing
from support.refusal import refused

from ledger.audit.subject.figure_state import read_state
from ledger.bundles.export import export_bundle
from ledger.documents.difference.document import explain_difference
from ledger.service.answers.difference import compare_calculation, explain_difference_of
from schemas.vocabulary import Audience

pytestmark = pytest.mark.traced

UNKNOWN = "sha256:" + "0" * 64


def corrected(chain: BatteryChain) -> tuple[str, str]:
    """Two calculations of the same packs: before and after the mine corrected its electricity to twice."""
    first = calculated(chain)
    better = {"inputs": [power("200")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **better)
    return first, calculated(chain)


def test_a_correction_is_the_energy_of_the_mine(chain: BatteryChain) -> None:
    """25 kg CO2e more for ten packs, all of it by the electricity of a site that both states have."""
    before, after = corrected(chain)
    found = explain_difference_of(chain.world.ledger, before, after)
    require_sums(found)
    assert set(parts_by_cause(found)) == {"energy"}
    assert names_of(found.causes[-1])[0] == "energy used"
    assert found.causes[-1].parts[0].parts[0].firm == chain.mine.id
    assert (found.before.calculation, found.after.calculation) == (before, after)
    energy = chain.calculation().statement.total_energy
    more = Decimal(25) / 10 / (Decimal(energy.numerator) / Decimal(energy.denominator))
    assert abs(Decimal(found.value) - more) < Decimal("1e-20")


def test_two_bundles_give_the_same_document(chain: BatteryChain) -> None:
    """An auditor without the ledger computes the same difference, digit by digit."""
    names = corrected(chain)
    bundles = [export_bundle(chain.world.ledger, name) for name in names]
    offline = explain_difference(*map(read_state, bundles))
    assert offline == explain_difference_of(chain.world.ledger, *names)


def test_a_declaration_stands_for_its_calculation(chain: BatteryChain) -> None:
    """The side names both, and its bundle does too."""
    name = declared(chain)
    found = explain_difference_of(chain.world.ledger, name, name)
    assert (found.before.declaration, found.value) == (name, "0")
    assert found.before.calculation is not None
    state = read_state(export_bundle(chain.world.ledger, name))
    assert (state.id, state.declaration) == (found.before.calculation, name)


def test_a_redacted_bundle_is_refused(chain: BatteryChain) -> None:
    """Recipes that are withheld cannot be compared, and the refusal says what to use."""
    name = calculated(chain)
    bundle = export_bundle(chain.world.ledger, name, Audience.MANUFACTURER)
    with refused("difference.withheld"):
        state = read_state(bundle)
        explain_difference(state, state)


def test_a_bundle_without_a_calculation_is_refused(chain: BatteryChain) -> None:
    """The bundle of a delivery states no figure of a battery."""
    with refused("difference.subject"):
        read_state(export_bundle(chain.world.ledger, chain.treatment))


def test_an_unknown_calculation_is_refused(chain: BatteryChain) -> None:
    """An entry is not a calculation either."""
    for name in (UNKNOWN, chain.mined):
        with refused("calculation.unknown"):
            explain_difference_of(chain.world.ledger, name, name)


def test_one_battery_under_the_rulebooks_of_the_ledger(chain: BatteryChain) -> None:
    """By id or digest; without any, the calculation's own comes first and all that come with Cradle are tried."""
    name = calculated(chain)
    found = compare_calculation(chain.world.ledger, name, ())
    assert found.figures[0].calculation == name
    assert len(found.figures) + len(found.refusals) == 10
    alone = compare_calculation(chain.world.ledger, name, (chain.rulebook,))
    assert [row.rulebook_digest for row in alone.figures] == [chain.rulebook]
    with refused("rulebook.unknown"):
        compare_calculation(chain.world.ledger, name, ("nothing",))
