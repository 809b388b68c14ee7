"""The sample of a calculation over HTTP: the state before the attestation, the list after it, for whom it is."""

from typing import Any

import pytest
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.ledger_samples import Sampling

pytestmark = pytest.mark.one_database


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery."""
    return furnished(chain)


def answer(house: House, name: str, calculation: str) -> tuple[int, dict[str, Any]]:
    """Status and body as a login gets them."""
    got = house.client.get(f"/v1/calculations/{calculation}/sample", headers=house.as_(name))
    return got.status_code, got.json()


def engage(house: House, calculation: str) -> None:
    """Engage the auditor."""
    asked = {"auditor": "auditor", "subject": calculation}
    done = house.client.post("/v1/engagements", json=asked, headers=house.as_("operator"))
    assert done.status_code == 201, done.text


def test_before_the_attestation_only_the_commitment_is_shown(
    house: House, chain: BatteryChain
) -> None:
    """The server has no nonce, so it has no list either."""
    calculation = calculate(chain)
    engage(house, calculation)
    assert answer(house, "auditor", calculation) == (200, {"calculation": calculation})
    receipt = Sampling(chain).commit(calculation)
    state = {"calculation": calculation, "commitment": receipt.id, "index": receipt.index}
    assert answer(house, "auditor", calculation) == (200, state)
    assert answer(house, "operator", calculation) == (200, {"calculation": calculation})


def test_after_the_attestation_the_list_is_drawn_again(house: House, chain: BatteryChain) -> None:
    """With a made-up digest the list is shown, and that it is not the one stated; the owners of the data read of it."""
    calculation = calculate(chain)
    engage(house, calculation)
    sampling = Sampling(chain)
    sample = sampling.sample(sampling.commit(calculation))
    word = chain.world.submit(chain.attestation(calculation, sample=sample), chain.auditor.working)
    for name in ("auditor", "operator"):
        status, state = answer(house, name, calculation)
        assert (status, state["attestation"], state["as_stated"]) == (200, word.id, False)
        assert state["sample"]["items"]
        assert "nonce" not in state["sample"]
    lines = house.client.get("/v1/journal", headers=house.as_("mine")).json()["items"]
    assert "sample" in {line["action"] for line in lines}


def test_a_list_as_drawn_is_as_stated(house: House, chain: BatteryChain) -> None:
    """An auditor that states what its seed drew."""
    calculation = calculate(chain)
    sampling = Sampling(chain)
    receipt = sampling.commit(calculation)
    first = chain.attestation(calculation, sample=sampling.sample(receipt))
    chain.world.submit(first, chain.auditor.working)
    drawn = answer(house, "operator", calculation)[1]["sample"]
    right = sampling.sample(receipt, drawn=drawn["drawn"], processes=len(drawn["items"]))
    chain.world.submit(chain.attestation(calculation, sample=right), chain.auditor.working)
    status, state = answer(house, "operator", calculation)
    assert (status, state["as_stated"], state["sample"]) == (200, True, drawn)


def test_others_are_shown_no_sample(house: House, chain: BatteryChain) -> None:
    """The manufacturer, a supplier and an auditor who is not engaged: as if there were no calculation."""
    calculation = calculate(chain)
    Sampling(chain).commit(calculation)
    for name in ("plant", "auditor"):
        assert answer(house, name, calculation)[0] == 404
    assert answer(house, "operator", "sha256:" + "0" * 64)[0] == 404
