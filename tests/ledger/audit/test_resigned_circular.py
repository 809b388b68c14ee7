"""Table 2 of tampering, under the Circular Footprint Formula: credits that evade it, signed by all key holders.

The chain is the hand-made one; its rulebook has the formula, by the parameters of the EU draft.
"""

from collections.abc import Callable
from decimal import Decimal

import pytest
from support.bundles import Json
from support.collusion import Row, act, update
from support.graph_circular import DRAFT, following
from support.signed_battery import END, METERED, honest
from support.signed_chain import Alter, SignedChain, output, taken, used
from support.verdicts import remarks

from ledger.footprint.graph.numbers import EXPLAIN, format_decimal, round_delivered
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.rulebook import Factor, FactorSet, GroupValue, Rulebook
from schemas.vocabulary import Group, Unit

PARTS = {"declarable": "demo", "required_stages": (), "company_specific": (), "data_quality": None}
CIRCULAR = DRAFT.model_copy(update=PARTS)
"""The draft's formula; the chain has neither cells nor ratings, and may be declared."""
KWH = Decimal(100 * 29250)
"""100 batteries of 75 kWh, 60 cycles a year and 6.5 years."""
TREATED = Decimal("1.5085")
"""The treated mass divided by the output of the recycler's entry: 30170 of 20000 kg."""


def with_factors(factors: FactorSet) -> FactorSet:
    """The chain's factors, and those of the attempts: the dirtiest nickel, and slag with a credit."""
    rows = [("db:dirty", "product", "500"), ("db:slag", "treatment", "-2")]
    more = tuple(
        Factor(
            flow=flow,
            unit=Unit.KG,
            direction=direction,
            name=flow,
            values=(GroupValue(group=Group.FOSSIL, value=value),),
            source="test",
        )
        for flow, direction, value in rows
    )
    listed = sorted((*factors.rows, *more), key=lambda row: (row.flow, row.unit.value))
    return factors.model_copy(update={"rows": tuple(listed)})


FACTORS = with_factors(honest().factors)


def named(*changes: Callable[[list[Json]], object], **lists: Json) -> Alter:
    """The recycler's entry, its ore stated as cobalt and its steel as iron, with changes of these lines."""

    def change(inventory: Json) -> Json:
        ore, steel = inventory["avoided"]
        lines = [{**ore, "material": "Co"}, {**steel, "material": "Fe"}]
        for each in changes:
            each(lines)
        return {**inventory, "avoided": lines, **lists}

    return change


def avoid(**members: Json) -> Callable[[list[Json]], None]:
    """Another credit in place of the steel's."""

    def change(lines: list[Json]) -> None:
        steel = {
            name: value for name, value in lines[1].items() if name not in ("flow", "material")
        }
        lines[1] = {**steel, **members}

    return change


def circular(
    code: str,
    about: str,
    rulebook: Rulebook = CIRCULAR,
    *,
    recycler: Alter | None = None,
    **plan: Alter,
) -> Row:
    """A row under a rulebook with the formula, which the reader accepts."""
    accepted = {
        "rulebooks": (digest(model_bytes(rulebook)),),
        "factor_sets": (digest(model_bytes(FACTORS)),),
    }
    members = {
        "rulebook": lambda _: rulebook,
        "factors": with_factors,
        "recycler": recycler or named(),
        **plan,
    }
    return Row(code, about, members, policy=update(**accepted))


SLAG = {"flow": "db:slag", "amount": "4000", "unit": "kg", "purpose": "disposal", "stage": END}
SLAG |= METERED
NICKEL = {**used("db:dirty", "1", "kg", "material", "raw_material"), "material": "Ni"}


def priced_elsewhere() -> dict[str, Alter]:
    """The mine delivers to the recycler from its other works, which supply no battery."""
    made: list[str] = []

    def before(chain: SignedChain) -> None:
        dear = {"outputs": [output("dear", "10")], "inputs": [NICKEL]}
        site = {"code": "mine-2", "country": "DE"}
        made.append(chain.entry("dear", "mine", "raw_material.smelting", dear, site=site))

    def price(delivery: Json) -> Json:
        return {**delivery, "entry": made[-1], "line": "dear", "product": "urn:example:dear"}

    return {"before": act(before), "ore price": price}


def virgin_elsewhere() -> dict[str, Alter]:
    """The packs' sulfate is stated as recycled, with a cheap virgin counterpart that no battery contains."""
    made: list[str] = []

    def before(chain: SignedChain) -> None:
        cheap = {"outputs": [output("cheap", "1000")], "inputs": [{**NICKEL, "flow": "db:steel"}]}
        site = {"code": "mine-2", "country": "DE"}
        entry = chain.entry("cheap", "mine", "raw_material.smelting", cheap, site=site)
        made.append(chain.deliver("cheap price", "mine", "packer", "cheap", entry=entry))

    def feed(inventory: Json) -> Json:
        sulfate, *others = inventory["inputs"]
        said = {"material": "Co", "evidence": "traced", "delivery": made[-1]}
        return {**inventory, "inputs": [{**sulfate, "recycled": said}, *others]}

    return {"before": act(before), "pack": feed}


