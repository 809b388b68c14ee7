"""Calculating on pages: typed step by step, previewed as an auditor sees it, signed, and replaced."""

import orjson
import pytest
from fastapi.testclient import TestClient
from support.ledger_battery import MODEL, BatteryChain
from support.ledger_declared import calculate
from support.manufacturer_pages import (
    ROOT,
    begin,
    filled,
    go_to_sign,
    open_plant,
    save,
    steps_of,
    subject_of,
)

from ledger.state.drafting import Draft, sign_draft
from ledger.trust.submission import format_submission
from schemas.signed.calculation import Calculation


@pytest.fixture
def client(chain: BatteryChain) -> TestClient:
    """The browser of paul of the plant."""
    return open_plant(chain).client


def states(client: TestClient, path: str) -> dict[str, str]:
    """The state of each task."""
    return {row["key"]: row["state"] for row in client.get(f"{path}.json").json()["tasks"]}


def test_the_tasks_begin_with_what_bars_the_figure(client: TestClient, chain: BatteryChain) -> None:
    """Three steps are needed; the preview cannot start before them."""
    path = begin(client, chain)
    found = states(client, path)
    assert [key for key, state in found.items() if state == "bars"] == [
        "product",
        "method",
        "battery",
    ]
    assert found["preview"] == "waits"
    assert client.get(path).status_code == 200


def test_each_step_is_shown_with_what_was_typed(client: TestClient, chain: BatteryChain) -> None:
    """Also a step that nobody has saved, and one with every field filled."""
    path = begin(client, chain)
    pages = ("product", "method", "battery", "end_of_life", "rows", "exclusions", "filling", "owed")
    assert {client.get(f"{path}/{page}").status_code for page in pages} == {200}
    save(client, path, steps_of(chain))
    assert 'value="2"' in client.get(f"{path}/battery").text
    assert {client.get(f"{path}/{page}").status_code for page in pages} == {200}


def test_a_wrong_number_stays_typed_with_a_sentence_at_its_field(
    client: TestClient, chain: BatteryChain
) -> None:
    """Nothing is lost by the error, and the tasks say that it bars the figure."""
    path = begin(client, chain)
    wrong = {**steps_of(chain)["battery"], "capacity_kwh": "two"}
    answer = client.post(f"{path}/battery", data=wrong)
    assert answer.headers["location"] == f"{path}/battery"
    page = client.get(f"{path}/battery").text
    assert 'value="two"' in page
    assert 'id="capacity_kwh-wrong"' in page
    assert 'value="80 %"' not in page  # It was read, and is shown as a share.
    assert 'value="0.8"' in page
    assert states(client, path)["battery"] == "bars"


def test_a_decimal_comma_is_read_in_a_language_that_has_it(
    client: TestClient, chain: BatteryChain
) -> None:
    """The number is kept as it was read, so the page in English shows a point."""
    path = filled(client, chain)
    german = {**steps_of(chain)["battery"], "capacity_kwh": "2,5"}
    client.post(f"{path}/battery?lang=de", data=german)
    assert client.get(f"{path}.json").json()["form"]["read"]["capacity_kwh"] == "2.5"
    assert 'value="2.5"' in client.get(f"{path}/battery?lang=en").text
    assert 'value="2,5"' in client.get(f"{path}/battery?lang=de").text


def test_the_preview_shows_the_ledgers_own_figure(client: TestClient, chain: BatteryChain) -> None:
    """The page computes nothing of its own."""
    path = filled(client, chain)
    made = client.get(f"{path}/preview.json").json()
    assert made["total"] == chain.calculation().statement.total  # type: ignore[attr-defined]
    page = client.get(f"{path}/preview").text
    assert "What would bar a declaration" in page
    counts = made["counts"]
    assert counts["count"] == len(made["choices"])
    assert f"{counts['priced']} of {counts['count']} choices have a price" in page


