"""The small battery chain with nickel from a mine in the Congo that names a due-diligence document."""

from dataclasses import replace

from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, replacing, taken

from schemas.signed.entry import Element, Product, ProductLine, Site
from schemas.signed.inventory import Inventory
from schemas.signed.rows import DueDiligence
from schemas.vocabulary import ProcessCode, Stage

DOCUMENT = "sha256:" + "d0" * 32
PACKS = "0.0625"
"""The nickel in a kg of packs: that of the ore in 100 kg of them."""


def nickel(fraction: str) -> Product:
    """A line in kg that holds a fraction of nickel."""
    held = (Element(element="Ni", fraction=fraction),)
    line = ProductLine(line="main", form="as_is", kg_per_unit="1", elements=held)
    return Product(lines=(line,))


def with_nickel(chain: BatteryChain) -> BatteryChain:
    """The chain whose packs are made of 50 kg of ore, an eighth of it nickel, from a Congolese mine."""
    world = chain.world
    document = DueDiligence(standard="OECD guidance, step 4", document=DOCUMENT)
    inventory = Inventory(outputs=(made(chain.mine),), due_diligence=(document,))
    mined = world.enter(
        chain.mine,
        [],
        inventory=inventory,
        product=nickel("0.125"),
        process=ProcessCode.MINING,
        site=Site(code="pit-7", country="CD"),
    )
    shipped = world.deliver(chain.mine, mined, chain.plant, amount="60")
    rows = [taken(shipped, "50"), power("40", Stage.MAIN_PRODUCTION)]
    corrected = chain.packs_of(
        "40", inputs=rows, product=nickel(PACKS), supersedes=replacing(chain.packs)
    )
    packs = world.submit(corrected, chain.plant.working).id
    return replace(chain, mined=mined, shipped=shipped, packs=packs)
