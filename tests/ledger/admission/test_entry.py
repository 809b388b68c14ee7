"""Dishonest entries: goods counted twice, taken from others, or drawn beyond the delivery."""

from collections.abc import Callable

import pytest
from support.ledger_battery import MODEL, BatteryChain, freight
from support.ledger_world import made, taken

from ledger.state.drafting import Draft, sign_draft
from schemas.signed.entry import Product, ProductLine, Site
from schemas.signed.inventory import Inventory
from schemas.signed.rows import Avoided, TransportLeg
from schemas.values import Period
from schemas.vocabulary import AllocationBasis, DataBasis, Known, OutputRole, ProcessCode, Unit

ELSEWHERE = Site(code="plant-2", country="SE")
LATER = Period(start="2026-01-01", end="2027-01-01")
EARLIER = Period(start="2024-01-01", end="2025-01-01")
NOWHERE = "sha256:" + "00" * 32
DELIVERY = "inventory.inputs[0].delivery"

Make = Callable[[BatteryChain], Draft]


def buys(delivery: Callable[[BatteryChain], str], amount: str = "1", **parts: object) -> Make:
    """An entry of the plant, at another site, that uses a delivery."""

    def make(chain: BatteryChain) -> Draft:
        fields = {"site": ELSEWHERE, "inputs": [taken(delivery(chain), amount)], **parts}
        return chain.world.entry(chain.plant, [made(chain.plant)], **fields)

    return make


def avoids(delivery: Callable[[BatteryChain], str], **parts: object) -> Make:
    """An entry of the plant, elsewhere, with an avoided delivery."""

    def make(chain: BatteryChain) -> Draft:
        fields = {"unit": Unit.KG, "stage": "end_of_life", "known": Known.CALCULATED, "amount": "1"}
        avoided = Avoided.model_validate({**fields, "delivery": delivery(chain)}, strict=False)
        return chain.world.entry(
            chain.plant, [made(chain.plant)], site=ELSEWHERE, avoided=[avoided], **parts
        )

    return make


def makes(*outputs: dict[str, object], **parts: object) -> Make:
    """An entry of the plant, elsewhere, with these outputs."""
    return lambda chain: chain.world.entry(
        chain.plant, [made(chain.plant, **row) for row in outputs], **{"site": ELSEWHERE, **parts}
    )


def of_auditor(chain: BatteryChain) -> Draft:
    """An entry of who may make none."""
    return chain.world.entry(chain.auditor, [made(chain.auditor)])


def twice_drawn(chain: BatteryChain) -> Draft:
    """Two rows on one delivery, each within the remainder, together beyond it."""
    rows = [taken(chain.shipped, "6"), taken(chain.shipped, "5")]
    return chain.world.entry(chain.plant, [made(chain.plant)], site=ELSEWHERE, inputs=rows)


def described(*lines: str) -> Make:
    """An entry whose product section has these lines."""
    product = Product(lines=tuple(ProductLine(line=line, form="as_is") for line in lines))
    return makes({}, product=product)


def carries(delivery: Callable[[BatteryChain], str]) -> Make:
    """An entry of the plant, at another site, that uses a delivery and has a leg for another one."""

    def make(chain: BatteryChain) -> Draft:
        leg = TransportLeg(kg="1", km="10000", deliveries=(chain.shipped, delivery(chain)))
        inputs = [taken(chain.shipped, "1"), freight("10").model_copy(update={"leg": leg})]
        return chain.world.entry(chain.plant, [made(chain.plant)], site=ELSEWHERE, inputs=inputs)

    return make


def shared_by_price(chain: BatteryChain) -> Draft:
    """A side line shares by mass with 100 kg of goods, at its price."""
    sharing = {**BY, "role": OutputRole.CO_PRODUCT, "allocation_value": "900"}
    outputs = (made(chain.plant, allocation_value="100"), made(chain.plant, **sharing))
    listed = Inventory(outputs=outputs, allocation=AllocationBasis.MASS)
    return chain.world.entry(chain.plant, outputs, site=ELSEWHERE, inventory=listed)


