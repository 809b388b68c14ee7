"""A new delivery, or the correction of one: the form, the preview, and the draft that is signed next."""

import html
import json
import re

import pytest
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.supplier_pages import log_in
from support.supplier_reading import mine_of, open_all_pages, words

from ledger.append.submit import submit
from ledger.service.access.drafts import list_drafts, read_draft
from ledger.state.drafting import Draft, sign_draft
from ledger.translations.languages import LANGUAGES, Language
from schemas.signed.delivery import Delivery
from schemas.vocabulary import Role

NEW, PREVIEW = "/supplier/deliveries/new", "/supplier/deliveries/preview"


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery, with their persons."""
    return open_all_pages(chain)


def typed(chain: BatteryChain, **fields: object) -> dict[str, object]:
    """A form that is filled in: 12.5 kg to the plant with a figure; `fields` replace members."""
    usual: dict[str, object] = {
        "goods": f"{chain.mined[7:]}:main",
        "to": chain.plant.id[7:],
        "number": "LS-4711",
        "use": "physical",
        "amount": "12.5",
        "rulebook": chain.rulebook,
        "factor_set": [chain.factors],
        "opened": "1",
    }
    return usual | fields


def test_another_firms_goods_cannot_be_delivered(house: House, chain: BatteryChain) -> None:
    """Goods of an entry of another firm are answered like goods of no entry, in preview and keeping."""
    log_in(house, "rita")
    for digits in (chain.mined[7:], "0" * 64):
        asked = typed(chain, goods=f"{digits}:main")
        assert house.client.get(PREVIEW, params=asked).status_code == 404
        kept = house.client.post(NEW, data=asked | {"seen": "0.5"})
        assert (kept.status_code, "mine product" in kept.text) == (404, False)


def test_the_form_offers_own_goods_and_registered_customers(
    house: House, chain: BatteryChain
) -> None:
    """Neither goods of others nor the firm itself are among them."""
    log_in(house, "anna")
    offered = house.client.get(f"{NEW}.json").json()
    assert [value for value, _ in offered["goods"]] == [f"{chain.mined[7:]}:main"]
    customers = dict(offered["customers"])
    assert customers[chain.plant.id[7:]].startswith("Plant Ltd, SE (")
    assert chain.mine.id[7:] not in customers
    found = house.client.get(f"{NEW}.json?find=RECYC").json()["customers"]
    assert [value for value, _ in found] == [chain.recycler.id[7:]]


def test_a_request_fills_the_form_in(house: House, chain: BatteryChain) -> None:
    """Customer, amount and goods of the period come from the request; another firm's request is unknown."""
    asked = {
        "reference": "R-1",
        "participant": chain.mine.id,
        "product": "urn:test:mine",
        "amount": "1.5",
        "unit": "kg",
        "period": {"start": "2025-06-01", "end": "2026-06-01"},
        "due": "2026-01-31",
    }
    made = house.client.post("/v1/requests", json=asked, headers=house.as_("plant")).json()
    log_in(house, "anna")
    filled = house.client.get(f"{NEW}.json?request={made['id']}&lang=de").json()["filled"]
    assert (filled["to"], filled["goods"], filled["amount"]) == (
        chain.plant.id[7:],
        f"{chain.mined[7:]}:main",
        "1,5",
    )
    assert "R-1" in words(house.client.get(NEW, params={"request": made["id"]}))
    sent = typed(chain, request=made["id"], seen="0.5")
    kept = house.client.post(NEW, data=sent)
    assert kept.headers["location"].endswith(f"/sign?request={made['id']}")
    for user in ("rita", "paul"):
        log_in(house, user)
        answer = house.client.get(NEW, params={"request": made["id"]})
        assert (answer.status_code, "R-1" in answer.text) == (404, False)


def test_the_preview_shows_what_the_customer_will_see(house: House, chain: BatteryChain) -> None:
    """The figure is that of `POST /v1/previews`, with its stages, before any draft is kept."""
    asked = {"entry": chain.mined, "rulebook": chain.rulebook, "factor_sets": [chain.factors]}
    figure = house.client.post("/v1/previews", json=asked, headers=house.as_("mine")).json()
    log_in(house, "anna")
    page = house.client.get(PREVIEW, params=typed(chain))
    text = words(page)
    assert page.status_code == 200
    assert "This is what your customer will see" in text
    assert re.search(r"Raw material acquisition and pre-processing\s+0\.5\s+none", text)
    assert list_drafts(house.context.ledger.store, mine_of(chain)) == ()
    data = house.client.get(f"{PREVIEW}.json", params=typed(chain)).json()
    assert data["delivery"]["figure"] == figure


