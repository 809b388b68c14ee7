"""The manufacturer's flows go as deep as its suppliers open them, and no deeper."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.http_api import furnished
from support.ledger_battery import FACTORS, BatteryChain
from support.ledger_opened import OpenChain, battery_of, open_chain

from schemas.signed.opening import Opening

pytestmark = [pytest.mark.one_database, pytest.mark.traced]


@pytest.fixture(name="it")
def opened_chain(tmp_path: Path) -> Iterator[OpenChain]:
    """The chain in which the mine opens its pit and lets the refinery pass it on."""
    with open_chain(tmp_path / "ledger") as chain:
        yield chain


def seen(battery: BatteryChain, name: str = "plant", **parts: object) -> dict[str, Any]:
    """The flows of the plant's calculation as a login is shown them; `parts` replace assertions."""
    calculation = battery.world.submit(battery.calculation(**parts), battery.plant.working).id
    house = furnished(battery)
    answer = house.client.get(f"/v1/calculations/{calculation}/flows", headers=house.as_(name))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def into(flows: dict[str, Any]) -> dict[tuple[str, str], list[dict[str, str]]]:
    """The stages of each edge, by the names of its ends."""
    names = {node["id"]: node.get("firm", "others") for node in flows["nodes"]}
    return {
        (names[edge["source"]], names.get(edge.get("target"), "battery")): edge["stages"]
        for edge in flows["edges"]
    }


def raw(flows: dict[str, Any], source: str, target: str) -> Decimal:
    """The raw-material burdens of an edge."""
    (row,) = into(flows)[source, target]
    assert (row["stage"], row["credits"]) == ("raw_material", "0")
    return Decimal(row["burdens"])


def test_a_supplier_that_opens_nothing_is_one_block_with_its_size(it: OpenChain) -> None:
    """Its name and country are the recipient's own knowledge; nothing is behind it."""
    it.deliver("refinery", "plant", "50")
    flows = seen(battery_of(it, refinery="50"))
    assert [node for node in flows["nodes"] if "entry" not in node] == [
        {"id": "closed-1"},
        {"id": "closed-2", "firm": "Refinery Ltd", "country": "DE"},
    ]
    assert set(into(flows)) == {
        ("Plant Ltd", "battery"),
        ("others", "battery"),
        ("Refinery Ltd", "Plant Ltd"),
    }
    text = str(flows)
    for name in ("pit", "mine", "works"):
        assert f"{name.title()} Ltd" not in text
        assert it.entries[name] not in text


def test_what_is_opened_is_behind_its_supplier(it: OpenChain) -> None:
    """50 kg of the refinery's at 0.98, of which 0.3 are the mine's, of which 0.1 are the pit's."""
    it.deliver("refinery", "plant", "50", it.opening("refinery", of=("mine",)))
    flows = seen(battery_of(it, refinery="50"))
    assert set(into(flows)) == {
        ("Plant Ltd", "battery"),
        ("others", "battery"),
        ("Refinery Ltd", "Plant Ltd"),
        ("Mine Ltd", "Refinery Ltd"),
        ("Pit Ltd", "Mine Ltd"),
    }
    whole = raw(flows, "Refinery Ltd", "Plant Ltd")
    for source, target, each in (
        ("Mine Ltd", "Refinery Ltd", "0.3"),
        ("Pit Ltd", "Mine Ltd", "0.1"),
    ):
        part = raw(flows, source, target) * Decimal("0.98") / whole
        assert abs(part - Decimal(each)) < Decimal("0.0002")
    assert "Works Ltd" not in str(flows)


def test_a_supplier_opens_to_its_recipient_without_leave_to_pass_on(tmp_path: Path) -> None:
    """The recipient itself sees the rows; `onward` is for its own customers."""
    with open_chain(tmp_path / "other", onward=False) as it:
        it.deliver("mine", "plant", "40", it.opening("mine"), number="M 2")
        flows = seen(battery_of(it, mine="40"))
        assert ("Pit Ltd", "Mine Ltd") in into(flows)


