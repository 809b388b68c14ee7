"""The page "Draft a policy": from a bundle to a confirmed policy, line by line, and nothing on the server."""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from support.ledger_battery import BatteryChain
from support.ledger_dropped import DATA, Dropped, dropped

from ledger.audit.policy import format_policy, parse_policy
from ledger.audit.policy_draft import draft_policy
from ledger.audit.policy_lines import lines_of, unconfirmed_lines
from ledger.service.access.own_policy import own_policy
from ledger.translations.languages import LANGUAGES
from schemas.signed.policy import Policy

PATH = "/check/policy"


@pytest.fixture
def files(chain: BatteryChain) -> Dropped:
    """A server that lets one address check many files."""
    return dropped(chain, checks_per_minute=1000)


def sent(files: Dropped, fields: Mapping[str, str | bytes], lang: str = "en") -> Any:  # noqa: ANN401
    """The answer to the form; a value of bytes is a file."""
    parts = {
        name: (None, value) if isinstance(value, str) else (f"{name}.bin", value)
        for name, value in fields.items()
    }
    return files.house.client.post(f"{PATH}?lang={lang}", files=parts)


def carried(page: str) -> bytes:
    """The policy that a page carries, which is the one that it offers as a file."""
    kept = set(re.findall(r'name="carried" value="([^"]*)"', page))
    saved = set(
        re.findall(r'href="data:application/toml;base64,([^"]*)" download="policy.toml"', page)
    )
    assert len(kept) == 1
    assert kept == saved
    return b64decode(kept.pop())


def keys(files: Dropped) -> dict[str, str]:
    """The fields with the log keys, as the operator publishes them."""
    logs = files.chain.world.ledger.log_keys()
    return {"entries": logs.entries, "registry": logs.registry}


def all_sources(policy: Policy) -> dict[str, str]:
    """A source for each line."""
    return {f"with:{line}": "a letter" for line in lines_of(policy)}


def in_form(policy: bytes) -> str:
    """A policy as the form carries it."""
    return b64encode(policy).decode()


def test_anybody_opens_the_form(files: Dropped) -> None:
    """No login, no cookie, no script; the page that checks files leads to it."""
    answer = files.house.client.get(PATH)
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    assert "<script" not in answer.text
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert f'href="{PATH}?lang=en"' in files.house.client.get("/check?lang=en").text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bundle_becomes_a_draft_that_names_what_to_compare(files: Dropped, lang: Any) -> None:  # noqa: ANN401
    """The draft is that of the command line, in the reader's language, and the answer is not kept."""
    answer = sent(files, {"file": files.whole}, lang)
    assert answer.status_code == 200
    assert carried(answer.text) == format_policy(draft_policy(files.whole, None, lang))
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    marks = unconfirmed_lines(parse_policy(carried(answer.text)))
    page = unescape(answer.text)
    assert all(mark in page for mark in marks.values())
    assert all(f'name="with:{line}"' in page for line in marks)


def test_lines_are_confirmed_one_by_one_and_the_policy_is_used_on_the_same_page(
    files: Dropped,
) -> None:
    """Each line needs a source of its own; the verdict is open until the last one is confirmed."""
    policy = carried(sent(files, {"file": files.whole}).text)
    lines = lines_of(parse_policy(policy))
    for count, line in enumerate(lines, 1):
        given = {"carried": in_form(policy), f"with:{line}": "a letter"}
        page = sent(files, given | (keys(files) if line == "logs" else {})).text
        policy = carried(page)
        assert len(unconfirmed_lines(parse_policy(policy))) == len(lines) - count
        assert "Compared with: a letter (" in page
        checked = files.house.client.post(
            "/check",
            files={"file": ("a.bundle", files.whole), "carried": (None, in_form(policy))},
            headers={"Accept": DATA},
        ).json()
        assert checked["own_policy"] is False
        assert checked["report"]["exit_code"] == (2 if count < len(lines) else 0)
    assert "Every line is confirmed." in page
    assert 'name="with:' not in page


