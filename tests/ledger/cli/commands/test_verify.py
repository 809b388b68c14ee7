"""`cradle verify`: progress at a terminal, the report as a page, and documents beside the bundle."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from support.beside import altered, beside
from support.command import cradle, did
from support.signed_battery import honest

from ledger.audit.bundle.container import pack
from ledger.audit.policy import format_policy
from ledger.cli.commands import verify


@pytest.mark.parametrize(("limit", "terminal"), [(0, True), (0, False), (1 << 30, True)])
def test_steps_are_shown_for_a_long_bundle_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, *, terminal: bool
) -> None:
    """A terminal shows the step that has just ended; a pipe or a short bundle shows none."""
    bundle, policy = tmp_path / "a.bundle", tmp_path / "policy.toml"
    bundle.write_bytes(pack(honest().ledger.files()))
    policy.write_bytes(format_policy(honest().ledger.policy()))
    screen = StringIO()
    monkeypatch.setattr(verify, "LONG", limit)
    console = Console(file=screen, force_terminal=terminal, width=80)
    monkeypatch.setattr(verify, "progress_console", console)
    did("verify", bundle, "--policy", policy)
    shown = screen.getvalue()
    assert bool(shown) == (terminal and not limit)
    assert ("Step 17, equality, has ended" in shown) == bool(shown)


def test_the_page_is_written_beside_the_report(tmp_path: Path) -> None:
    """An existing file is replaced by force alone; a refusal about the page is never a verdict."""
    bundle, policy = tmp_path / "a.bundle", tmp_path / "policy.toml"
    bundle.write_bytes(pack(honest().ledger.files()))
    policy.write_bytes(format_policy(honest().ledger.policy()))
    page = tmp_path / "report.html"
    asked = ("verify", bundle, "--policy", policy, "--html", page)
    ran = cradle(*asked)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("packer, model ")
    assert page.read_text().startswith("<!doctype html>")
    page.write_text("mine")
    again = cradle(*asked)
    assert (again.code, again.out, page.read_text()) == (3, "", "mine")
    assert again.err.startswith("refused: file.exists at ")
    assert cradle(*asked, "--force", "--json").code == 0
    assert "packer" in page.read_text()
    nowhere = cradle("verify", bundle, "--policy", policy, "--html", tmp_path / "none" / "a.html")
    assert (nowhere.code, nowhere.out) == (3, "")


def test_documents_are_compared_with_the_bundle(tmp_path: Path) -> None:
    """In text, JSON and the page; a difference is exit 1, an unreadable file 2, a missing one 3."""
    with beside(tmp_path / "made") as made:
        files = made.files()
        bundle, policy = tmp_path / "a.bundle", tmp_path / "policy.toml"
        bundle.write_bytes(made.bundle)
        policy.write_bytes(format_policy(made.policy))
    for name in ("declaration.pdf", "declaration.html", "battery-pass.json", "study.md"):
        (tmp_path / name).write_bytes(files[name])
    false, broken = tmp_path / "false.json", tmp_path / "broken.pdf"
    data = json.loads(files["declaration.json"])
    false.write_text(json.dumps({**data, "total": altered(data["total"])}))
    broken.write_bytes(b"%PDF-1.7")
    page = tmp_path / "report.html"
    asked = ("verify", bundle, "--policy", policy)
    honest_files = [
        part
        for name in files
        for part in ("--document", tmp_path / name)
        if (tmp_path / name).exists()
    ]
    ran = cradle(*asked, *honest_files)
    assert (ran.code, ran.err) == (0, "")
    assert "Documents compared with the bundle: 4" in ran.out
    assert re.search(r"\n18 +documents +passed +[1-9]", ran.out)
    assert "\n18,documents,passed," in cradle(*asked, *honest_files, "--csv").out
    ran = cradle(*asked, "--document", false, "--html", page)
    assert ran.code == 1
    assert f"At total: the document has {altered(data['total'])!r}" in " ".join(ran.out.split())
    assert "Documents compared with the bundle: 1" in page.read_text()
    ran = cradle(*asked, "--document", broken, "--document", false, "--json")
    assert ran.code == 1
    report = json.loads(ran.out)
    assert [row["file"] for row in report["documents"]] == [str(broken), str(false)]
    assert report["verdict"] == "contradicted"
    assert cradle(*asked, "--document", broken).code == 2
    assert cradle(*asked, "--document", tmp_path / "none.pdf").code == 3
