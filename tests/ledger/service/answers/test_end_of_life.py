"""The mass of the product that each delivery treats: stated, or the remainder."""

import pytest
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made
from support.refusal import refused

from schemas.errors import CradleError
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.calculation import Composition, CompositionRow
from schemas.signed.statement import Section
from schemas.vocabulary import CompositionRole, ProcessCode, Role, Stage, Unit


def recycler(chain: BatteryChain, name: str, process: ProcessCode = ProcessCode.SHREDDING) -> str:
    """A further recycler's representative delivery to the plant."""
    party = chain.world.register(name, Role.SUPPLIER)
    work = {"inputs": [power("10", Stage.END_OF_LIFE)], "process": process}
    return chain.world.represent(
        party, chain.world.enter(party, [made(party)], **work), chain.plant
    )


def amounts(chain: BatteryChain, *asked: tuple[str, str | None], **parts: object) -> dict[str, str]:
    """The kg of each delivery in the composition that is drafted."""
    end_of_life = tuple(Treatment(delivery=delivery, kg=kg) for delivery, kg in asked)
    draft = chain.calculation(end_of_life=end_of_life, **parts)
    composition = Composition.model_validate(Section.parse(draft.sections[0]).value, strict=False)
    return {row.delivery: row.amount for row in composition.rows if row.delivery is not None}


def test_one_without_an_amount_takes_the_remainder(chain: BatteryChain) -> None:
    """The packs weigh 100 kg: what two others take is left out of the third's part."""
    first, second = recycler(chain, "first"), recycler(chain, "second")
    asked = [(first, "30"), (chain.treatment, None), (second, "12.5")]
    assert amounts(chain, *asked) == {first: "30", second: "12.5", chain.treatment: "57.5"}
    assert amounts(chain, (first, "40"), (second, "60")) == {first: "40", second: "60"}


def test_what_collects_is_shared_out_apart(chain: BatteryChain) -> None:
    """A collector takes the whole mass beside the recycler, or the part that is stated."""
    collector = recycler(chain, "collector", ProcessCode.COLLECTION)
    both = [(collector, None), (chain.treatment, None)]
    assert amounts(chain, *both) == {collector: "100", chain.treatment: "100"}
    part = [(collector, "80"), (chain.treatment, None)]
    assert amounts(chain, *part) == {collector: "80", chain.treatment: "100"}


def test_own_rows_of_end_of_life_take_their_part(chain: BatteryChain) -> None:
    """Mass that the plant's own rows or another delivery's treat is not left for the recycler."""
    work = {"inputs": [power("1", Stage.END_OF_LIFE)], "process": ProcessCode.SHREDDING}
    line = [made(chain.plant, "25", product="urn:test:treated")]
    treated = chain.world.enter(chain.plant, line, **work)
    other = recycler(chain, "other")
    shared = {"role": CompositionRole.END_OF_LIFE, "line": "main", "unit": Unit.KG}
    rows = (
        CompositionRow(entry=treated, amount="25", **shared),
        CompositionRow(delivery=other, amount="5", **shared),
    )
    assert amounts(chain, (chain.treatment, None), rows=rows) == {other: "5", chain.treatment: "70"}


@pytest.mark.parametrize(
    ("kg", "code"),
    [
        ((None, None), "calculation.end_of_life"),
        (("100", None), "calculation.end_of_life"),
        (("100.1", None), "calculation.end_of_life"),
        (("100", "100"), "composition.end_of_life_amount"),
        (("40", "59"), "composition.end_of_life_amount"),
    ],
)
def test_amounts_that_do_not_come_to_the_mass(
    chain: BatteryChain, kg: tuple[str | None, str | None], code: str
) -> None:
    """Two remainders, none left, more or less than the product weighs: each is refused before anybody signs."""
    other = recycler(chain, "other")
    place = "end_of_life" if code == "calculation.end_of_life" else "composition"
    with refused(code, place):
        amounts(chain, (chain.treatment, kg[0]), (other, kg[1]))


def test_the_refusal_says_what_to_do(chain: BatteryChain) -> None:
    """Both deliveries are named, and how their amounts are stated."""
    other = recycler(chain, "other")
    with pytest.raises(CradleError) as caught:
        amounts(chain, (chain.treatment, None), (other, None))
    told = caught.value.detail
    assert chain.treatment in told
    assert other in told
    assert "DELIVERY=KG" in told
