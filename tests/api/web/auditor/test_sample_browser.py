"""The sample in a real browser, on the demo: the nonce is made there, and the list is drawn offline before it is told.

The nonce leaves the browser first in the attestation, when the list that it draws can no longer be chosen.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from support.auditor_demo import (
    Demo,
    case_of_the_declaration,
    close,
    data_of,
    log_in,
    sign,
)
from support.command import cradle

pytestmark = [pytest.mark.one_database, pytest.mark.outside]


def test_the_list_drawn_offline_is_the_list_that_the_attestation_states(
    browser: Browser, demo: Demo, tmp_path: Path
) -> None:
    """Nonce, commitment, bundle, `cradle sample`, sign-off: page, command and statement have one list."""
    watched = log_in(browser, demo)
    page = watched.page
    root = case_of_the_declaration(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    nonce = _commit(page, root, _key(demo), tmp_path)
    secret = _complete(page, root, nonce, tmp_path)
    assert not any(json.loads(nonce.read_text())["nonce"] in one for one in sent)
    drawn = _drawn(page, root, demo, secret, tmp_path)
    assert len(drawn["items"]) > 10
    _attest(page, root, demo, secret)
    assert data_of(page, f"{root}/sample.json")["sample"] == drawn
    page.goto(f"{root}/sample")
    expect(page.get_by_text(drawn["items"][0]["label"]).first).to_be_visible()
    close(watched)


def _key(demo: Demo) -> Path:
    return demo.folder / "participants" / "auditor" / "working.pem"


def _commit(page: Page, root: str, key: Path, folder: Path) -> Path:
    """Make a nonce, save its file, and sign the commitment to it."""
    page.goto(f"{root}/sample")
    page.get_by_role("button", name="Make a nonce").click()
    nonce = _saved(page, folder / "nonce.json")
    page.get_by_role("button", name="Go on to the signature").click()
    page.wait_for_selector("#rest:not([hidden])")
    sign(page, key)
    return nonce


def _complete(page: Page, root: str, nonce: Path, folder: Path) -> Path:
    """Add the commitment and its receipt to the file, which `cradle sample` needs."""
    page.goto(f"{root}/sample")
    page.set_input_files("#nonce-file", nonce)
    secret = _saved(page, folder / "commitment.json")
    secret.chmod(0o600)  # As the page says: the command refuses a secret that others can read.
    return secret


def _saved(page: Page, path: Path) -> Path:
    with page.expect_download() as download:
        page.locator("[data-save]").click()
    download.value.save_as(path)
    return path


def _drawn(page: Page, root: str, demo: Demo, secret: Path, folder: Path) -> dict[str, Any]:
    """The list that the command draws from the bundle of the case."""
    bundle = folder / "audit.bundle"
    page.goto(root)
    with page.expect_download() as download:
        page.locator("a[href$='audit.bundle']").first.click()
    download.value.save_as(bundle)
    policy = demo.folder / "policy.toml"
    ran = cradle("sample", bundle, "--policy", policy, "--nonce", secret, "--json")
    assert ran.code == 0, ran.err
    return dict(json.loads(ran.out))


def _attest(page: Page, root: str, demo: Demo, secret: Path) -> None:
    """Recompute, and sign the attestation that reveals the nonce."""
    page.goto(f"{root}/recompute")
    page.set_input_files("#policy", demo.folder / "policy.toml")
    page.get_by_role("button", name="Recompute the figure").click()
    expect(page.locator("[data-heading]")).to_contain_text("Verified", timeout=30_000)
    page.goto(f"{root}/sign-off")
    page.get_by_label("Outcome").select_option("verified_with_remarks")
    page.get_by_label("What you examined", exact=True).fill("A sample of all signed data")
    page.locator("#secret").fill(secret.read_text())
    if page.locator("#read").count():
        page.check("#read")
    page.get_by_role("button", name="Show the attestation to sign").click()
    page.wait_for_selector("#rest:not([hidden])")
    sign(page, _key(demo))
