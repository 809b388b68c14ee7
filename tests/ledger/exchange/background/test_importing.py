"""The import: processes in, a factor set and the account of it out."""

from decimal import Decimal

import pytest
from support.background import CATHODE, GRID, NICKEL, SLAG, choices, emitted, process, taken, words
from support.refusal import refused

from ledger.exchange.background.importing import Imported, import_background
from ledger.exchange.background.model import Background, ElementaryFlow, UnitProcess
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet

METHANE = ElementaryFlow("", "Methane, fossil", ("air",), "kilogram")
KWH = "kilowatt hour"
CHAIN = (
    process(
        "grid",
        words=words("electricity grid", KWH),
        inputs=(taken("grid", "0.02", KWH),),
        emissions=(emitted("0.4"),),
    ),
    process(
        "nickel",
        inputs=(taken("grid", "5", KWH), taken("slag", "-0.5")),
        emissions=(emitted("0.01", METHANE),),
    ),
    process("slag", "-1", emissions=(emitted("0.2"),)),
    process(
        "cathode",
        "2",
        inputs=(taken("nickel", "1.2"), taken("grid", "10", KWH)),
        emissions=(emitted("1"),),
    ),
)


def imported(*processes: UnitProcess, **changes: object) -> Imported:
    """The import of these processes."""
    return import_background([Background("file", "test", processes)], choices(**changes))


def values(found: Imported) -> dict[str, Decimal]:
    """The kg CO2e per unit of each flow, without the name of the set."""
    return {
        row.flow.partition(":")[2]: sum((Decimal(v.value) for v in row.values), Decimal(0))
        for row in found.factor_set.rows
    }


def steel(**marks: bool) -> FactorSet:
    """A set of one factor, 2 kg CO2e per kg of steel."""
    row = {"flow": "own:steel", "unit": "kg", "direction": "product", "name": "steel"}
    row |= {"source": "own", "values": [{"group": "fossil", "value": "2"}]}
    words = {"id": "own", "version": "1", "title": "Own", "method": "EF 3.1", "licence": "open"}
    return FactorSet.model_validate({**words, "rows": [{**row, **marks}]}, strict=False)


def incomplete(found: Imported) -> set[str]:
    """The flows whose factors are marked incomplete."""
    return {row.flow for row in found.factor_set.rows if row.incomplete}


def test_a_chain_is_solved() -> None:
    """Loops, production amounts other than 1, and wastes; to the 12 digits that a factor has."""
    found = values(imported(*CHAIN))
    expected = {"grid": GRID, "nickel": NICKEL, "slag": SLAG, "cathode": CATHODE}
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert abs(found[name] - value) <= abs(value) * Decimal("5e-12"), name


def test_the_set_says_how_it_came_about() -> None:
    """Id, version, licence, method, and the file."""
    found = imported(*CHAIN).factor_set
    assert (found.id, found.version, found.licence) == ("tests", "1", "digest_only")
    assert found.method == "EF 3.1, solved from unit processes, 12 significant digits"
    assert found.title == "Factors from file (test)"
    assert FactorSet.parse(found.model_dump_json(exclude_none=True).encode()) == found


def test_the_title_names_files_and_their_licences() -> None:
    """Of many files the first five, so that the title is never too long."""
    made = process("a", emissions=(emitted("1"),))
    files = [Background("n" * 300, "test", (), licence="L" * 300) for _ in range(7)]
    found = import_background([Background("f", "test", (made,), licence="Free"), *files], choices())
    title = found.factor_set.title
    assert title.startswith("Factors from f (test, licence: Free), nnn")
    assert title.endswith(" and 3 more")


def test_a_product_without_a_factor_does_not_stop_the_others() -> None:
    """It is reported; if no other is left, the refusal says why."""
    huge = process("huge", emissions=(emitted("1e30"),))
    found = imported(*CHAIN, huge)
    assert values(found).keys() == {"grid", "nickel", "slag", "cathode"}
    assert [row.process for row in found.oddities if row.code == "background.no_factor"] == ["huge"]
    with pytest.raises(CradleError, match="cannot be stated"):
        imported(huge)


def test_unlinked_inputs_are_refused() -> None:
    """The refusal names them, and the ways out."""
    with pytest.raises(CradleError, match=r"steel \[GLO, kilogram\].*--cut-off-unlinked"):
        imported(*CHAIN, process("cell", inputs=(taken("steel", "1"),)))
    with refused("background.unlinked_inputs"):
        imported(process("cell", inputs=(taken("steel", "1"),)))
    with pytest.raises(CradleError, match=r"may be misspelt: 1, such as nickels .* Is it nickel "):
        imported(*CHAIN, process("cell", inputs=(taken("nickels", "1"),)))


