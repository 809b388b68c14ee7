"""A supplier's page of the way down in a delivery: its own rows, what settles each, and who asks."""

import pytest
from support.ledger_battery import BatteryChain
from support.ledger_blend import Blend, deliver_blend
from support.ledger_world import YEAR
from support.supplier_pages import House, log_in, open_pages
from support.supplier_reading import words

from schemas.views.plan import SettlingPlan


@pytest.fixture
def blend(chain: BatteryChain) -> Blend:
    """A delivery of the mine that states a figure."""
    return deliver_blend(chain)


@pytest.fixture
def house(chain: BatteryChain, blend: Blend) -> House:
    """The server, with a person of the mine and one of the recycler."""
    assert blend
    return open_pages(chain)


def page_of(delivery: str, rest: str = "") -> str:
    """The address of the page of a delivery."""
    return f"/supplier/deliveries/{delivery[7:]}/plan{rest}"


def test_the_firm_reads_its_own_choices_with_what_settles_each(
    chain: BatteryChain, blend: Blend, house: House
) -> None:
    """In words, with the papers; nothing of what is behind the goods that it bought, and no conservative figure."""
    client = log_in(house, "anna")
    shown = words(client.get(page_of(blend.delivery)))
    plan = SettlingPlan.parse(client.get(page_of(blend.delivery, ".json")).content)
    assert plan.lines
    assert plan.unpriced
    for row in (*plan.lines, *plan.unpriced):
        assert row.choice.by == chain.mine.id
        assert row.settled_by in shown
        assert row.choice.code in shown
    assert "Recycler" not in shown
    assert "Conservative," not in shown
    assert "kg CO₂e per unit of the goods" in shown
    assert plan.lines[0].choice.code in client.get(page_of(blend.delivery, ".csv")).text


def test_the_list_of_deliveries_leads_to_it(blend: Blend, house: House) -> None:
    """From a delivery with a figure; one without has no plan."""
    listed = log_in(house, "anna").get("/supplier/deliveries").text
    assert page_of(blend.delivery) in listed
    assert listed.count("/plan") == 1


def test_what_the_customer_asks_is_listed(chain: BatteryChain, blend: Blend, house: House) -> None:
    """The recipient's requests for papers on the product; not those for a delivery, or for other goods."""
    client = log_in(house, "anna")
    assert "has no request" in words(client.get(page_of(blend.delivery)))
    asked = {"participant": chain.mine.id, "due": "2026-12-31", "period": YEAR.to_json()}
    for product, reference, wants in (
        ("urn:test:mine", "Energy bills", "papers"),
        ("urn:test:mine", "Next year's goods", None),
        ("urn:test:ore", "Other goods", "papers"),
    ):
        body = {**asked, "product": product, "reference": reference, "wants": wants}
        answer = client.post("/v1/requests", json=body, headers=house.as_("plant"))
        assert answer.status_code == 201, answer.text
    shown = words(client.get(page_of(blend.delivery)))
    assert "Energy bills due 2026-12-31" in shown
    assert "Next year's goods" not in shown
    assert "Other goods" not in shown


@pytest.mark.parametrize("language", ["de", "zh"])
def test_the_page_has_all_languages(blend: Blend, house: House, language: str) -> None:
    """No key is shown in place of a word."""
    page = log_in(house, "anna").get(page_of(blend.delivery, f"?lang={language}"))
    assert page.status_code == 200
    assert "plan.own" not in words(page)


def test_another_firm_reads_no_plan(chain: BatteryChain, blend: Blend, house: House) -> None:
    """Not the recycler behind the goods, and nobody of an entry or of a delivery without a figure."""
    client = log_in(house, "rita")
    for name in (blend.delivery, blend.entry):
        assert client.get(page_of(name)).status_code == 404
    without = log_in(house, "anna").get(page_of(chain.shipped))
    assert "plan.no_figure" in without.text
