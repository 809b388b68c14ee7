"""The digest of a lineage: values under one digest are those of a full run, whatever was changed elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from support.graph import LINE, STUDY, Graph, factors, ident, weighing
from support.rows import Row, avoided, inventory, made, ore_chain, taken, used

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Change, Records, Resolution
from ledger.footprint.tally.lineage import lineages, records_within
from ledger.footprint.valuation.figure import EntryFigure, Figures, figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.calculation import Filling
from schemas.signed.rulebook import Rulebook

DRAFT = load_rulebook("eu-ev-draft-2024")
LEGS = () if DRAFT.transport is None else (*DRAFT.transport.in_europe, *DRAFT.transport.other)
SETS = (
    factors({"t:a": "0.1234567", "t:b/fossil": "31", "t:c/biogenic": "-2.5"}),
    factors({leg.flow: "0.07" for leg in LEGS}, unit="tkm"),
)
TRACED = {"material": "Ni", "evidence": "traced", "flow": "t:a"}


@dataclass
class Market:
    """Firms in a row that buy from those before them, and correct or withdraw what they stated.

    Attributes:
        random: it decides on everything.
        graph: all that was stated.
        entries: the newest version of each firm's entry.
        deliveries: each delivery, in any version, with the firm that made the goods.
        stated: the number of statements so far.
    """

    random: Random
    graph: Graph = field(default_factory=lambda: Graph(SETS))
    entries: list[str] = field(default_factory=list)
    deliveries: dict[str, int] = field(default_factory=dict)
    stated: int = 0

    def name(self) -> str:
        """The name of the next statement."""
        self.stated += 1
        return f"s{self.stated}"

    def enter(self, at: int) -> str:
        """A new entry of a firm, of goods of earlier firms and of flows."""
        name, random = self.name(), self.random
        rows: list[Row] = [
            used(random.choice(("t:a", "t:b", "t:c")), str(random.randrange(1, 99)))
            for _ in range(random.randrange(3))
        ]
        cited = [delivery for delivery, maker in self.deliveries.items() if maker < at]
        if at:
            cited.append(self.deliver(random.randrange(at)))
        for delivery in random.sample(cited, random.randrange(min(len(cited), 3) + 1)):
            said = {"recycled": TRACED} if random.randrange(4) == 0 else {}
            rows.append(taken(delivery, str(random.randrange(1, 99)), **said))
        avoids = [avoided("2", delivery=it) for it in cited[:1] if random.randrange(6) == 0]
        outputs = [made(f"firm{at}", str(random.randrange(50, 500)))]
        if random.randrange(2):
            outputs.append(made(f"firm{at}", "7", line="spoil", role="by_product"))
        self.graph.enter(
            name,
            inventory(*outputs, inputs=rows, avoided=avoids),
            weighing(random.choice(("1", "2", None)), [str(row["line"]) for row in outputs]),
            issuer=ident(f"firm {random.randrange(2)}"),
            site={"code": "P1", "country": random.choice(("FI", "DE", "CL"))},
        )
        return name

    def deliver(self, maker: int) -> str:
        """A new delivery of one of the lines of a firm's goods."""
        name, entry = self.name(), self.entries[maker]
        shown = self.graph.entries[ident(entry)].inventory
        lines = [LINE] if shown is None else [output.line for output in shown.outputs]
        self.graph.deliver(name, entry, "customer", "1000", line=self.random.choice(lines))
        self.deliveries[name] = maker
        return name

    def change(self) -> None:
        """A correction, a withdrawal, or a section that is no longer shown."""
        random, graph = self.random, self.graph
        at = random.randrange(len(self.entries))
        record = graph.entries[ident(self.entries[at])]
        live = [name for name in self.deliveries if ident(name) not in graph.changes]
        match random.randrange(8):
            case 0 if live:
                graph.change("withdrawn", random.choice(live), self.name())
            case 1 if live:
                old = random.choice(live)
                graph.change("superseded", old, self.deliver(self.deliveries[old]))
            case 2:
                graph.entries[record.id] = record._replace(inventory=None)
            case 3:
                graph.entries[record.id] = record._replace(product=None)
            case _:
                newer = self.enter(at)
                graph.change("superseded", self.entries[at], newer)
                self.entries[at] = newer

    def resolve(self) -> Resolution:
        """The graph behind all entries, as of now."""
        return self.graph.resolve(*self.entries)


