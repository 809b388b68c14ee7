"""A figure that may not be declared is reported as a study, with its shortcomings."""

from decimal import Decimal

import pytest
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made
from support.refusal import refused

from ledger.rulebooks.catalog import load_rulebook
from ledger.rules.documents import missing_for_article_7
from ledger.service.answers.study import build_study
from schemas.exchanged.calculation_request import Treatment
from schemas.vocabulary import ProcessCode, Role, Stage


def test_a_study_repeats_the_calculation_and_names_what_is_missing(chain: BatteryChain) -> None:
    """Total, stages and energy are the calculation's; the terms sum to the end of life it counts."""
    draft = chain.calculation()
    calculation = chain.world.submit(draft, chain.plant.working).id
    study = build_study(chain.world.ledger, calculation)
    statement = draft.statement.to_json()
    assert study.calculation == calculation
    for name in ("total", "stages", "total_energy", "model"):
        assert study.to_json()[name] == statement[name]
    assert study.end_of_life
    assert study.standing.bars == tuple(missing_for_article_7(load_rulebook(study.rulebook)))


def test_terms_are_per_kilogram_treated_and_collected_once(chain: BatteryChain) -> None:
    """Two recyclers of half the mass each, and a collector of all of it: 0.1, 0.05 and 0.02 kg CO2e a kg."""
    ends = [Treatment(delivery=chain.treatment, kg="50")]
    for name, kwh, process in (
        ("half", "10", ProcessCode.SHREDDING),
        ("collector", "4", ProcessCode.COLLECTION),
    ):
        party = chain.world.register(name, Role.SUPPLIER)
        work = {"inputs": [power(kwh, Stage.END_OF_LIFE)], "process": process}
        entry = chain.world.enter(party, [made(party)], **work)
        ends.append(Treatment(delivery=chain.world.represent(party, entry, chain.plant)))
    draft = chain.calculation(end_of_life=tuple(ends))
    calculation = chain.world.submit(draft, chain.plant.working).id
    (term,) = build_study(chain.world.ledger, calculation).end_of_life
    assert Decimal(term.value) == Decimal("0.05") + Decimal("0.025") + Decimal("0.02")


def test_a_study_names_the_processes_that_nobody_stated(chain: BatteryChain) -> None:
    """Under the draft the packs are there, and the other processes of its list are not."""
    rulebook = load_rulebook("eu-ev-draft-2024").model_copy(
        update={"version": "other", "required_stages": ()}
    )
    draft = chain.calculation(rulebook=chain.world.ledger.keep(rulebook))
    calculation = chain.world.submit(draft, chain.plant.working).id
    *_, last = build_study(chain.world.ledger, calculation).standing.bars or ()
    assert last.startswith("Company-specific data: no entry has the process raw_material.")
    assert "main_production.cell" in last
    assert "main_production.pack" not in last


def test_only_a_calculation_has_a_study(shared: BatteryChain) -> None:
    """An id that is not a calculation's is refused."""
    with refused("calculation.unknown"):
        build_study(shared.world.ledger, "sha256:" + "0" * 64)


@pytest.mark.parametrize("name", ["eu-ev-draft-2024", "study-full-substitution-1", "jrc-cfb-lmt"])
def test_no_rulebook_is_law(name: str) -> None:
    """The list begins with the missing law, as long as no act is in force."""
    first = next(missing_for_article_7(load_rulebook(name)))
    assert first.startswith("A rulebook that is law")
