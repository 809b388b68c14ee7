"""Allocation on a ledger: a co-product that cannot be refused is accepted, and the bundle of a delivery names it.

The mine uses 100 kWh for 100 kg; a refinery of another firm makes 10 kg of salt of 20 kg of ore and delivers it.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import pytest
from support.ledger_battery import DIGEST, BatteryChain, power
from support.ledger_world import made, taken

from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.service.answers.preview import preview
from schemas.signed.entry import Product, ProductLine, Site
from schemas.signed.inventory import Inventory
from schemas.views.report import Report
from schemas.vocabulary import AllocationBasis, OutputRole, Role, Unit

HONEST = Decimal(1)
"""kg CO2e per kg of salt: 20 kg of ore at 0.5, over 10 kg."""


class Move(NamedTuple):
    """A basis, the ore's value, the co-product's amount, unit and value, and what each line states per unit."""

    basis: AllocationBasis
    ore: str
    amount: str
    unit: Unit
    side: str
    stated: Sequence[dict[str, str]] = ({}, {})


MOVES = {
    "a mass that is false by a thousand": Move(
        AllocationBasis.MASS, "100", "10", Unit.PIECE, "200000", ({}, {"kg_per_unit": "20000"})
    ),
    "a heating value of stones": Move(
        AllocationBasis.ENERGY,
        "216",
        "1000",
        Unit.KG,
        "141840",
        ({"kwh_per_unit": "0.6"}, {"kwh_per_unit": "39.4"}),
    ),
    "invented prices": Move(AllocationBasis.REVENUE, "1", "1", Unit.KG, "5000"),
    "waste rock as a co-product": Move(AllocationBasis.MASS, "100", "9900", Unit.KG, "9900"),
    "hours of service at a price": Move(AllocationBasis.REVENUE, "1", "1", Unit.H, "999"),
}


def sold(chain: BatteryChain, move: Move | None) -> tuple[str, Report]:
    """The mine's entry, and the report on the audit bundle of the salt made of its ore."""
    world, mine = chain.world, chain.mine
    ore = {"product": "urn:test:ore"} | ({} if move is None else {"allocation_value": move.ore})
    outputs, product = [made(mine, **ore)], None
    if move is not None:
        side = {"line": "side", "product": "urn:test:side", "role": OutputRole.CO_PRODUCT}
        side |= {"unit": move.unit, "allocation_value": move.side}
        outputs.append(made(mine, move.amount, **side))
        lines = zip(("main", "side"), move.stated, strict=True)
        product = Product(
            lines=tuple(ProductLine(line=line, form="as_is", **of) for line, of in lines)
        )
    basis = None if move is None else move.basis
    listed = Inventory(outputs=tuple(outputs), inputs=(power("100"),), allocation=basis)
    parts = {"site": Site(code="pit-2", country="SE"), "inventory": listed, "product": product}
    mined = world.enter(mine, outputs, **parts)
    refinery = world.register("refinery", Role.SUPPLIER)
    ship = {"amount": "20", "product": "urn:test:ore"}
    shipped = world.deliver(mine, mined, refinery, **ship)
    salt = world.enter(refinery, [made(refinery, "10")], inputs=[taken(shipped, "20")])
    ledger = world.ledger
    figure = preview(ledger, salt, "main", chain.rulebook, (chain.factors,))
    delivery = world.deliver(refinery, salt, chain.plant, figure=figure)
    policy = world.policy(chain.rulebook, chain.factors)
    return mined, verify(export_bundle(ledger, delivery), policy, DIGEST)


def test_the_honest_salt(chain: BatteryChain) -> None:
    """Without a co-product nothing of allocation is chosen."""
    _, report = sold(chain, None)
    assert report.exit_code == 0, report.findings
    assert Decimal(report.declared_total or 0) == HONEST
    assert not [row for row in report.choices or () if row.code.startswith("allocation.")]


@pytest.mark.parametrize("name", MOVES)
def test_what_is_accepted_is_named_with_its_effect(chain: BatteryChain, name: str) -> None:
    """The salt verifies below its honest figure, and the choice two tiers up brings it back."""
    mined, report = sold(chain, MOVES[name])
    assert report.exit_code == 0, report.findings
    stated = Decimal(report.declared_total or 0)
    assert stated < HONEST / 50
    (choice,) = [row for row in report.choices or () if row.code == "allocation.co_product"]
    assert choice.subject == mined
    assert choice.effect is not None
    assert abs(stated + Decimal(choice.effect) - HONEST) < Decimal("0.001")
    assert report.conservative is not None
    assert Decimal(report.conservative.total) >= HONEST
