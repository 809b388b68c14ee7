"""The page of a figure: its states, pictures, tree, and files, as far as its reader may look."""

import re
from threading import Event

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from support.http_api import House
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import attest, calculate, declare
from support.ledger_world import made, replacing
from support.supplier_pages import log_in
from support.supplier_reading import words

from api.web.manufacturer import figure_reading, figure_waiting


def path(statement: str, rest: str = "") -> str:
    """The address of a figure, and of what is below it."""
    return f"/manufacturer/figures/{statement[7:]}{rest}"


def page(client: TestClient, statement: str, rest: str = "") -> Response:
    """A page or file about a figure."""
    answer = client.get(path(statement, rest))
    assert answer.status_code == 200, answer.text
    return answer


def test_the_states_follow_one_another(client: TestClient, chain: BatteryChain) -> None:
    """Nothing is attested or declared at first; then the next step is to declare; then all are in the log."""
    calculation = calculate(chain)
    assert words(page(client, calculation)).count("None yet") == 2
    attest(chain, calculation)
    assert "Declaration Declare" in words(page(client, calculation))
    declaration = declare(chain, calculation)
    shown = words(page(client, declaration))
    assert "None yet" not in shown
    assert shown.count("In the log") == 3


def test_the_figure_is_that_of_the_document(client: TestClient, chain: BatteryChain) -> None:
    """Page, data and PDF state the same digits."""
    calculation = calculate(chain)
    document = page(client, calculation, ".json").json()
    assert document["total"] in words(page(client, calculation))
    assert page(client, calculation, "/document.json").json()["total"] == document["total"]
    assert page(client, calculation, "/document.pdf").content.startswith(b"%PDF")


def test_the_methods_are_named_with_who_added_them(client: TestClient, chain: BatteryChain) -> None:
    """The rulebook that comes with Cradle, and the factor set of the operator, with their digits."""
    shown = page(client, calculate(chain, rulebook=chain.rulebook)).text
    assert f"(comes with Cradle, {chain.rulebook[7:15]})" in shown
    assert f"(added by the operator, {chain.factors[7:15]})" in shown


def test_a_manufacturer_sees_its_sites_and_a_block_a_supplier(
    client: TestClient, chain: BatteryChain
) -> None:
    """The mine's and the recycler's rows stay closed; the auditor's view is said to be deeper."""
    shown = words(page(client, calculate(chain)))
    assert "From your suppliers to the product" in shown
    assert "closed, with everything behind it" in shown
    assert "The auditor sees what is behind a block" in shown
    assert "mine product" not in shown


def test_the_operator_sees_every_site(house: House, chain: BatteryChain) -> None:
    """The tree goes down to the mine."""
    calculation = calculate(chain)
    client = log_in(house, "olga")
    shown = words(page(client, calculation, "?open=all"))
    assert "Extent: all 3 sites" in shown
    assert "mine product" in shown


def test_the_tree_opens_and_closes_by_links(house: House, chain: BatteryChain) -> None:
    """Each link changes one row and keeps the others."""
    calculation = calculate(chain)
    client = log_in(house, "olga")
    closed = tree(page(client, calculation, "?open="))
    assert "mine product" not in closed
    link = re.search(r'href="([^"]*\?open=[0-9.]*)#tree" aria-label="Open plant product"', closed)
    assert link is not None
    opened = tree(client.get(link[1]))
    assert "mine product" in opened
    assert 'aria-label="Close plant product"' in opened


def tree(answer: Response) -> str:
    """The section of the tree."""
    return answer.text.partition('<section id="tree"')[2].partition("</section>")[0]


@pytest.mark.parametrize("opened", ["x", "1..2", "-1", "1" * 5000])
def test_an_address_that_opens_nothing_is_refused(
    client: TestClient, chain: BatteryChain, opened: str
) -> None:
    """One refusal, no failure."""
    assert client.get(path(calculate(chain), f"?open={opened}")).status_code == 422


@pytest.mark.parametrize("picture", ["stages", "flows", "countries"])
def test_a_picture_is_the_same_on_the_page_and_as_a_file(
    client: TestClient, chain: BatteryChain, picture: str
) -> None:
    """One function draws both."""
    calculation = calculate(chain)
    drawn = page(client, calculation, f"/{picture}.svg")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert drawn.text in page(client, calculation).text


