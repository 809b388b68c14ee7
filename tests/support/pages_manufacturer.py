"""The manufacturer's pages for the matrix of all pages: each once, in its richest state, as paul of the plant."""

from collections.abc import Iterator
from urllib.parse import urlencode

from support.form_pages import OWN, log_in
from support.http_api import House
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import EXAMPLE, attest, calculate
from support.ledger_world import made, replacing
from support.manufacturer_pages import begin, filled, go_to_sign, save, steps_of
from support.open_page import OpenPage

from schemas.signed.entry import Site
from schemas.values import Period
from schemas.vocabulary import DataBasis, ProcessCode

PREVIEWED = {"conformity": "EU-2", "study": "https://study.example/2", "reason": "new_data"}
ROW = tuple[str, str, str, int]
"""The name of a page, who opens it, its path, its status."""


def with_products(house: House, chain: BatteryChain) -> dict[str, str]:
    """A second plant and lot, an attested figure beside the declared one, drafts in every state; then a correction."""
    world, plant = chain.world, chain.plant
    fields = {"inputs": [power("40")], "process": ProcessCode.PACK}
    outputs = [made(plant, product="urn:test:pack:2", batteries=10)]
    lot = {"basis": DataBasis.LOT_ACTUAL, "lot": "L2"}
    half = Period(start="2025-07-01", end="2025-08-01")
    model = "urn:test:model:1"
    dirty = world.submit(
        world.entry(plant, outputs, model=model, period=half, **fields, **lot), plant.working
    ).id
    other = world.entry(
        plant, outputs, model="urn:test:model:2", site=Site(code="plant-2", country="DE"), **fields
    )
    world.submit(other, plant.working)
    attested = calculate(chain, capacity_kwh="3")
    attest(chain, attested)
    undeclared = calculate(chain, capacity_kwh="2.5")
    first = calculate(chain, capacity_kwh="2.2")
    again = calculate(chain, capacity_kwh="2.3", supersedes=replacing(first))
    rulebook = world.ledger.keep(EXAMPLE)
    client = log_in(house.client, "paul")
    product = {**steps_of(chain)["product"], "reason": "new_data"}
    whole = filled(
        client,
        chain,
        product=product,
        method={"rulebook": rulebook, "factor_set": [chain.factors]},
        exclusions={f"leave.{dirty[7:]}": "1", f"why.{dirty[7:]}": "Made for a test bench."},
    )
    wrong = begin(client, chain)
    save(
        client,
        wrong,
        {
            "product": {"start": "2025-01-01"},
            "battery": {"capacity_kwh": "two", "warranties.0.km": "1"},
            "rows": {"rows.0.amount": "-1"},
            "exclusions": {f"leave.{dirty[7:]}": "1"},
        },
    )
    sign = go_to_sign(client, whole).headers["location"]
    path = f"/manufacturer/figures/{attested[7:]}/declare"
    declared = client.post(path, data=PREVIEWED, headers=OWN).headers["location"]
    corrected = {"inputs": [power("120")], "supersedes": replacing(chain.mined)}
    world.enter(chain.mine, [made(chain.mine)], **corrected)
    return {
        "attested": attested,
        "undeclared": undeclared,
        "again": again,
        "whole calculation": whole,
        "wrong calculation": wrong,
        "sign calculation": sign,
        "sign declaration": declared,
    }


def manufacturer_pages(names: dict[str, str]) -> Iterator[ROW]:
    """All pages of the workspace."""
    whole, wrong = names["whole calculation"], names["wrong calculation"]
    attested = f"/manufacturer/figures/{names['attested'][7:]}/declare"
    for page, path, status in (
        ("products", "/manufacturer", 200),
        ("asked", "/manufacturer/asked?firm=Mine+Ltd", 200),
        ("asked-request", f"/manufacturer/asked/{names['late']}", 200),
        ("calculate", "/manufacturer/calculate", 200),
        ("calculate-correct", f"/manufacturer/calculate?supersedes={names['undeclared'][7:]}", 200),
        ("calculate-rulebook", f"/manufacturer/calculate?from={names['undeclared'][7:]}", 200),
        ("figure-difference", f"/manufacturer/figures/{names['again'][7:]}", 200),
        ("readiness-undeclared", f"/manufacturer/figures/{names['undeclared'][7:]}/readiness", 200),
        ("calculation", whole, 200),
        ("calculation-wrong", wrong, 200),
        ("calculation-product", f"{whole}/product", 200),
        ("calculation-method", f"{whole}/method", 200),
        ("calculation-battery", f"{wrong}/battery", 200),
        ("calculation-end-of-life", f"{whole}/end_of_life", 200),
        ("calculation-rows", f"{wrong}/rows", 200),
        ("calculation-exclusions", f"{wrong}/exclusions", 200),
        ("calculation-filling", f"{whole}/filling", 200),
        ("calculation-owed", f"{whole}/owed", 200),
        ("calculation-preview", f"{whole}/preview", 200),
        ("calculation-refused", f"{wrong}/preview", 422),
        ("declare", attested, 200),
        ("declare-problems", f"{attested}/preview?town=Kotka", 422),
        ("declare-preview", f"{attested}/preview?{urlencode(PREVIEWED)}", 200),
        ("declare-waits", f"/manufacturer/figures/{names['undeclared'][7:]}/declare", 200),
        ("stale", "/manufacturer/stale", 200),
        ("portfolio", "/manufacturer/portfolio?inputs=10", 200),
        ("sign-calculation", names["sign calculation"], 200),
        ("sign-declaration", names["sign declaration"], 200),
    ):
        yield page, "paul", path, status


def figure_pages(declaration: str) -> Iterator[OpenPage]:
    """Paul's pages about what his firm declared."""
    own = f"/manufacturer/figures/{declaration[7:]}"
    yield OpenPage("figure", "paul", f"{own}?open=all")
    yield OpenPage("figure-whole", "olga", own)
    yield OpenPage("readiness", "paul", f"{own}/readiness")
    yield OpenPage("choices", "paul", f"{own}/choices")
    yield OpenPage("plan", "paul", f"{own}/plan")
    yield OpenPage("plan-whole", "olga", f"{own}/plan?documents=400&site_visit=3000")
    yield OpenPage("origin", "paul", f"{own}/origin")
    yield OpenPage("what-if", "paul", f"{own}/what-if?site=0&with=SE")
    yield OpenPage("territory", "paul", f"{own}/territory?market=FR")
    yield OpenPage("territory-whole", "olga", f"{own}/territory")
    yield OpenPage("carbon-price", "paul", f"{own}/carbon-price")
    yield OpenPage("carbon-price-whole", "olga", f"{own}/carbon-price")
