"""A saved copy of the signing page: it signs without a network, and its policy still holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support.ledger_signing import entry_draft, key_file, known, rows_of, rows_shown, shown, signed
from support.ledger_world import World, world
from support.signing_site import visiting

from api.web.signing import SigningLinks, signing_page
from ledger.append.submit import submit
from schemas.vocabulary import Role

pytestmark = pytest.mark.outside


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[World]:
    """A ledger with a registrar."""
    with world(tmp_path / "ledger") as opened:
        yield opened


@pytest.mark.parametrize("copied", ["downloaded", "from the browser"])
def test_a_saved_copy_signs_without_a_network(
    browser: Browser, begun: World, tmp_path: Path, copied: str
) -> None:
    """Opened as a file, offline, it signs by the key file and only saves; the ledger accepts the file."""
    mine = begun.register("mine", Role.SUPPLIER)
    with shown(browser, entry_draft(begun, mine), known(mine)) as (site, visit):
        if copied == "downloaded":
            path = visit.download("#save-page", tmp_path)
        else:
            path = tmp_path / "sign.html"
            path.write_text(visit.page.content(), "utf-8")
        visit.context.set_offline(offline=True)
        before = len(visit.sent)
        page = visit.open(path.as_uri())
        assert "saved copy" in page.inner_text("#key-name")
        assert not page.is_visible("#submit-signed")
        assert not page.is_visible("#keep-key")
        visit.use_key(key_file(mine, tmp_path))
        sent = signed(visit.download("#save-signed", tmp_path).read_text())
        assert rows_shown(page) == rows_of(sent)
        assert submit(begun.ledger, sent).id == page.inner_text("#statement-id")
        schemes = {one.url.partition(":")[0] for one in visit.sent[before:]}
        assert schemes <= {"file", "data", "blob"}
        assert site.received == []
        visit.context.set_offline(offline=False)
        refusal = page.evaluate(f"fetch('{site.address}/sign').catch((error) => error.name)")
        assert refusal == "TypeError"
        assert any("connect-src 'none'" in text for text in visit.said)
        visit.said.clear()


def test_a_script_that_was_changed_does_not_run(
    browser: Browser, begun: World, tmp_path: Path
) -> None:
    """One changed letter of the script in a saved copy, and the browser refuses it."""
    mine = begun.register("mine", Role.SUPPLIER)
    html = signing_page(entry_draft(begun, mine), "en", SigningLinks(), known(mine)).html
    path = tmp_path / "sign.html"
    path.write_text(html.replace("const DEPTH_LIMIT = 16", "const DEPTH_LIMIT = 17"))
    with visiting(browser) as visit:
        visit.page.goto(path.as_uri())
        assert not visit.page.is_visible("#rest")
        assert any("Content Security Policy" in text for text in visit.said)
        visit.said.clear()
