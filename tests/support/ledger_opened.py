"""A chain in which suppliers open what is behind them: a pit, a mine, a works, a refinery and a plant.

    pit 0.5 per kg -> mine (50 kg of it and 100 kWh make 100 kg)     0.75 per kg
    works                                                            0.1 per kg
    refinery (20 kg of the mine's, 40 kg of the works', 60 kWh make 50 kg)
        mine 20 x 0.75 / 50 = 0.3, works 40 x 0.1 / 50 = 0.08, own 0.6: 0.98 per kg

The pit is in Finland, the mine in Sweden, the works in Norway. Each delivery has a figure unless a test says otherwise.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from support.ledger_battery import FACTORS, MODEL, BatteryChain, freight, power
from support.ledger_world import ORIGIN, Party, World, made, taken, world

from ledger.audit.bundle.container import unpack
from ledger.bundles.export import export_bundle
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.preview import preview, preview_opening
from ledger.state.drafting import Draft, draft_delivery
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Site
from schemas.signed.opening import OpenedSupplier, Opening
from schemas.signed.policy import LogKeys, Policy
from schemas.vocabulary import Audience, ProcessCode, Role, Stage

COUNTRIES = {
    "pit": "FI",
    "mine": "SE",
    "works": "NO",
    "refinery": "DE",
    "plant": "DE",
    "recycler": "BE",
    "auditor": "FR",
}
ROLES = {"plant": Role.MANUFACTURER, "auditor": Role.AUDITOR}
ALL = ("everything",)


@dataclass
class OpenChain:
    """The parties, and the ids of what they stated, by name."""

    world: World
    parties: Mapping[str, Party]
    rulebook: str
    factors: str
    entries: dict[str, str] = field(default_factory=dict)
    deliveries: dict[str, str] = field(default_factory=dict)

    def enter(
        self,
        name: str,
        kwh: str,
        taking: Mapping[str, str],
        amount: str = "100",
        **parts: object,
    ) -> str:
        """State the entry of a party: electricity, and amounts of the goods that others delivered to it."""
        party = self.parties[name]
        inputs = [
            *(taken(self.deliveries[one], kg) for one, kg in sorted(taking.items())),
            power(kwh),
        ]
        place = Site(code=f"{name}-1", country=COUNTRIES[name])
        header = {"site": place, **parts}
        self.entries[name] = self.world.enter(party, [made(party, amount)], inputs=inputs, **header)
        return self.entries[name]

    def openable(self, name: str) -> tuple[OpenedSupplier, ...]:
        """The rows that a delivery of a party's goods may open now."""
        ledger, method = self.world.ledger, (self.rulebook, [self.factors])
        return preview_opening(ledger, self.entries[name], "main", *method).suppliers

    def draft(
        self, name: str, to: str, amount: str = "50", open_: Opening | None = None, **parts: object
    ) -> Draft:
        """The draft of a delivery with its figure."""
        ledger, method = self.world.ledger, (self.rulebook, [self.factors])
        figure = preview(ledger, self.entries[name], "main", *method)
        fields = {"amount": amount, "figure": figure, "number": f"{name} to {to}", **parts}
        draft = self.world.delivery(
            self.parties[name], self.entries[name], self.parties[to], **fields
        )
        if not isinstance(draft.statement, Delivery):
            raise TypeError(draft.kind)
        return draft_delivery(draft.statement, open_, self.world.fresh)

    def deliver(
        self, name: str, to: str, amount: str = "50", open_: Opening | None = None, **parts: object
    ) -> str:
        """Submit a delivery with its figure."""
        draft = self.draft(name, to, amount, open_, **parts)
        self.world.submit(draft, self.parties[name].working)
        self.deliveries[name] = draft.id
        return draft.id

    def opening(self, name: str, *, onward: bool = False, of: tuple[str, ...] = ALL) -> Opening:
        """An opening of a party's suppliers, all or those of these names."""
        rows = [
            row
            for row in self.openable(name)
            if of == ALL or row.name in {f"{n.title()} Ltd" for n in of}
        ]
        return Opening(onward=onward, suppliers=tuple(rows))


@contextmanager
def open_world(folder: Path, database: str | None = None) -> Iterator[OpenChain]:
    """The parties, registered, and a method; no statement yet."""
    with world(folder, database) as begun:
        parties = {name: begun.register(name, ROLES.get(name, Role.SUPPLIER)) for name in COUNTRIES}
        rulebook = begun.ledger.keep(load_rulebook("study-full-substitution-1"))
        yield OpenChain(begun, parties, rulebook, begun.ledger.keep(FACTORS))


@contextmanager
def open_chain(
    folder: Path, *, onward: bool = True, opens: bool = True, database: str | None = None
) -> Iterator[OpenChain]:
    """The chain up to the refinery's entry; the mine opens the pit to the refinery, and lets it pass that on."""
    with open_world(folder, database) as chain:
        fill_chain(chain, onward=onward, opens=opens)
        yield chain


def fill_chain(chain: OpenChain, *, onward: bool = True, opens: bool = True) -> None:
    """State the chain up to the refinery's entry in an open world, by the method that the world has."""
    chain.enter("pit", "100", {})
    chain.deliver("pit", "mine")
    chain.enter("mine", "100", {"pit": "50"})
    chain.deliver("mine", "refinery", open_=chain.opening("mine", onward=onward) if opens else None)
    chain.enter("works", "20", {})
    chain.deliver("works", "refinery")
    chain.enter("refinery", "60", {"mine": "20", "works": "40"}, "50")


def bundle_of(
    chain: OpenChain, subject: str, audience: Audience = Audience.AUDITOR
) -> dict[str, bytes]:
    """The files of a bundle."""
    return unpack(export_bundle(chain.world.ledger, subject, audience))


def policy_of(chain: OpenChain) -> Policy:
    """A policy that trusts the chain's ledger and its method."""
    entries, registry = chain.world.ledger.vkeys()
    return Policy(
        origin=ORIGIN,
        logs=LogKeys(entries=entries, registry=registry),
        quorum=0,
        registrars=(chain.world.registrar.id,),
        auditors=(),
        rulebooks=(chain.rulebook,),
        factor_sets=(chain.factors,),
        oldest_registry_size=1,
    )


def battery_of(chain: OpenChain, **takes: str) -> BatteryChain:
    """A recycler prices treatment for the plant, which makes ten packs of 10 kg of these kg of goods, if any."""
    world, plant, recycler = chain.world, chain.parties["plant"], chain.parties["recycler"]
    work = [power("20", Stage.END_OF_LIFE)]
    treated = world.enter(recycler, [made(recycler)], inputs=work, process=ProcessCode.SHREDDING)
    built = BatteryChain(
        world=world,
        mine=chain.parties["mine"],
        plant=plant,
        recycler=recycler,
        auditor=chain.parties["auditor"],
        mined=chain.entries.get("mine", ""),
        shipped="",
        packs="",
        treated=treated,
        treatment=world.represent(recycler, treated, plant),
        rulebook=chain.rulebook,
        factors=chain.factors,
    )
    inputs = [taken(chain.deliveries[name], kg) for name, kg in takes.items()]
    inputs += [power("40", Stage.MAIN_PRODUCTION), freight("10")]
    if not takes:
        return built
    outputs, header = [made(plant, batteries=10)], {"process": ProcessCode.PACK, "model": MODEL}
    chain.entries["plant"] = world.enter(plant, outputs, inputs=inputs, **header)
    return built
