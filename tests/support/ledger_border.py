"""Goods of the carbon border on a ledger: the mine makes billets, the plant forges screws of them."""

from typing import Final

from support.ledger_battery import DIGEST, BatteryChain
from support.ledger_world import Party, made, taken

from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.service.answers.preview import preview
from ledger.state.border_graph import BorderRequest
from schemas.gases import Gas, GasOrigin
from schemas.signed.cbam_good import CbamGood
from schemas.signed.delivery import DeliveredFigure
from schemas.signed.entry import Product, ProductLine, Site
from schemas.signed.inventory import Inventory, Output
from schemas.signed.rows import DeliveryInput, Emission
from schemas.values import Period
from schemas.views.report import Report
from schemas.vocabulary import Audience, Known, Stage, Unit

YEAR: Final = Period(start="2026-01-01", end="2027-01-01")
"""The calendar year of all goods."""


class Border:
    """A maker of billets and a forge, on the ledger of a battery chain."""

    def __init__(self, chain: BatteryChain) -> None:
        self.chain, self.world = chain, chain.world
        self.billets = self.enter(chain.mine, "72071111", "123.456789", "C")
        self.shipped = self.deliver(
            chain.mine, self.billets, chain.plant, figure=self.figure(self.billets)
        )
        self.screws = self.enter(chain.plant, "73181542", "20", None, (taken(self.shipped, "10"),))

    def enter(
        self,
        party: Party,
        cn: str,
        co2: str,
        route: str | None,
        inputs: tuple[DeliveryInput, ...] = (),
        year: int = 2026,
    ) -> str:
        """An entry of 100 kg of a good for billets, 8 kg for what is worked from 10 kg, with kg of carbon dioxide."""
        amount = "8" if inputs else "100"
        output: Output = made(party, amount)
        good = CbamGood.model_validate({"cn": cn, "route": route})
        line = ProductLine(line=output.line, form="as_is", kg_per_unit="1", cbam=good)
        inventory = Inventory(outputs=(output,), inputs=inputs, emissions=(_gas(co2),))
        return self.world.enter(
            party,
            [output],
            inventory=inventory,
            product=Product(lines=(line,)),
            period=Period(start=f"{year}-01-01", end=f"{year + 1}-01-01"),
            site=Site(code=f"steel-{cn}", country="CN"),
        )

    def deliver(self, maker: Party, entry: str, to: Party, **parts: object) -> str:
        """A delivery of 10 kg."""
        return self.world.deliver(maker, entry, to, **parts)

    def attest(self, **members: object) -> str:
        """The auditor's word on the billets, for the year."""
        usual = {
            "delivery": self.shipped,
            "quantities": ("see", "sefa"),
            "period": YEAR,
            "accreditation": "V-1",
        }
        draft = self.chain.attestation(None, **{**usual, **members})
        return self.world.submit(draft, self.chain.auditor.working).id

    def sell(self) -> str:
        """A delivery of 1 kg of the screws to the mine, with its quantities by all attestations that count now."""
        chain, figure = self.chain, self.figure(self.screws)
        return self.deliver(chain.plant, self.screws, chain.mine, amount="1", figure=figure)

    def judge(self, delivery: str, *auditors: str, audience: Audience = Audience.AUDITOR) -> Report:
        """The report on the bundle of a delivery, under a policy that lists these auditors, or the chain's."""
        ledger = self.world.ledger
        policy = self.world.policy(
            self.chain.rulebook, self.chain.factors, *(auditors or (self.chain.auditor.id,))
        )
        return verify(export_bundle(ledger, delivery, audience), policy, DIGEST)

    def figure(self, entry: str, year: int = 2026) -> DeliveredFigure:
        """The figure of an entry's good, with its quantities in its year."""
        asked = BorderRequest(year)
        method = self.chain.rulebook, (self.chain.factors,)
        return preview(self.world.ledger, entry, "main", *method, asked)


def border_of(chain: BatteryChain) -> str:
    """The entry of the screws, whose billets are attested."""
    found = Border(chain)
    found.attest()
    return found.screws


def _gas(kg: str) -> Emission:
    return Emission(
        amount=kg,
        unit=Unit.KG,
        known=Known.CALCULATED,
        gas=Gas.CO2,
        origin=GasOrigin.FOSSIL,
        stage=Stage.RAW_MATERIAL,
    )
