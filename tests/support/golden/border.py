"""The golden chain's goods of the carbon border: billets, and screws that are forged of them.

Both entries state code and installation, one of them a carbon price. Both deliveries state the quantities that the
ledger computes, and the auditor verifies the billets for their year. All amounts are invented. The quantities name the
rulebook and the tables that come with Cradle, so these vectors change with them too. Left out: goods that are counted
by the clinker or nitrogen in them (`content`).
"""

from typing import Final

from support.golden.chain import ORIGIN, Chain, file_digest, salt
from support.golden.figures import delivered_figure
from support.golden.firms import enter, firm, register
from support.golden.method import BORDER_FACTORS, RULEBOOK

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import resolve
from ledger.footprint.trade.cbam.delivered import CbamSource, delivered_cbam
from ledger.rules.border_quantities import BorderGraph, Year, border_context, border_method
from ledger.rules.verified_goods import GoodsAttestation, counted_attestations
from ledger.state.drafting import Draft
from schemas.gases import Gas, GasOrigin
from schemas.signed.attestation import Attestation, Depth
from schemas.signed.cbam_good import CbamGood, Installation, SectorParameter
from schemas.signed.delivery import DeliveredCbam, Delivery
from schemas.signed.entry import Product, ProductLine, Site
from schemas.signed.inventory import Inventory, Output, PaidCarbonPrice
from schemas.signed.rows import ActivityInput, DeliveryInput, ElectricitySupply, Emission, Input
from schemas.values import Period
from schemas.vocabulary import (
    DataBasis,
    Known,
    OutputRole,
    ProcessCode,
    Purpose,
    Role,
    Source,
    Stage,
    Supply,
    Unit,
    Use,
)

YEAR: Final = Period(start="2026-01-01", end="2027-01-01")
"""The calendar year of the goods: the definitive period begins with it."""

_STEEL = CbamGood(
    cn="72071111",
    route="C",
    parameters=(
        SectorParameter(name="carbon", value="0.0017"),
        SectorParameter(name="scrap", value="0.15"),
    ),
)
_STEELWORKS = Installation(
    name="Example Steelworks 1",
    address="1 Example Road, Exampur, India",
    latitude="22.8046",
    longitude="86.2029",
    unlocode="INIXW",
    registry_id="EX-IN-1",
)
_FORGE = Installation(
    name="Example Forge",
    address="2 Example Road, Exampling, China",
    latitude="31.2304",
    longitude="121.4737",
)


def cross_border(chain: Chain) -> None:
    """Register both makers, and append entries, deliveries and the attestation of the billets."""
    register(chain, "steel", Role.SUPPLIER, firm("Example Steel", "IN"))
    register(chain, "screws", Role.SUPPLIER, firm("Example Screws", "CN"))
    _enter(chain, "billets", "steel", Site(code="STEEL-1", country="IN"))
    chain.admit(
        "billet_delivery", _delivery(chain, "billets", ("steel", "screws")), "steel working"
    )
    chain.admit("goods_attestation", Draft(_attestation(chain)), "auditor working")
    _enter(chain, "screws_made", "screws", Site(code="FORGE-1", country="CN"))
    screws = _delivery(chain, "screws_made", ("screws", "packs"), chain.id("goods_attestation"))
    chain.admit("screw_delivery", screws, "screws working")


def _enter(chain: Chain, name: str, issuer: str, site: Site) -> None:
    of_billets = name == "billets"
    inventory = _billets() if of_billets else _screws(chain.id("billet_delivery"))
    good = _STEEL if of_billets else CbamGood(cn="73181542")
    product = Product(
        lines=tuple(
            ProductLine(
                line=row.line,
                form="as_is",
                kg_per_unit="1",
                cbam=good if row.role is OutputRole.MAIN else None,
            )
            for row in inventory.outputs
        ),
        installation=_STEELWORKS if of_billets else _FORGE,
    )
    header: dict[str, object] = {
        "site": site,
        "process": ProcessCode.SMELTING if of_billets else ProcessCode.CASING,
        "basis": DataBasis.SITE_PERIOD_AVERAGE,
        "period": YEAR,
    }
    enter(chain, name, issuer, header, (inventory, product, None))