def test_several_lines_may_be_sent_together_each_with_its_source(files: Dropped) -> None:
    """A line whose field is empty stays unconfirmed; keys may be given at the beginning."""
    policy = carried(sent(files, {"file": files.whole, **keys(files)}).text)
    sources = all_sources(parse_policy(policy)) | {"with:logs": "  "}
    page = sent(files, {"carried": in_form(policy), **sources}).text
    assert tuple(unconfirmed_lines(parse_policy(carried(page)))) == ("logs",)
    assert "Unconfirmed lines: 1." in page


def test_a_policy_that_was_begun_is_continued(files: Dropped) -> None:
    """A file of an earlier day is shown with its lines; the reader's own has none to confirm."""
    draft = format_policy(draft_policy(files.whole))
    assert carried(sent(files, {"file": draft}).text) == draft
    own = files.policy
    page = sent(files, {"file": own}).text
    assert "No line is marked: the policy is your own." in page
    assert 'name="with:' not in page
    old = own.replace(b"quorum", b'unconfirmed = "Confirm each line."\nquorum', 1)
    page = sent(files, {"file": old}).text
    assert "Confirm each line." in page
    assert 'name="with:' not in page


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "check.form"),
        ({"file": b""}, "policy.no_file"),
        ({"file": b"hello"}, "policy.syntax"),
        ({"file": b"PK"}, "container.not_zip"),
        ({"carried": "###", "with:logs": "a letter"}, "check.form"),
        ({"carried": in_form(b"hello"), "with:logs": "a letter"}, "policy.syntax"),
    ],
)
def test_what_makes_no_policy_is_refused(
    files: Dropped, fields: dict[str, str | bytes], code: str
) -> None:
    """With the form again, and without anything of what was sent."""
    answer = sent(files, fields)
    assert answer.status_code == 422
    assert f"<code>{code}</code>" in answer.text
    assert 'id="file"' in answer.text


def test_a_refused_line_keeps_what_was_typed(files: Dropped) -> None:
    """The cause stands at its field, the policy is as it was, and no other line is confirmed beside it."""
    draft = format_policy(draft_policy(files.whole))
    sources = all_sources(parse_policy(draft))
    answer = sent(files, {"carried": in_form(draft), **sources})
    assert answer.status_code == 422
    assert "<code>policy.log_keys</code>" in answer.text
    assert carried(answer.text) == draft
    assert answer.text.count('value="a letter"') == len(sources)
    assert 'aria-invalid="true"' in answer.text
    none = sent(files, {"carried": in_form(draft), "with:logs": ""})
    assert "Write beside a line what you compared it with." in none.text


def test_one_key_of_two_is_refused_at_the_keys(files: Dropped) -> None:
    """The key that was typed stays."""
    entries = keys(files)["entries"]
    answer = sent(files, {"file": files.whole, "entries": entries})
    assert answer.status_code == 422
    assert "<code>policy.log_keys</code>" in answer.text
    assert f'value="{entries}"' in answer.text.replace("&#43;", "+")


def test_an_address_drafts_few_policies_a_minute(chain: BatteryChain) -> None:
    """They count as the files that it checks."""
    files = dropped(chain, checks_per_minute=1)
    assert sent(files, {"file": b"hello"}).status_code == 422
    answer = sent(files, {"file": files.whole})
    assert (answer.status_code, "quota.checks" in answer.text) == (429, True)


def test_a_receipt_is_not_verified_before_the_log_keys_are_confirmed(files: Dropped) -> None:
    """Under a draft without keys nothing is checked; with unconfirmed keys a broken receipt is still contradicted."""
    receipt = files.receipt()
    ledger = files.chain.world.ledger
    for logs in (None, ledger.log_keys()):
        draft = format_policy(draft_policy(files.whole, logs))
        checked = files.post({"file": receipt, "policy": draft}, DATA).json()["receipt"]
        assert (checked["verdict"], checked["code"]) == ("incomplete", "policy.unconfirmed")
        page = files.post({"file": receipt, "policy": draft}).text
        assert "Not verified: the keys of the logs are not confirmed" in page
    broken = receipt.replace(b'"index":', b'"index":1', 1)
    checked = files.post({"file": broken, "policy": draft}, DATA).json()["receipt"]
    assert checked["verdict"] == "contradicted"
    own = format_policy(own_policy(ledger))
    assert (
        files.post({"file": receipt, "policy": own}, DATA).json()["receipt"]["verdict"]
        == "verified"
    )