@pytest.mark.parametrize(
    ("language", "written", "note"),
    [
        ("de", "1,5", "1,5 gelesen als 1.5"),
        ("en", "1,5", "1,5 read as 1.5"),
        ("zh", "1.50", "1.50 读作 1.5"),
    ],
)
def test_an_amount_is_read_as_the_language_writes_it(
    house: House, chain: BatteryChain, language: Language, written: str, note: str
) -> None:
    """The page shows how it was read; the statement has a point."""
    log_in(house, "anna")
    asked = typed(chain, amount=written, lang=language)
    assert note in words(house.client.get(PREVIEW, params=asked))
    data = house.client.get(f"{PREVIEW}.json", params=asked).json()
    assert data["delivery"]["amount"] == "1.5"


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"number": ""}, "number", "schema.missing"),
        ({"to": ""}, "to", "schema.missing"),
        ({"goods": ""}, "goods", "schema.missing"),
        ({"factor_set": []}, "factor_set", "schema.missing"),
        ({"rulebook": ""}, "rulebook", "schema.missing"),
        ({"use": "representative"}, "valid_until", "schema.missing"),
        ({"use": "representative", "valid_until": "soon"}, "valid_until", "date.grammar"),
        ({"amount": "many"}, "amount", "number.text"),
        ({"amount": "5 %"}, "amount", "number.percent"),
        ({"amount": "-5"}, "amount", "quantity.positive"),
        ({"amount": "5 kg"}, "amount", "number.unit"),
        ({"amount": "41"}, "amount", "delivery.above_output"),
        ({"to": "0" * 64}, "to", "delivery.recipient"),
        ({"to": "x"}, "to", "digest.grammar"),
        ({"rulebook": "sha256:" + "0" * 64}, "rulebook", "rulebook.unknown"),
    ],
)
@pytest.mark.parametrize("way", ["preview", "keep"])
def test_a_wrong_field_is_shown_with_what_was_typed(
    house: House, chain: BatteryChain, way: str, fields: dict[str, object], field: str, code: str
) -> None:
    """The box and the field have the sentence; the form keeps the rest; nothing is kept as a draft."""
    log_in(house, "anna")
    asked = typed(chain, **fields)
    if way == "preview":
        answer = house.client.get(PREVIEW, params=asked)
    else:
        answer = house.client.post(NEW, data=asked | {"seen": ""})
    assert (answer.status_code, code in answer.text) == (422, True), answer.text
    assert "<title>Error: " in answer.text
    assert f'<a href="#{field}"' in answer.text
    assert f'id="{field}-wrong"' in answer.text
    assert f'aria-describedby="{field}-wrong' in answer.text
    assert f'value="{asked["number"]}"' in answer.text
    assert list_drafts(house.context.ledger.store, mine_of(chain)) == ()


def test_a_second_delivery_under_one_number_is_refused_before_it_is_signed(
    house: House, chain: BatteryChain
) -> None:
    """The rules of the ledger judge the form."""
    chain.world.deliver(chain.mine, chain.mined, chain.plant, number="LS-4711", amount="1")
    log_in(house, "anna")
    answer = house.client.get(PREVIEW, params=typed(chain))
    assert (answer.status_code, "delivery.repeated" in answer.text) == (422, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kept_delivery_is_a_draft_that_the_ledger_accepts(
    house: House, chain: BatteryChain, language: Language
) -> None:
    """The draft has the delivery's own members; signed, it enters the log with the previewed figure."""
    log_in(house, "anna")
    shown = house.client.get(PREVIEW, params=typed(chain, lang=language)).text
    sent = [
        (html.unescape(name), html.unescape(value))
        for name, value in re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)">', shown
        )
    ]
    fields: dict[str, list[str]] = {}
    for name, value in sent:
        fields.setdefault(name, []).append(value)
    answer = house.client.post(NEW, data=fields)
    assert answer.status_code == 303, answer.text
    found = re.fullmatch(r"/drafts/([0-9a-f]{32})/sign", answer.headers["location"])
    assert found is not None
    draft = read_draft(house.context.ledger.store, mine_of(chain), found[1])
    members = json.loads(draft.content)
    assert (draft.form, "LS-4711" in draft.title) == ("delivery", True)
    assert members.keys().isdisjoint({"origin", "issuer", "nonce"})
    added = {"origin": chain.world.ledger.origin, "issuer": chain.mine.id, "nonce": "a" * 32}
    delivery = Delivery.parse(json.dumps(members | added).encode())
    assert delivery.figure is not None
    signed = sign_draft(Draft(delivery), [chain.mine.working])
    assert submit(chain.world.ledger, signed).id == Draft(delivery).id


