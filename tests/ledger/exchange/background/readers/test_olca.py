"""openLCA packages, read through olca-schema."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import olca_schema as olca
import pytest
from support.background import choices
from support.background_olca import (
    GRAM,
    KWH,
    broken_package,
    exchange,
    flow,
    output,
    package,
    process,
)
from support.refusal import refused

from ledger.exchange.background.importing import Imported, import_background
from ledger.exchange.background.model import Background
from ledger.exchange.background.readers.olca import read_olca

CO2 = flow(
    "carbon dioxide (fossil)",
    "ELEMENTARY_FLOW",
    category="Elementary flows/Emission to air/unspecified",
    cas="124-38-9",
)
TAKEN = flow("carbon dioxide", "ELEMENTARY_FLOW", category="Elementary flows/Resource/in air")
GRID, STEEL, SLAG = flow("grid", prop="energy"), flow("steel"), flow("slag", "WASTE_FLOW")
FLOWS = (CO2, TAKEN, GRID, STEEL, SLAG)


def read(folder: Path, *processes: Any) -> Background:  # noqa: ANN401
    """A package of these processes and all flows."""
    return read_olca(package(folder, [*FLOWS, *processes]), "package.zip")


def imported(found: Background) -> Imported:
    """The factor set of a package."""
    return import_background([found], choices())


def totals(found: Imported) -> dict[str, Decimal]:
    """The kg CO2e per unit, by name and direction."""
    return {
        f"{row.name} {row.direction} {row.unit.value}": sum(
            (Decimal(value.value) for value in row.values), Decimal(0)
        )
        for row in found.factor_set.rows
    }


def air(amount: float, **members: Any) -> Any:  # noqa: ANN401
    """An emission of fossil carbon dioxide."""
    return exchange(CO2, amount, is_input=False, **members)


def test_units_providers_and_wastes(tmp_path: Path) -> None:
    """kWh into MJ by the file's own factors, a default provider, and a waste that is treated."""
    grid = process("grid", output(GRID, 10), air(1))
    treats = process("slag", exchange(SLAG, 2, is_quantitative_reference=True), air(400))
    made = process(
        "steel",
        output(STEEL, 1000, unit=olca.Ref(id=GRAM)),
        exchange(GRID, 5, unit=olca.Ref(id=KWH), default_provider=grid.to_ref()),
        exchange(SLAG, 0.1, is_input=False),
        air(2000, unit=olca.Ref(id=GRAM)),
    )
    found = totals(imported(read(tmp_path, grid, treats, made)))
    assert found == {
        "grid product MJ": Decimal("0.1"),
        "slag treatment kg": Decimal(200),
        "steel product kg": Decimal("1.8") + 20 + 2,
    }


def test_what_a_process_says_of_itself(tmp_path: Path) -> None:
    """Place, years, compliance, copyright, and an inventory result."""
    documentation = olca.ProcessDocumentation(
        valid_from="2019-01-01", valid_until="2024-12-31", is_copyright_protected=True
    )
    system = olca.Ref(name="Environmental Footprint 3.1")
    documentation.compliance_declarations = [olca.ComplianceDeclaration(system=system)]
    made = process(
        *("steel", output(STEEL)),
        location=olca.Ref(id="fi", name="Finland"),
        process_documentation=documentation,
        process_type=olca.ProcessType.LCI_RESULT,
    )
    found = read(tmp_path, made)
    (steel,) = found.processes
    assert (steel.words.location, steel.years, steel.aggregated) == ("FI", "2019-2024", True)
    assert steel.ef_compliant
    assert "copyright" in found.licence


def test_carbon_taken_from_air(tmp_path: Path) -> None:
    """A resource counts as it enters; a credit of an emission has the opposite sign."""
    made = process(
        "steel",
        output(STEEL),
        exchange(TAKEN, 3),
        exchange(CO2, 1),
    )
    (steel,) = read(tmp_path, made).processes
    assert [row.amount for row in steel.emissions] == [3, -1]


