"""A mine that delivers ore to a smelter, for tests of deliveries that fit or do not."""

from support.chains import Chain
from support.rows import inventory, made, taken


def ore_chain(
    drawn: str = "60", delivered: str = "60", output: str = "100", **delivery: object
) -> Chain:
    """A mine that delivers ore to a smelter."""
    made_of = Chain()
    made_of.enter("mine", inventory(made("mine", output)))
    made_of.deliver("ore", "mine", "smelter", delivered, **delivery)
    made_of.enter("smelter", inventory(made("smelter", "10"), inputs=[taken("ore", drawn)]))
    return made_of
