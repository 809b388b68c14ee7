"""The inventories and products of the golden chain's sites.

All amounts are invented to show the formats; they do not describe real processes.
"""

from support.golden.chain import file_digest
from support.golden.method import HOUSING

from ledger.footprint.external.formats import parse_external
from ledger.footprint.external.rows import build_row
from ledger.trust.leaves import digest
from schemas.gases import Gas, GasOrigin
from schemas.signed.entry import Element, Product, ProductLine
from schemas.signed.inventory import Inventory, Output
from schemas.signed.quality import ActivityGroup, Quality, Rating
from schemas.signed.rows import (
    ActivityInput,
    Avoided,
    Certificate,
    DeliveryInput,
    DueDiligence,
    ElectricitySupply,
    Emission,
    Waste,
)
from schemas.values import Period
from schemas.vocabulary import (
    AllocationBasis,
    Known,
    OutputRole,
    Purpose,
    Source,
    Stage,
    Supply,
    Unit,
)

MODEL = "urn:example:model:EX-1"
RAW, MAIN, END = Stage.RAW_MATERIAL, Stage.MAIN_PRODUCTION, Stage.END_OF_LIFE


CERTIFICATE = Certificate(
    scheme="example-registry",
    first=1001,
    last=4600,
    kwh="3600000",
    produced=Period(start="2025-01-01", end="2026-01-01"),
)


def _activity(
    flow: str, amount: str, unit: Unit, purpose: Purpose, stage: Stage, supply: Supply | None = None
) -> ActivityInput:
    electricity = None
    if supply is not None:
        certificates = (CERTIFICATE,) if supply is Supply.CONTRACT else ()
        electricity = ElectricitySupply(supply=supply, certificates=certificates)
    return ActivityInput(
        type="activity",
        flow=f"example:{flow}",
        amount=amount,
        unit=unit,
        purpose=purpose,
        stage=stage,
        source=Source.DATASET,
        electricity=electricity,
        known=Known.INVOICED,
    )


def cathode(electricity: str) -> Inventory:
    """A year of cathode material, with a co-product by revenue; `electricity` in kWh."""
    return Inventory(
        outputs=(
            Output(
                line="cathode",
                product="urn:example:product:nmc811",
                name="NMC811 powder",
                amount="500000",
                unit=Unit.KG,
                role=OutputRole.MAIN,
                allocation_value="12500000",
            ),
            Output(
                line="sodium-sulfate",
                product="urn:example:product:sodium-sulfate",
                name="Sodium sulfate",
                amount="810000.5",
                unit=Unit.KG,
                role=OutputRole.CO_PRODUCT,
                allocation_value="45000",
            ),
        ),
        allocation=AllocationBasis.REVENUE,
        inputs=(
            _activity("cobalt_sulfate", "130000", Unit.KG, Purpose.MATERIAL, RAW),
            _activity("electricity", electricity, Unit.KWH, Purpose.ENERGY, RAW, Supply.CONTRACT),
            _activity("heat", "9000000", Unit.MJ, Purpose.ENERGY, RAW),
        ),
        wastes=(
            Waste(
                flow="example:wastewater",
                amount="42000",
                unit=Unit.M3,
                known=Known.METERED,
                document="Meter W-1",
                evidence=(file_digest("wastewater meter"),),
                purpose=Purpose.MATERIAL,
                stage=RAW,
            ),
        ),
        emissions=(
            Emission(
                gas=Gas.CO2,
                origin=GasOrigin.FOSSIL,
                amount="31250.75",
                unit=Unit.KG,
                known=Known.CALCULATED,
                stage=RAW,
            ),
        ),
        due_diligence=(
            DueDiligence(standard="OECD guidance, step 4", document=file_digest("smelter audit")),
        ),
    )


CATHODE_PRODUCT = Product(
    lines=(
        ProductLine(
            line="cathode",
            form="dry",
            formula="LiNi0.8Mn0.1Co0.1O2",
            kg_per_unit="1",
            elements=(
                Element(element="Co", fraction="0.0606"),
                Element(element="Li", fraction="0.0713"),
                Element(element="Ni", fraction="0.4826"),
            ),
        ),
        ProductLine(line="sodium-sulfate", form="hydrate", kg_per_unit="1"),
    )
)
CATHODE_QUALITY = Quality(
    ratings=(Rating(group=ActivityGroup.ENERGY, te_r="1", ge_r="2", ti_r="1.5", p="1"),),
    company_specific_share="0.8",
    coverage="0.98",
)

RECYCLING = Inventory(
    outputs=(
        Output(
            line="slag",
            product="urn:example:product:slag",
            name="Slag",
            amount="20000",
            unit=Unit.KG,
            role=OutputRole.BY_PRODUCT,
        ),
        Output(
            line="treatment",
            product="urn:example:product:pack-treatment",
            name="Treatment of battery packs",
            amount="60000",
            unit=Unit.KG,
            role=OutputRole.MAIN,
        ),
    ),
    inputs=(_activity("electricity", "90000", Unit.KWH, Purpose.ENERGY, END, Supply.ON_SITE),),
    avoided=(
        Avoided(
            flow="example:cobalt_sulfate",
            amount="1200",
            unit=Unit.KG,
            known=Known.ASSAYED,
            stage=END,
        ),
    ),
)
RECYCLING_PRODUCT = Product(
    lines=(
        ProductLine(line="slag", form="as_is", kg_per_unit="1"),
        ProductLine(line="treatment", form="as_is", kg_per_unit="1"),
    )
)


def pack(delivery: str) -> Inventory:
    """A hundred packs, built from the cathode material of a delivery."""
    return Inventory(
        outputs=(
            Output(
                line="pack",
                product="urn:example:product:pack",
                name="Battery pack",
                amount="100",
                unit=Unit.PIECE,
                role=OutputRole.MAIN,
                batteries=100,
            ),
        ),
        inputs=(
            DeliveryInput(
                type="delivery",
                delivery=delivery,
                amount="15000",
                unit=Unit.KG,
                purpose=Purpose.MATERIAL,
                known=Known.WEIGHED,
            ),
            _activity("electricity", "250000", Unit.KWH, Purpose.ENERGY, MAIN, Supply.GRID),
            _activity("sea_freight", "90000", Unit.TKM, Purpose.TRANSPORT, Stage.DISTRIBUTION),
            build_row(parse_external(HOUSING), digest(HOUSING)).model_copy(
                update={"amount": "2400"}
            ),
        ),
    )


PACK_PRODUCT = Product(
    lines=(ProductLine(line="pack", form="as_is", kg_per_unit="450", kwh_per_unit="75"),)
)