def test_an_amount_in_another_flow_property(tmp_path: Path) -> None:
    """It is converted by the flow's own factor: 1 kg of the fuel has 40 MJ; without a factor it is not a number."""
    fuel = flow("fuel")
    other = olca.FlowPropertyFactor(flow_property=olca.Ref(id="energy"), conversion_factor=40)
    fuel.flow_properties.append(other)
    in_energy = {"flow_property": olca.Ref(id="energy"), "unit": olca.Ref(id=KWH)}
    made = process("steel", output(STEEL), exchange(fuel, 10, **in_energy))
    (steel,) = read_olca(package(tmp_path, [STEEL, fuel, made]), "package.zip").processes
    assert [(row.amount, row.link.words.unit) for row in steel.inputs] == [(Decimal("0.9"), "kg")]
    wrong = process("steel", output(STEEL), exchange(STEEL, 10, **in_energy))
    found = read_olca(package(tmp_path, [STEEL, wrong]), "package.zip")
    assert [row.code for row in found.oddities] == ["background.no_number"]


def test_an_avoided_product_is_a_credit(tmp_path: Path) -> None:
    """An input with the opposite sign."""
    made = process("steel", output(STEEL), exchange(GRID, 2, is_avoided_product=True))
    (steel,) = read(tmp_path, made).processes
    assert [(row.amount, row.is_credit) for row in steel.inputs] == [(-2, True)]


def shared(*factors: Any, method: Any = olca.AllocationType.PHYSICAL_ALLOCATION) -> Any:  # noqa: ANN401
    """A process of steel and heat, with allocation factors."""
    return process(
        "steel",
        output(STEEL),
        exchange(GRID, 4, is_input=False),
        air(10),
        allocation_factors=list(factors),
        default_allocation_method=method,
    )


def factor(of: Any, value: float) -> Any:  # noqa: ANN401
    """An allocation factor by mass or the like."""
    kind = olca.AllocationType.PHYSICAL_ALLOCATION
    return olca.AllocationFactor(product=of.to_ref(), value=value, allocation_type=kind)


def test_its_own_allocation_counts(tmp_path: Path) -> None:
    """Each product has its share, per its own amount."""
    found = totals(imported(read(tmp_path, shared(factor(STEEL, 0.8), factor(GRID, 0.2)))))
    assert found == {"steel product kg": Decimal(8), "grid, steel product MJ": Decimal("0.5")}


def test_without_an_allocation_it_is_not_used(tmp_path: Path) -> None:
    """No default method, causal factors, or a factor that is missing."""
    both = (factor(STEEL, 0.8), factor(GRID, 0.2))
    causal = olca.AllocationType.CAUSAL_ALLOCATION
    for made in (shared(*both, method=None), shared(*both, method=causal), shared(both[0])):
        found = read(tmp_path, made)
        assert [row.code for row in found.oddities] == ["background.several_products"]
        assert found.processes[0].production is None


@pytest.mark.parametrize(
    "row", [air(1, unit=olca.Ref(id="none", name="lb")), exchange(GRID, None)], ids=["unit", "none"]
)
def test_an_amount_that_cannot_be_converted(tmp_path: Path, row: Any) -> None:  # noqa: ANN401
    """An unknown unit, or no amount; the process is not used."""
    found = read(tmp_path, process("steel", output(STEEL), row))
    assert [odd.code for odd in found.oddities] == ["background.no_number"]
    assert found.processes[0].production is None


def test_no_reference(tmp_path: Path) -> None:
    """A process without a quantitative reference makes nothing."""
    (lost,) = read(tmp_path, process("steel", air(1))).processes
    assert lost.production is None


def test_a_file_that_is_not_of_the_schema() -> None:
    """It is named."""
    with refused("background.damaged", "processes/a.json"):
        read_olca(broken_package(), "package.zip")
