"""The auditor's page of a sample: the commitment, the list once it is revealed, and the sign-off that reveals it."""

import html
import json
import re

import pytest
from fastapi.testclient import TestClient
from support.auditor_pages import NONCE, CaseWorld, commit, open_cases
from support.ledger_battery import BatteryChain
from support.supplier_pages import log_in
from support.supplier_reading import words

from ledger.rules.samples import commitment_digest


@pytest.fixture
def cases(chain: BatteryChain) -> CaseWorld:
    """An auditor with a case about a calculation."""
    return open_cases(chain)


def open_case(cases: CaseWorld) -> tuple[TestClient, str, str]:
    """A browser of the engaged auditor, its calculation, and the path of its case."""
    calculation = cases.calculation
    return log_in(cases.house, "otto"), calculation, f"/auditor/cases/{calculation[7:]}"


def test_a_commitment_goes_to_the_signing_page_with_its_digest_alone(
    cases: CaseWorld, chain: BatteryChain
) -> None:
    """The draft has the subject and the digest; no nonce was sent."""
    client, calculation, root = open_case(cases)
    digest = commitment_digest(chain.auditor.id, NONCE, calculation)
    answer = client.post(f"{root}/sample", data={"digest": digest})
    assert answer.status_code == 303
    draft = client.get(answer.headers["location"].replace("/sign", "/draft.json")).json()
    assert draft["header"] == {"subject": calculation, "digest": digest}
    assert NONCE not in json.dumps(draft)


def test_a_commitment_that_is_not_signed_yet_is_listed(
    cases: CaseWorld, chain: BatteryChain
) -> None:
    """The auditor who leaves the signing page finds the draft on its first page, until it deletes it there."""
    client, calculation, root = open_case(cases)
    digest = commitment_digest(chain.auditor.id, NONCE, calculation)
    sign = client.post(f"{root}/sample", data={"digest": digest}).headers["location"]
    listed = client.get("/auditor")
    assert f'href="{sign}"' in listed.text
    assert "Commitment to a sample of" in words(listed)
    gone = client.post(sign.replace("/sign", "/delete"))
    assert gone.headers["location"] == "/auditor"
    assert sign not in client.get("/auditor").text


@pytest.mark.parametrize("digest", ["", "sha256:12", NONCE])
def test_another_text_is_no_digest(cases: CaseWorld, digest: str) -> None:
    """The field is named, and nothing is drafted."""
    client, _, root = open_case(cases)
    answer = client.post(f"{root}/sample", data={"digest": digest})
    assert answer.status_code == 200
    assert "There is a problem" in words(answer)
    assert 'aria-invalid="true"' in answer.text


def test_the_page_of_a_commitment_has_the_receipt_that_completes_the_file(
    cases: CaseWorld, chain: BatteryChain
) -> None:
    """The script puts it into the auditor's file; it is under the checkpoint that ends with the commitment."""
    client, calculation, root = open_case(cases)
    secret = commit(chain, calculation)
    page = client.get(f"{root}/sample").text
    receipt = re.search(r'data-receipt="([^"]*)"', page)
    assert receipt is not None
    assert secret.receipt is not None
    assert json.loads(html.unescape(receipt[1])) == secret.receipt.to_json()
    assert NONCE not in page


def sign_off(client: TestClient, root: str, secret: str) -> object:
    """Recompute, and send the form of the attestation with the file of a commitment."""
    client.post(f"{root}/recompute", data={"whose": "server"})
    form = {"outcome": "verified_with_remarks", "scope": "A sample", "read": "yes"}
    return client.post(f"{root}/sign-off", data={**form, "date": "2026-01-02", "secret": secret})


def test_the_attestation_reveals_the_sample(cases: CaseWorld, chain: BatteryChain) -> None:
    """The draft states commitment, nonce, checkpoint, and the digest of the list that everyone draws."""
    client, calculation, root = open_case(cases)
    secret = commit(chain, calculation)
    answer = sign_off(client, root, json.dumps(secret.to_json()))
    assert answer.status_code == 303, words(answer)  # type: ignore[attr-defined,arg-type]
    location = answer.headers["location"]  # type: ignore[attr-defined]
    draft = client.get(location.replace("/sign", "/draft.json")).json()
    sample = draft["header"]["sample"]
    assert (sample["commitment"], sample["nonce"]) == (secret.commitment, NONCE)
    assert sample["processes"] >= 1


@pytest.mark.parametrize(
    "secret", ["x", "{}", '{"nonce": "1"}', json.dumps({"commitment": "sha256:" + "0" * 64})]
)
def test_another_file_is_refused_at_its_field(cases: CaseWorld, secret: str) -> None:
    """With its code, and the form keeps what was typed."""
    client, _, root = open_case(cases)
    answer = sign_off(client, root, secret)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "commitment.file" in answer.text  # type: ignore[attr-defined]


def test_the_sign_off_says_that_a_commitment_must_be_revealed(
    cases: CaseWorld, chain: BatteryChain
) -> None:
    """Before, that there is none."""
    client, calculation, root = open_case(cases)
    assert "No commitment to a sample." in words(client.get(f"{root}/sign-off"))
    commit(chain, calculation)
    assert "Committed; the attestation must reveal it." in words(client.get(f"{root}/sign-off"))


def test_without_a_sample_the_table_is_empty(cases: CaseWorld) -> None:
    """It has its headings alone."""
    client, _, root = open_case(cases)
    assert len(client.get(f"{root}/sample.csv").text.splitlines()) == 1
    assert "sample" not in client.get(f"{root}/sample.json").json()
