"""The section with the objections to a firm's own statements: who contests what, on which ground, and the state."""

from importlib.resources import files

from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.ledger_objections import answer, objection
from support.ledger_world import Party
from support.manufacturer_pages import open_plant
from support.supplier_pages import log_in
from support.supplier_reading import open_all_pages, words

from ledger.translations.documents import texts
from schemas.signed.objection import Ground

SECTION = 'id="objections"'


def contest(chain: BatteryChain, by: Party, subject: str, **parts: object) -> str:
    """Submit an objection; return its id."""
    return chain.world.submit(objection(chain.world, by, subject, **parts), by.working).id


def test_a_supplier_sees_who_contests_what(chain: BatteryChain) -> None:
    """The newest comes first: its ground, row and reason, and until when an answer is asked for."""
    house: House = open_all_pages(chain)
    log_in(house, "anna")
    assert SECTION not in house.client.get("/supplier/history").text
    first = contest(chain, chain.recycler, chain.mined, reason="An <b>old</b> meter")
    chain.world.submit(answer(chain.world, chain.mine, first), chain.mine.working)
    contest(chain, chain.plant, chain.shipped, ground=Ground.ORIGIN)
    gone = contest(chain, chain.plant, chain.mined, row="inputs/0")
    chain.world.withdraw(chain.plant, gone)
    chain.world.withdraw(chain.mine, chain.shipped)
    page = house.client.get("/supplier/history")
    text = words(page)
    assert "Objections to your statements" in text
    assert "Not answered" in text
    assert "an answer is asked for by 2026-03-01; the statement was replaced or withdrawn" in text
    assert "Recycler Ltd" in text
    assert "Amount, inputs/0" in text
    assert "The meter was read by a third party" in text
    assert "An &lt;b&gt;old&lt;/b&gt; meter" in page.text
    assert page.text.index("Withdrawn</span>") < page.text.index("Rejected</span>")


def test_a_manufacturer_sees_objections_to_its_figures(chain: BatteryChain) -> None:
    """They are beside what is stale and due; those to a supplier's entry are the supplier's."""
    house = open_plant(chain)
    contest(chain, chain.recycler, chain.mined)
    assert SECTION not in house.client.get("/manufacturer/stale").text
    contest(chain, chain.recycler, calculate(chain), ground=Ground.BOUNDARY)
    text = words(house.client.get("/manufacturer/stale"))
    assert "Objections to your statements" in text
    assert "Boundary" in text


def test_an_objection_of_ones_own_can_be_taken_back(chain: BatteryChain) -> None:
    """The history leads to its withdrawal, as for an entry."""
    house = open_all_pages(chain)
    first = contest(chain, chain.mine, chain.treated)
    log_in(house, "anna")
    page = house.client.get("/supplier/history")
    assert "Objection" in words(page)
    assert f"/supplier/history/{first[7:]}/withdraw" in page.text
    assert house.client.get(f"/supplier/history/{first[7:]}/withdraw").status_code == 200


def test_every_word_is_in_three_languages_and_used() -> None:
    """The template and the code name all texts of the section."""
    listed = texts("objections")
    assert all(set(row) == {"en", "de", "zh"} for row in listed.values())
    web = files("api.web")
    code = web.joinpath("templates", "objections.html").read_text("utf-8")
    code += web.joinpath("objections.py").read_text("utf-8")
    made = {f"ground.{ground.value}" for ground in Ground}
    made |= {f"state.{state}" for state in ("open", "accepted", "rejected", "withdrawn")}
    assert {key for key in listed if f'"objections.{key}"' not in code} == made
