"""Dishonest deliveries: of goods that were not made, of another's goods, of more than there is."""

import pytest
from support.altering import altered
from support.ledger_battery import BatteryChain
from support.ledger_world import made, replacing

from ledger.append.submit import submit
from ledger.state.drafting import sign_draft
from ledger.trust.submission import Submission
from schemas.vocabulary import OutputRole, ProcessCode, Unit, Use

NOWHERE = "sha256:" + "00" * 32
CASES = {
    "no such entry": ({"entry": NOWHERE}, "delivery.entry", "entry"),
    "no such line": ({"line": "other"}, "delivery.line", "line"),
    "another product": ({"product": "urn:test:gold"}, "delivery.product", "product"),
    "another unit": ({"unit": Unit.PIECE}, "delivery.unit", "unit"),
    "nobody to get it": ({"recipient": NOWHERE}, "delivery.recipient", "recipient"),
    "above the output": ({"amount": "40.000001"}, "delivery.above_output", "amount"),
    "far above the output": ({"amount": "999999999999999999"}, "delivery.above_output", "amount"),
}


@pytest.mark.parametrize(("fields", "code", "place"), CASES.values(), ids=CASES)
def test_refused(shared: BatteryChain, fields: dict[str, object], code: str, place: str) -> None:
    """The delivery is refused with its code and place, and neither log has changed."""
    draft = shared.world.delivery(shared.mine, shared.mined, shared.plant, **fields)
    shared.world.refuses(sign_draft(draft, [shared.mine.working]), code, place)


def test_to_itself(shared: BatteryChain) -> None:
    """A delivery has two sides."""
    draft = shared.world.delivery(shared.mine, shared.mined, shared.mine)
    submission = sign_draft(draft, [shared.mine.working])
    shared.world.refuses(submission, "delivery.recipient", "recipient")


def test_of_another_firms_entry(shared: BatteryChain) -> None:
    """Only its issuer delivers from an entry."""
    draft = shared.world.delivery(shared.recycler, shared.mined, shared.plant)
    submission = sign_draft(draft, [shared.recycler.working])
    shared.world.refuses(submission, "delivery.issuer", "entry")


def test_by_an_auditor(shared: BatteryChain) -> None:
    """An auditor delivers nothing."""
    draft = shared.world.delivery(shared.auditor, shared.mined, shared.plant)
    shared.world.refuses(sign_draft(draft, [shared.auditor.working]), "issuer.role", "issuer")


def test_use_decides_amount_and_day(shared: BatteryChain) -> None:
    """A physical delivery has an amount, a representative one a last day, and neither the other's."""
    draft = shared.world.delivery(shared.mine, shared.mined, shared.plant)
    for change, code in (
        (lambda p: p.pop("amount"), "delivery.amount"),
        (lambda p: p.update(use="representative"), "delivery.amount"),
        (lambda p: p.update(valid_until="2026-01-01"), "delivery.valid_until"),
    ):
        shared.world.refuses(altered(draft, change, shared.mine.working), code, "")


def test_of_a_superseded_entry(chain: BatteryChain) -> None:
    """New deliveries are of the newest version; those of all versions count together."""
    world, mine = chain.world, chain.mine
    newest = world.enter(mine, [made(mine, "70")], supersedes=replacing(chain.mined))
    stale = world.delivery(mine, chain.mined, chain.plant, amount="1")
    world.refuses(sign_draft(stale, [mine.working]), "delivery.entry.superseded", "entry")
    above = world.delivery(mine, newest, chain.plant, amount="10.5")
    world.refuses(sign_draft(above, [mine.working]), "delivery.above_output", "amount")
    world.deliver(mine, newest, chain.plant, amount="10")


def test_of_a_withdrawn_entry(chain: BatteryChain) -> None:
    """A withdrawn entry's goods can no longer be delivered."""
    chain.world.withdraw(chain.recycler, chain.treated)
    draft = chain.world.delivery(chain.recycler, chain.treated, chain.plant)
    submission = sign_draft(draft, [chain.recycler.working])
    chain.world.refuses(submission, "delivery.entry.withdrawn", "entry")


