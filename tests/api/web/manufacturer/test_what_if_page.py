"""The manufacturer's page of what-if questions."""

import pytest
from fastapi.testclient import TestClient
from support.ledger_battery import TWO_GRIDS, BatteryChain
from support.ledger_declared import calculate
from support.supplier_reading import words


def path(statement: str, query: str = "") -> str:
    """The address of the page."""
    return f"/manufacturer/figures/{statement[7:]}/what-if{query}"


def test_the_page_says_that_nothing_is_signed(client: TestClient, chain: BatteryChain) -> None:
    """In its title, and in words."""
    page = client.get(path(calculate(chain)))
    assert "<title>What if? Not signed</title>" in page.text
    assert "Nothing here is a statement" in words(page)


def test_an_answer_shows_both_figures_and_the_stages(
    client: TestClient, chain: BatteryChain
) -> None:
    """The grid of Sweden in place of that of Sweden changes nothing."""
    page = words(client.get(path(calculate(chain), "?site=0&with=SE")))
    assert "With the grid of SE" in page
    assert "As calculated, kg CO₂e per kWh" in page
    assert "Raw material" in page


def test_another_grid_moves_the_figure(client: TestClient, chain: BatteryChain) -> None:
    """40 kWh of 0.8 in place of 0.5 kg CO2e: 12 kg for 100 kg of packs, 1.2 for a battery, over its 960 kWh."""
    calculation = calculate(chain, factor_sets=(chain.world.ledger.keep(TWO_GRIDS),))
    asked = client.get(path(calculation))
    assert "<option>DE</option>" in asked.text
    page = words(client.get(path(calculation, "?site=0&with=DE")))
    assert "With the grid of DE" in page
    assert "With the exchange 0.007083 Change, +21.4 % +0.00125" in page
    assert "Main product production 0.002083 0.003333" in page
    assert "Raw material acquisition and pre-processing 0.002708 0.002708" in page


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The rulebook study-full-substitution-1 has no rule of electricity"),
        ("de", "Das Regelwerk study-full-substitution-1 hat keine Regel für Strom"),
        ("zh", "规则集 study-full-substitution-1 没有电力规则"),
    ],
)
def test_a_rulebook_without_a_rule_of_electricity_is_named(
    client: TestClient, chain: BatteryChain, language: str, sentence: str
) -> None:
    """No grid is offered, and one sentence says why."""
    study = chain.world.submit(chain.calculation(), chain.plant.working).id
    answer = client.get(path(study, f"?lang={language}"))
    assert sentence in words(answer)
    assert 'id="country"' not in answer.text


@pytest.mark.parametrize("query", ["?row=99&with=0", "?site=0&with=XX", "?row=0&with=x", "?with=1"])
def test_a_question_that_is_not_offered_is_refused(
    client: TestClient, chain: BatteryChain, query: str
) -> None:
    """One refusal with its code."""
    answer = client.get(path(calculate(chain), query))
    assert answer.status_code == 422
    assert "what_if.row" in answer.text


def test_nothing_is_kept(client: TestClient, chain: BatteryChain) -> None:
    """A question writes no statement and no draft; the journal has it."""
    calculation = calculate(chain)
    before = client.get("/v1/drafts").json()
    client.get(path(calculation, "?site=0&with=SE"))
    assert client.get("/v1/drafts").json() == before


def test_the_same_question_over_http(client: TestClient, chain: BatteryChain) -> None:
    """The door answers as the page does."""
    calculation = calculate(chain)
    options = client.get(f"/v1/calculations/{calculation}/what-if/options").json()
    entry, country = options["sites"][0]["entry"], options["countries"][0]
    asked = {"entry": entry, "country": country}
    found = client.get(f"/v1/calculations/{calculation}/what-if", params=asked).json()
    assert (found["signed"], found["change"]) == (False, "0")
