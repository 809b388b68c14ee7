"""Pits, works that take their ore, and packs of all works: a small market that corrects what it stated."""

from dataclasses import dataclass, field
from random import Random

from support.ledger_battery import BatteryChain, power
from support.ledger_world import Party, made, replacing, taken

from schemas.signed.delivery import Delivery
from schemas.signed.entry import Site


@dataclass
class Works:
    """Pits of the mine, works of the recycler that take their ore, and packs of all works.

    Attributes:
        chain: the parties.
        pits: the newest version of each pit's entry, by its site.
        works: those of the works.
        ore: the newest version of each delivery of ore, with the site of its pit.
        goods: the deliveries of the works, which the packs take.
        packs: the entry of the packs.
    """

    chain: BatteryChain
    pits: dict[str, str] = field(default_factory=dict)
    works: dict[str, str] = field(default_factory=dict)
    ore: dict[str, str] = field(default_factory=dict)
    goods: dict[str, str] = field(default_factory=dict)
    packs: str = ""

    def mine(self, site: str, kwh: int) -> None:
        """State the entry of a pit, or correct it."""
        self.pits[site] = self._state(self.chain.mine, site, self.pits.get(site), [power(str(kwh))])

    def ship(self, site: str) -> None:
        """Deliver ore of a pit to the recycler."""
        world = self.chain.world
        name = world.deliver(self.chain.mine, self.pits[site], self.chain.recycler, amount="20")
        self.ore[name] = site

    def work(self, site: str, deliveries: list[str]) -> None:
        """State the entry of works that take ore, or correct it."""
        rows = [taken(name, "1") for name in deliveries]
        self.works[site] = self._state(self.chain.recycler, site, self.works.get(site), rows)

    def _state(self, issuer: Party, site: str, old: str | None, inputs: list[object]) -> str:
        parts = {} if old is None else {"supersedes": replacing(old)}
        where = Site(code=site, country="SE")
        return self.chain.world.enter(issuer, [made(issuer)], inputs=inputs, site=where, **parts)

    def redeliver(self, name: str) -> None:
        """Correct the amount of a delivery of ore."""
        world, site = self.chain.world, self.ore.pop(name)
        old = {"amount": "30", "supersedes": replacing(name)}
        with world.ledger.view() as view:
            delivery = view.statement(name, Delivery)
        assert delivery is not None
        again = world.deliver(
            self.chain.mine,
            self.pits[site],
            self.chain.recycler,
            number=delivery.number,
            **old,
        )
        self.ore[again] = site

    def change(self, random: Random) -> None:
        """A correction of a pit, of works or of a delivery, or works that take another delivery."""
        match random.randrange(4):
            case 0:
                self.mine(random.choice(list(self.pits)), random.randrange(1, 900))
            case 1:
                self.redeliver(random.choice(list(self.ore)))
            case 2:
                self.ship(random.choice(list(self.pits)))
                self.work(random.choice(list(self.works)), [list(self.ore)[-1]])
            case _:
                several = random.sample(list(self.ore), random.randrange(1, 4))
                self.work(random.choice(list(self.works)), several)


def rolled(seed: int) -> Random:
    """The same choices at each run."""
    return Random(seed)  # noqa: S311 - no secrets


def working(chain: BatteryChain, random: Random) -> Works:
    """Five pits, three works and the packs."""
    found = Works(chain)
    for site in range(5):
        found.mine(f"pit-{site}", random.randrange(1, 900))
        found.ship(f"pit-{site}")
    for site in range(3):
        found.work(f"works-{site}", random.sample(list(found.ore), 2))
        name = found.works[f"works-{site}"]
        found.goods[f"works-{site}"] = chain.world.deliver(chain.recycler, name, chain.plant)
    rows = [*(taken(one, "10") for one in found.goods.values()), power("3")]
    packs = chain.packs_of("3", inputs=rows, site=Site(code="plant-2", country="SE"))
    found.packs = chain.world.submit(packs, chain.plant.working).id
    return found
