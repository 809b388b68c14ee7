"""The page "Check a file": the real verifier on a stranger's file, without login, cookie or trace."""

import io
import json
import re
import time
import zipfile

import pytest
from support.ledger_battery import BatteryChain
from support.ledger_dropped import DATA, LINES, Dropped, dropped
from support.signed_battery import honest

from api.web import check
from ledger.audit.bundle.container import pack
from ledger.audit.findings import StepNumber
from ledger.audit.policy import format_policy
from ledger.audit.verifier import verify
from ledger.service.access.own_policy import own_policy
from ledger.translations.documents import texts
from ledger.translations.languages import LANGUAGES, Language
from ledger.trust.leaves import digest


@pytest.fixture
def files(chain: BatteryChain) -> Dropped:
    """A server that lets one address check many files."""
    return dropped(chain, checks_per_minute=1000)


def verdict_of(page: str) -> str:
    """The verdict of a page, by the class of its box."""
    (verdict,) = re.findall(r'<section class="verdict (\w+)"', page)
    return str(verdict)


def test_anybody_opens_the_form_and_no_cookie_is_set(files: Dropped) -> None:
    """No login, no inline script or style, and caches may keep it."""
    answer = files.house.client.get("/check?lang=en")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert not re.search(r"<script(?! type=\"module\" src=)|style=", answer.text)


def test_a_sound_bundle_is_verified_by_this_server_checking_itself(files: Dropped) -> None:
    """The verdict comes with who checked it, the exact figure twice, and every step passed."""
    answer = files.post({"file": files.whole})
    assert (answer.status_code, verdict_of(answer.text)) == (200, "verified")
    assert "This server checks itself" in answer.text
    assert answer.text.count("0.00583</span><span>33333") == 2
    assert "It does not say that what was signed is true" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_a_public_bundle_is_incomplete_and_names_who_recomputed_it(files: Dropped) -> None:
    """No green box over a figure that was not recomputed from the file."""
    page = files.post({"file": files.public}).text
    assert verdict_of(page) == "incomplete"
    assert "not recomputed" in page
    assert "Auditor Auditor Ltd" in page
    assert "Recomputed the figure from all signed data" in page


def test_a_tampered_bundle_is_contradicted_with_cause_and_consequences(files: Dropped) -> None:
    """The step, the code, the sentence, and what follows from it; the way to the original."""
    page = files.post({"file": files.tampered}).text
    assert verdict_of(page) == "contradicted"
    assert "this file is not what was signed" in page
    assert "Step 2, integrity" in page
    found = page.partition("What contradicts")[2].partition("The figure")[0]
    assert re.search(r"<code>section\.\w+</code>", found)
    assert "What follows from it" in found
    assert "recomputation not checked" in found
    assert f'href="/declarations/{files.declaration[7:]}"' in page


def test_a_dropped_policy_decides_instead_of_the_servers(files: Dropped) -> None:
    """The page says so, and the report names the digest of the file that was dropped."""
    policy = files.policy
    given = {"file": files.whole, "policy": policy}
    assert "under the policy that you gave" in files.post(given).text
    told = files.post(given, DATA).json()
    assert (told["own_policy"], told["report"]["policy"]) == (False, digest(policy))
    stricter = policy.replace(b"quorum = 0", b"quorum = 1")
    refused = files.post({"file": files.whole, "policy": stricter})
    assert refused.status_code == 422
    assert "policy.quorum" in refused.text
    assert 'id="policy-wrong"' in refused.text


def test_a_bundle_of_another_ledger_is_contradicted_by_this_servers_policy(files: Dropped) -> None:
    """Its log keys are unknown here; under its own policy it is verified here too."""
    ledger = honest().ledger
    bundle = pack(ledger.files())
    assert verdict_of(files.post({"file": bundle}).text) == "contradicted"
    own = format_policy(ledger.policy())
    assert verdict_of(files.post({"file": bundle, "policy": own}).text) == "verified"


def test_a_program_gets_the_verifiers_own_report(files: Dropped) -> None:
    """The JSON is the report that `cradle verify` makes of the same bytes under the same policy."""
    whole = files.whole
    policy = own_policy(files.chain.world.ledger)
    report = verify(whole, policy, digest(format_policy(policy)))
    answer = files.post({"file": whole}, DATA)
    assert answer.json() == {
        "own_policy": True,
        "report": json.loads(report.model_dump_json(exclude_none=True)),
    }


def test_steps_are_sent_as_they_end_and_the_result_as_the_page_shows_it(files: Dropped) -> None:
    """Every step once and in order, then the very part that stands on the whole page."""
    whole = files.whole
    answer = files.post({"file": whole}, LINES)
    *steps, last = map(json.loads, answer.text.splitlines())
    assert [row["number"] for row in steps] == list(StepNumber)
    assert steps[0]["said"] == "Step 1 of 17, container: passed, 1 checked"
    page = files.post({"file": whole}).text.replace(" autofocus", "")
    assert last["result"] in page
    assert last["title"].startswith("Verified")


def test_a_stream_ends_with_a_refusal_too(files: Dropped) -> None:
    """The last line holds the cause, whether it was found before or during the check."""
    for sent in ({"file": b"hello"}, {"file": b""}):
        (line,) = files.post(sent, LINES).text.splitlines()
        assert "There is a problem" in json.loads(line)["result"]
        assert json.loads(line)["title"] == "Error: Check a file"


