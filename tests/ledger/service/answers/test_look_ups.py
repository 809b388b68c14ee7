"""Look-ups: lists in the order of the logs, and a statement with all its parts."""

from support.desks import operator_desk
from support.ledger_battery import BatteryChain
from support.refusal import refused

from ledger.service.answers.look_ups import list_of, output_of


def test_list(shared: BatteryChain) -> None:
    """Both logs in their order, the registry first; one kind, if asked."""
    found = list_of(shared.world.ledger)
    assert [row.log for row in found] == ["registry"] * 5 + ["entries"] * 5
    assert [row.index for row in found if row.log == "entries"] == list(range(5))
    deliveries = list_of(shared.world.ledger, "delivery")
    assert [row.id for row in deliveries] == [shared.shipped, shared.treatment]
    assert deliveries[0].issuer == shared.mine.id


def test_show(chain: BatteryChain) -> None:
    """Payload, sections and signatures; and what became of it."""
    desk = operator_desk(chain.world.ledger)
    shown = desk.show(chain.packs)
    assert (shown["id"], shown["kind"], shown["log"]) == (chain.packs, "entry", "entries")
    sections = shown["sections"]
    assert isinstance(sections, dict)
    assert sections["inventory"]["value"]["outputs"][0]["batteries"] == 10
    by = chain.world.withdraw(chain.plant, chain.packs)
    assert desk.show(chain.packs)["withdrawn"] == by
    assert desk.show(chain.mine.id)["log"] == "registry"


def test_ids_by_their_first_digits(shared: BatteryChain) -> None:
    """All statements that begin so, in both logs, and none that only contains the digits."""
    desk = operator_desk(shared.world.ledger)
    everything = {row.id for row in list_of(shared.world.ledger)}
    for name in everything:
        assert desk.ids_beginning(name[7:13]) == [name]
        assert desk.ids_beginning(name[7:]) == [name]
        assert name not in desk.ids_beginning(name[8:20])


def test_output(shared: BatteryChain) -> None:
    """A line of an entry, or which lines there are."""
    output = output_of(shared.world.ledger, shared.packs, "main")
    assert (output.amount, output.batteries) == ("100", 10)
    with refused("delivery.line", "line"):
        output_of(shared.world.ledger, shared.packs, "other")
    with refused("entry.unknown", "entry"):
        output_of(shared.world.ledger, shared.shipped, "main")


def test_show_nothing(shared: BatteryChain) -> None:
    """An unknown statement is refused."""
    with refused("statement.unknown"):
        operator_desk(shared.world.ledger).show("sha256:" + "00" * 32)
