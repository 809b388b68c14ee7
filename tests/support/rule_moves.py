"""Moves of a declarer who wants a lower figure, on a graph of statements and the pure rules alone.

A move states something false of the honest declaration (`support.graph_recycled`), or adds a statement that changes
nothing in the world; the honest statement is the battery without the move.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from support.graph import ident
from support.graph_battery import Declared, end, own
from support.graph_recycled import EVIDENCE, MASSES, add, lists_of, power, restate, swap
from support.rows import Row, avoided, inventory, made, taken, used, wasted

from ledger.audit.report.asserted import CREDIT, ROW
from ledger.footprint.graph.numbers import format_decimal
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import ProcessCode, Purpose

FLOWS = ("test:ni", "test:dirty", "test:cheap", "test:melt")
MATERIALS = ("Ni", "Co", "C", "PP", None)


@dataclass(frozen=True)
class RuleMove:
    """A false statement of a declarer.

    Attributes:
        make: changes statements or rows; a size from 0 to 8 scales it, a number chooses among its variants.
        named: the codes of observations, and the names of asserted lines, any of which names it.
        study: those that name it under a rulebook without the formula alone.
    """

    make: Callable[[Declared, int, int], None]
    named: frozenset[str] = frozenset()
    study: frozenset[str] = frozenset()

    def is_named(self, codes: set[str], rulebook: Rulebook) -> bool:
        """True if a finding on the declaration names the move."""
        names = self.named if rulebook.circular_footprint else self.named | self.study
        return not names.isdisjoint(codes)


def pick(choices: tuple[object, ...], choice: int) -> object:
    """One of some choices."""
    return choices[choice % len(choices)]


def by_flow(size: int, choice: int) -> Row:
    """A credit by a flow as a material."""
    flow, material = pick(FLOWS, choice), pick(MATERIALS, choice // len(FLOWS))
    said = {} if material is None else {"material": material}
    return avoided(MASSES[size], flow=flow, **said)


def _second(it: Declared, size: int, choice: int) -> None:
    """Another recycler treats the whole mass too."""
    line = by_flow(size, choice)
    end(it, "second", "200", "end_of_life.shredding", avoided=[line], recyclability=EVIDENCE)


def _shared(it: Declared, size: int, choice: int) -> None:
    """A recycler of other credits treats a part of the mass."""
    kg = 1 + choice % 199
    it.rows[1]["amount"] = str(200 - kg)
    line = by_flow(size, choice)
    end(it, "partner", str(kg), "end_of_life.shredding", avoided=[line], recyclability=EVIDENCE)


def _collector(it: Declared, size: int, choice: int) -> None:
    """A collector credits what it collects."""
    end(it, "collector", "100", "end_of_life.collection", avoided=[by_flow(size, choice)])


def _amounts(it: Declared, size: int, choice: int) -> None:
    """The product, or its treatment, is counted by another amount."""
    it.rows[choice % 2]["amount"] = MASSES[size]


def _own_line(it: Declared, size: int, choice: int) -> None:
    """A line of the plant's own avoids much, or is counted beyond what it made."""
    lists = {"inputs": [used("test:melt", "1", stage="distribution")]}
    if choice % 2:
        lists["avoided"] = [by_flow(size, choice // 2)]
    own(it, "shop", "1", "distribution", MASSES[size], **lists)


def _excluded(it: Declared, size: int, choice: int) -> None:
    """An entry is excluded, whether it made the product or not."""
    del size
    entry = ident(str(pick(("plant", "mine", "recycler"), choice)))
    it.exclusions.append({"entry": entry, "reason": "It was a trial."})


def _renamed(it: Declared, size: int, choice: int) -> None:
    """The maker of goods, or of the battery, calls its process recycling and credits a material."""
    name = str(pick(("mine", "refinery", "leach", "plant"), choice))
    process = pick((ProcessCode.SHREDDING, ProcessCode.HYDROMETALLURGICAL_RECYCLING), choice // 4)
    it.reenter(name, process=process)
    line = avoided(MASSES[size], flow="test:ni", material="Ni")
    restate(it, name, avoided=(line,), recyclability=EVIDENCE)


def _flow_credit(it: Declared, size: int, choice: int) -> None:
    """The recycler credits more, by a flow as another material."""
    add(it, "recycler", avoided=by_flow(size, choice))


def _goods_credit(it: Declared, size: int, choice: int) -> None:
    """The recycler credits more, by the goods of some firm, or as another product."""
    named = str(pick(("mine", "refinery", "leach", "straw"), choice))
    dear = [used("test:dirty", "10")]
    it.chain.enter("straw", inventory(made("straw", "1"), inputs=dear))
    it.chain.deliver("named", named, "recycler", None)
    material = str(pick(("Ni", "Co", "PP"), choice // 4))
    other = {"other_product": ident("evidence")} if choice % 5 == 0 else {}
    line = avoided(MASSES[size], delivery="named", material=material, **other)
    add(it, "recycler", avoided=line)


def _energy(it: Declared, size: int, choice: int) -> None:
    """The recycler credits energy, by a flow of its choice."""
    flow, unit = (("test:heat", "MJ"), ("test:dirty", "kg"), ("test:hydro", "kWh"))[choice % 3]
    add(it, "recycler", avoided=avoided(MASSES[size], flow=flow, unit=unit, recovery="energy"))


def _dear_supply(it: Declared, size: int, choice: int) -> None:
    """The plant uses some of a flow with a high factor as nickel, and the recycler credits that or more."""
    add(it, "plant", inputs=used("test:dirty", MASSES[size], material="Ni"))
    credited = avoided(MASSES[choice % len(MASSES)], "test:dirty", material="Ni")
    add(it, "recycler", avoided=credited)


def _consumable(it: Declared, size: int, choice: int) -> None:
    """The consumables of the mine are called carbon, and recovered from the battery."""
    at = ("mine", "refinery")[choice % 2]
    swap(it, at, "inputs", 0, material="C")
    add(it, "recycler", avoided=avoided(MASSES[size], "test:lime", material="C"))


def _below_zero(it: Declared, size: int, choice: int) -> None:
    """A flow, or a treatment, is valued by less than zero."""
    name = str(pick(("mine", "refinery", "plant", "recycler", "leach"), choice))
    purpose = str(pick(("material", "processing", "disposal", "transport"), choice // 5))
    stage = {"stage": "end_of_life" if name == "recycler" else "raw_material"}
    if choice % 2:
        add(it, name, inputs=used("test:gone", MASSES[size], purpose=purpose, **stage))
    else:
        add(it, name, wastes=wasted("test:slag", MASSES[size], purpose=purpose, **stage))


def _unstated(it: Declared, size: int, choice: int) -> None:
    """The recycled salt is not called recycled, or is by statistics."""
    del size
    said = {"material": "Ni", "evidence": "market_average", "delivery": ident("salt")}
    swap(it, "plant", "inputs", 3, recycled=said if choice % 2 else None)


def _virgin(it: Declared, size: int, choice: int) -> None:
    """The recycled salt, or the ore, names another virgin counterpart, which may be bought to be named."""
    row = (0, 3)[choice % 2]
    if choice // 2 % 2:
        add(it, "plant", inputs=used("test:cheap", MASSES[size], material="Ni"))
    it.chain.enter("straw", inventory(made("straw", "1"), inputs=[used("test:melt", "0.1")]))
    it.chain.deliver("straw", "straw", "plant", None)
    it.chain.deliver("theirs", "refinery", "recycler", None)
    it.chain.deliver("old", "refinery", "plant", None, valid_until="2024-01-01")
    named = (
        {"flow": "test:cheap"},
        {"flow": "test:melt"},
        {"delivery": ident("straw")},
        {"delivery": ident("theirs")},
        {"delivery": ident("old")},
        {"delivery": ident("leach")},
        {"delivery": ident("ore")},
        {},
    )[choice // 4 % 8]
    material = ("Ni", "C")[choice // 32 % 2]
    said = {"material": material, "evidence": "traced", **named}
    swap(it, "plant", "inputs", row, recycled=said)


def _power(it: Declared, size: int, choice: int) -> None:
    """The plant's power has another purpose, flow, or supply."""
    del size
    rows = list(lists_of(it, "plant")["inputs"])
    purpose = list(Purpose)[choice % len(Purpose)].value
    supply = str(pick(("grid", "on_site", "direct_line", "contract"), choice // len(Purpose)))
    rows[4] = power(("test:hydro", "grid:FI.average.2025")[choice % 2], purpose, supply)
    restate(it, "plant", inputs=tuple(rows))


def _purpose(it: Declared, size: int, choice: int) -> None:
    """The recycler calls its transport, its ash or its process something else."""
    del size
    field, at = (("inputs", 1), ("wastes", 0), ("inputs", 0))[choice % 3]
    purpose = list(Purpose)[choice // 3 % len(Purpose)].value
    swap(it, "recycler", field, at, purpose=purpose)


def _daughter(it: Declared, size: int, choice: int) -> None:
    """A daughter does the recycler's work, and credits a little of what the recycler did."""
    melted, *others = lists_of(it, "recycler")["inputs"]
    token = MASSES[size % 4]
    line = avoided(token, "test:ni", material="Ni")
    rest = format_decimal(Decimal(10) - Decimal(token))
    swap(it, "recycler", "avoided", 1, amount=rest)
    lists = {"inputs": [melted.to_json()], "avoided": [line], "recyclability": EVIDENCE}
    it.chain.enter(
        "daughter", inventory(made("daughter", "100"), **lists), process="end_of_life.shredding"
    )
    it.chain.deliver("work", "daughter", "recycler", "100")
    purpose = str(pick(("processing", "material", "disposal"), choice))
    restate(it, "recycler", inputs=(taken("work", "100", purpose=purpose), *others))


CREDITS = frozenset(
    {
        "avoided.outside_battery",
        "avoided.energy_flow",
        "avoided.free_flow",
        "cff.above_supply",
        "cff.content_unstated",
        "cff.other_product",
        "cff.recovered_above_contained",
    }
)
POWER = frozenset({"electricity.as_stated", "electricity.other_factor", "electricity.supply"})
POWER |= {"electricity.no_certificate"}
FEEDSTOCK = frozenset(
    {
        "cff.content_unstated",
        "cff.unstated_feedstock",
        "cff.virgin_above_supply",
        "cff.virgin_below_feedstock",
    }
)
ROWS = frozenset({ROW})
RULE_MOVES: Mapping[str, RuleMove] = {
    "a second recycler of all": RuleMove(_second),
    "a share to another recycler": RuleMove(_shared, ROWS),
    "a collector with credits": RuleMove(_collector),
    "other amounts": RuleMove(_amounts),
    "an own line": RuleMove(_own_line, ROWS),
    "an entry excluded": RuleMove(_excluded, frozenset({"exclusion"})),
    "a maker that recycles": RuleMove(_renamed, study=CREDITS),
    "a credit by a flow": RuleMove(_flow_credit, CREDITS, frozenset({CREDIT})),
    "a credit by goods": RuleMove(_goods_credit, CREDITS, frozenset({CREDIT})),
    "a credit of energy": RuleMove(_energy, CREDITS),
    "a dear supply": RuleMove(_dear_supply, CREDITS),
    "a consumable recovered": RuleMove(_consumable, CREDITS | {CREDIT}),
    "a value below zero": RuleMove(_below_zero, frozenset({"factor.negative"})),
    "feedstock not stated": RuleMove(_unstated, FEEDSTOCK),
    "another virgin counterpart": RuleMove(_virgin, FEEDSTOCK),
    "power by another name": RuleMove(_power, POWER),
    "another purpose": RuleMove(_purpose, frozenset({"cff.other_purpose", "cff.a_applied_twice"})),
    "a daughter that recycles": RuleMove(_daughter, frozenset({"cff.a_applied_twice"})),
}
"""The moves; one that is named by nothing must be refused, or leave the figure at or above the honest one."""
