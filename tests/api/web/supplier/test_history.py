"""The pages about what a supplier stated: its history, readings of its data, corrections and withdrawals."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from support.http_api import NOW, House
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made, taken
from support.supplier_pages import log_in
from support.supplier_reading import mine_of, open_all_pages, words

from api.web.supplier.history import MOST
from ledger.append.submit import submit
from ledger.service.access.drafts import list_drafts, read_draft
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.state.drafting import Draft, sign_draft
from schemas.signed.delivery import Withdrawal
from schemas.signed.entry import Site
from schemas.vocabulary import CredentialKind, Role


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery, with their persons."""
    return open_all_pages(chain)


def test_all_statements_are_listed_in_the_order_of_the_log(
    house: House, chain: BatteryChain
) -> None:
    """State, position and readers; the data are those of `GET /v1/history`."""
    later = chain.world.represent(chain.mine, chain.mined, chain.recycler)
    chain.world.withdraw(chain.mine, chain.shipped)
    log_in(house, "anna")
    page = house.client.get("/supplier/history")
    places = [page.text.index(f"/statements/{name[7:]}") for name in (chain.mined, later)]
    assert places == sorted(places)
    text = words(page)
    assert "Entry: mine product, 100 kg" in text
    assert "Delivery: mine product to Recycler Ltd" in text
    assert "Plant Ltd (the goods, not the recipe)" in text
    assert "Recycler Ltd (the delivery)" in text
    assert "Withdrawn" in text
    assert "entered in error" in text
    data = house.client.get("/supplier/history.json").json()
    assert data == house.client.get("/v1/history", headers=house.as_("mine")).json()


def test_only_live_entries_and_deliveries_lead_to_a_change(
    house: House, chain: BatteryChain
) -> None:
    """A withdrawn delivery keeps its receipt alone."""
    chain.world.withdraw(chain.mine, chain.shipped)
    log_in(house, "anna")
    page = house.client.get("/supplier/history").text
    for way in ("correct", "withdraw"):
        assert f"/supplier/history/{chain.mined[7:]}/{way}" in page
        assert f"/supplier/history/{chain.shipped[7:]}/{way}" not in page
        closed = house.client.get(f"/supplier/history/{chain.shipped[7:]}/{way}")
        assert "no longer live" in words(closed)
        assert "<form method" not in closed.text.partition("<main")[2]


def test_the_table_is_a_csv_file(house: House, chain: BatteryChain) -> None:
    """One row for each line of goods, with the readers."""
    log_in(house, "anna")
    answer = house.client.get("/supplier/history.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [chain.mined, chain.shipped]
    assert rows[0]["readers"] == "Plant Ltd (goods)"
    assert rows[1]["recipient"] == "Plant Ltd"


def test_nobody_has_read_yet(house: House) -> None:
    """The empty section says what would be listed."""
    log_in(house, "anna")
    assert (
        "No one yet. Every reading of your entries and deliveries is listed here before it is "
        "answered: who, when, and which parts."
    ) in words(house.client.get("/supplier/history"))
    assert house.client.get("/supplier/readings.json").json() == {"rows": [], "more": False}


def test_each_reading_is_listed_with_who_when_and_which_parts(
    house: House, chain: BatteryChain
) -> None:
    """The reader's name, the time in UTC, the parts in words; the firm's own reading is not among them."""
    path = f"/v1/entries/{chain.mined}"
    assert house.client.get(path, headers=house.as_("plant")).is_success
    assert house.client.get(path, headers=house.as_("mine")).is_success
    log_in(house, "anna")
    text = words(house.client.get("/supplier/history"))
    at = datetime.fromtimestamp(NOW, UTC)
    assert f"{at:%Y-%m-%d %H:%M} UTC Plant opened the product {chain.mined[7:19]}" in text
    (row,) = house.client.get("/supplier/readings.json").json()["rows"]
    assert row == {
        "at": NOW,
        "organisation": "plant",
        "name": "Plant",
        "action": "read",
        "subject": chain.mined,
        "detail": "product",
    }
    table = house.client.get("/supplier/readings.csv").content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(table))
    assert (line["at"], line["name"]) == (f"{at:%Y-%m-%dT%H:%M:%SZ}", "Plant")