def _billets() -> Inventory:
    """A year of billets, with gases stated, electricity from the grid, and a tax that was paid."""
    emission = Emission(
        gas=Gas.CO2,
        origin=GasOrigin.FOSSIL,
        amount="1500000",
        unit=Unit.KG,
        known=Known.CALCULATED,
        stage=Stage.RAW_MATERIAL,
    )
    tax = PaidCarbonPrice(
        scheme="Example carbon tax",
        currency="INR",
        amount="900000",
        evidence=(file_digest("receipt of the tax"),),
    )
    return Inventory(
        outputs=(_output("billet", "1000000", OutputRole.MAIN),),
        inputs=(_energy("grid_in", "350000", Unit.KWH),),
        emissions=(emission,),
        carbon_prices=(tax,),
    )


def _screws(delivery: str) -> Inventory:
    """A year of screws, forged of billets with natural gas, and the scrap that is left."""
    billets = DeliveryInput(
        type="delivery",
        delivery=delivery,
        amount="50000",
        unit=Unit.KG,
        purpose=Purpose.MATERIAL,
        known=Known.WEIGHED,
    )
    rows: tuple[Input, ...] = (
        billets,
        _energy("grid_cn", "9000", Unit.KWH),
        _energy("natural_gas", "175000", Unit.MJ),
    )
    outputs = (
        _output("scrap", "7500", OutputRole.SCRAP),
        _output("screw", "42500", OutputRole.MAIN),
    )
    return Inventory(outputs=outputs, inputs=rows)


def _output(line: str, kg: str, role: OutputRole) -> Output:
    product = f"urn:example:product:{line}"
    name = line.capitalize()
    return Output(line=line, product=product, name=name, amount=kg, unit=Unit.KG, role=role)


def _energy(flow: str, amount: str, unit: Unit) -> ActivityInput:
    return ActivityInput(
        type="activity",
        flow=f"example:{flow}",
        amount=amount,
        unit=unit,
        purpose=Purpose.ENERGY,
        stage=Stage.RAW_MATERIAL,
        source=Source.DATASET,
        electricity=ElectricitySupply(supply=Supply.GRID) if unit is Unit.KWH else None,
        known=Known.METERED,
    )


def _delivery(chain: Chain, entry: str, pair: tuple[str, str], *attestations: str) -> Draft:
    """A delivery of the main line of an entry, with its figure and its quantities."""
    issuer, recipient = pair
    line, amount = ("billet", "50000") if entry == "billets" else ("screw", "20000")
    quantities = _quantities(chain, entry, line, attestations)
    figure = delivered_figure(chain, entry, line, BORDER_FACTORS)
    delivery = Delivery(
        origin=ORIGIN,
        issuer=chain.id(issuer),
        recipient=chain.id(recipient),
        entry=chain.id(entry),
        line=line,
        product=f"urn:example:product:{line}",
        unit=Unit.KG,
        number="B-1",
        use=Use.PHYSICAL,
        amount=amount,
        figure=figure.model_copy(update={"cbam": quantities}),
        nonce=salt(f"{line}_delivery"),
    )
    return Draft(delivery)


def _quantities(
    chain: Chain, entry: str, line: str, attestations: tuple[str, ...]
) -> DeliveredCbam:
    """The quantities of a line in 2026, by these attestations."""
    records, name = chain.records(), chain.id(entry)
    drafts = {row.draft.id: row.draft.statement for row in chain.statements.values()}
    stated = ((one, drafts[one]) for one in attestations)
    goods = [GoodsAttestation(one, said) for one, said in stated if isinstance(said, Attestation)]
    counted = counted_attestations(goods, records)
    table = FactorTable([BORDER_FACTORS], RULEBOOK)
    graph = BorderGraph(resolve([name], [], records), table, {})  # each firm is registered at home
    context = border_context(graph, Year(2026), counted)
    return delivered_cbam((name, line), context, CbamSource(*border_method(), attestations))


def _attestation(chain: Chain) -> Attestation:
    return Attestation(
        origin=ORIGIN,
        issuer=chain.id("auditor"),
        delivery=chain.id("billet_delivery"),
        bundle=file_digest("audit bundle of the billets"),
        policy=file_digest("policy"),
        findings=file_digest("findings on the billets"),
        scope="Billets from STEEL-1 in 2026: embedded emissions and free allocation",
        level="reasonable",
        materiality="5",
        depth=Depth(default="site_visit"),
        outcome="verified",
        quantities=("see", "sefa"),
        period=YEAR,
        accreditation="EX-VERIFIER-0001",
        nonce=salt("goods_attestation"),
    )
