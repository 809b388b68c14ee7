"""Moves of a declarer past a rule of electricity and past the Circular Footprint Formula, on an honest ledger.

The declarer controls a recycler, a friend that sells power, and the mine. What the recycler credits, and what the plant
says of its power and of its feedstock, is the declarer's choice. `support.moves` has the moves that need no such rule.
"""

from collections.abc import Mapping

from support.ledger_batches import Batches
from support.ledger_battery import power
from support.ledger_circular import END, avoided, cheap, nickel, slag
from support.ledger_world import YEAR, made, replacing, taken
from support.moves import Move, Parts

from schemas.exchanged.calculation_request import Treatment
from schemas.signed.inventory import Inventory
from schemas.signed.rows import (
    ActivityInput,
    Certificate,
    DeliveryInput,
    ElectricitySupply,
    Recycled,
)
from schemas.vocabulary import ProcessCode, Role, Stage, Supply, Unit, Use

RECYCLING = ProcessCode.HYDROMETALLURGICAL_RECYCLING


def _hydro(kwh: str, supply: Supply, **said: object) -> ActivityInput:
    """Power by a factor that is clean and no mix."""
    row = power(kwh, Stage.MAIN_PRODUCTION)
    stated = ElectricitySupply(supply=supply, **said)
    return row.model_copy(update={"flow": "test:hydro", "electricity": stated})


def _clean_factor(it: Batches, size: int, parts: Parts) -> None:
    """The power from the grid names a clean factor that is not a mix."""
    del size, parts
    it.correct(power=_hydro("40", Supply.GRID))


def _roof(it: Batches, size: int, parts: Parts) -> None:
    """The power is stated as from the plant's own roof, or by a line of its own."""
    del parts
    it.correct(power=_hydro("40", (Supply.ON_SITE, Supply.DIRECT_LINE)[size % 2]))


def _contract(it: Batches, size: int, parts: Parts) -> None:
    """The power is under a contract, with a certificate of one MWh."""
    del parts
    claimed = Certificate(scheme="GO", first=size, last=size, kwh="40", produced=YEAR)
    it.correct(power=_hydro("40", Supply.CONTRACT, certificates=(claimed,)))


def _straw(it: Batches, size: int, parts: Parts) -> None:
    """A friend delivers the power, and states no input for it."""
    del parts
    friend = it.chain.world.register("friend", Role.SUPPLIER)
    grown = made(friend, str(40 * size), unit=Unit.KWH)
    entry = it.chain.world.enter(friend, [grown])
    sent = it.chain.world.deliver(friend, entry, it.chain.plant, amount="40", unit=Unit.KWH)
    it.correct(power=taken(sent, "40", Unit.KWH))


def _recycle(it: Batches, parts: Parts, **lists: object) -> None:
    """The declarer's own recycler treats the batteries, and its entry has these rows beside those before."""
    world, begun = it.chain.world, it.recycler
    rows = it.treated | {name: (*it.treated.get(name, ()), row) for name, row in lists.items()}
    party = world.register("refiner", Role.SUPPLIER) if begun is None else begun[0]
    output = made(party)
    inventory = Inventory(outputs=(output,), inputs=(power("20", END),), **rows)
    version = {} if begun is None else {"supersedes": replacing(begun[1])}
    entry = world.enter(party, [output], process=RECYCLING, inventory=inventory, **version)
    it.recycler, it.treated = (party, entry), rows
    it.price = it.price or world.represent(party, entry, it.chain.plant)
    parts["end_of_life"] = (Treatment(delivery=it.price),)


def _slag(it: Batches, size: int, parts: Parts) -> None:
    """The recycler's waste is treated by a factor below zero."""
    _recycle(it, parts, wastes=slag(str(10 * size)))


def _dirty_credit(it: Batches, size: int, parts: Parts) -> None:
    """The recovered material is credited by the flow with the highest factor."""
    _recycle(it, parts, avoided=avoided(_mass(size), flow="test:dirty", material="Ni"))


def _after_a_gram(it: Batches, size: int, parts: Parts) -> None:
    """The chain first uses a gram of the flow with the highest factor, so that it supplies it itself."""
    it.correct(gram=nickel("0.001"))
    _dirty_credit(it, size, parts)


