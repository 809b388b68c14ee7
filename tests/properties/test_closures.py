"""Closures on random ledgers: whatever is left out of a bundle is found, and other trade is not in it.

A firm behind the figure, and one that is not, state and deliver goods of random sites, processes, elements and times,
correct them and withdraw them. What a bundle has to show follows from these alone, without tags.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.everything import everything
from support.ledger_battery import BatteryChain, battery_chain, power
from support.ledger_tiers import path, spelled_out, stated
from support.ledger_twins import Twins
from support.ledger_world import Party, made, replacing
from support.operator import found_in

from ledger.audit.bundle.container import pack
from ledger.audit.bundle.files import CLOSURE, PROOF
from ledger.audit.verifier import verify
from ledger.bundles.export import _prove
from ledger.choices.beside_figure import statements_beside
from ledger.choices.trade import RecordedTrade
from ledger.footprint.graph.composition import cited_by
from ledger.footprint.graph.resolution import resolve
from ledger.rules.same_goods import FigureRoots
from ledger.state.same_goods import closure_of
from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest
from ledger.trust.multiproof import parse_multiproof
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.delivery import Delivery, Withdrawal
from schemas.signed.entry import Element, Entry, Product, ProductLine, Site
from schemas.signed.statement import SectionName
from schemas.values import Period
from schemas.vocabulary import ProcessCode, Role

SITES = ("plant-1", "plant-2")
PROCESSES = (ProcessCode.RAW_UNSPECIFIED, ProcessCode.MINING)
ELEMENTS = ("", "Li", "Ni")
YEARS = (2018, 2024, 2025)

Kind = tuple[str, ProcessCode, str, int]
"""Goods: site, process, element and year."""

GOODS = st.tuples(
    st.sampled_from(SITES),
    st.sampled_from(PROCESSES),
    st.sampled_from(ELEMENTS),
    st.sampled_from(YEARS),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["like", "sold", "sent", "again", "gone"]), GOODS),
    min_size=1,
    max_size=6,
)


@dataclass
class Firm:
    """The mine: its entries in every version, each with product and goods, and what it did with them."""

    chain: BatteryChain
    stranger: Party
    numbers: Iterator[int] = field(default_factory=count)
    live: dict[str, tuple[str, Kind]] = field(default_factory=dict)
    entered: dict[str, tuple[str, Kind]] = field(default_factory=dict)
    acts: dict[str, tuple[str, str]] = field(default_factory=dict)

    def enter(self, goods: Kind, **parts: object) -> None:
        """State goods under a product of their own, or again."""
        site, process, element, year = goods
        product = str(parts.pop("product", f"urn:test:goods-{next(self.numbers)}"))
        elements = (Element(element=element, fraction="0.5"),) if element else ()
        lines = ProductLine(line="main", form="as_is", kg_per_unit="1", elements=elements)
        entry = self.chain.world.enter(
            self.chain.mine,
            [made(self.chain.mine, product=product)],
            inputs=[power("100")],
            site=Site(code=site, country="SE"),
            process=process,
            product=Product(lines=(lines,)),
            period=Period(start=f"{year}-01-01", end=f"{year + 1}-01-01"),
            **parts,
        )
        self.live[entry] = self.entered[entry] = product, goods

    def step(self, action: str, goods: Kind) -> None:
        """One act of the mine; of an entry that it has stated if there is one."""
        world, mine = self.chain.world, self.chain.mine
        if action == "like" or not self.live:
            self.enter(goods)
            return
        entry = min(self.live)
        product, known = self.live[entry]
        if action in {"sold", "sent"}:
            to = self.stranger if action == "sold" else self.chain.plant
            self.acts[world.deliver(mine, entry, to, product=product)] = action, entry
        elif action == "again":
            del self.live[entry]
            self.enter(known, product=product, supersedes=replacing(entry))
        elif entry not in {of for kind, of in self.acts.values() if kind != "gone"}:
            del self.live[entry]
            self.acts[world.withdraw(mine, entry)] = action, entry

    @property
    def wanted(self) -> set[str]:
        """What a bundle has to show: goods that the plant received then, which nothing draws, and twins.

        Goods whose newest version is withdrawn were never made, as their maker says, and their deliveries are shown
        only as goods like those that count.
        """
        never = {self.entered[entry][0] for kind, entry in self.acts.values() if kind == "gone"}
        sent = {
            name: self.entered[entry]
            for name, (kind, entry) in self.acts.items()
            if kind == "sent" and is_near(self.entered[entry][1])
            if self.entered[entry][0] not in never or are_same(self.entered[entry][1], ORE)
        }
        reached, products = (
            [ORE, *(goods for _, goods in sent.values())],
            {of for of, _ in sent.values()},
        )
        entries = {
            name
            for name, (product, goods) in self.entered.items()
            if product in products or any(are_same(goods, one) for one in reached)
        }
        gone = {name for name, (kind, of) in self.acts.items() if kind == "gone" and of in entries}
        return {*sent, *entries, *gone}

    @property
    def hidden(self) -> set[str]:
        """All others."""
        return {*self.entered, *self.acts} - self.wanted


ORE: Kind = (SITES[0], PROCESSES[0], "", YEARS[-1])
"""The goods of the mine that count."""


def are_same(one: Kind, other: Kind) -> bool:
    """True for goods near the year that counts which are the same as others of that time."""
    place, process = one[0] == other[0], one[1] == other[1]
    if one[2] == other[2]:
        return is_near(one) and (place or process)
    return is_near(one) and place and process and not (one[2] and other[2])


def is_near(goods: Kind) -> bool:
    """True for goods near the year of the ore that counts."""
    return goods[3] >= YEARS[1]


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_nothing_of_the_same_goods_can_be_left_out(
    steps: list[tuple[str, Kind]],
) -> None:
    """Every statement, leaf and mark of the firms behind the figure is missed; nothing else is in the bundle."""
    with TemporaryDirectory() as folder, battery_chain(Path(folder) / "ledger") as chain:
        stranger = chain.world.register("stranger", Role.MANUFACTURER)
        firm = Firm(chain, stranger)
        for action, goods in steps:
            firm.step(action, goods)
        calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
        check_recorded(chain, calculation)
        it = Twins(chain, {"calculation": calculation})
        check(it, firm)


def check_recorded(chain: BatteryChain, calculation: str) -> None:
    """The ledger's queries find beside a figure what follows from all statements."""
    with chain.world.ledger.view() as view:
        closure, records = closure_of(view, calculation), everything(view)
        stated = view.statement(calculation, Calculation)
        assert closure is not None
        assert stated is not None
        composition = view.section(stated, SectionName.COMPOSITION, Composition)
    resolution = resolve(*cited_by(composition), records)
    roots = FigureRoots.of_calculation(composition, stated.period, records)
    assert closure.beside == statements_beside(resolution, roots, RecordedTrade.of(records))
    assert found_in(chain.world) == set()


