"""A plant whose ore comes from another country, with legs that a test states."""

from decimal import Decimal

from support.chosen import modest
from support.graph import factors, ident, weighing
from support.graph_battery import MODEL, Declared
from support.rows import Row, inventory, made, taken, used

from schemas.signed.entry import Site

LEGS = factors(
    {
        "pef:lorry_over_32t": "0.1",
        "pef:rail": "0.05",
        "pef:barge": "0.05",
        "pef:sea_freight": "0.01",
    },
    unit="tkm",
)
OWN = factors({"test:ship": "0.01"}, unit="tkm").model_copy(update={"id": "test-ship"})
LAND = Decimal(300) / 1000 * (130 * Decimal("0.1") + 510 * Decimal("0.05"))
"""kg CO2e of 300 kg by the draft's legs within Europe: 11.55."""
FAR = Decimal(300) / 1000 * (1000 * Decimal("0.1") + 18000 * Decimal("0.01"))
"""kg CO2e of 300 kg by the draft's legs from another continent: 84."""
FAR_LAND = Decimal(300) / 1000 * (1000 * Decimal("0.1"))
"""kg CO2e of 300 kg by the lorry among them: 30."""


def carried(*legs: Row, origin: str = "CN", kg: str = "300", here: str = "DE") -> Declared:
    """The plant, which uses 300 kg of ore from another country."""
    it = modest()
    it.chain.factor_sets = (*it.chain.factor_sets, LEGS, OWN)
    it.chain.enter(
        "mine",
        inventory(made("mine", "1000"), inputs=[used("test:lime", "1000")]),
        weighing("1"),
        site=Site(code="P1", country=origin),
    )
    battery = inventory(made("plant", "200", batteries=4), inputs=[taken("ore", kg), *legs])
    it.chain.enter("plant", battery, weighing("1"), model=MODEL, site=Site(code="P1", country=here))
    return it


def leg(tkm: str, *deliveries: str, flow: str = "test:ship", **members: object) -> Row:
    """A transport row; a leg of 300 kg if it names deliveries."""
    row = used(flow, tkm, purpose="transport", unit="tkm", **members)
    if deliveries:
        named = sorted(map(ident, deliveries))
        row["leg"] = {"kg": "300", "km": "1", "deliveries": named}
    return row
