"""Required stages: the rows that meet them, those that only seem to, and the distance of the product."""

from decimal import Decimal

import pytest
from support.graph import STUDY, factors, firm, ident, weighing
from support.graph_battery import MODEL, Declared, declared, row
from support.rows import Row, avoided, inventory, made, taken, used

from ledger.rulebooks.catalog import load_rulebook
from ledger.rules.stages import distribution_distance
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import ProcessCode, Stage

PLANT = firm("plant")
BY_RULE = load_rulebook("eu-ev-draft-2024")


def carried(tkm: str, stage: str = "distribution") -> Row:
    """A lorry, at 0.1 kg CO2e per tkm."""
    return used("test:lorry", tkm, unit="tkm", purpose="transport", stage=stage)


def undistributed(*rows: Row, **lists: object) -> Declared:
    """The product, 200 kg of it, with nothing under distribution but these rows."""
    it = declared()
    it.chain.factor_sets += (factors({"test:lorry": "0.1"}, unit="tkm"),)
    battery = inventory(
        made("plant", "200", batteries=4), inputs=[taken("ore", "300"), *rows], **lists
    )
    it.chain.enter("plant", battery, weighing("1"), model=MODEL)
    return it


def ship(it: Declared, name: str, amount: str, unit: str = "kg", **lists: object) -> None:
    """An own line of 1,000 of a unit, and a row of distribution that counts some of it."""
    it.chain.enter(name, inventory(made(name, "1000", unit=unit), **lists), issuer=PLANT)
    it.rows.append(row("distribution", amount, entry=name, unit=unit))


def km(it: Declared, rulebook: Rulebook = STUDY) -> Decimal | None:
    """The distance of the product."""
    return distribution_distance(it.parts(), it.resolve(), it.figures(rulebook), rulebook)


LIME: dict[str, object] = {"inputs": [used("test:lime", "1")]}
TINY = "0." + "0" * 29 + "1"


def test_the_products_own_cells_meet_a_stage() -> None:
    """Lime that the plant assigns to distribution is enough; without it the stage is missing."""
    assert declared().missing_stages() == []
    assert undistributed().missing_stages() == ["distribution"]


def test_cells_of_end_of_life_do_not_meet_it() -> None:
    """The recycler's lorry carries used batteries and distributes none."""
    it = undistributed()
    it.chain.enter("recycler", inventory(made("recycler", "100"), inputs=[carried("9")]))
    assert it.missing_stages() == ["distribution"]


def test_a_credit_does_not_meet_it() -> None:
    """An avoided line under distribution takes off, and carries nothing."""
    credit = avoided("1", flow="test:lime", stage="distribution")
    assert undistributed(avoided=[credit]).missing_stages() == ["distribution"]


@pytest.mark.parametrize(
    ("amounts", "met"),
    [(("200",), True), (("120", "80"), True), (("199.999",), False), ((TINY,), False), ((), False)],
)
def test_rows_in_kilograms_carry_the_whole_product(amounts: tuple[str, ...], met: bool) -> None:  # noqa: FBT001
    """Together they come to its 200 kg, or the stage is missing."""
    it = undistributed()
    for index, amount in enumerate(amounts):
        ship(it, f"ship-{index}", amount, **LIME)
    assert it.missing_stages() == ([] if met else ["distribution"])


@pytest.mark.parametrize("unit", ["kg", "tkm"])
def test_a_line_that_comes_to_nothing_carries_nothing(unit: str) -> None:
    """A line without burdens distributes no battery, and no kilometre of it counts."""
    it = undistributed()
    ship(it, "free", "300", unit)
    assert it.missing_stages() == ["distribution"]
    assert km(it) == 0


def test_a_by_product_carries_nothing() -> None:
    """All burdens are the main line's; the row counts the other."""
    it = undistributed()
    lines = [made("ship", "1000"), made("ship", "1000", "waste", role="by_product")]
    it.chain.enter("ship", inventory(*lines, **LIME), issuer=PLANT)
    it.rows.append(row("distribution", "200", entry="ship", line="waste"))
    assert it.missing_stages() == ["distribution"]


@pytest.mark.parametrize("unit", ["piece", "unit", "h", "m3", "MJ"])
def test_other_units_meet_no_stage(unit: str) -> None:
    """A thousand hours do not show the mass that they carry."""
    it = undistributed()
    ship(it, "service", "1000", unit, **LIME)
    assert it.missing_stages() == ["distribution"]


