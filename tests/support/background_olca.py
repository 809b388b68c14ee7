"""openLCA packages of the tests, written by olca-schema."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import olca_schema as olca
from olca_schema.zipio import ZipWriter

KG, KWH, GRAM = "unit-kg", "unit-kwh", "unit-g"


def entities() -> list[Any]:
    """Units of mass and energy, and their flow properties."""
    mass = olca.UnitGroup(id="mass-units", name="Units of mass")
    mass.units = [
        olca.Unit(id=KG, name="kg", is_ref_unit=True, conversion_factor=1),
        olca.Unit(id=GRAM, name="g", conversion_factor=0.001),
    ]
    energy = olca.UnitGroup(id="energy-units", name="Units of energy")
    energy.units = [
        olca.Unit(id="unit-mj", name="MJ", is_ref_unit=True, conversion_factor=1),
        olca.Unit(id=KWH, name="kWh", conversion_factor=3.6),
    ]
    return [
        mass,
        energy,
        olca.FlowProperty(id="mass", name="Mass", unit_group=mass.to_ref()),
        olca.FlowProperty(id="energy", name="Energy", unit_group=energy.to_ref()),
        olca.Location(id="fi", name="Finland", code="FI"),
    ]


def flow(name: str, kind: str = "PRODUCT_FLOW", prop: str = "mass", **members: Any) -> Any:  # noqa: ANN401
    """A flow with one reference property."""
    made = olca.Flow(id=f"flow-{name}", name=name, flow_type=olca.FlowType[kind], **members)
    ref = olca.Ref(id=prop)
    made.flow_properties = [
        olca.FlowPropertyFactor(flow_property=ref, is_ref_flow_property=True, conversion_factor=1)
    ]
    return made


def exchange(of: Any, amount: float | None, **members: Any) -> Any:  # noqa: ANN401
    """An exchange of a flow: an input in its reference unit, unless its members say otherwise."""
    given = {"is_input": True, "is_quantitative_reference": False, **members}
    return olca.Exchange(flow=of.to_ref(), amount=amount, **given)


def output(of: Any, amount: float = 1, **members: Any) -> Any:  # noqa: ANN401
    """The quantitative reference of a process."""
    return exchange(of, amount, is_input=False, is_quantitative_reference=True, **members)


def process(name: str, *exchanges: Any, **members: Any) -> Any:  # noqa: ANN401
    """A process with these exchanges."""
    given = {"process_type": olca.ProcessType.UNIT_PROCESS, **members}
    return olca.Process(id=f"process-{name}", name=name, exchanges=list(exchanges), **given)


def package(folder: Path, rows: Iterable[Any]) -> bytes:
    """A package of these entities, and of the units and properties."""
    path = folder / "package.zip"
    path.unlink(missing_ok=True)
    with ZipWriter(path) as writer:
        for row in [*entities(), *rows]:
            writer.write(row)
    return path.read_bytes()


def broken_package() -> bytes:
    """A package whose process is no object of the schema."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr("processes/a.json", "[]")
    return data.getvalue()
