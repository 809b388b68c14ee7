"""The auditor's way in a real browser: on the demo, each stage opened down to a row, and by keyboard to the end.

The demo's own auditor and keys are used, so what is opened is what a visitor of `cradle demo --serve` finds.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect
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
from support.keyboard import press, tab_to, write

from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest
from schemas.vocabulary import Stage

pytestmark = pytest.mark.outside


def test_every_stage_is_opened_down_to_a_row_and_its_document(browser: Browser, demo: Demo) -> None:
    """For each declared stage a row whose way ends at it: its document matches, or the page says that it names none."""
    watched = log_in(browser, demo)
    page = watched.page
    root = case_of_the_declaration(page)
    rows = _row_of_each_stage(page, root)
    assert set(rows) == {one.value for one in Stage}
    fitting = set[str]()
    for stage, row in rows.items():
        page.goto(row.path)
        expect(page.locator(".trail li").first).to_contain_text("Declared figure")
        assert page.locator(".trail li[aria-current]").count() == 1, stage
        expect(page.get_by_role("heading", name="How it is computed")).to_be_visible()
        if row.evidence:
            _compare_documents(page, demo, row.evidence)
            fitting.add(stage)
        else:
            _require_no_document(page)
    assert fitting == {Stage.RAW_MATERIAL.value, Stage.MAIN_PRODUCTION.value}
    close(watched)


class _Row(NamedTuple):
    """A row behind the figure: the address of its number, and the digests of its documents."""

    path: str
    evidence: tuple[str, ...]


def _row_of_each_stage(page: Page, root: str) -> dict[str, _Row]:
    """A row that counts in each stage, found level by level; one that names a document, if the stage has any."""
    found: dict[str, _Row] = {}
    todo, seen = [one["entry"] for one in data_of(page, f"{root}.json")["roots"]], set[str]()
    while todo:
        entry = todo.pop()
        if entry in seen:
            continue
        seen.add(entry)
        node = _opened(page, root, entry)
        todo += [one["entry"] for one in node["suppliers"]]
        for one in node["rows"]:
            path = f"{root}/rows/{entry[7:]}/{one['place']}"
            trace = data_of(page, f"{path}.json")["trace"]
            row = _Row(path, tuple(trace.get("row", {}).get("evidence", ())))
            for stage in (part["stage"] for part in trace["stages"] if part["value"] != "0"):
                if stage not in found or (row.evidence and not found[stage].evidence):
                    found[stage] = row
    return found


def _opened(page: Page, root: str, entry: str) -> dict[str, Any]:
    """An entry of a case with its next level, wherever it is in the tree."""
    trail = [entry]
    while True:
        query = "&".join(f"open={one[7:]}" for one in trail)
        nodes = list(_walk(data_of(page, f"{root}.json?{query}")["roots"]))
        here = [node for node in nodes if node["entry"] == entry]
        if here:
            return dict(here[0])
        trail += [node["entry"] for node in nodes if node["entry"] not in trail]


def _walk(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield node
        yield from _walk(node["suppliers"])


def _compare_documents(page: Page, demo: Demo, evidence: tuple[str, ...]) -> None:
    """The file of the row that is shown fits, another site's does not, and neither is sent."""
    own = next(one for one in demo.evidence if one["evidence"] in evidence)
    other = next(one for one in demo.evidence if one["evidence"] not in evidence)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.set_input_files("#document", own["file"])
    expect(page.locator("[data-compared]")).to_have_text(
        "The document matches: the site signed this digest."
    )
    page.set_input_files("#document", other["file"])
    expect(page.locator("[data-compared]")).to_contain_text("does not match")
    assert sent == []


def _require_no_document(page: Page) -> None:
    """The row that is shown names no document: the page says so, compares none, and records none as seen."""
    expect(page.get_by_text("This row names no file, so no document can match.")).to_be_visible()
    assert page.locator("#document").count() == 0
    assert page.get_by_label("document seen").count() == 0