def check(it: Twins, firm: Firm) -> None:
    """Judge the whole bundle, and each one that lacks something."""
    files, policy, name = it.files(), it.policy(), digest(b"the policy file")
    report = verify(pack(files), policy, name)
    assert report.exit_code == 0, report.findings
    shown = stated(files)
    assert firm.wanted <= shown.keys()
    assert not firm.hidden & shown.keys()
    assert b"Stranger" not in spelled_out(files)
    firms = {firm.chain.mine.id, firm.chain.plant.id, firm.chain.recycler.id}
    lacking = []
    for statement, value in shown.items():
        if isinstance(value, Entry | Delivery | Withdrawal) and value.issuer in firms:
            lacking.append(
                {key: files[key] for key in files if key != path("statements", statement)}
            )
    marks = json.loads(files[CLOSURE])
    for at in range(len(marks["marks"])):
        rows = [*marks["marks"][:at], *marks["marks"][at + 1 :]]
        lacking.append({**files, CLOSURE: canonical({**marks, "marks": rows})})
    places = [index for index, _ in parse_multiproof(files[PROOF]).leaves]
    with it.world.ledger.view() as view:
        for place in places[:-1]:
            rest = [index for index in places if index != place]
            lacking.append({**files, PROOF: _prove(view, rest, places[-1] + 1)})
    codes = [verify(pack(each), policy, name).exit_code for each in lacking]
    assert 0 not in codes