@dataclass(frozen=True)
class Method:
    """A rulebook, and the gaps that are filled."""

    rulebook: Rulebook
    filling: Filling | None

    def figures(
        self, resolution: Resolution, done: Mapping[str, EntryFigure] | None = None
    ) -> Figures:
        """The figures of a graph, some of which may be known."""
        table = FactorTable(SETS, self.rulebook)
        return figures(resolution, table, self.rulebook, self.filling, done)


METHODS = st.builds(
    Method,
    st.sampled_from((STUDY, DRAFT)),
    st.sampled_from((None, Filling(mass=True), Filling(mass=True, transport=True))),
)


@given(st.randoms(use_true_random=False), METHODS)
def test_kept_values_are_those_of_a_full_run(random: Random, method: Method) -> None:
    """After any changes, values under a digest of before give the figures, problems and remarks of a full run."""
    market = Market(random)
    for at in range(random.randrange(1, 7)):
        market.entries.append(market.enter(at))
    before = market.resolve()
    kept, named = method.figures(before).entries, lineages(before)
    for _ in range(random.randrange(1, 4)):
        market.change()
    after = market.resolve()
    known = {
        entry: kept[entry]
        for entry, digest in lineages(after).items()
        if entry in kept and named[entry] == digest
    }
    partial, full = method.figures(after, known), method.figures(after)
    assert partial == full
    assert _digits(partial) == _digits(full)


def _digits(found: Figures) -> dict[str, list[str]]:
    """The digits of all values: a comparison of decimals does not see a trailing zero."""
    return {
        entry: [str(value) for line in figure.lines.values() for value in line.cells.values()]
        for entry, figure in found.entries.items()
    }


@given(st.randoms(use_true_random=False))
def test_a_correction_changes_the_digests_of_what_rests_on_it(random: Random) -> None:
    """All entries downstream of the new version have another digest, and no others."""
    market = Market(random)
    for at in range(random.randrange(1, 7)):
        market.entries.append(market.enter(at))
    before = lineages(market.resolve())
    at = random.randrange(len(market.entries))
    newer = market.enter(at)
    market.graph.change("superseded", market.entries[at], newer)
    market.entries[at] = newer
    after = market.resolve()
    changed = {entry for entry, digest in lineages(after).items() if before.get(entry) != digest}
    assert changed == {ident(newer), *after.downstream([ident(newer)])}


def test_a_withheld_section_is_another_lineage() -> None:
    """The id of the entry stays, and its value may not."""
    shown, digests = ore_chain(), set()
    record = shown.entries[ident("mine")]
    for other in (record, record._replace(inventory=None), record._replace(product=weighing("1"))):
        shown.entries[ident("mine")] = other
        digests.add(lineages(shown.resolve("smelter"))[ident("smelter")])
    assert len(digests) == 3


def test_a_citation_without_a_source_is_another_lineage() -> None:
    """A delivery that is withdrawn or missing leaves its customer without a value."""
    chain = ore_chain()
    before = lineages(chain.resolve("smelter"))
    chain.change("withdrawn", "ore", "withdrawal")
    withdrawn = lineages(chain.resolve("smelter"))
    assert set(withdrawn) == {ident("smelter")}
    assert withdrawn[ident("smelter")] != before[ident("smelter")]


def test_a_corrected_delivery_is_another_lineage() -> None:
    """It is of the same entry, and may be of another of its lines."""
    chain = ore_chain()
    before = lineages(chain.resolve("smelter"))
    chain.deliver("ore again", "mine", "smelter", "60")
    chain.change("superseded", "ore", "ore again")
    after = lineages(chain.resolve("smelter"))
    assert after[ident("mine")] == before[ident("mine")]
    assert after[ident("smelter")] != before[ident("smelter")]


def test_a_loop_has_no_lineage() -> None:
    """Its members have no order, and no value."""
    chain = Graph()
    for name, other in (("a", "b"), ("b", "a")):
        chain.deliver(f"{name} goods", name, other, "1")
        chain.enter(name, inventory(made(name, "1"), inputs=[taken(f"{other} goods", "1")]))
    assert lineages(chain.resolve("a")) == {}


def test_records_of_other_statements_are_left_out() -> None:
    """Entries, deliveries and changes are kept by their own id."""
    change = Change("superseded", "b")
    records = Records({}, {}, {"a": change, "c": change})
    assert dict(records_within(records, {"a", "b"}).changes) == {"a": change}
