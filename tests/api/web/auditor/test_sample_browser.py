"""The sample in a real browser, on the demo, by keyboard: the nonce is made there, and the list is first drawn offline.

The nonce leaves the browser first in the attestation, when the list that it draws can no longer be chosen.
"""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.auditor_demo import (
    Demo,
    case_of_the_declaration,
    close,
    data_of,
    log_in,
    recompute,
    sign,
)
from support.command import cradle
from support.keyboard import choose, press, tab_to, write

pytestmark = pytest.mark.outside


def test_the_list_drawn_offline_is_the_list_that_the_attestation_states(
    browser: Browser, demo: Demo, tmp_path: Path
) -> None:
    """Nonce, commitment, bundle, `cradle sample`, sign-off, all by keyboard: page, command and statement agree."""
    watched = log_in(browser, demo)
    page = watched.page
    root = case_of_the_declaration(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    nonce = _commit(page, _key(demo), tmp_path)
    secret = _complete(page, nonce, tmp_path)
    assert not any(json.loads(nonce.read_text())["nonce"] in one for one in sent)
    drawn = _drawn(page, demo, secret, tmp_path)
    assert len(drawn["items"]) > 10
    _attest(page, demo, secret)
    press(page, "link", "Open the case again")
    press(page, "link", "Draw a sample")
    page.wait_for_url(f"**{urlsplit(root).path}/sample")
    expect(page.get_by_text(drawn["items"][0]["label"]).first).to_be_visible()
    assert data_of(page, f"{root}/sample.json")["sample"] == drawn
    close(watched)


def _key(demo: Demo) -> Path:
    return demo.folder / "participants" / "auditor" / "working.pem"


def _commit(page: Page, key: Path, folder: Path) -> Path:
    """Make a nonce, save its file, and sign the commitment to it."""
    press(page, "link", "Draw a sample")
    press(page, "button", "Make a nonce")
    nonce = _saved(page, page.locator("[data-save]"), folder / "nonce.json")
    press(page, "button", "Go on to the signature")
    page.wait_for_selector("#rest:not([hidden])")
    sign(page, key)
    return nonce


def _complete(page: Page, nonce: Path, folder: Path) -> Path:
    """Add the commitment and its receipt to the file, which `cradle sample` needs."""
    press(page, "link", "Open the case again")
    press(page, "link", "Draw a sample")
    choose(page, "The file of your nonce", nonce)
    secret = _saved(page, page.locator("[data-save]"), folder / "commitment.json")
    secret.chmod(0o600)  # As the page says: the command refuses a secret that others can read.
    return secret


def _saved(page: Page, link: Locator, path: Path) -> Path:
    """Save a file by its link."""
    expect(link).to_be_visible()
    tab_to(page, link)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(path)
    return path


def _drawn(page: Page, demo: Demo, secret: Path, folder: Path) -> dict[str, Any]:
    """The list that the command draws from the bundle of the case, which the page of the sample offers too."""
    bundle = _saved(page, page.locator("a[href$='audit.bundle']"), folder / "audit.bundle")
    policy = demo.folder / "policy.toml"
    ran = cradle("sample", bundle, "--policy", policy, "--nonce", secret, "--json")
    assert ran.code == 0, ran.err
    return dict(json.loads(ran.out))


def _attest(page: Page, demo: Demo, secret: Path) -> None:
    """Recompute, and sign the attestation that reveals the nonce."""
    recompute(page, demo)
    press(page, "link", "Sign off")
    tab_to(page, page.get_by_label("Outcome"))
    page.keyboard.type("verified with")
    write(page, "What you examined", "A sample of all signed data")
    tab_to(page, page.get_by_label("Content of your commitment's file"))
    page.keyboard.insert_text(secret.read_text())
    tab_to(page, page.locator("#read"))
    page.keyboard.press("Space")
    press(page, "button", "Show the attestation to sign")
    page.wait_for_selector("#rest:not([hidden])")
    sign(page, _key(demo))