def _heat(it: Batches, size: int, parts: Parts) -> None:
    """Recovered energy is credited by a flow of choice."""
    burnt = avoided(_mass(size), flow="test:dirty", recovery="energy")
    _recycle(it, parts, avoided=burnt)


def _mass(size: int) -> str:
    """From 0.1 g to 10 t."""
    return ("0.0001", "0.001", "0.01", "0.1", "1", "10", "100", "1000", "10000")[size - 1]


def _mine_recycles(it: Batches, size: int, parts: Parts) -> None:
    """The mine states its ore again as shredding at end of life, with a token avoided line."""
    del parts
    chain = it.chain
    bought = nickel(_mass(size)).model_copy(update={"stage": END})
    output = made(chain.mine, product="urn:test:shredded")
    line = avoided(_mass(size), flow="test:dirty", material="Ni")
    rows = {"inputs": [power("100", END), bought], "avoided": [line]}
    shredded = chain.world.enter(chain.mine, [output], process=ProcessCode.SHREDDING, **rows)
    sent = chain.world.deliver(
        chain.mine, shredded, chain.plant, amount="50", product="urn:test:shredded"
    )
    it.correct(ore=taken(sent, "50"))


def _virgin(it: Batches, size: int) -> dict[str, object]:
    """A delivery of ore that is not the plant's own supply: another firm's, expired, or of a credit."""
    world, mine, recycler = it.chain.world, it.chain.mine, it.chain.recycler
    priced = {"use": Use.REPRESENTATIVE, "amount": None, "valid_until": "2026-01-01"}
    if size % 3 == 0:
        return {"delivery": world.deliver(mine, it.chain.mined, recycler, **priced)}
    if size % 3 == 1:
        old = priced | {"valid_until": "2024-01-01"}
        return {"delivery": world.deliver(mine, it.chain.mined, it.chain.plant, **old)}
    line = [made(recycler, product="urn:test:credit")]
    lists = {"avoided": (avoided("1000", flow="test:dirty", material="Ni"),)}
    credited = world.enter(recycler, line, process=ProcessCode.DISMANTLING, **lists)
    product = {"product": "urn:test:credit"}
    return {"delivery": world.deliver(recycler, credited, it.chain.plant, **priced, **product)}


def _recycled_ore(it: Batches, **virgin: object) -> DeliveryInput:
    """The ore of the packs, stated as recycled."""
    row = taken(it.chain.shipped, "50")
    assert isinstance(row, DeliveryInput)
    said = Recycled(material="Ni", evidence="traced", **virgin)
    return row.model_copy(update={"recycled": said})


def _foreign_virgin(it: Batches, size: int, parts: Parts) -> None:
    """Ore is called recycled, in place of goods that the plant does not use."""
    del parts
    it.correct(ore=_recycled_ore(it, **_virgin(it, size)))


def _cheap_virgin(it: Batches, size: int, parts: Parts) -> None:
    """Ore is called recycled, in place of something cheap that is bought to be named."""
    del parts
    it.correct(bought=cheap(_mass(size)), ore=_recycled_ore(it, flow="test:cheap"))


_POWER = frozenset({"electricity.other_factor"})
_SUPPLY = _POWER | {"electricity.as_stated"}
_CREDIT = frozenset({"cff.above_supply", "cff.low_recovery", "avoided.free_flow"})
CIRCULAR_MOVES: Mapping[str, Move] = {
    "power by a clean factor": Move(_clean_factor, _POWER, "power"),
    "power from the roof": Move(_roof, _SUPPLY, "power"),
    "power under a contract": Move(_contract, _POWER | {"electricity.supply"}, "power"),
    "power of a straw plant": Move(_straw, _SUPPLY, "power"),
    "a treatment below zero": Move(_slag, frozenset({"factor.negative"})),
    "a credit by a dear flow": Move(_dirty_credit, _CREDIT),
    "a credit after a gram": Move(_after_a_gram, _CREDIT, "gram"),
    "a credit of energy": Move(_heat, frozenset({"avoided.energy_flow"})),
    "a mine that recycles": Move(_mine_recycles, _CREDIT, "ore"),
    "a virgin counterpart of others": Move(_foreign_virgin, row="ore"),
    "a cheap virgin counterpart": Move(
        _cheap_virgin, frozenset({"cff.virgin_below_feedstock"}), "ore"
    ),
}
"""The moves; one that is named by nothing must be refused, or leave the figure at or above the honest one."""