def test_a_repeated_delivery(chain: BatteryChain) -> None:
    """Sent again with the same number, as after a lost answer, a delivery is refused until the first is withdrawn."""
    world, mine = chain.world, chain.mine
    first = world.deliver(mine, chain.mined, chain.plant, number="N 7", amount="1")

    def again(**fields: object) -> Submission:
        draft = world.delivery(
            mine, chain.mined, chain.plant, **{"number": "N 7", "amount": "1", **fields}
        )
        return sign_draft(draft, [mine.working])

    world.refuses(again(), "delivery.repeated", "number")
    world.refuses(again(amount="2"), "delivery.repeated", "number")
    assert submit(world.ledger, again(number="N 8"))
    corrected = submit(world.ledger, again(amount="2", supersedes=replacing(first)))
    newest = world.enter(mine, [made(mine)], supersedes=replacing(chain.mined))
    world.refuses(again(entry=newest), "delivery.repeated", "number")
    world.withdraw(mine, corrected.id)
    assert submit(world.ledger, again(entry=newest))


def test_by_products_are_delivered_too(chain: BatteryChain) -> None:
    """A by-product leaves without burdens, and may be delivered."""
    world, mine = chain.world, chain.mine
    side = made(mine, "5", line="side", product="urn:test:side", role=OutputRole.BY_PRODUCT)
    entry = world.enter(mine, [made(mine), side], supersedes=replacing(chain.mined))
    world.deliver(mine, entry, chain.plant, line="side", product="urn:test:side", amount="5")


def test_withdrawn_deliveries_count_no_more(chain: BatteryChain) -> None:
    """The goods of a withdrawn delivery may be delivered to another customer."""
    chain.world.withdraw(chain.mine, chain.shipped)
    chain.world.deliver(chain.mine, chain.mined, chain.recycler, amount="100")


def test_version_keeps_what_it_hands(chain: BatteryChain) -> None:
    """A version has the same recipient, use and line; the amount alone may change."""
    world, mine = chain.world, chain.mine
    version = {"supersedes": replacing(chain.shipped)}
    other = world.delivery(mine, chain.mined, chain.recycler, **version)
    world.refuses(sign_draft(other, [mine.working]), "supersedes.identity", "recipient")
    priced = {"use": Use.REPRESENTATIVE, "amount": None, "valid_until": "2026-01-01"}
    other = world.delivery(mine, chain.mined, chain.plant, **version, **priced)
    world.refuses(sign_draft(other, [mine.working]), "supersedes.identity", "use")
    unknown = world.delivery(mine, chain.mined, chain.plant, supersedes=replacing(chain.mined))
    world.refuses(sign_draft(unknown, [mine.working]), "supersedes.unknown", "supersedes.id")
    theirs = world.delivery(mine, chain.mined, chain.plant, supersedes=replacing(chain.treatment))
    world.refuses(sign_draft(theirs, [mine.working]), "supersedes.issuer", "supersedes.id")
    newer = world.deliver(mine, chain.mined, chain.plant, amount="100", **version)
    again = world.delivery(mine, chain.mined, chain.plant, amount="1", **version)
    world.refuses(sign_draft(again, [mine.working]), "supersedes.superseded", "supersedes.id")
    world.deliver(mine, chain.mined, chain.plant, amount="1", supersedes=replacing(newer))


def test_version_of_another_entry(chain: BatteryChain) -> None:
    """A version delivers from the same entry, or a version of it."""
    world, mine = chain.world, chain.mine
    other = world.enter(mine, [made(mine)], process=ProcessCode.MINING)
    draft = world.delivery(mine, other, chain.plant, supersedes=replacing(chain.shipped))
    world.refuses(sign_draft(draft, [mine.working]), "supersedes.identity", "entry")


def test_lowering_is_accepted_above_the_output(chain: BatteryChain) -> None:
    """After the output fell below, a lower delivery is accepted and a higher one is not."""
    world, mine = chain.world, chain.mine
    newest = world.enter(mine, [made(mine, "20")], supersedes=replacing(chain.mined))
    version = {"supersedes": replacing(chain.shipped)}
    more = world.delivery(mine, newest, chain.plant, amount="61", **version)
    world.refuses(sign_draft(more, [mine.working]), "delivery.above_output", "amount")
    world.deliver(mine, newest, chain.plant, amount="30", **version)