def test_a_receipt_is_checked_with_and_without_its_statement(files: Dropped) -> None:
    """Alone it proves a place; with the statement it proves that one's place."""
    receipt = files.receipt()
    page = files.post({"file": receipt}).text
    assert verdict_of(page) == "verified"
    assert files.declaration in page
    assert "not given; the receipt was checked alone" in page
    client, house = files.house.client, files.house
    path = f"/v1/declarations/{files.declaration}"
    envelope = client.get(path, headers=house.as_("operator")).json()["envelope"]
    spelled = json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode()
    told = files.post({"file": receipt, "beside": spelled}, DATA).json()["receipt"]
    assert (told["verdict"], told["matched"]) == ("verified", True)
    other = files.receipt(files.chain.mined, "entries")
    told = files.post({"file": other, "beside": spelled}, DATA).json()["receipt"]
    assert (told["verdict"], told["code"]) == ("contradicted", "receipt.mismatch")


def test_a_receipt_with_another_place_or_from_elsewhere_is_contradicted(files: Dropped) -> None:
    """A changed leaf does not lead to the signed root; a foreign log's key is not this server's."""
    receipt = json.loads(files.receipt())
    receipt["leaf"]["sigs"] = "sha256:" + "0" * 64
    page = files.post({"file": json.dumps(receipt).encode()}).text
    assert verdict_of(page) == "contradicted"
    assert "merkle.inclusion" in page
    foreign = files.policy.replace(b"ledger.example/test", b"ledger.example/other")
    assert files.post({"file": files.receipt(), "policy": foreign}).status_code == 422


def test_a_proof_file_needs_its_leaf(files: Dropped) -> None:
    """With the leaf from the log's page it proves the same as the receipt; without, the page says what is missing."""
    path = f"/log/statements/{files.declaration[7:]}"
    proof = files.house.client.get(f"{path}/proof.txt").content
    leaf = json.dumps(files.house.client.get(f"{path}.json").json()["leaf"], separators=(",", ":"))
    told = files.post({"file": proof, "beside": leaf.encode()}, DATA).json()["receipt"]
    assert (told["verdict"], told["id"]) == ("verified", files.declaration)
    refused = files.post({"file": proof})
    assert (refused.status_code, "check.leaf" in refused.text) == (422, True)


@pytest.mark.parametrize("content", [b"hello", b"%PDF-1.7", b'{"a": 1}', b"\0" * 2_000_000])
def test_a_file_of_another_sort_is_refused_in_one_sentence(files: Dropped, content: bytes) -> None:
    """The cause is at the field and in the summary, with the code."""
    answer = files.post({"file": content})
    assert answer.status_code == 422
    assert answer.text.count("neither a bundle nor a receipt") == 2
    assert "<code>check.format</code>" in answer.text
    assert "<title>Error: Check a file</title>" in answer.text


def test_hostile_archives_get_a_verdict_and_never_an_error(files: Dropped) -> None:
    """Truncated, compressed beyond measure, or with names that leave the folder: none is verified, none is stored."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/passwd", bytes(1 << 24))
    whole = files.whole
    for content in (b"PK", b"PK\3\4" + b"\xff" * 4096, bomb.getvalue(), whole[:-1], whole + whole):
        answer = files.post({"file": content})
        assert answer.status_code == 200
        assert verdict_of(answer.text) in {"incomplete", "contradicted"}


def test_a_check_that_takes_too_long_is_ended(
    chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The visitor is told to check the file with the command line."""
    files = dropped(chain, check_seconds=1)
    monkeypatch.setattr(check, "check_file", _sleep_on)
    answer = files.post({"file": b"PK"})
    assert (answer.status_code, "check.resource_limit" in answer.text) == (422, True)


def _sleep_on(*_: object) -> None:
    time.sleep(60)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_page_the_result_and_the_refusal(
    files: Dropped, language: Language
) -> None:
    """The verifier's own sentences stay English and say so."""
    words = texts("check")
    page = files.post({"file": files.tampered}, lang=language).text
    assert words["verdict.altered"][language] in page
    assert words["step.integrity"][language] in page
    assert '<p lang="en">' in page
    assert words["code.check.format"][language] in files.post({"file": b"x"}, lang=language).text


def test_a_name_in_a_bundle_cannot_become_markup(files: Dropped) -> None:
    """What a file names is escaped in the page and in the part that a script swaps in."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("<img src=x>", b"{}")
    bundle = archive.getvalue()
    for accept in ("text/html", LINES):
        assert "<img" not in files.post({"file": bundle}, accept).text


def test_a_script_is_served_under_the_address_of_its_content(files: Dropped) -> None:
    """Kept for a year; another address, or another file of the folder, is not found."""
    client = files.house.client
    scripts = re.findall(r'src="(/script/\w+\.[0-9a-f]{16}\.js)"', client.get("/check").text)
    assert len(scripts) == 2
    for address in scripts:
        answer = client.get(address)
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["cache-control"].endswith("immutable")
    for other in ("/script/drop.0123456789abcdef.js", "/script/docs.0123456789abcdef.js"):
        assert client.get(other).status_code == 404