def shares(basis: AllocationBasis, value: str, unit: Unit, **product: str) -> Make:
    """A token beside 20,000 kg of trimmings that have a mass and, by energy, a heating value."""

    def make(chain: BatteryChain) -> Draft:
        token = made(chain.plant, "1", unit=unit, allocation_value=value)
        kwh = "1" if basis is AllocationBasis.ENERGY else None
        of = {AllocationBasis.MASS: "20000", AllocationBasis.ENERGY: "72000"}
        trimmings = {"amount": "20000", "role": OutputRole.CO_PRODUCT}
        side = made(chain.plant, **{**BY, **trimmings, "allocation_value": of[basis]})
        lines = (
            ProductLine(line="main", form="as_is", **product),
            ProductLine(line="side", form="as_is", kwh_per_unit=kwh),
        )
        listed = Inventory(outputs=(token, side), allocation=basis)
        sections = {"inventory": listed, "product": Product(lines=lines)}
        return chain.world.entry(chain.plant, listed.outputs, site=ELSEWHERE, **sections)

    return make


BY = {"line": "side", "product": "urn:test:side", "role": OutputRole.BY_PRODUCT}
CASES = {
    "role": (of_auditor, "issuer.role", "issuer"),
    "no such delivery": (buys(lambda _: NOWHERE), "delivery.unknown", DELIVERY),
    "an entry for a delivery": (buys(lambda c: c.mined), "delivery.unknown", DELIVERY),
    "another unit": (
        lambda c: c.world.entry(
            c.plant, [made(c.plant)], site=ELSEWHERE, inputs=[taken(c.shipped, "1", Unit.PIECE)]
        ),
        "delivery.unit",
        "inventory.inputs[0].unit",
    ),
    "delivered to another": (
        lambda c: c.world.entry(
            c.recycler, [made(c.recycler)], site=ELSEWHERE, inputs=[taken(c.shipped)]
        ),
        "delivery.recipient",
        DELIVERY,
    ),
    "expired": (
        buys(lambda c: c.treatment, period=LATER),
        "delivery.expired",
        DELIVERY,
    ),
    "used before it was made": (
        buys(lambda c: c.shipped, period=EARLIER),
        "delivery.before_made",
        DELIVERY,
    ),
    "expired avoided": (
        avoids(lambda c: c.treatment, period=LATER),
        "delivery.expired",
        "inventory.avoided[0].delivery",
    ),
    "avoided physical": (
        avoids(lambda c: c.shipped),
        "avoided.physical",
        "inventory.avoided[0].delivery",
    ),
    "a leg for what does not come in": (
        carries(lambda c: c.treatment),
        "transport.unknown_delivery",
        "inventory.inputs[1].leg.deliveries[1]",
    ),
    "draw above delivery": (
        buys(lambda c: c.shipped, "10.000000000000000000000000000001"),
        "draw.above_delivery",
        "inventory.inputs[0].amount",
    ),
    "draw above delivery in two rows": (
        twice_drawn,
        "draw.above_delivery",
        "inventory.inputs[1].amount",
    ),
    "batteries without a model": (
        makes({"batteries": 1}),
        "entry.model",
        "inventory.outputs[0].batteries",
    ),
    "a model without batteries": (
        makes({}, model=MODEL),
        "entry.model",
        "inventory.outputs[0].batteries",
    ),
    "a price among masses": (
        shared_by_price,
        "entry.allocation_value",
        "inventory.outputs[1].allocation_value",
    ),
    "a token in pieces without a mass": (
        shares(AllocationBasis.MASS, "1", Unit.PIECE),
        "entry.allocation_unstated",
        "product.lines[0].kg_per_unit",
    ),
    "a service among masses": (
        shares(AllocationBasis.MASS, "1", Unit.H, kg_per_unit="1"),
        "entry.allocation_basis",
        "inventory.outputs[0].unit",
    ),
    "ore that shares by its heat": (
        shares(AllocationBasis.ENERGY, "0.0036", Unit.KG, kwh_per_unit="0.001"),
        "entry.allocation_heat",
        "product.lines[0].kwh_per_unit",
    ),
    "batteries as a by-product": (
        makes({"batteries": 1}, {**BY, "batteries": 1}, model=MODEL),
        "entry.model",
        "inventory.outputs[1].batteries",
    ),
    "a line not described": (described("other"), "entry.lines", "product.lines"),
    "a line too many": (described("main", "other"), "entry.lines", "product.lines"),
    "the same goods again": (
        lambda c: c.packs_of("40", inputs=[]),
        "entry.duplicate",
        "period",
    ),
    "the same goods for a day": (
        lambda c: c.packs_of("40", inputs=[], period=Period(start="2025-12-31", end="2026-06-01")),
        "entry.duplicate",
        "period",
    ),
    "a lot of what the year holds": (
        lambda c: c.packs_of("40", inputs=[], basis=DataBasis.LOT_ACTUAL, lot="L1"),
        "entry.duplicate",
        "period",
    ),
    "the same goods as a by-product": (
        lambda c: c.world.entry(
            c.mine,
            [
                made(c.mine, product="urn:test:new"),
                made(c.mine, line="side", role=OutputRole.BY_PRODUCT),
            ],
        ),
        "entry.duplicate",
        "period",
    ),
}