def recycling_refinery() -> dict[str, Alter]:
    """The refinery claims to recycle, and credits a gram of the packs' steel: 1-A of its burdens remain."""
    gram = {"flow": "db:steel", "material": "Fe", "amount": "0.001", "unit": "kg", "stage": END}
    return {
        "refinery header": update(process="end_of_life.hydrometallurgy"),
        "refinery": update(avoided=[gram | METERED]),
    }


def recycling_behind_disposal() -> dict[str, Alter]:
    """A mine that claims to recycle delivers to a recycler for disposal, whose goods the packs use."""
    made: list[str] = []
    gram = {"flow": "db:steel", "material": "Fe", "amount": "0.001", "unit": "kg", "stage": END}
    process = "end_of_life.hydrometallurgy"

    def before(chain: SignedChain) -> None:
        work = [used("db:heat", "1000", "MJ", "energy", END)]
        lists = {"inputs": work, "avoided": [gram | METERED]}
        first = {"outputs": [output("first", "100")], **lists}
        site = {"code": "mine-2", "country": "DE"}
        entry = chain.entry("first", "mine", process, first, site=site)
        cited = chain.deliver("first sold", "mine", "recycler", "first", entry=entry, amount="100")
        drawn = {**taken(cited, "100"), "purpose": "disposal"}
        second = {"outputs": [output("second", "100")], "inputs": [drawn]}
        site = {"code": "recycler-2", "country": "DE"}
        entry = chain.entry("second", "recycler", process, second, site=site)
        sold = {"entry": entry, "amount": "100"}
        made.append(chain.deliver("second sold", "recycler", "packer", "second", **sold))

    def feed(inventory: Json) -> Json:
        return {**inventory, "inputs": [*inventory["inputs"], taken(made[-1], "10")]}

    return {"before": act(before), "pack": feed}


ROWS: dict[str, tuple[Row, Decimal | None]] = {
    "a treatment of waste below zero at end of life": (
        circular("cff.negative_factor", "recycler", recycler=named(wastes=[SLAG])),
        Decimal(-8000) * TREATED,
    ),
    "a material that the rulebook does not know": (
        circular(
            "cff.material_unknown",
            "recycler",
            recycler=named(avoid(flow="db:steel", material="Xx")),
        ),
        Decimal(-4000) * Decimal("1.93") * Decimal("0.5") * TREATED,
    ),
    "a freely named flow": (
        circular(
            "cff.free_flow", "recycler", recycler=named(avoid(flow="db:dirty", material="Ni"))
        ),
        Decimal(-4000) * 500 * Decimal("0.8") * TREATED,
    ),
    "virgin goods that feed no battery": (
        circular("cff.substitution_point", "pack", **virgin_elsewhere()),
        None,
    ),
    "a refinery that calls itself a recycler": (
        circular("cff.recycling_used", "pack", **recycling_refinery()),
        Decimal("-5778.91"),  # by how much the figure is lower than without the gram
    ),
    "recycling behind a disposal": (
        circular("cff.recycling_used", "pack", **recycling_behind_disposal()),
        None,
    ),
    "goods that feed no battery": (
        circular("cff.substitution_point", "recycler", **priced_elsewhere()),
        Decimal(-9000) * 50 * Decimal("0.8") * TREATED,
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_way_round_the_formula_is_one_finding_with_its_kg(name: str) -> None:
    """The finding has the broken rule, its subject, and its effect per kWh of total energy."""
    row, kg = ROWS[name]
    (found,) = [each for each in row.check().findings if each.code == row.code]
    if kg is not None:
        expected = round_delivered(EXPLAIN.divide(kg, KWH))
        assert found.effect_kg == format_decimal(expected)


def test_the_chain_without_an_attempt_verifies() -> None:
    """Cobalt by the mine's ore, iron by the packs' steel; a remark says that the ore states no cobalt."""
    row = circular("", "")
    chain = row.chain()
    report = row.report(chain)
    assert (report.exit_code, report.recomputed_total) == (0, chain.total)
    assert ("cff.content_unstated", chain.ids["recycler"]) in remarks(report)


SENTENCES = following(
    "collection_shared", "other_product", "recyclability", "virgin", rulebook=CIRCULAR
)
EVIDENCE = dict.fromkeys(("collected", "facilities", "recycled"), "sha256:" + "e" * 64)


def carried(inventory: Json) -> Json:
    """The recycler's entry with transport to it."""
    more = used("db:freight", "3000", "tkm", "transport", END)
    return {**inventory, "inputs": [*inventory["inputs"], more]}


@pytest.mark.parametrize("lists", [{}, {"recyclability": EVIDENCE}])
def test_the_sentences_of_pef_are_recomputed(lists: Json) -> None:
    """Collection inside, another product, and recyclability with evidence and without: to the last digit."""
    proof = {"other_product": "sha256:" + "f" * 64}
    change = named(lambda lines: lines[0].update(**proof), **lists)
    row = circular("", "", SENTENCES, recycler=lambda inventory: change(carried(inventory)))
    chain = row.chain()
    report = row.report(chain)
    assert (report.exit_code, report.recomputed_total) == (0, chain.total), report.findings
    remarked = {code for code, subject in remarks(report) if subject == chain.ids["recycler"]}
    assert ("cff.recyclability" in remarked) is not bool(lists)
    assert "cff.other_product" in remarked