def test_a_row_in_tonne_kilometres_states_how_far() -> None:
    """100 tkm for 0.2 t are 500 km; a token is not refused, and its distance is reported."""
    it = undistributed()
    ship(it, "lorry", "100", "tkm", **LIME)
    assert (it.missing_stages(), km(it)) == ([], 500)
    it.rows[-1]["amount"] = TINY
    assert it.missing_stages() == []
    assert 0 < (km(it) or 0) < Decimal("1e-20")


def test_without_a_mass_nothing_carries_all_of_it() -> None:
    """A product section without kg per unit leaves rows in kg and the distance without a measure."""
    it = undistributed()
    ship(it, "ship", "1000", **LIME)
    record = it.chain.entries[ident("plant")]
    it.chain.entries[ident("plant")] = record._replace(product=weighing(None))
    assert (it.missing_stages(), km(it)) == (["distribution"], None)


def test_a_figure_that_is_withheld_meets_nothing() -> None:
    """A product or a row with a withheld inventory is not known to carry anything."""
    it = undistributed()
    ship(it, "ship", "1000", **LIME)
    it.chain.enter("ship", None, issuer=PLANT)
    assert it.missing_stages() == ["distribution"]
    it.chain.enter("plant", None, weighing("1"), model=MODEL)
    assert it.missing_stages() == ["distribution"]


def test_a_rulebook_that_requires_no_stage_asks_for_none() -> None:
    """Cradle to gate ends before distribution."""
    gate = STUDY.model_copy(update={"required_stages": ()})
    it = undistributed()
    assert (it.missing_stages(gate), km(it, gate)) == ([], None)


def test_another_stage_is_met_by_rows_of_its_role() -> None:
    """End of life that credits meets its stage: the row is not zero, and treats the whole mass."""
    ending = STUDY.model_copy(update={"required_stages": (Stage.END_OF_LIFE,)})
    it = declared()
    credit = inventory(made("recycler", "100"), avoided=[avoided("1", flow="test:lime")])
    it.chain.enter("recycler", credit)
    assert it.missing_stages(ending) == []
    it.rows.pop()
    assert it.missing_stages(ending) == ["end_of_life"]


# ---- How far


def test_own_transport_that_is_filed_under_distribution_counts() -> None:
    """60 tkm of it for 0.2 t are 300 km; inbound transport of the ore does not count."""
    it = undistributed(carried("40"), carried("20"), carried("900", "raw_material"))
    assert km(it) == 300


def test_fuel_states_no_distance() -> None:
    """Distribution by rows in kg alone meets the stage, and 0 km are reported."""
    assert km(declared()) == 0


def test_a_line_takes_its_share_of_the_tonne_kilometres() -> None:
    """Of 100 tkm, four fifths are the batteries': 80 tkm for 0.2 t."""
    it = undistributed()
    outputs = [
        made("plant", "200", batteries=4, allocation_value="4"),
        made("plant", "50", "spare", role="co_product", allocation_value="1"),
    ]
    battery = inventory(*outputs, inputs=[carried("100")], allocation="mass")
    it.chain.enter("plant", battery, weighing("1", ["main", "spare"]), model=MODEL)
    assert km(it) == 400


def test_a_row_in_kilograms_brings_the_kilometres_of_its_entry() -> None:
    """A line that carried 1 t over 350 km carries the product's 0.2 t as far."""
    it = undistributed()
    ship(it, "ship", "200", inputs=[carried("350")])
    assert (it.missing_stages(), km(it)) == ([], 350)


@pytest.mark.parametrize(("stage", "expected"), [("distribution", 250), ("raw_material", 0)])
def test_tonne_kilometres_that_a_forwarder_delivers_count(stage: str, expected: int) -> None:
    """The plant uses 50 tkm, whose figure has the stage that the forwarder stated."""
    it = undistributed(taken("freight", "50", unit="tkm", purpose="transport"))
    work = inventory(made("forwarder", "1000", unit="tkm"), inputs=[carried("1000", stage)])
    it.chain.enter("forwarder", work)
    it.chain.deliver("freight", "forwarder", "plant", "50", unit="tkm")
    assert km(it) == expected


def test_where_a_rulebook_files_by_rule_its_rule_counts() -> None:
    """The draft assigns a pack's transport to raw materials, for any stage that the row states."""
    it = undistributed(carried("40"))
    it.reenter("plant", process=ProcessCode.PACK)
    assert (km(it), km(it, BY_RULE)) == (200, 0)
    it.reenter("plant", process=ProcessCode.DISTRIBUTION_TRANSPORT)
    assert km(it, BY_RULE) == 200


def test_without_a_product_there_is_no_distance() -> None:
    """A composition may lack its product rows, which is a finding of its own."""
    it = declared()
    it.rows = [row for row in it.rows if row["role"] != "product"]
    assert km(it) is None
