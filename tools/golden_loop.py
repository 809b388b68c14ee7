"""The entry of the golden chain that was cut out of a loop: coating that uses solvent recovered from itself."""

from schemas.signed.entry import Product, ProductLine, Site
from schemas.signed.inventory import Inventory, LoopCut, Output
from schemas.signed.rows import ActivityInput
from schemas.vocabulary import (
    DataBasis,
    Known,
    OutputRole,
    ProcessCode,
    Purpose,
    Source,
    Stage,
    Unit,
)
from tools.golden_chain import Chain
from tools.golden_firms import enter


def coat(chain: Chain) -> None:
    """Admit the entry of a coating line with the cut that the import of a case signs."""
    header: dict[str, object] = {
        "site": Site(code="COAT-1", country="FI"),
        "process": ProcessCode.ELECTRODE,
        "basis": DataBasis.SITE_PERIOD_AVERAGE,
    }
    line = ProductLine(line="foil", form="as_is", kg_per_unit="1")
    enter(chain, "coating", "material", header, (_foil(), Product(lines=(line,)), None))


def _foil() -> Inventory:
    """A year of coated foil; the recovered solvent comes from a site that uses the foil's vapour."""
    foil = Output(
        line="foil",
        product="urn:example:product:coated-foil",
        name="Coated foil",
        amount="100000",
        unit=Unit.KG,
        role=OutputRole.MAIN,
    )
    material = ActivityInput(
        type="activity",
        flow="example:cobalt_sulfate",
        amount="102000",
        unit=Unit.KG,
        known=Known.WEIGHED,
        purpose=Purpose.MATERIAL,
        stage=Stage.MAIN_PRODUCTION,
        source=Source.DATASET,
    )
    solvent = LoopCut(
        product="urn:example:product:recovered-solvent",
        amount="45000",
        unit=Unit.KG,
        effect="60750.5",
    )
    return Inventory(outputs=(foil,), inputs=(material,), cuts=(solvent,))
