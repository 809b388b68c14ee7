"""A calculation by another rulebook: the way from the readiness page to a preview."""

import re

from fastapi.testclient import TestClient
from support.ledger_battery import TWO_GRIDS, BatteryChain
from support.ledger_declared import EXAMPLE, calculate, declare
from support.ledger_world import replacing
from support.manufacturer_pages import begin, save, steps_of
from support.supplier_pages import OWN


def follow(client: TestClient, chain: BatteryChain, statement: str) -> str:
    """Follow the link of the readiness page and its form; return the address of the tasks."""
    page = client.get(f"/manufacturer/figures/{statement[7:]}/readiness").text
    link = re.search(r'<a href="([^"]*)">Calculate by another rulebook</a>', page)
    assert link is not None, page
    started = client.get(link[1]).text
    sent = re.search(r'name="source" value="([^"]*)"', started)
    assert sent is not None, started
    return begin(client, chain, source=sent[1])


def kept(client: TestClient, path: str) -> dict[str, object]:
    """The typed form as it is kept."""
    found: dict[str, object] = client.get(f"{path}.json").json()["form"]
    return found


def test_the_form_begins_with_the_values_of_the_calculation(
    client: TestClient, chain: BatteryChain
) -> None:
    """All but the rulebook, which the person chooses; then the preview has a figure."""
    study = chain.world.submit(chain.calculation(), chain.plant.working).id
    path = follow(client, chain, study)
    form, replaced = kept(client, path), kept(client, begin(client, chain, supersedes=study[7:]))
    assert form["fields"] == {k: v for k, v in replaced["fields"].items() if k != "rulebook"}
    assert form["fields"]["capacity_kwh"] == "2"
    assert form["factor_sets"] == [chain.factors]
    assert form["supersedes"] == study[7:]
    rulebook = chain.world.ledger.keep(EXAMPLE)
    method = {"rulebook": rulebook, "factor_set": [chain.factors]}
    product = {**steps_of(chain)["product"], "reason": "method_change"}
    save(client, path, {"method": method, "product": product})
    made = client.get(f"{path}/preview.json", headers=OWN).json()
    assert made["document"]["method"]["id"] == "example-law"


def test_a_replaced_calculation_leads_to_its_newest_one(
    client: TestClient, chain: BatteryChain
) -> None:
    """No second calculation of a production stands beside the newest one."""
    first = chain.world.submit(chain.calculation(), chain.plant.working).id
    again = replacing(first)
    newest = chain.world.submit(chain.calculation(supersedes=again), chain.plant.working).id
    form = kept(client, follow(client, chain, first))
    assert form["supersedes"] == newest[7:]


def test_a_declaration_leads_to_its_calculation(client: TestClient, chain: BatteryChain) -> None:
    """The address may name either; the values are those of the calculation."""
    calculation = calculate(chain)
    declared = declare(chain, calculation)
    form = kept(client, begin(client, chain, source=declared[7:]))
    assert form["supersedes"] == calculation[7:]


def test_another_firms_calculation_begins_nothing(client: TestClient) -> None:
    """It is unknown, as for a correction."""
    answer = client.post("/manufacturer/calculate", data={"source": "0" * 64})
    assert answer.status_code == 404


def test_a_set_that_is_not_admitted_is_offered_as_one_for_own_rows(
    client: TestClient, chain: BatteryChain
) -> None:
    """The form says it before the ledger refuses."""
    chain.world.ledger.keep(TWO_GRIDS)
    page = client.get(f"{begin(client, chain)}/method", headers=OWN).text
    offered = r" 1 \(added by the operator, [0-9a-f]{8}\)"
    assert re.search(f"two-grids{offered}, not admitted: values your own rows only", page)
    assert re.search(f"test{offered}<", page)
