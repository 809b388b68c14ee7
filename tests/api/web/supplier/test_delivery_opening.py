"""What else the customer sees: none by itself, what is ticked, and what follows from it, before anything is signed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from support.http_api import House
from support.ledger_opened import OpenChain, open_chain
from support.ledger_world import replacing
from support.open_pages import open_house
from support.supplier_pages import log_in
from support.supplier_reading import words

from ledger.service.access.drafts import read_draft
from ledger.service.access.principal import Principal
from schemas.vocabulary import CredentialKind, Role

NEW, PREVIEW = "/supplier/deliveries/new", "/supplier/deliveries/preview"
MINE, WORKS = "SE Mine Ltd", "NO Works Ltd"


@pytest.fixture(name="it")
def opened_chain(tmp_path: Path) -> Iterator[OpenChain]:
    """The chain in which the mine opens its pit and lets the refinery pass it on."""
    with open_chain(tmp_path / "ledger") as chain:
        yield chain


@pytest.fixture
def house(it: OpenChain) -> House:
    """The firms with their persons."""
    return open_house(it)


def typed(it: OpenChain, name: str = "refinery", **fields: object) -> dict[str, object]:
    """A form that is filled in: 10 kg to the plant, or of the mine's to the refinery, with a figure."""
    usual: dict[str, object] = {
        "goods": f"{it.entries[name][7:]}:main",
        "to": it.parties["plant"].id[7:],
        "number": "LS-1",
        "use": "physical",
        "amount": "10",
        "rulebook": it.rulebook,
        "factor_set": [it.factors],
        "opened": "1",
    }
    return usual | fields


def preview(house: House, it: OpenChain, **fields: object) -> Response:
    """The preview page for the refinery's person."""
    return log_in(house, "rosa").get(PREVIEW, params=typed(it, **fields))


def test_no_supplier_is_ticked_by_itself(house: House, it: OpenChain) -> None:
    """The suppliers are listed with their parts; the delivery opens none."""
    page = preview(house, it)
    text = words(page)
    assert "Mine Ltd, SE: 0.3 kg" in text
    assert "Works Ltd, NO: 0.08 kg" in text
    assert "It allows you to show its own suppliers too: Pit Ltd" in text
    assert " checked" not in page.text
    data = log_in(house, "rosa").get(f"{PREVIEW}.json", params=typed(it)).json()
    assert "opening" not in data["delivery"]


def test_the_page_says_what_the_customer_can_compute(house: House, it: OpenChain) -> None:
    """0.98 without the mine's 0.3; without both it is the own part of 0.6, and the page says that it is."""
    assert "If you tick all, that is exactly your own part." in words(preview(house, it))
    one = words(preview(house, it, open=[MINE]))
    assert "You show Mine Ltd. The rest that your customer can compute is 0.68 kg" in one
    assert "This is exactly your own part." not in one
    both = words(preview(house, it, open=[MINE, WORKS]))
    assert "The rest that your customer can compute is 0.6 kg" in both
    assert "This is exactly your own part." in both


def kept(house: House, it: OpenChain, **fields: object) -> dict[str, object]:
    """The draft that the form is kept as."""
    sent = {**typed(it, **fields), "seen": "0.98"}
    answer = log_in(house, "rosa").post(NEW, data=sent)
    assert answer.status_code == 303, words(answer)
    rosa = Principal(
        "rosa",
        CredentialKind.PERSON,
        "refinery",
        it.parties["refinery"].id,
        frozenset({Role.SUPPLIER}),
    )
    name = answer.headers["location"].split("/")[-2]
    draft = read_draft(house.context.ledger.store, rosa, name)
    found: dict[str, object] = json.loads(draft.content)
    return found


def test_what_is_ticked_is_in_the_draft_to_be_signed(house: House, it: OpenChain) -> None:
    """The rows are those of the preview, and the leave to pass them on is a tick of its own."""
    mine, _ = it.openable("refinery")
    assert kept(house, it, open=[MINE])["opening"] == {
        "onward": False,
        "suppliers": [mine.to_json()],
    }
    assert kept(house, it, open=[MINE], onward="1")["opening"]["onward"] is True
    assert "opening" not in kept(house, it, onward="1")


def test_the_signing_page_shows_what_is_opened(house: House, it: OpenChain) -> None:
    """It has each row among all that is signed."""
    sent = {**typed(it, open=[MINE, WORKS]), "seen": "0.98"}
    client = log_in(house, "rosa")
    page = client.get(client.post(NEW, data=sent).headers["location"])
    assert page.status_code == 200
    for name in ("Mine Ltd", "Works Ltd", "Pit Ltd"):
        assert name in page.text


def test_a_supplier_that_can_no_longer_be_opened_is_shown_again(
    house: House, it: OpenChain
) -> None:
    """The works corrects its delivery and states no figure: nothing is kept, and the page says what changed."""
    it.deliver("works", "refinery", figure=None, supersedes=replacing(it.deliveries["works"]))
    sent = {**typed(it, open=[MINE, WORKS]), "seen": "0.98"}
    answer = log_in(house, "rosa").post(NEW, data=sent)
    assert answer.status_code == 409
    text = words(answer)
    assert "Works Ltd" not in text
    assert "Suppliers that state no figure by this method are not listed" in text


def test_without_a_figure_nothing_can_be_opened(house: House, it: OpenChain) -> None:
    """The fieldset is not there, and a tick is ignored."""
    page = preview(house, it, rulebook="", factor_set=[], open=[MINE])
    assert page.status_code == 200
    assert "What else does the customer see?" not in words(page)


def test_goods_without_suppliers_have_no_choice(house: House, it: OpenChain) -> None:
    """A pit that buys nothing has nothing to open."""
    page = log_in(house, "pia").get(PREVIEW, params=typed(it, "pit"))
    assert page.status_code == 200
    assert "What else does the customer see?" not in words(page)


def test_suppliers_without_a_figure_cannot_be_shown(house: House, it: OpenChain) -> None:
    """Where none states one, the page says why there is no choice."""
    it.deliver("pit", "mine", figure=None, supersedes=replacing(it.deliveries["pit"]))
    page = log_in(house, "mia").get(PREVIEW, params=typed(it, "mine"))
    assert "No supplier of these goods states a figure by this method" in words(page)