def test_a_cut_off_is_named_everywhere() -> None:
    """In the result, in the method, and in each factor that rests on it, directly or not."""
    cell = process("cell", inputs=(taken("steel", "1"), taken("nickel", "1")))
    pack = process("pack", inputs=(taken("cell", "10"),))
    found = imported(*CHAIN, cell, pack, cut_off_unlinked=True)
    assert found.cut_off == ("steel [GLO, kilogram]",)
    assert found.cut_off_inputs == 1
    assert found.factor_set.method.endswith("; 1 unlinked inputs cut off")
    assert incomplete(found) == {"tests:cell", "tests:pack"}
    assert abs(values(found)["pack"] - 10 * NICKEL) < Decimal("1e-10")


def test_another_set_supplies() -> None:
    """Its value counts, and nothing is cut off."""
    found = imported(process("cell", "2", inputs=(taken("steel", "3"),)), supplies=(steel(),))
    assert values(found) == {"cell": Decimal(3)}
    assert (found.supplied, found.cut_off, incomplete(found)) == (1, (), set())


def test_a_cut_off_is_not_washed_by_another_import() -> None:
    """A set that lacks inputs supplies another one, which has all of its own: its factors lack them too."""
    cell = process("cell", inputs=(taken("steel", "3"),))
    pack = process("pack", inputs=(taken("cell", "10"),))
    found = imported(*CHAIN, cell, pack, supplies=(steel(incomplete=True),))
    assert (found.supplied, found.cut_off) == (1, ())
    assert incomplete(found) == {"tests:cell", "tests:pack"}


def test_a_system_process_is_taken_as_it_is() -> None:
    """Its inventory counts, and its inputs do not; what takes it is solved."""
    result = process("r", aggregated=True, emissions=(emitted("3"),), inputs=(taken("x", "1"),))
    found = imported(result, process("a", inputs=(taken("r", "2"),)))
    assert values(found) == {"r": Decimal(3), "a": Decimal(6)}
    assert (found.solved, found.aggregated) == (1, 1)


def test_only_the_wanted_products() -> None:
    """By a text in the name, or the id; all processes are solved all the same."""
    assert values(imported(*CHAIN, products=("NICK",))).keys() == {"nickel"}
    assert values(imported(*CHAIN, products=("slag", "grid"))).keys() == {"slag", "grid"}
    with refused("background.product_unknown"):
        imported(*CHAIN, products=("tin",))


def test_unlinked_inputs_of_other_products_do_not_matter() -> None:
    """Only those of a wanted product or of what it takes, at any depth, need a decision."""
    cell = process("cell", inputs=(taken("steel", "1"), taken("nickel", "1")))
    pack = process("pack", inputs=(taken("cell", "10"),))
    found = imported(*CHAIN, cell, pack, products=("nickel",))
    assert found.cut_off == ()
    with refused("background.unlinked_inputs"):
        imported(*CHAIN, cell, pack, products=("pack",))


def test_uncharacterised_gases_are_reported() -> None:
    """A gas that the rulebook does not count, one in cubic metres, and methane of no origin."""
    flows = (
        ElementaryFlow("", "HFC-999", ("air",), "kg"),
        ElementaryFlow("", "Methane, fossil", ("air",), "m3"),
        ElementaryFlow("", "Methane", ("air",), "kg"),
    )
    found = imported(process("a", emissions=tuple(emitted("1", flow) for flow in flows)))
    assert [row.code.partition(".")[2] for row in found.oddities] == [
        "uncharacterised_gas",
        "uncharacterised_gas",
        "gas_origin",
    ]
    assert values(found) == {"a": Decimal("29.8")}


def test_grams_are_kilograms() -> None:
    """A unit of mass is converted."""
    flow = ElementaryFlow("", "Carbon dioxide, fossil", ("air",), "g")
    assert values(imported(process("a", emissions=(emitted("500", flow),)))) == {
        "a": Decimal("0.5")
    }


def test_nothing_to_import() -> None:
    """No process that makes anything, or none in a unit of the ledger."""
    with refused("background.empty"):
        imported(process("a", None))
    with refused("background.empty"):
        imported(process("a", words=words("a", "vehicle-kilometer")))


def test_a_loop_that_makes_less_than_it_takes() -> None:
    """The engine refuses it; it has no figure."""
    pair = (
        process("a", inputs=(taken("b", "1.2"),), emissions=(emitted("1"),)),
        process("b", inputs=(taken("a", "1"),)),
    )
    with pytest.raises(
        CradleError, match=r"a \[GLO, kilogram\] a, b \[GLO, kilogram\] b take from"
    ):
        imported(*pair)
