"""A small battery chain in a world: a mine, a plant that makes packs, a recycler, an auditor.

The mine makes 100 kg and ships 60 of them to the plant; the plant turns 50 kg into ten packs of
10 kg each; the recycler prices the treatment of used packs. The figures can be followed by hand:

    mined      100 kWh x 0.5 / 100 kg                                   0.5 kg CO2e per kg
    packs      (50 kg x 0.5 + 40 kWh x 0.5 + 10 tkm x 0.1) / 100 kg     0.46 per kg
    treated    20 kWh x 0.5 / 100 kg                                    0.1 per kg
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from support.ledger_folders import built_once, copy_ledger, opened
from support.ledger_world import ORIGIN, YEAR, Party, World, made, taken, world
from support.postgres import drop

from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.calculate import build_calculation
from ledger.state.drafting import Draft
from ledger.store.place import read_place
from schemas.exchanged.calculation_request import CalculationRequest, Treatment
from schemas.signed.attestation import Attestation, Depth
from schemas.signed.calculation import Declaration, Warranty
from schemas.signed.constants import Constant
from schemas.signed.electricity import ElectricityRule
from schemas.signed.rows import ActivityInput, ElectricitySupply
from schemas.signed.rulebook import Factor, FactorSet, GroupValue
from schemas.views.report import Report
from schemas.vocabulary import (
    Category,
    Group,
    Known,
    ProcessCode,
    Purpose,
    Role,
    Source,
    Stage,
    Supply,
    Unit,
)

DRAFT = load_rulebook("eu-ev-draft-2024").model_copy(
    update={
        "version": "small",
        "company_specific": (),
        "required_stages": (),
        "data_quality": None,
    }
)
"""The EU draft without what it asks of a small chain: company-specific processes, distribution, and ratings."""

MODEL = "urn:test:model:1"
DIGEST = "sha256:" + "ab" * 32


def power(kwh: str, stage: Stage = Stage.RAW_MATERIAL) -> ActivityInput:
    """Electricity from the grid."""
    return ActivityInput(
        type="activity",
        flow="test:power",
        amount=kwh,
        unit=Unit.KWH,
        purpose=Purpose.ENERGY,
        stage=stage,
        source=Source.DATASET,
        electricity=ElectricitySupply(supply=Supply.GRID),
        known=Known.METERED,
    )


def freight(tkm: str) -> ActivityInput:
    """Transport to the customer."""
    return ActivityInput(
        type="activity",
        flow="test:freight",
        amount=tkm,
        unit=Unit.TKM,
        purpose=Purpose.TRANSPORT,
        stage=Stage.DISTRIBUTION,
        source=Source.DECLARED,
        known=Known.CALCULATED,
    )


def factor(flow: str, unit: Unit, value: str) -> Factor:
    """A factor in kg CO2e per unit, fossil."""
    return Factor(
        flow=flow,
        unit=unit,
        direction="product",
        name=flow,
        values=(GroupValue(group=Group.FOSSIL, value=value),),
        source="made up for tests",
    )


def mix(flow: str, value: str, **members: object) -> Factor:
    """The average mix of Sweden in 2025; `members` replace its members."""
    usual = {"grid": "SE", "mix": "average", "year": 2025, "boundary": "life_cycle"}
    return factor(flow, Unit.KWH, value).model_copy(update=usual | members)


ELECTRICITY = ElectricityRule(
    allowed=(Supply.ON_SITE, Supply.DIRECT_LINE),
    mixes=("average",),
    oldest_mix=Constant(value="3", source="OWN", confidence="inferred"),
    source="OWN",
    confidence="inferred",
)
"""A rule of electricity for rulebooks that a test makes of the study's."""

FACTORS = FactorSet(
    id="test",
    version="1",
    title="Factors for tests",
    method="EF 3.1 (AR6)",
    licence="open",
    rows=(factor("test:freight", Unit.TKM, "0.1"), mix("test:power", "0.5")),
)

TWO_GRIDS = FACTORS.model_copy(
    update={
        "id": "two-grids",
        "rows": (*FACTORS.rows, mix("test:power_de", "0.8", grid="DE")),
    }
)
"""The same factors, and the average mix of Germany in 2025."""