def test_the_page_shows_what_the_api_shows(house: House, chain: BatteryChain) -> None:
    """Every name of a reader on the page is in the caller's own journal over the API."""
    house.client.get(f"/v1/deliveries/{chain.shipped}", headers=house.as_("operator"))
    house.client.get(f"/v1/entries/{chain.mined}", headers=house.as_("plant"))
    log_in(house, "anna")
    shown = house.client.get("/supplier/readings.json").json()["rows"]
    items = house.client.get("/v1/journal", headers=house.as_("mine")).json()["items"]
    assert shown == [{k: v for k, v in row.items() if k != "owner"} for row in items]
    assert {row["name"] for row in shown} == {"Operator", "Plant"}


def test_a_bundle_is_counted_in_words(house: House, chain: BatteryChain) -> None:
    """A reading of several statements says how many, and which parts, in the page's language."""
    named = chain.world.submit(chain.calculation(), chain.plant.working).id
    assert house.client.get(f"/v1/bundles/{named}", headers=house.as_("plant")).is_success
    log_in(house, "anna")
    text = words(house.client.get("/supplier/history?lang=de"))
    assert "in einem Bündel geholt die Aussage, das Produkt von 2 Aussagen" in text


def test_the_newest_readings_are_shown_and_the_rest_are_named(
    house: House, chain: BatteryChain
) -> None:
    """A page is bounded; the table says where the others are."""
    plant = Principal(
        "p", CredentialKind.SCRIPT, "plant", chain.plant.id, frozenset({Role.MANUFACTURER})
    )
    done = [AccessRecord("read", chain.mined, chain.mine.id, f"part {n}") for n in range(MOST + 1)]
    note(house.context.ledger.store, plant, NOW, done)
    log_in(house, "anna")
    page = house.client.get("/supplier/history")
    assert f"part {MOST}" in page.text
    assert "part 0<" not in page.text
    assert "The 100 newest readings" in page.text
    assert len(house.client.get("/supplier/readings.json").json()["rows"]) == MOST + 1


def test_a_correction_shows_what_rests_on_an_entry(house: House, chain: BatteryChain) -> None:
    """Own deliveries and their customers, own entries behind them; then the ways to correct."""
    log_in(house, "anna")
    page = house.client.get(f"/supplier/history/{chain.mined[7:]}/correct")
    text = words(page)
    assert "1 of your live statements rests on it." in text
    assert "Plant Ltd" in text
    assert f"/supplier/submit?supersedes={chain.mined[7:]}" in page.text
    assert f"/supplier/form?supersedes={chain.mined[7:]}" in page.text
    data = house.client.get(f"/supplier/history/{chain.mined[7:]}/correct.json").json()
    assert [row["id"] for row in data["dependents"]] == [chain.shipped]
    assert data["customers"] == ["Plant Ltd"]


def test_a_delivery_is_corrected_in_its_form(house: House, chain: BatteryChain) -> None:
    """The page leads to the form of a delivery, filled in."""
    log_in(house, "anna")
    page = house.client.get(f"/supplier/history/{chain.shipped[7:]}/correct")
    address = f"/supplier/deliveries/new?supersedes={chain.shipped[7:]}"
    assert f'href="{address}"' in page.text
    assert house.client.get(address).status_code == 200


def test_what_customers_made_of_it_is_not_shown(house: House, chain: BatteryChain) -> None:
    """The customer's entry, its calculation and a stranger's use of the goods stay unknown to the supplier."""
    calculated = chain.world.submit(chain.calculation(), chain.plant.working).id
    ore = chain.world.deliver(chain.plant, chain.packs, chain.recycler, amount="1")
    site = Site(code="r-2", country="SE")
    chain.world.enter(
        chain.recycler,
        [made(chain.recycler)],
        inputs=[taken(ore, "1"), power("5")],
        site=site,
    )
    log_in(house, "anna")
    for way in ("correct", "withdraw"):
        for ending in ("", ".json"):
            page = house.client.get(f"/supplier/history/{chain.mined[7:]}/{way}{ending}").text
            for hidden in (calculated[7:], chain.packs[7:], ore[7:], "Recycler", "plant product"):
                assert hidden not in page


