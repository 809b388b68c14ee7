"""What is hidden is answered as what is absent, at every address that names a statement."""

from collections.abc import Iterator

import pytest
from support.questions.planted import Planted, planted

ABSENT = "sha256:" + "0f" * 32


@pytest.fixture(scope="module")
def it(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """A chain in which a stranger is shown next to nothing."""
    with planted(tmp_path_factory.mktemp("planted") / "ledger") as made:
        yield made


def addresses(it: Planted) -> list[str]:
    """The addresses that read and name a statement, with what some of them must be asked for."""
    described = it.house.client.get("/openapi.json").json()["paths"]
    paths = [
        path for path, methods in described.items() if "get" in methods and "{statement}" in path
    ]
    method = f"rulebook={it.chain.rulebook}&factor_set={it.chain.factors}"
    asked = {
        "footprint": f"?{method}",
        "border": f"?factor_set={it.chain.factors}&year=2026",
        "carbon-price": "?scenario=eu-and-china-2026",
        "what-if": "?entry={statement}&place=inputs%5B0%5D&flow=test:power",
        "export": "?form=pact",
    }
    return [f"{path}{asked.get(path.rpartition('/')[2], '')}" for path in paths]


@pytest.mark.parametrize("name", ["stranger", "dealer", "refinery"])
def test_hidden_and_absent_have_one_answer(it: Planted, name: str) -> None:
    """Status and body, but for the id that was asked for."""
    hidden = {"stranger": "mined", "dealer": "treated", "refinery": "treatment"}[name]
    for path in addresses(it):
        answers = []
        for one in (it.tiers.ids[hidden], ABSENT):
            address = path.replace("{statement}", one)
            answer = it.house.client.get(address, headers=it.house.as_(name))
            said = answer.text.replace(one, "ID").replace(one[7:], "ID")
            answers.append((answer.status_code, said))
        assert answers[0] == answers[1], path


@pytest.mark.parametrize("name", ["stranger", "dealer"])
def test_a_hidden_calculation_has_the_answer_of_an_absent_one(it: Planted, name: str) -> None:
    """Of one that nobody declared."""
    begun = it.chain.world
    draft = it.chain.calculation(capacity_kwh="3")
    figure = begun.submit(draft, it.chain.plant.working).id
    for path in addresses(it):
        answers = []
        for one in (figure, ABSENT):
            answer = it.house.client.get(
                path.replace("{statement}", one), headers=it.house.as_(name)
            )
            said = answer.text.replace(one, "ID").replace(one[7:], "ID")
            answers.append((answer.status_code, said))
        assert answers[0] == answers[1], path
