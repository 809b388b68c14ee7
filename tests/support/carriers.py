"""Rulebooks whose charge carriers have the voltage of one chemistry, and batteries that state their elements."""

from decimal import Decimal

from support.graph import STUDY
from support.graph_battery import MODEL, Declared, declared
from support.rows import inventory, made, taken

from schemas.signed.conservative import ChargeCarrier, Conservative
from schemas.signed.constants import Constant
from schemas.signed.entry import Element, Product, ProductLine
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import ProcessCode


def at_volts(element: str, volts: str) -> Conservative:
    """The alternatives of the study, with a carrier at the voltage of a chemistry."""
    assert STUDY.conservative is not None
    rows = [row for row in STUDY.conservative.charge_carriers if row.element != element]
    own = ChargeCarrier(
        element=element,
        volts=Constant(
            value=f"{Decimal(volts).normalize():f}", source="OWN", confidence="inferred"
        ),
    )
    return STUDY.conservative.model_copy(update={"charge_carriers": (*rows, own)})


def chemistry(element: str, volts: str) -> Rulebook:
    """The study for one chemistry."""
    return STUDY.model_copy(update={"conservative": at_volts(element, volts)})


def holding(
    capacity: str, kg: str | None = "400", *, ore: str = "300", **contents: str
) -> Declared:
    """Four batteries as pieces, of this capacity and mass, from so much ore, and the kg of elements in each."""
    it = declared()
    it.reenter("recycler", process=ProcessCode.SHREDDING)
    battery = inventory(made("plant", "4", unit="piece", batteries=4), inputs=[taken("ore", ore)])
    whole = Decimal(kg or "400")
    elements = tuple(
        Element(element=name, fraction=f"{(Decimal(mass) / whole).normalize():f}")
        for name, mass in sorted(contents.items())
    )
    line = ProductLine(line="main", form="as_is", kg_per_unit=kg, elements=elements)
    it.chain.enter("plant", battery, Product(lines=(line,)), model=MODEL)
    it.rows[0].update(amount="4", unit="piece")
    energy = {"numerator": f"{Decimal(capacity) * 300:f}", "denominator": "1"}
    it.asserted |= {"capacity_kwh": capacity, "warranties": [], "total_energy": energy}
    return it