def test_a_withdrawal_becomes_a_draft_that_the_ledger_accepts(
    house: House, chain: BatteryChain
) -> None:
    """The reason is asked; the draft has the withdrawal's own members, and signed it enters the log."""
    log_in(house, "anna")
    path = f"/supplier/history/{chain.shipped[7:]}/withdraw"
    page = words(house.client.get(path))
    assert "Figures of customers that used such a delivery can no longer be computed." in page
    answer = house.client.post(path, data={"reason": "new_data"})
    (head,) = list_drafts(house.context.ledger.store, mine_of(chain))
    draft = read_draft(house.context.ledger.store, mine_of(chain), head.id)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/drafts/{draft.id}/sign"
    members = json.loads(draft.content)
    assert (draft.form, members) == (
        "withdrawal",
        {"withdraws": chain.shipped, "reason": "new_data"},
    )
    added = {"origin": chain.world.ledger.origin, "issuer": chain.mine.id, "nonce": "a" * 32}
    withdrawal = Withdrawal.parse(json.dumps(members | added).encode())
    submit(chain.world.ledger, sign_draft(Draft(withdrawal), [chain.mine.working]))
    again = house.client.post(path, data={"reason": "new_data"})
    assert (again.status_code, "withdrawal.withdrawn" in again.text) == (422, True)


@pytest.mark.parametrize("sent", [{}, {"reason": "because"}])
def test_a_withdrawal_without_a_reason_is_shown_again(
    house: House, chain: BatteryChain, sent: dict[str, str]
) -> None:
    """The sentence stands in the box and at the field, in the page's language; nothing is kept."""
    log_in(house, "anna")
    path = f"/supplier/history/{chain.shipped[7:]}/withdraw?lang=de"
    answer = house.client.post(path, data=sent)
    assert (answer.status_code, answer.text.count("Der Grund fehlt")) == (422, 2)
    assert 'href="#reason"' in answer.text
    assert list_drafts(house.context.ledger.store, mine_of(chain)) == ()


def test_the_form_of_another_site_withdraws_nothing(house: House, chain: BatteryChain) -> None:
    """A page of another site cannot keep a withdrawal in a person's name."""
    log_in(house, "anna")
    crossed = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
    path = f"/supplier/history/{chain.shipped[7:]}/withdraw"
    answer = house.client.post(path, data={"reason": "correction"}, headers=crossed)
    assert (answer.status_code, "login.cross_site" in answer.text) == (403, True)
    assert list_drafts(house.context.ledger.store, mine_of(chain)) == ()


@pytest.mark.parametrize("user", ["rita", "paul"])
def test_another_firms_statement_is_as_one_that_does_not_exist(
    house: House, chain: BatteryChain, user: str
) -> None:
    """A recipient and another supplier find neither pages nor names, and can keep nothing."""
    log_in(house, user)
    for digits in (chain.mined[7:], chain.shipped[7:], "0" * 64):
        for way in ("correct", "correct.json", "withdraw", "withdraw.json"):
            answer = house.client.get(f"/supplier/history/{digits}/{way}")
            assert (answer.status_code, "statement.unknown" in answer.text) == (404, True)
            assert "mine product" not in answer.text
        path = f"/supplier/history/{digits}/withdraw"
        sent = house.client.post(path, data={"reason": "correction"})
        assert sent.status_code == 404
    assert "mine product" not in house.client.get("/supplier/history").text
    assert chain.mined[7:] not in house.client.get("/supplier/readings.json").text


def test_a_firm_that_is_not_registered_reads_why(house: House) -> None:
    """There is no history before a registration."""
    log_in(house, "nemo")
    for path in ("/supplier/history", "/supplier/deliveries", "/supplier/readings.json"):
        answer = house.client.get(path)
        assert (answer.status_code, "access.unregistered" in answer.text) == (403, True)


def test_an_empty_history_says_what_it_would_list(house: House) -> None:
    """A registered firm without statements reads so."""
    house.open_person("vera", "auditor", Role.SUPPLIER)
    log_in(house, "vera")
    assert "Your firm has stated nothing yet." in words(house.client.get("/supplier/history"))
