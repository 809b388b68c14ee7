"""What a declarer who wants a lower number tries on the pages: each move is refused, or every reader sees it."""

import pytest
from fastapi.testclient import TestClient
from support.ledger_battery import MODEL, BatteryChain, power
from support.ledger_declared import EXAMPLE
from support.ledger_world import made
from support.manufacturer_pages import filled, open_plant, steps_of, subject_of

from schemas.values import Period
from schemas.vocabulary import DataBasis, ProcessCode


@pytest.fixture
def client(chain: BatteryChain) -> TestClient:
    """The browser of paul, whose plant made a second, dirtier lot that ends in the same year."""
    return open_plant(chain).client


def dirty_lot(chain: BatteryChain) -> str:
    """A lot of the same model and plant with ten times the electricity."""
    half = Period(start="2025-07-01", end="2025-08-01")
    outputs = [made(chain.plant, product="urn:test:pack:2", batteries=10)]
    draft = chain.world.entry(
        chain.plant,
        outputs,
        inputs=[power("400")],
        process=ProcessCode.PACK,
        model=MODEL,
        basis=DataBasis.LOT_ACTUAL,
        lot="L2",
        period=half,
    )
    return chain.world.submit(draft, chain.plant.working).id


def test_an_entry_is_not_left_out_without_a_reason(client: TestClient, chain: BatteryChain) -> None:
    """The step keeps the tick and asks for the reason; there is no preview before it."""
    dirty = dirty_lot(chain)
    path = filled(client, chain, exclusions={f"leave.{dirty[7:]}": "1"})
    answer = client.get(f"{path}/preview")
    assert answer.status_code == 422
    assert "Enter the reason" in answer.text


def test_an_entry_that_is_left_out_stands_in_the_preview_with_its_own_figure(
    client: TestClient, chain: BatteryChain
) -> None:
    """The figure is lower without it; the preview shows the share that is counted, the reason, and what it hides."""
    dirty = dirty_lot(chain)
    whole = client.get(f"{filled(client, chain)}/preview.json").json()
    out = {f"leave.{dirty[7:]}": "1", f"why.{dirty[7:]}": "it was a test"}
    path = filled(client, chain, exclusions=out)
    less = client.get(f"{path}/preview.json").json()
    assert float(less["total"]) < float(whole["total"])
    document = less["document"]
    assert document["share_counted"] == "0.5"
    left = document["spread"]["left_out"][0]
    assert (left["why"], left["reason"]) == ("excluded", "it was a test")
    assert float(left["value"]) > float(document["spread"]["highest"])
    page = client.get(f"{path}/preview").text
    assert "it was a test" in page
    tasks = {row["key"]: row for row in client.get(f"{path}.json").json()["tasks"]}
    assert tasks["exclusions"]["state"] == "look"


def test_a_short_period_is_barred_before_it_is_signed(
    client: TestClient, chain: BatteryChain
) -> None:
    """Half a year that leaves production out can be calculated, and the preview says that it cannot be declared."""
    dirty_lot(chain)
    rulebook = chain.world.ledger.keep(EXAMPLE)
    path = filled(
        client,
        chain,
        product={"subject": subject_of(chain), "start": "2025-07-01", "last": "2025-11-30"},
        method={"rulebook": rulebook, "factor_set": [chain.factors]},
    )
    bars = client.get(f"{path}/preview.json").json()["bars"]
    assert any("shorter than 12 months" in row for row in bars)
    tasks = {row["key"]: row for row in client.get(f"{path}.json").json()["tasks"]}
    assert tasks["product"]["state"] == "look"


def test_a_rulebook_that_may_not_declare_is_named_so(
    client: TestClient, chain: BatteryChain
) -> None:
    """A method with a lower figure does not become declarable by being chosen."""
    gentle = EXAMPLE.model_copy(update={"id": "gentle", "declarable": "no"})
    rulebook = chain.world.ledger.keep(gentle)
    chain.world.admit_once(rulebook, "rulebook")
    path = filled(client, chain, method={"rulebook": rulebook, "factor_set": [chain.factors]})
    found = client.get(f"{path}.json").json()["tasks"]
    assert next(row["state"] for row in found if row["key"] == "method") == "look"
    assert any(
        "no declaration is possible" in row
        for row in client.get(f"{path}/preview.json").json()["bars"]
    )


def test_a_demo_method_is_no_article_7_figure(client: TestClient, chain: BatteryChain) -> None:
    """The ledger accepts a demo's declaration, and the preview says what it lacks of one under Article 7."""
    found = client.get(f"{filled(client, chain)}/preview.json").json()
    assert found["bars"] == []
    assert any("has the legal status study" in row for row in found["missing"])


def test_a_larger_capacity_is_shown_as_asserted_and_without_evidence(
    client: TestClient, chain: BatteryChain
) -> None:
    """It divides the figure, so the preview lists it first among what nobody recomputes, and the task says so."""
    battery = {**steps_of(chain)["battery"], "capacity_kwh": "4"}
    honest = client.get(f"{filled(client, chain)}/preview.json").json()
    path = filled(client, chain, battery=battery)
    found = client.get(f"{path}/preview.json").json()
    assert float(found["total"]) < float(honest["total"])
    assert found["document"]["asserted"][0] == {"code": "capacity", "value": "4 kWh"}
    tasks = {row["key"]: row for row in client.get(f"{path}.json").json()["tasks"]}
    assert tasks["battery"]["state"] == "look"
    assert "no evidence" in tasks["battery"]["detail"]