def test_from_the_case_to_the_signed_attestation_by_keyboard(browser: Browser, demo: Demo) -> None:
    """Case, number, look, finding, recompute, sign-off, signature: no step needs a mouse."""
    watched = log_in(browser, demo)
    page = watched.page
    tab_to(page, page.locator("tr", has_text="Delivery").get_by_role("link"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")
    case = page.url
    _look_and_write(page)
    recompute(page, demo)
    press(page, "link", "Sign off")
    _fill_in(page)
    for fact in ("site visit", "verified with remarks", "All signed data, recomputed"):
        expect(page.locator("#facts")).to_contain_text(fact)
    sign(page, demo.folder / "participants" / "auditor" / "working.pem")
    press(page, "link", "Open the case again")
    page.wait_for_url(case)
    expect(page.locator(".chip", has_text="Attested")).to_be_visible()
    close(watched)


def _look_and_write(page: Page) -> None:
    """Open the largest row, record a visit, and write a finding about it."""
    tab_to(page, page.locator("h2:has-text('ten largest rows') + table a").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/rows/**")
    tab_to(page, page.get_by_label(re.compile("^Site .* visited$")))
    page.keyboard.press("Space")
    press(page, "button", "Save what you examined")
    expect(page.get_by_text("Recorded: recomputed.")).to_be_visible()
    press(page, "link", "Write a finding")
    expect(page.get_by_role("heading", level=1)).to_have_text("Findings")
    write(page, "What you found", "The scale has no seal")
    write(page, "Effect on the figure, kg CO₂e per unit", "0.001")
    press(page, "button", "Save the finding")
    expect(page.get_by_text("The scale has no seal").first).to_be_visible()


def _fill_in(page: Page) -> None:
    """The form of the attestation: what speaks against it is read first."""
    tab_to(page, page.get_by_label("Outcome"))
    page.keyboard.type("verified with")
    write(page, "What you examined", "All signed data, recomputed")
    press(page, "button", "Show the attestation to sign")
    expect(page.get_by_role("alert")).to_contain_text("read the list")
    tab_to(page, page.locator("#read"))
    page.keyboard.press("Space")
    press(page, "button", "Show the attestation to sign")
    page.wait_for_selector("#rest:not([hidden])")


def test_the_page_and_the_offline_command_have_one_digest_of_findings(
    browser: Browser, demo: Demo, tmp_path: Path
) -> None:
    """Bundle and policy are downloaded from the page, and the command that it shows is run on them."""
    watched = log_in(browser, demo)
    page = watched.page
    root = case_of_the_declaration(page)
    page.goto(f"{root}/recompute")
    page.set_input_files("#policy", demo.folder / "policy.toml")
    page.get_by_role("button", name="Recompute the figure").click()
    expect(page.locator("[data-heading]")).to_contain_text("Verified", timeout=30_000)
    for name in ("audit.bundle", "policy.toml"):
        _save(page, f"a[href$='/recompute/{name}']", tmp_path)
    shown = _digest_beside(page, "report.json")
    command = page.locator("pre", has_text="--json").inner_text().split()
    assert command[:2] == ["cradle", "verify"]
    found = cradle(*(tmp_path / one if "." in one else one for one in command[1:]))
    assert found.code == 0, found.err
    assert digest(canonical(json.loads(found.out))) == shown
    page.goto(f"{root}/sign-off")
    expect(page.locator(f"code[title='{shown}']")).to_be_visible()
    close(watched)


def _save(page: Page, link: str, folder: Path) -> None:
    """Save a file under the name that the page gives it."""
    with page.expect_download() as download:
        page.locator(link).click()
    download.value.save_as(folder / download.value.suggested_filename)


def _digest_beside(page: Page, file: str) -> str:
    """The whole digest that the page shows beside the link of a file."""
    row = page.locator("dd", has=page.locator(f"a[href$='{file}']"))
    return str(row.locator("code").get_attribute("title"))
