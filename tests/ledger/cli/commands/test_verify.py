"""`cradle verify`: progress at a terminal, and the report as a page."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from support.command import cradle
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
    ran = cradle("verify", bundle, "--policy", policy)
    assert ran.code == 0, ran.err
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