def test_the_flows_file_has_every_flow_by_stage(house: House, chain: BatteryChain) -> None:
    """Burdens and credits apart; the sum of what reaches the battery is the figure."""
    calculation = calculate(chain)
    client = log_in(house, "olga")
    table = page(client, calculation, "/flows.csv").text.splitlines()
    assert table[0].lstrip("\ufeff") == "source,source_country,target,smaller,stage,burdens,credits"
    assert any(row.startswith("mine product") for row in table)


def test_a_corrected_figure_shows_its_difference_by_cause(
    client: TestClient, chain: BatteryChain
) -> None:
    """The calculation that replaces another; what a supplier changed is closed to the manufacturer."""
    first = calculate(chain)
    world, mine = chain.world, chain.mine
    world.enter(mine, [made(mine)], inputs=[power("120")], supersedes=replacing(chain.mined))
    second = calculate(chain, supersedes=replacing(first))
    shown = words(page(client, second))
    assert "Difference to the last one From" in shown
    assert "closed to you" in shown
    assert "Superseded" in words(page(client, first))


def test_other_rulebooks_stand_beside_the_figures_own(
    client: TestClient, chain: BatteryChain
) -> None:
    """Those that give no figure are counted with their reason."""
    shown = words(page(client, calculate(chain)))
    assert "The same data by another rule" in shown
    assert "study-full-substitution-1" in shown


def test_the_bundle_is_the_readers_own(house: House, chain: BatteryChain) -> None:
    """The manufacturer gets its own; another audience's is refused."""
    calculation = calculate(chain)
    client = log_in(house, "paul")
    own = page(client, calculation, ".bundle")
    assert "-manufacturer.bundle" in own.headers["content-disposition"]
    assert client.get(path(calculation, ".bundle?audience=auditor")).status_code == 403


def test_the_verdict_says_who_recomputed_and_what_it_does_not_say(
    client: TestClient, chain: BatteryChain
) -> None:
    """This server, under its own policy."""
    shown = words(page(client, calculate(chain)))
    assert "Verified: recomputed from signed data" in shown
    assert "under its own policy" in shown
    assert "Not checked by this" in shown


def test_a_long_chain_opens_by_its_signed_stages(
    client: TestClient, chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the rest is computed, the page says so and asks again by itself; then it opens whole."""
    calculation = calculate(chain)
    going_on = Event()
    real = figure_waiting.warm
    monkeypatch.setattr(figure_waiting, "PATIENCE", 0.01)
    monkeypatch.setattr(figure_waiting, "warm", lambda *parts: going_on.wait(10) and real(*parts))
    for rest in ("", "/choices", "/readiness"):
        waiting = page(client, calculation, rest)
        assert waiting.headers["refresh"] == "2"
        assert "These are the signed values." in words(waiting)
        assert "Raw material" in words(waiting)
    going_on.set()
    monkeypatch.setattr(figure_waiting, "PATIENCE", 10.0)
    assert "What it is made of" in words(page(client, calculation))


def test_comparisons_of_a_long_chain_are_made_on_request(
    client: TestClient, chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes as long as the figure itself; so does the verifier."""
    calculation = calculate(chain)
    monkeypatch.setattr(figure_reading, "AT_ONCE", 0)
    shown = words(page(client, calculation))
    assert "Many entries are behind this figure, so this is computed on request." in shown
    assert "Not recomputed here yet" in shown
    assert "study-full-substitution-1" in words(page(client, calculation, "?compare=yes"))
    assert "Verified: recomputed from signed data" in words(
        page(client, calculation, "?verify=yes")
    )


def test_another_firm_sees_no_figure(house: House, chain: BatteryChain) -> None:
    """A supplier gets the answer for what does not exist, on the page and for each file."""
    calculation = calculate(chain)
    client = log_in(house, "rita")
    for rest in ("", ".json", "/flows.json", "/flows.svg", "/document.pdf", ".bundle"):
        assert client.get(path(calculation, rest)).status_code in {403, 404}, rest