@dataclass(frozen=True)
class BatteryChain:
    """The parties, and the ids of what they stated."""

    world: World
    mine: Party
    plant: Party
    recycler: Party
    auditor: Party
    mined: str
    shipped: str
    packs: str
    treated: str
    treatment: str
    rulebook: str
    factors: str

    def packs_of(self, kwh: str, **parts: object) -> Draft:
        """An entry of ten packs; `parts` replace header fields and sections."""
        fields = {
            "inputs": [taken(self.shipped, "50"), power(kwh, Stage.MAIN_PRODUCTION), freight("10")],
            "process": ProcessCode.PACK,
            "model": MODEL,
        }
        outputs = [made(self.plant, batteries=10)]
        return self.world.entry(self.plant, outputs, **{**fields, **parts})

    def assertions(self, **parts: object) -> CalculationRequest:
        """The plant's assertions on its packs; `parts` replace fields."""
        fields = {
            "issuer": self.plant.id,
            "model": MODEL,
            "site": "plant-1",
            "period": YEAR,
            "category": Category.EV,
            "vehicle_category": "M1",
            "capacity_kwh": "2",
            "warranties": (Warranty(years="8", remaining_energy="0.8"),),
            "rulebook": self.rulebook,
            "factor_sets": (self.factors,),
            "end_of_life": (Treatment(delivery=self.treatment),) if self.treatment else (),
        }
        return CalculationRequest(**{**fields, **parts})

    def calculation(self, **parts: object) -> Draft:
        """The draft of a calculation as of now; `parts` replace assertions."""
        return build_calculation(self.world.ledger, self.assertions(**parts), self.world.fresh)

    def judge(self, **parts: object) -> Report:
        """The report on the bundle of a calculation that is submitted; `parts` replace assertions."""
        calculation = self.world.submit(self.calculation(**parts), self.plant.working).id
        accepted = {"factor_sets": parts.get("factor_sets", (self.factors,))}
        rulebook = str(parts.get("rulebook", self.rulebook))
        policy = self.world.policy(rulebook, self.factors, **accepted)
        return verify(export_bundle(self.world.ledger, calculation), policy, DIGEST)

    def attestation(self, calculation: str | None, **parts: object) -> Draft:
        """The auditor's draft on a calculation; `parts` replace fields."""
        fields = {
            "origin": ORIGIN,
            "issuer": self.auditor.id,
            "calculation": calculation,
            "bundle": DIGEST,
            "policy": DIGEST,
            "findings": DIGEST,
            "scope": "all of it",
            "level": "agreed_upon_procedures",
            "materiality": "5",
            "depth": Depth(default="recomputed"),
            "outcome": "verified",
            "nonce": self.world.fresh(),
        }
        return Draft(Attestation(**{**fields, **parts}))

    def declaration(self, calculation: str, attestation: str, **parts: object) -> Draft:
        """The plant's draft of a declaration; `parts` replace fields."""
        fields = {
            "origin": ORIGIN,
            "issuer": self.plant.id,
            "calculation": calculation,
            "attestation": attestation,
            "conformity": "TEST-1",
            "study": "https://study.example/1",
            "nonce": self.world.fresh(),
        }
        return Draft(Declaration(**{**fields, **parts}))


@built_once
@contextmanager
def battery_chain(folder: Path, database: str | None = None) -> Iterator[BatteryChain]:
    """A ledger with the chain in it, up to the packs and the price of their treatment."""
    with world(folder, database) as begun:
        mine = begun.register("mine", Role.SUPPLIER)
        plant = begun.register("plant", Role.MANUFACTURER)
        recycler = begun.register("recycler", Role.SUPPLIER)
        auditor = begun.register("auditor", Role.AUDITOR)
        mined = begun.enter(mine, [made(mine)], inputs=[power("100")])
        process, work = ProcessCode.SHREDDING, [power("20", Stage.END_OF_LIFE)]
        treated = begun.enter(recycler, [made(recycler)], inputs=work, process=process)
        chain = BatteryChain(
            world=begun,
            mine=mine,
            plant=plant,
            recycler=recycler,
            auditor=auditor,
            mined=mined,
            shipped=begun.deliver(mine, mined, plant, amount="60"),
            packs="",
            treated=treated,
            treatment=begun.represent(recycler, treated, plant),
            rulebook=begun.ledger.keep(load_rulebook("study-full-substitution-1")),
            factors=begun.ledger.keep(FACTORS),
        )
        packs = begun.submit(chain.packs_of("40"), plant.working).id
        yield replace(chain, packs=packs)


@contextmanager
def copied(built: BatteryChain, source: Path, folder: Path) -> Iterator[BatteryChain]:
    """A copy of a chain whose ledger is closed, opened in a folder of its own; a database in a server goes again."""
    copy_ledger(source, folder)
    database = read_place(folder).database
    try:
        with opened(built, folder) as chain:
            yield chain
    finally:
        if database is not None:
            drop(database)