def test_methods_are_those_that_are_ticked_and_of_the_figure(
    house: House, chain: BatteryChain
) -> None:
    """A correction keeps them: left out, the goods would be valued by others than was signed."""
    log_in(house, "anna")
    offered = house.client.get(f"{NEW}.json").json()
    other = next(value for value, _ in offered["rulebooks"] if value != chain.rulebook)
    asked = typed(chain, method=[other])
    stated = house.client.get(f"{PREVIEW}.json", params=asked).json()["delivery"]
    assert stated["methods"] == sorted([other, chain.rulebook, chain.factors])
    assert "May be valued by" in words(house.client.get(PREVIEW, params=asked))
    assert (
        "methods" not in house.client.get(f"{PREVIEW}.json", params=typed(chain)).json()["delivery"]
    )
    added = {"origin": chain.world.ledger.origin, "issuer": chain.mine.id, "nonce": "a" * 32}
    draft = Draft(Delivery.parse(json.dumps(stated | added).encode()))
    name = submit(chain.world.ledger, sign_draft(draft, [chain.mine.working])).id
    filled = house.client.get(f"{NEW}.json?supersedes={name[7:]}").json()["filled"]
    assert filled["method"] == stated["methods"]


def test_a_figure_that_has_changed_since_the_preview_is_shown_again(
    house: House, chain: BatteryChain
) -> None:
    """A draft never has a figure that its person has not seen."""
    log_in(house, "anna")
    answer = house.client.post(NEW, data=typed(chain) | {"seen": "0.4"})
    assert (answer.status_code, "has changed since" in answer.text) == (409, True)
    assert list_drafts(house.context.ledger.store, mine_of(chain)) == ()


def test_a_correction_keeps_goods_customer_and_sort(house: House, chain: BatteryChain) -> None:
    """The form is filled in with the delivery; the correction is a draft that supersedes it."""
    log_in(house, "anna")
    digits = chain.shipped[7:]
    offered = house.client.get(f"{NEW}.json?supersedes={digits}").json()
    assert [value for value, _ in offered["customers"]] == [chain.plant.id[7:]]
    assert (offered["filled"]["amount"], offered["filled"]["use"]) == ("60", "physical")
    page = house.client.get(NEW, params={"supersedes": digits})
    assert 'name="supersedes"' in page.text
    assert "representative" not in page.text
    corrected = {
        **offered["filled"],
        "amount": "50",
        "supersedes": digits,
        "reason": "correction",
        "seen": "",
    }
    assert "schema.missing" in house.client.get(PREVIEW, params=corrected | {"reason": ""}).text
    answer = house.client.post(NEW, data=corrected)
    assert answer.status_code == 303, answer.text
    (head,) = list_drafts(house.context.ledger.store, mine_of(chain))
    draft = read_draft(house.context.ledger.store, mine_of(chain), head.id)
    assert json.loads(draft.content)["supersedes"] == {"id": chain.shipped, "reason": "correction"}


def test_a_form_of_another_site_keeps_nothing(house: House, chain: BatteryChain) -> None:
    """A page of another site cannot keep a draft in a person's name."""
    log_in(house, "anna")
    crossed = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
    answer = house.client.post(NEW, data=typed(chain) | {"seen": "0.5"}, headers=crossed)
    assert (answer.status_code, "login.cross_site" in answer.text) == (403, True)
    assert list_drafts(house.context.ledger.store, mine_of(chain)) == ()


def test_previews_are_counted_as_over_the_api(house: House, chain: BatteryChain) -> None:
    """Who previews too often reads so at the form, which keeps what was typed."""
    log_in(house, "anna")
    asked = {"entry": chain.mined, "rulebook": chain.rulebook, "factor_sets": [chain.factors]}
    for _ in range(house.context.quota.preview):
        house.client.post("/v1/previews", json=asked, headers=house.as_("mine"))
    answer = house.client.get(PREVIEW, params=typed(chain))
    assert (answer.status_code, "quota.previews" in answer.text) == (429, True)
    assert 'value="LS-4711"' in answer.text


def test_a_firm_without_goods_states_no_delivery(house: House) -> None:
    """The list of goods is an issuer's; a login without goods reads what is missing."""
    house.open_person("vera", "auditor", Role.SUPPLIER)
    log_in(house, "vera")
    answer = house.client.get(NEW)
    assert (answer.status_code, "None of your live entries" in answer.text) == (200, True)