def test_blocks_have_four_digits(it: OpenChain) -> None:
    """Also those of suppliers of suppliers."""
    it.deliver("refinery", "plant", "50", it.opening("refinery"))
    flows = seen(battery_of(it, refinery="37"))
    values = [
        value
        for edge in flows["edges"]
        if edge["source"].startswith("closed-")
        for row in edge["stages"]
        for value in (row["burdens"], row["credits"])
    ]
    assert len(values) >= 10
    assert all(len(value.replace(".", "").strip("0")) <= 4 for value in values)


def test_one_supplier_of_two_kinds_of_goods_is_one_block(it: OpenChain) -> None:
    """The works delivers to the plant and, opened, to the refinery: a direct block, and one behind the refinery."""
    it.deliver("refinery", "plant", "50", it.opening("refinery", of=("works",)))
    it.deliver("works", "plant", "20", number="W 2")
    flows = seen(battery_of(it, refinery="50", works="20"))
    assert ("Works Ltd", "Refinery Ltd") in into(flows)
    assert ("Works Ltd", "Plant Ltd") in into(flows)
    blocks = [node["id"] for node in flows["nodes"] if node.get("firm") == "Works Ltd"]
    assert len(blocks) == 2


def test_an_exact_reader_sees_entries_and_no_blocks(it: OpenChain) -> None:
    """The operator looks into every entry, whatever was opened."""
    it.deliver("refinery", "plant", "50", it.opening("refinery"))
    flows = seen(battery_of(it, refinery="50"), "operator")
    assert flows["exact"]
    assert all(node["id"] == node["entry"] for node in flows["nodes"])
    assert {node["firm"] for node in flows["nodes"]} == {
        f"{name.title()} Ltd" for name in ("pit", "mine", "works", "refinery", "plant", "recycler")
    }


def test_the_figure_arrives(it: OpenChain) -> None:
    """The plant's own part and its blocks add up to the signed total, within their digits."""
    it.deliver("refinery", "plant", "50", it.opening("refinery"))
    flows = seen(battery_of(it, refinery="50"))
    arrived = sum(
        Decimal(row["burdens"]) + Decimal(row["credits"])
        for edge in flows["edges"]
        if "target" not in edge
        for row in edge["stages"]
    )
    assert abs(arrived - Decimal(flows["total"])) < Decimal(flows["total"]) / 2000


def test_under_another_method_no_supplier_is_shown_apart(it: OpenChain) -> None:
    """A factor set of one's own, in which one flow alone counts, would show a supplier's amounts."""
    probe = FACTORS.model_copy(update={"id": "probe"})
    kept = it.world.ledger.keep(probe)
    it.deliver("refinery", "plant", "50", it.opening("refinery"))
    flows = seen(battery_of(it, refinery="50"), factor_sets=(kept,))
    assert [node.get("firm") for node in flows["nodes"]] == ["Plant Ltd", None]


def test_what_a_supplier_does_not_state_is_not_shown(it: OpenChain) -> None:
    """The works delivers to the plant without a figure: it is in the block without a name."""
    it.deliver("works", "plant", "20", figure=None, number="W 2")
    flows = seen(battery_of(it, works="20"))
    assert "Works Ltd" not in str(flows)
    assert ("others", "Plant Ltd") in into(flows)


def test_what_a_supplier_leaves_out_is_not_behind_its_block(it: OpenChain) -> None:
    """The mine lets the pit be passed on, and the refinery opens the mine without it."""
    mine = it.opening("refinery").suppliers[0].model_copy(update={"suppliers": None})
    it.deliver("refinery", "plant", "50", Opening(onward=False, suppliers=(mine,)))
    flows = seen(battery_of(it, refinery="50"))
    assert ("Mine Ltd", "Refinery Ltd") in into(flows)
    assert "Pit Ltd" not in str(flows)