def test_a_preview_without_a_figure_names_the_step(client: TestClient, chain: BatteryChain) -> None:
    """The refusal of the ledger is shown with a link to where it is mended."""
    path = filled(
        client,
        chain,
        product={"subject": subject_of(chain), "start": "2023-01-01", "last": "2023-12-31"},
    )
    page = client.get(f"{path}/preview")
    assert page.status_code == 422
    assert "calculation.no_product" in page.text
    assert f'href="{path}/product#subject"' in page.text


def with_exact(draft: Draft, exact: str) -> Draft:
    """The draft with the digest of exact cells that the ledger keeps, and without these."""
    assert isinstance(draft.statement, Calculation)
    sections = draft.statement.sections.model_copy(update={"exact": exact})
    return Draft(draft.statement.model_copy(update={"sections": sections}), draft.sections[:1])


def test_a_calculation_is_signed_and_leads_to_its_figure(
    client: TestClient, chain: BatteryChain
) -> None:
    """The draft that the signing page shows is the previewed calculation; its receipt leads on."""
    path = filled(client, chain)
    answer = go_to_sign(client, path)
    assert answer.status_code == 303
    sign = answer.headers["location"]
    kept = orjson.loads(client.get(sign.replace("/sign", "/draft.json")).content)
    assert kept["header"]["model"] == MODEL
    assert kept["labels"][chain.treatment] == "Recycler Ltd, urn:test:recycler"
    assert client.get(sign).status_code == 200
    signed = sign_draft(
        with_exact(chain.calculation(), kept["named"]["exact"]), [chain.plant.working]
    )
    data = {"statement": format_submission(signed).decode()}
    receipt = client.post(sign.replace("/sign", "/statement"), data=data).headers["location"]
    assert f"/manufacturer/figures/{signed.id[7:]}" in client.get(receipt).text
    assert client.get(path).status_code == 404  # The typed form is in the log, so it is deleted.
    assert client.get(f"{ROOT}.json").json()["items"] == []


def test_a_figure_that_changed_since_the_preview_is_shown_again(
    client: TestClient, chain: BatteryChain
) -> None:
    """Nobody signs a figure that was not seen."""
    path = filled(client, chain)
    answer = client.post(f"{path}/sign", data={"seen": "1"})
    assert answer.status_code == 409
    assert "has changed since the preview" in answer.text


def test_the_same_product_and_period_again_is_a_correction(
    client: TestClient, chain: BatteryChain
) -> None:
    """The pages put no second figure of one production beside the first: a reason is needed, and it replaces it."""
    first = calculate(chain)
    path = begin(client, chain)
    product = steps_of(chain)["product"]
    save(client, path, {"product": product})
    form = client.get(f"{path}.json").json()
    assert form["form"]["supersedes"] == first[7:]
    assert [row["field"] for row in form["problems"] if row["step"] == "product"] == ["reason"]


def test_a_correction_begins_with_the_values_that_it_replaces(
    client: TestClient, chain: BatteryChain
) -> None:
    """Only the reason is missing; the preview then names the calculation that is replaced."""
    first = calculate(chain)
    path = begin(client, chain, supersedes=first[7:])
    form = client.get(f"{path}.json").json()["form"]
    assert form["fields"]["warranties.0.remaining_energy"] == "0.8"
    assert form["fields"]["last"] == "2025-12-31"
    save(client, path, {"product": {**steps_of(chain)["product"], "reason": "new_data"}})
    kept = go_to_sign(client, path).headers["location"].replace("/sign", "/draft.json")
    header = orjson.loads(client.get(kept).content)["header"]
    assert header["supersedes"] == {"id": first, "reason": "new_data"}


def test_another_firms_calculation_is_not_corrected(client: TestClient) -> None:
    """It is unknown, as for any statement that is not shown."""
    assert client.post(ROOT, data={"supersedes": "0" * 64}).status_code == 404
