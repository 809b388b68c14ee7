"""The difference to the last figure on its page: stages, causes, and their parts, as far as the reader may look.

A battery has 10 kg and 960 kWh of total energy. The plant's packs take 20 kWh more of 0.5 kg for 100 kg, which is
1 kg a battery, or 1/960 kg per kWh; and 10 tkm more of 0.1 kg, a tenth of that. The mine takes 20 kWh more for its
100 kg, of which 5 are in a battery: half a kg, or 0.5/960.
"""

import re

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain, freight, power
from support.ledger_declared import calculate
from support.ledger_world import made, replacing, taken
from support.supplier_pages import log_in
from support.supplier_reading import words

from ledger.rulebooks.catalog import load_rulebook
from schemas.vocabulary import Stage


@pytest.fixture
def corrected(chain: BatteryChain) -> str:
    """A figure that replaces another after the mine and the plant have corrected their entries."""
    first, world, mine = calculate(chain), chain.world, chain.mine
    more = [taken(chain.shipped, "50"), power("60", Stage.MAIN_PRODUCTION), freight("20")]
    world.enter(mine, [made(mine)], inputs=[power("120")], supersedes=replacing(chain.mined))
    packs = chain.packs_of("60", inputs=more, supersedes=replacing(chain.packs))
    world.submit(packs, chain.plant.working)
    return calculate(chain, supersedes=replacing(first))


def section(client: TestClient, statement: str, language: str = "en") -> str:
    """The words of the section about the difference."""
    page = client.get(f"/manufacturer/figures/{statement[7:]}?lang={language}")
    shown = words(page)
    found = re.search(
        r"(?:Change by stage|Änderung je Phase|按阶段的变化).*?(?:The causes|Die Ursachen|各原因)",
        shown,
    )
    assert found is not None, shown
    return found[0]


def test_the_change_is_shown_by_stage(client: TestClient, corrected: str) -> None:
    """Each stage that changed with both values, and the total, which is their sum."""
    shown = section(client, corrected)
    assert "Raw material acquisition and pre-processing 0.002708 0.003333 +0.000625" in shown
    assert "Main product production 0.002083 0.003125 +0.001042" in shown
    assert "Total 0.005833 0.0075 +0.001667" in shown
    assert "End of life" not in shown


def test_a_manufacturer_sees_its_own_parts_of_each_cause(
    client: TestClient, corrected: str
) -> None:
    """Site and row with what was exchanged, to 4 digits; the mine's part is closed."""
    shown = section(client, corrected)
    own = "plant-1, plant product +0.001042 test:power 0.400000 kWh, grid per kg → 0.600000 kWh, grid per kg +0.001042"
    assert f"energy used +0.001563 {own} closed to you +0.0005208" in shown
    assert "test:freight 0.100000 tkm per kg → 0.200000 tkm per kg +0.0001042" in shown
    assert "mine product" not in shown


def test_the_operator_sees_every_part(house: House, corrected: str) -> None:
    """The row of the mine too, and nothing is closed."""
    shown = section(log_in(house, "olga"), corrected)
    mine = "plant-1, mine product +0.0005208 test:power 1.00000 kWh, grid per kg → 1.20000 kWh, grid per kg"
    assert mine in shown
    assert "energy +0.001562" in shown
    assert "closed to you" not in shown


@pytest.mark.parametrize(
    ("language", "cause", "value"), [("de", "Mengen", "+0,0001042"), ("zh", "用量", "+0.0001042")]
)
def test_the_causes_are_worded_in_each_language(
    client: TestClient, corrected: str, language: str, cause: str, value: str
) -> None:
    """With numbers as the language writes them."""
    assert f"{cause} {value}" in section(client, corrected, language)


def test_a_difference_of_units_is_remarked(client: TestClient, chain: BatteryChain) -> None:
    """A figure to the gate after one over the service life."""
    first = calculate(chain)
    gate = chain.world.ledger.keep(load_rulebook("study-cradle-to-gate-1"))
    replaced = replacing(first)
    second = calculate(chain, rulebook=gate, supersedes=replaced, end_of_life=(), warranties=())
    page = words(client.get(f"/manufacturer/figures/{second[7:]}"))
    assert "The boundaries differ: cradle to grave and cradle to gate." in page
    assert "rulebook" in section(client, second)


def test_small_parts_are_summed(client: TestClient, chain: BatteryChain) -> None:
    """A row below a thousandth of the largest cause is counted and not named."""
    first, world = calculate(chain), chain.world
    more = [taken(chain.shipped, "50"), power("60", Stage.MAIN_PRODUCTION), freight("10.01")]
    packs = chain.packs_of("60", inputs=more, supersedes=replacing(chain.packs))
    world.submit(packs, chain.plant.working)
    shown = section(client, calculate(chain, supersedes=replacing(first)))
    assert "1 smaller +0.0000001042" in shown
    assert "test:freight" not in shown
