"""ILCD packages with EF 3.1 flows."""

from decimal import Decimal

from support.background import choices
from support.background_xml import (
    FOSSIL,
    GAS,
    ORE,
    SLAG,
    STEEL,
    ilcd_exchange,
    ilcd_flow,
    ilcd_process,
    ilcd_units,
    zipped,
)
from support.refusal import refused

from ledger.exchange.background.importing import import_background
from ledger.exchange.background.model import Background
from ledger.exchange.background.readers.ilcd import read_ilcd

FLOWS = {
    "ILCD/flows/steel.xml": ilcd_flow(STEEL, "steel"),
    "ILCD/flows/ore.xml": ilcd_flow(ORE, "iron ore"),
    "ILCD/flows/slag.xml": ilcd_flow(SLAG, "slag", "Waste flow"),
    "ILCD/flows/gas.xml": ilcd_flow(GAS, "methane (fossil)", "Elementary flow", "Emissions to air"),
}
CO2 = ilcd_exchange(9, FOSSIL, "Output", "2", "Carbon dioxide")
MINING = ilcd_process("aa", "mining", ilcd_exchange(0, ORE, "Output", "10"), CO2)
TREATMENT = ilcd_process("bb", "slag treatment", ilcd_exchange(0, SLAG, "Input", "1"), CO2)


def read(*processes: bytes, flows: dict[str, bytes] = FLOWS) -> Background:
    """A package of these processes."""
    named = {f"ILCD/processes/{at}.xml": data for at, data in enumerate(processes)}
    return read_ilcd(zipped({**ilcd_units(), **flows, **named}), "ilcd.zip")


def test_unit_processes_are_linked_by_flow() -> None:
    """An input by its flow, and a waste by its treatment; English names count."""
    steel = ilcd_process(
        "cc",
        "steel making",
        ilcd_exchange(0, STEEL, "Output", "2"),
        ilcd_exchange(1, ORE, "Input", "3"),
        ilcd_exchange(2, SLAG, "Output", "0.5"),
        ilcd_exchange(3, GAS, "Output", "0.1"),
    )
    found = import_background([read(MINING, TREATMENT, steel)], choices())
    rows = {row.name: row for row in found.factor_set.rows}
    steel_row = rows["steel making"]
    total = sum((Decimal(value.value) for value in steel_row.values), Decimal(0))
    assert total == (3 * Decimal("0.2") + Decimal("0.5") * 2 + Decimal("2.98")) / 2
    assert rows["slag treatment"].direction == "treatment"
    assert (steel_row.geography, steel_row.years) == ("RER", "2016-2024")
    assert steel_row.ef_compliant is True


def test_a_system_process_is_taken_as_it_is() -> None:
    """Its flows are recognised by the UUIDs of EF 3.1, though their data sets are left out."""
    result = ilcd_process(
        "dd",
        "steel, cradle to gate",
        ilcd_exchange(0, STEEL, "Output", "1"),
        ilcd_exchange(1, ORE, "Output", "0.1"),
        CO2,
        kind="LCI result",
    )
    found = import_background([read(result)], choices())
    (row,) = found.factor_set.rows
    assert Decimal(row.values[0].value) == 2
    assert "an inventory result" in row.source
    assert [odd.code for odd in found.oddities] == ["background.flow_left_out"]


def test_a_short_description_says_what_a_flow_is() -> None:
    """If neither its data set nor its UUID does."""
    short = "Dinitrogen oxide (Mass, kg, Emissions to air, unspecified)".replace(
        "Dinitrogen oxide", "nitrous oxide"
    )
    emission = ilcd_exchange(1, "99", "Output", "1", short)
    made = ilcd_process("ee", "a", ilcd_exchange(0, STEEL, "Output", "1"), emission)
    found = import_background([read(made)], choices())
    assert found.factor_set.rows[0].values[0].value == "273"


def test_units_that_ilcd_fixes() -> None:
    """The unit of mass is known without its flow property and unit group."""
    data = zipped({**FLOWS, "ILCD/processes/a.xml": MINING})
    assert read_ilcd(data, "ilcd.zip").processes[0].words.unit == "kg"


def test_licences_are_listed() -> None:
    """As the data sets state them."""
    assert read(MINING).licence == "Free of charge for all users and uses"


def test_a_second_product() -> None:
    """There is no allocation; the process is not used."""
    both = (ilcd_exchange(0, STEEL, "Output", "1"), ilcd_exchange(1, ORE, "Output", "1"))
    found = read(ilcd_process("ff", "a", *both))
    assert [row.code for row in found.oddities] == ["background.several_products"]
    assert found.processes[0].production is None


def test_an_amount_that_is_no_number() -> None:
    """The process is not used."""
    found = read(ilcd_process("ff", "a", ilcd_exchange(0, STEEL, "Output", "many")))
    assert [row.code for row in found.oddities] == ["background.no_number"]
    assert found.processes[0].production is None


def test_a_package_without_processes() -> None:
    """It is refused."""
    with refused("background.damaged", "ilcd.zip"):
        read()
