"""Drafts on their way into the log."""

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.supplier_pages import followed, log_in, open_pages

from ledger.service.access.drafts import keep_draft
from ledger.service.access.principal import Principal
from ledger.state.drafting import Draft, sign_draft
from ledger.trust.submission import format_submission
from schemas.signed.delivery import Withdrawal
from schemas.vocabulary import CredentialKind, Reason, Role

NAME = "a" * 32


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The pages of the small battery's ledger."""
    return open_pages(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """A browser of the mine."""
    return log_in(house, "anna")


def keep(house: House, chain: BatteryChain, form: str, content: bytes) -> None:
    """Keep a draft of the mine."""
    roles = frozenset({Role.SUPPLIER})
    mine = Principal("anna", CredentialKind.PERSON, "mine", chain.mine.id, roles)
    keep_draft(house.context.ledger.store, mine, NAME, form, "A draft", content, 0)


@pytest.mark.parametrize("form", ["entry", "delivery", "withdrawal", "registration", "form"])
@pytest.mark.parametrize("content", [b"{}", b'{"profile": 1, "withdraws": []}'])
def test_a_draft_that_is_not_whole_is_refused_on_the_page(
    house: House, client: TestClient, chain: BatteryChain, form: str, content: bytes
) -> None:
    """Whatever a program has put into it: a refusal with its code, and no failure of the server."""
    keep(house, chain, form, content)
    answer = client.get(f"/drafts/{NAME}/sign")
    assert answer.status_code == 422
    assert "<code>" in answer.text


def withdrawal(chain: BatteryChain) -> tuple[bytes, str]:
    """The draft of a withdrawal of the mine's entry, and what the signing page makes of it."""
    statement = chain.world.withdrawal(chain.mine, chain.mined).statement
    assert isinstance(statement, Withdrawal)
    content = f'{{"withdraws": "{chain.mined}", "reason": "{Reason.CORRECTION.value}"}}'
    signed = sign_draft(Draft(statement), [chain.mine.working])
    return content.encode(), format_submission(signed).decode()


def test_a_submitted_draft_is_deleted_and_leads_to_its_receipt(
    house: House, client: TestClient, chain: BatteryChain
) -> None:
    """The page under the policy of the signing page; then the receipt; then no draft."""
    content, signed = withdrawal(chain)
    keep(house, chain, "withdrawal", content)
    page = client.get(f"/drafts/{NAME}/sign")
    assert page.status_code == 200
    assert "connect-src 'none'" in page.headers["Content-Security-Policy"]
    answer = client.post(f"/drafts/{NAME}/statement", data={"statement": signed})
    assert "Withdrawal: in the log" in followed(client, answer).text
    assert client.get(f"/drafts/{NAME}/sign").status_code == 404


def test_the_saved_copy_has_no_form_and_is_a_file(
    house: House, client: TestClient, chain: BatteryChain
) -> None:
    """It can submit nothing by itself."""
    keep(house, chain, "withdrawal", withdrawal(chain)[0])
    saved = client.get(f"/drafts/{NAME}/signing-page.html")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "<form" not in saved.text
    draft = client.get(f"/drafts/{NAME}/draft.json")
    assert draft.json()["withdraws"] == chain.mined


def test_a_file_that_was_signed_elsewhere_is_submitted(
    client: TestClient, chain: BatteryChain
) -> None:
    """Sent again it leads to the same receipt."""
    signed = withdrawal(chain)[1].encode()
    files = {"file": ("withdrawal.json", signed)}
    first, again = (client.post("/statements", files=files) for _ in range(2))
    assert first.headers["location"] == again.headers["location"]
    receipt = client.get(f"{first.headers['location']}.json").json()
    assert receipt["id"].removeprefix("sha256:") in first.headers["location"]
    proof = client.get(f"{first.headers['location']}/proof.txt")
    assert proof.text == receipt["proof"]


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"[1]"])
def test_a_file_that_is_no_statement_is_refused_with_a_way_back(
    client: TestClient, data: bytes
) -> None:
    """Nothing is submitted."""
    answer = client.post("/statements", files={"file": ("x.json", data)})
    assert answer.status_code == 422
    assert 'href="/supplier/submit"' in answer.text


def test_another_firms_statement_is_refused(house: House, chain: BatteryChain) -> None:
    """A firm submits its own only, and is shown no receipt of what it may not see."""
    signed = withdrawal(chain)[1].encode()
    other = log_in(house, "rita")
    answer = other.post("/statements", files={"file": ("x.json", signed)})
    assert (answer.status_code, "access.issuer" in answer.text) == (422, True)
    unseen = chain.mined.removeprefix("sha256:")
    for tail in ("", ".json", "/proof.txt"):
        assert other.get(f"/statements/{unseen}{tail}").status_code == 404