@pytest.mark.parametrize(("make", "code", "place"), CASES.values(), ids=CASES)
def test_refused(shared: BatteryChain, make: Make, code: str, place: str) -> None:
    """The entry is refused with its code and place, and neither log has changed."""
    draft = make(shared)
    signers = {shared.plant.id: shared.plant, shared.mine.id: shared.mine}
    signers |= {p.id: p for p in (shared.auditor, shared.recycler)}
    issuer = signers[draft.statement.issuer]
    shared.world.refuses(sign_draft(draft, [issuer.working]), code, place)


def test_a_leg_for_what_comes_in(chain: BatteryChain) -> None:
    """A leg may name goods that the entry uses."""
    chain.world.submit(carries(lambda c: c.shipped)(chain), chain.plant.working)


def test_fresh_salt_on_the_same_lot(chain: BatteryChain) -> None:
    """The same lot under fresh salts is another id, and is refused all the same."""
    lot = {"basis": DataBasis.LOT_ACTUAL, "lot": "L1", "site": ELSEWHERE}
    chain.world.enter(chain.mine, [made(chain.mine)], **lot)
    again = chain.world.entry(chain.mine, [made(chain.mine)], **lot)
    chain.world.refuses(sign_draft(again, [chain.mine.working]), "entry.duplicate", "lot")


def test_lots_periods_and_sites_keep_goods_apart(chain: BatteryChain) -> None:
    """Another lot, the next year, another site, another process or product is no twin."""
    world, mine = chain.world, chain.mine
    for lot in ("L1", "L2"):
        world.enter(mine, [made(mine)], site=ELSEWHERE, basis=DataBasis.LOT_ACTUAL, lot=lot)
    world.enter(mine, [made(mine)], period=LATER)
    world.enter(mine, [made(mine)], process=ProcessCode.MINING)
    world.enter(mine, [made(mine, product="urn:test:other")])


def test_draws_of_several_entries_count_together(chain: BatteryChain) -> None:
    """Fifty of the sixty delivered are drawn; ten are left, and not a gram more."""
    draft = buys(lambda c: c.shipped, "10")(chain)
    chain.world.submit(draft, chain.plant.working)
    more = chain.world.entry(
        chain.plant,
        [made(chain.plant)],
        site=Site(code="plant-3", country="SE"),
        inputs=[taken(chain.shipped, "0.001")],
    )
    place = "inventory.inputs[0].amount"
    chain.world.refuses(sign_draft(more, [chain.plant.working]), "draw.above_delivery", place)


def test_representative_deliveries_have_no_bound(chain: BatteryChain) -> None:
    """A delivery that only prices goods limits no draw."""
    draft = buys(lambda c: c.treatment, "1000000")(chain)
    assert chain.world.submit(draft, chain.plant.working).id == draft.id


def test_withdrawn_delivery(chain: BatteryChain) -> None:
    """A delivery that its supplier withdrew cannot be cited any more."""
    chain.world.withdraw(chain.recycler, chain.treatment)
    submission = sign_draft(buys(lambda c: c.treatment)(chain), [chain.plant.working])
    chain.world.refuses(submission, "delivery.withdrawn", DELIVERY)


def test_withdrawn_entries_draw_no_more(chain: BatteryChain) -> None:
    """After the packs are withdrawn, the whole delivery is there to draw on."""
    chain.world.withdraw(chain.plant, chain.packs)
    draft = buys(lambda c: c.shipped, "60")(chain)
    assert chain.world.submit(draft, chain.plant.working).id == draft.id
