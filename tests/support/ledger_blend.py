"""A delivery with a figure in a battery chain's ledger, whose goods draw on those of another supplier."""

from typing import NamedTuple

from support.ledger_battery import BatteryChain, power, taken
from support.ledger_declared import EXAMPLE
from support.ledger_world import made

from ledger.service.answers.preview import preview
from schemas.signed.entry import Site


class Blend(NamedTuple):
    """A delivery of the mine to the plant, and the entry behind it, which uses the recycler's goods."""

    delivery: str
    entry: str


def deliver_blend(chain: BatteryChain) -> Blend:
    """The mine blends what the recycler delivers, and delivers it; both state figures under the example."""
    world, method = chain.world, (chain.world.ledger.keep(EXAMPLE), [chain.factors])
    used = preview(world.ledger, chain.treated, "main", *method)
    bought = world.deliver(chain.recycler, chain.treated, chain.mine, amount="10", figure=used)
    site = Site(code="blend-1", country="SE")
    rows = [taken(bought), power("3")]
    entry = world.enter(chain.mine, [made(chain.mine)], inputs=rows, site=site)
    figure = preview(world.ledger, entry, "main", *method)
    return Blend(world.deliver(chain.mine, entry, chain.plant, figure=figure), entry)
