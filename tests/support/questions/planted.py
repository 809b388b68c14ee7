"""A chain whose recipes are secrets, and what each of its parties knows: the ground of the adversary of questions.

A mine delivers to a refinery, the refinery to a plant that makes batteries, and a recycler treats these. Factors have
the digits that databases have, and everybody knows them; amounts have four digits, and only their owner knows them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from support.http_api import House, furnished
from support.ledger_battery import MODEL, BatteryChain, factor, freight, mix, power
from support.ledger_tiers import Tiers
from support.ledger_world import Party, made, taken, world

from api.configuration import Configuration
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.entry import Site
from schemas.signed.rows import ActivityInput
from schemas.signed.rulebook import FactorSet
from schemas.vocabulary import Known, ProcessCode, Purpose, Role, Source, Stage, Unit

VALUES: Final = {
    "test:acid": "8.237164093",
    "test:caustic": "17.208554162",
    "test:freight": "0.1",
    "test:lime": "4.619031877",
    "test:power": "0.518372641",
    "test:reagent": "3.141592654",
}
"""kg CO2e per unit of each flow."""

UNITS: Final = {"test:freight": Unit.TKM, "test:power": Unit.KWH}

RECIPES: Final = {
    "mine": {"test:reagent": "27.19", "test:power": "83.61"},
    "refinery": {"test:acid": "45.83", "test:lime": "12.57", "test:caustic": "7.919"},
    "recycler": {"test:reagent": "3.047"},
}
"""What each supplier takes in for 100 kg of its product."""

ORE: Final = "61.37"
"""The kg of ore in 100 kg of salt."""

Further = Mapping[str, str]
"""Further digits of the amounts of a supplier, by its name."""

NONE: Final[Further] = {}

SALT: Final = Decimal(50)
"""The kg of salt in the plant's batteries; the plant knows it."""


KNOWN: Final = {
    "plant": frozenset({"refinery", "recycler"}),
    "refinery": frozenset({"mine"}),
    "dealer": frozenset({"refinery"}),
}
"""The suppliers and customers that a party knows by name."""


class Secret(NamedTuple):
    """A secret of a party: a flow, an amount, or the name of a firm that others do not know."""

    owner: str
    sort: str
    word: str


@dataclass(frozen=True)
class Planted:
    """The chain, its server, and its secrets."""

    tiers: Tiers
    house: House
    secrets: tuple[Secret, ...]

    @property
    def chain(self) -> BatteryChain:
        """The parties, and the method."""
        return self.tiers.chain

    def of_others(self, name: str) -> frozenset[Secret]:
        """The secrets of the others, but for the names of those that a party trades with."""
        known = KNOWN.get(name, frozenset())
        return frozenset(
            row
            for row in self.secrets
            if row.owner != name and not (row.sort == "firm" and row.owner in known)
        )


def values_of(values: dict[str, str], name: str = "rich") -> FactorSet:
    """A factor set with these values; the power of it is the mix of Sweden."""
    rows = [
        mix(flow, value) if flow == "test:power" else factor(flow, UNITS.get(flow, Unit.KG), value)
        for flow, value in sorted(values.items())
    ]
    return FactorSet(
        id=name, version="1", title=name, method="EF 3.1 (AR6)", licence="open", rows=tuple(rows)
    )


def used(flow: str, amount: str, stage: Stage) -> ActivityInput:
    """A row of a recipe."""
    if flow == "test:power":
        return power(amount, stage)
    return ActivityInput(
        type="activity",
        flow=flow,
        amount=amount,
        unit=Unit.KG,
        purpose=Purpose.MATERIAL,
        stage=stage,
        source=Source.DATASET,
        known=Known.WEIGHED,
    )


def recipe(name: str, stage: Stage, further: Further = NONE) -> list[ActivityInput]:
    """The rows of a supplier's recipe, with further digits of each amount."""
    more = further.get(name, "")
    return [used(flow, f"{amount}{more}", stage) for flow, amount in RECIPES[name].items()]


@contextmanager
def planted(folder: Path, further: Further = NONE) -> Iterator[Planted]:
    """The chain up to its declaration, and a server on it; the secret amounts may have further digits."""
    with world(folder) as begun:
        names = ("mine", "refinery", "recycler")
        mine, refinery, recycler = (begun.register(name, Role.SUPPLIER) for name in names)
        plant = begun.register("plant", Role.MANUFACTURER)
        auditor = begun.register("auditor", Role.AUDITOR)
        dealer = begun.register("dealer", Role.SUPPLIER)
        chain = BatteryChain(
            world=begun,
            mine=mine,
            plant=plant,
            recycler=recycler,
            auditor=auditor,
            mined=begun.enter(
                mine,
                [made(mine)],
                inputs=recipe("mine", Stage.RAW_MATERIAL, further),
                site=Site(code="mine-1", country="FI"),
            ),
            shipped="",
            packs="",
            treated=begun.enter(
                recycler,
                [made(recycler)],
                inputs=recipe("recycler", Stage.END_OF_LIFE, further),
                process=ProcessCode.SHREDDING,
            ),
            treatment="",
            rulebook=begun.ledger.keep(load_rulebook("study-full-substitution-1")),
            factors=begun.ledger.keep(values_of(VALUES)),
        )
        chain = replace(chain, treatment=begun.represent(recycler, chain.treated, plant))
        yield _declared(chain, refinery, dealer, further)


def _declared(chain: BatteryChain, refinery: Party, dealer: Party, further: Further) -> Planted:
    begun, plant = chain.world, chain.plant
    ids = {"mined": chain.mined, "treated": chain.treated, "treatment": chain.treatment}
    ids["ore"] = begun.deliver(chain.mine, chain.mined, refinery, amount="90")
    salt = recipe("refinery", Stage.MAIN_PRODUCTION, further)
    inputs = [taken(ids["ore"], f"{ORE}{further.get('refinery', '')}"), *salt]
    site = Site(code="salt-1", country="NO")
    ids["refined"] = begun.enter(refinery, [made(refinery)], inputs=inputs, site=site)
    it = Tiers(chain, refinery, ids)
    ids["salt"] = it.told(ids["refined"], refinery, plant, "S-1", amount="60")
    ids["sold"] = it.told(ids["refined"], refinery, dealer, "S-2", amount="20")
    work = [taken(ids["salt"], str(SALT)), power("40", Stage.MAIN_PRODUCTION), freight("10")]
    outputs = [made(plant, batteries=10)]
    ids["packs"] = begun.enter(plant, outputs, inputs=work, process=ProcessCode.PACK, model=MODEL)
    ids["calculation"] = begun.submit(chain.calculation(), plant.working).id
    ids["word"] = begun.submit(chain.attestation(ids["calculation"]), chain.auditor.working).id
    declaration = chain.declaration(ids["calculation"], ids["word"])
    ids["declaration"] = begun.submit(declaration, plant.working).id
    # A party that waits a minute after each refusal is as far as one whose quota is large.
    patient = Configuration(_env_file=None, previews_per_minute=10_000)
    house = furnished(chain, patient)
    house.open_account("refinery", Role.SUPPLIER, participant=refinery.id)
    house.open_account("dealer", Role.SUPPLIER, participant=dealer.id)
    amounts = [
        row
        for owner, rows in RECIPES.items()
        for flow, amount in rows.items()
        for row in (Secret(owner, "amount", amount), Secret(owner, "flow", flow))
    ]
    firms = [Secret(name, "firm", f"{name.capitalize()} Ltd") for name in RECIPES]
    return Planted(it, house, (*amounts, Secret("refinery", "amount", ORE), *firms))
