"""The adversary of an element's origin: words and structure that would move metal from its true country to another.

The law: for true statements of mines, and true masses and contents of everybody, the stated share of an element that
was mined in a country never rises, by the words of those who come after, beyond what the tolerance of assays allows.
What a mine says of itself is taken for true. Not in it: who calls itself a mine, and recycled metal; docs/trade.md says
that both rest on a word.
"""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from support.grammar.building import SETS, entry, grid, sent
from support.grammar.mutation import Mutation
from support.grammar.mutations import KINDS
from support.grammar.rows_left_out import inputs_of, rows_of, with_rows
from support.grammar.search import Law
from support.grammar.world import Stated, Verdict, World
from support.graph import ident
from support.pure_verdict import Outcome, graph_problems
from support.rows import taken, used

from ledger.footprint.graph.ore_grades import EXTRACTION
from ledger.footprint.tally.recursion import run
from ledger.footprint.trade.origin import TOLERANCE, element_origin
from ledger.footprint.trade.origin_keys import part_of
from ledger.footprint.trade.origin_shares import ByContent, at_the_end, places, shares
from schemas.errors import CradleError
from schemas.signed.rulebook import Rulebook
from schemas.views.origin import OriginClass
from schemas.vocabulary import ProcessCode

ELEMENT = "Co"
MINES = ("congo", "cuba")
ONE = Decimal(1)
REACH = ONE - (ONE - TOLERANCE) ** 2
"""The most by which a share may rise: an assay after the ore once, and the excesses of all others together."""


def cobalt() -> World:
    """Two ores of two countries, of which a salt, a cathode and packs are made without a loss."""
    entries: dict[str, Stated] = {
        "congo": entry(
            "congo", "CD", "raw_material.mining", "1500", [grid("ID", "10")], {"Co": "0.1"}
        ),
        "cuba": entry(
            "cuba", "CU", "raw_material.mining", "500", [grid("ID", "10")], {"Co": "0.1"}
        ),
        "salt": entry(
            "salt",
            "CN",
            "raw_material.hydrometallurgy",
            "1000",
            [taken("congo", "1500"), taken("cuba", "500"), used("t:naoh", "100"), grid("CN", "10")],
            {"Co": "0.2"},
        ),
        "cam": entry(
            "cam",
            "KR",
            "raw_material.cathode_active_material",
            "800",
            [taken("salt", "1000"), used("t:lithium", "100"), grid("KR", "10")],
            {"Co": "0.25", "Li": "0.02"},
        ),
        "pack": entry(
            "pack",
            "DE",
            "main_production.pack",
            "2000",
            [taken("cam", "800"), used("t:steel", "1200"), grid("DE", "10")],
            {"Co": "0.1", "Li": "0.008"},
        ),
    }
    deliveries = {
        "congo": sent("congo", "salt", "1500"),
        "cuba": sent("cuba", "salt", "500"),
        "salt": sent("salt", "cam", "1000"),
        "cam": sent("cam", "pack", "800"),
    }
    registered = {"congo": "CD", "cuba": "CU", "salt": "CN", "cam": "KR", "pack": "DE"}
    return World(SETS, entries, deliveries, (), {}, registered)


def stated_shares(world: World) -> dict[str, Decimal] | frozenset[str] | None:
    """The shares of mined cobalt by country, or the codes that refuse the chain; None if a model is broken."""
    try:
        graph = world.chain()
        resolution, records = graph.resolve("pack"), graph.records()
        refused = graph_problems(resolution, records)
        if refused:
            return frozenset(row.code for row in refused)
        found = run(element_origin(ELEMENT, resolution), resolution, reading=ByContent(ELEMENT))
        line = found.line(ident("pack"), "main")
    except CradleError as error:
        return frozenset({error.code})
    except (ValueError, LookupError):
        return None
    if line is None:
        return None
    cells = at_the_end(ident("pack"), line.cells)
    kg = part_of(cells, "element")
    by_country: dict[str, Decimal] = {}
    for (origin, country), share in shares(places(kg)).items():
        if origin is OriginClass.MINED:
            by_country[country] = by_country.get(country, Decimal(0)) + share
    return by_country


HONEST = stated_shares(cobalt())


def moved(world: World, rulebook: Rulebook | None = None) -> Verdict | None:
    """One, less what a country's share has risen by beyond the tolerance; None as `stated_shares`."""
    del rulebook
    honest = cobalt()
    if any(world.entries.get(name) != honest.entries[name] for name in MINES):
        return None
    others = (stated for name, stated in world.entries.items() if name not in MINES)
    if any(ProcessCode(str(stated.header["process"])) in EXTRACTION for stated in others):
        return None
    found = stated_shares(world)
    if found is None or isinstance(found, frozenset):
        return None if found is None else Verdict(Outcome(found))
    assert isinstance(HONEST, dict)
    rises = [share - HONEST.get(country, Decimal(0)) for country, share in found.items()]
    risen = max(rises, default=Decimal(0))
    beyond = risen if risen > REACH else Decimal(0)
    total = ONE - beyond
    return Verdict(Outcome(frozenset(), total), settled=total)


def marked(world: World, random: Random) -> Iterator[Mutation]:
    """Goods of a supplier that are called recycled."""
    for name, index, row in rows_of(world):
        if row["type"] == "delivery":
            evidence = random.choice(["traced", "market_average"])
            said = {"material": ELEMENT, "evidence": evidence}

            def make(
                world: World, name: str = name, index: int = index, said: dict[str, str] = said
            ) -> World:
                rows = inputs_of(world, name)
                rows[index] = {**rows[index], "recycled": said}
                return with_rows(world, name, rows)

            yield Mutation("DeliveryInput.recycled", f"{name} {evidence}", make)


ORIGIN = Law(moved, (*KINDS, marked))
"""The law of an element's origin."""
