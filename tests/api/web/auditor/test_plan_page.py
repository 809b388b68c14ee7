"""The auditor's page of the way down: sets, prices, and the words that ask for the papers."""

import re
from html import unescape

import pytest
from support.auditor_pages import CaseWorld, engage_for, open_cases
from support.desks import operator_desk
from support.ledger_battery import BatteryChain
from support.ledger_blend import deliver_blend
from support.supplier_reading import words


@pytest.fixture
def world(chain: BatteryChain) -> CaseWorld:
    """The auditor with two cases."""
    return open_cases(chain)


def test_the_page_has_the_digits_of_the_question(world: CaseWorld) -> None:
    """The sets, and each line with its share."""
    shown = words(world.client.get(f"{world.root}/plan"))
    found = operator_desk(world.house.context.ledger).plan(world.calculation)
    data = world.client.get(f"{world.root}/plan.json").json()
    assert data["sets"] == [one.to_json() for one in found.sets]
    for one in found.sets:
        assert f"{one.percent} % {one.choices} {one.conservative} {one.above} %" in shown
    for row in found.lines:
        assert f"{row.choice.effect} {row.percent} %" in shown


def test_each_line_has_the_words_that_ask_its_issuer(world: CaseWorld) -> None:
    """Its own choice and what settles it, and nothing of another firm."""
    page = world.client.get(f"{world.root}/plan").text
    lines = operator_desk(world.house.context.ledger).plan(world.calculation).lines
    asked = [unescape(text) for text in re.findall(r'data-copy="([^"]*Please show[^"]*)"', page)]
    assert len(asked) == len(lines)
    for row, text in zip(lines, asked, strict=True):
        assert text.startswith(f"{row.firm}: ")
        assert row.settled_by in text
        assert str(row.choice.id) in text
        others = {other.firm for other in lines} - {row.firm}
        assert not any(str(firm) in text for firm in others)


def test_prices_are_a_part_of_the_address(world: CaseWorld) -> None:
    """Euros per per cent, and the price of each set; one price alone is refused."""
    shown = words(world.client.get(f"{world.root}/plan?documents=400&site_visit=3000"))
    assert "Price per %" in shown
    assert re.search(r"\d+ EUR", shown)
    for query in ("documents=400", "documents=400&site_visit=x"):
        refused = world.client.get(f"{world.root}/plan?{query}")
        assert refused.status_code == 422
        assert "plan.prices" in refused.text


def test_a_delivery_has_a_plan_of_its_own_figure(chain: BatteryChain) -> None:
    """The same answer as the question; one that states no figure has none."""
    blend = deliver_blend(chain)
    world = open_cases(chain)
    engage_for(chain, blend.delivery)
    root = f"/auditor/cases/{blend.delivery[7:]}"
    shown = words(world.client.get(f"{root}/plan"))
    found = operator_desk(world.house.context.ledger).plan(blend.delivery)
    assert world.client.get(f"{root}/plan.json").json()["sets"] == [
        it.to_json() for it in found.sets
    ]
    assert "kg CO₂e per unit of the goods" in shown
    assert all(row.choice.code in shown for row in found.lines)
    page = world.client.get(f"/auditor/cases/{chain.shipped[7:]}/plan")
    assert "plan.no_figure" in page.text
