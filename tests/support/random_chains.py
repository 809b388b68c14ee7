"""Random graphs of up to six entries, some of which share their burdens over three lines."""

from decimal import Decimal

from hypothesis import strategies as st
from support.graph import Graph, factors, ident
from support.rows import Row, avoided, emitted, inventory, made, taken, used, wasted

from ledger.footprint.graph.numbers import EXACT, format_decimal
from schemas.signed.inventory import Inventory

SETS = (
    factors({"t:a": "0.1234567", "t:b/fossil": "31", "t:c/biogenic": "-2.5", "t:d": "0"}),
    factors({"t:w": "0.75"}, direction="treatment"),
)
STAGES = ("raw_material", "main_production", "distribution", "end_of_life")
PROCESSES = ("raw_material.refining", "main_production.cell", "distribution.transport")
PLAIN = st.integers(1, 10**6).map(str)
AMOUNT = PLAIN | st.integers(1, 10**48 - 1).map(
    lambda n: format_decimal(Decimal(n).scaleb(-30, EXACT))
)


@st.composite
def own_rows(draw: st.DrawFn, amounts: st.SearchStrategy[str]) -> dict[str, list[Row]]:
    """Activities, wastes, emissions and avoided flows."""
    stage = st.sampled_from(STAGES)
    purpose = st.sampled_from(("material", "transport", "direct"))
    flow = st.sampled_from(("t:a", "t:b", "t:c", "t:d"))
    return {
        "inputs": [
            used(draw(flow), draw(amounts), stage=draw(stage), purpose=draw(purpose))
            for _ in range(draw(st.integers(0, 3)))
        ],
        "wastes": [wasted("t:w", draw(amounts), stage=draw(stage))] * draw(st.integers(0, 1)),
        "emissions": [emitted("ch4", draw(amounts), stage=draw(stage))] * draw(st.integers(0, 1)),
    }


@st.composite
def chains(
    draw: st.DrawFn, *, crediting: bool = True, amounts: st.SearchStrategy[str] = AMOUNT
) -> tuple[Graph, list[str]]:
    """A graph of up to six entries; some share their burdens over three lines."""
    chain, names = Graph(SETS), []
    for number in range(draw(st.integers(1, 6))):
        name, rows = f"e{number}", draw(own_rows(amounts))
        avoids = [avoided(draw(amounts), flow="t:a")] * draw(st.integers(0, 1))
        for supplier in (
            draw(st.lists(st.sampled_from(names), unique=True, max_size=3)) if names else ()
        ):
            line = draw(st.sampled_from([o.line for o in made_by(chain, supplier).outputs]))
            product, cited = f"urn:test:{supplier}:{line}", f"{supplier} to {name}"
            priced = draw(st.integers(0, 3)) == 0
            amount = None if priced else "1"
            chain.deliver(cited, supplier, name, amount, line=line, product=product)
            if priced:
                avoids.append(avoided(draw(amounts), delivery=cited))
            else:
                rows["inputs"].append(taken(cited, draw(amounts)))
        outputs: list[Row] = [made(name, draw(amounts))]
        if draw(st.booleans()):
            outputs = [
                made(name, draw(amounts), "ash", role="by_product"),
                made(name, draw(amounts), allocation_value=draw(amounts)),
                made(
                    name, draw(amounts), "side", role="co_product", allocation_value=draw(amounts)
                ),
            ]
            rows["allocation"] = "mass"
        process = draw(st.sampled_from(PROCESSES))
        listed = inventory(*outputs, **rows, avoided=avoids if crediting else [])
        chain.enter(name, listed, process=process)
        names.append(name)
    return chain, names


def made_by(chain: Graph, name: str) -> Inventory:
    """The inventory of an entry."""
    found = chain.entries[ident(name)].inventory
    assert found is not None
    return found
