"""`cradle attest` of a delivery, from its full bundle, or from the supplier's own and other auditors' attestations."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.command import Ran, cradle, did
from support.ledger_cli import EXAMPLES, RULEBOOK, ledger, register, submit

from ledger.audit.policy import parse_policy
from ledger.audit.verifier import verify
from ledger.cli.commands.attest import require_current
from ledger.cli.terminal import confirmation
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.views.report import Finding
from schemas.views.standing import FigureChange


@dataclass(frozen=True)
class Delivered:
    """A ledger with the cell maker's delivery and its figure, and an auditor's policy."""

    folder: Path
    book: Path
    entry: str
    delivery: str

    def bundle(self, audience: str) -> Path:
        """The present bundle of the delivery for an audience."""
        out = self.folder / f"{audience}.bundle"
        asked = ("bundle", self.delivery, "--for", audience, "--out", out, "--ledger", self.book)
        assert cradle(*asked, "--force").code == 0
        return out

    def attest(self, bundle: Path, *options: object) -> Ran:
        """Attest the subject of a bundle."""
        by = ("--identity", self.folder / "auditor", "--ledger", self.book)
        seen = ("--bundle", bundle, "--policy", self.folder / "policy.toml")
        return cradle("attest", *by, *seen, "--scope", "The cells", "--quiet", *options)


@pytest.fixture(name="it")
def delivered(tmp_path: Path) -> Delivered:
    """Cells delivered to a maker of packs."""
    book = ledger(tmp_path)
    packs = register(tmp_path, book, "packs", "manufacturer")
    register(tmp_path, book, "cells", "supplier")
    auditor = register(tmp_path, book, "auditor", "auditor")
    added = cradle("factors", "add", EXAMPLES / "factors.json", "--ledger", book, "--json")
    method = ("--rulebook", RULEBOOK, "--factor-set", json.loads(added.out)["digest"])
    entry = submit(tmp_path, book, "cells", "--quiet").out.strip()
    sold = ("--entry", entry, "--to", packs, "--number", "1", "--amount", "10", *method)
    signed = ("--identity", tmp_path / "cells", "--ledger", book, "--quiet")
    delivery = cradle("deliver", *sold, *signed).out.strip()
    listed = ("--auditor", auditor, "--rulebook", "study-full-substitution-1", *method)
    policy = ("policy", "--out", tmp_path / "policy.toml", "--ledger", book)
    assert cradle(*policy, *listed).code == 0
    return Delivered(tmp_path, book, entry, delivery)


def test_a_customer_verifies_what_an_auditor_attested(it: Delivered) -> None:
    """The auditor attests from its bundle; the customer's bundle then says so, with exit status 2."""
    word = it.attest(it.bundle("auditor"), "--delivery", it.delivery)
    assert word.code == 0, word.err
    shown = json.loads(cradle("log", "show", word.out.strip(), "--ledger", it.book).out)
    assert shown["payload"]["delivery"] == it.delivery
    policy = ("--policy", it.folder / "policy.toml")
    told = cradle("verify", it.bundle("customer"), *policy, "--json")
    assert (told.code, json.loads(told.out)["verdict"]) == (2, "attested")


def test_a_bundle_about_something_else_is_refused(it: Delivered) -> None:
    """A bundle of another subject than the named delivery is refused."""
    ran = it.attest(it.bundle("auditor"), "--delivery", it.entry)
    assert ran.err.startswith("refused: attestation.other at --delivery")


@pytest.mark.parametrize("options", [(), ("--rest-on-others",)])
def test_what_was_not_recomputed_is_not_attested(it: Delivered, options: tuple[str, ...]) -> None:
    """A customer's bundle shows no recipe, and no auditor has attested the withheld parts."""
    ran = it.attest(it.bundle("customer"), *options)
    assert ran.code == 2
    assert ran.out.startswith("Incomplete")


def test_nobody_rests_on_a_word_on_the_same_delivery(it: Delivered) -> None:
    """An attestation cannot rest on another one of the same delivery."""
    assert it.attest(it.bundle("auditor")).code == 0
    again = it.bundle("customer")
    assert it.attest(again).code == 2
    assert it.attest(again, "--rest-on-others").err.startswith("refused: attestation.rests_on")


def test_a_figure_that_has_changed_since_is_attested_on_request_only(it: Delivered) -> None:
    """The bundle is older than the withdrawal of the entry behind the delivery, which the ledger knows."""
    old = it.bundle("auditor")
    assert "remark" not in it.attest(old).err
    signed = ("--identity", it.folder / "cells", "--ledger", it.book, "--quiet")
    later = did("withdraw", it.entry[7:19], "--reason", "correction", *signed)
    stopped = it.attest(old)
    assert stopped.err.startswith("refused: attestation.stale at --bundle")
    assert f"{later.out.strip()} withdrew it: {it.entry}, leaf " in stopped.err
    assert it.attest(old, "--allow-stale").code == 0


def test_changes_that_only_the_bundle_shows_are_named(it: Delivered) -> None:
    """A stale report is refused too where the ledger lists no change; of many changes five are named."""
    policy = parse_policy((it.folder / "policy.toml").read_bytes())
    report = verify(it.bundle("auditor").read_bytes(), policy, "sha256:" + "0" * 64)
    remark = Finding(code="delivery.stale", severity="remark", step=11, subject="a", detail="Gone.")
    assert report.standing is not None
    changed = report.standing.model_copy(update={"changed": FigureChange(count=7, withdrawn=0)})
    stale = report.model_copy(update={"standing": changed, "findings": (remark,) * 7})
    with pytest.raises(CradleError) as found:
        require_current(stale, [])
    assert (found.value.code, found.value.place) == ("attestation.stale", "--bundle")
    assert "Gone; Gone; Gone; Gone; Gone, and 2 more changes." in found.value.detail
    require_current(report, [])


def test_the_findings_are_shown_before_signing(it: Delivered) -> None:
    """A person sees them on standard error, beside the figure; --quiet shows nothing."""
    seen = ("--bundle", it.bundle("auditor"), "--policy", it.folder / "policy.toml")
    by = ("--identity", it.folder / "auditor", "--ledger", it.book, "--scope", "The cells")
    shown = cradle("attest", *seen, *by, "--json")
    assert json.loads(shown.out)["id"]
    assert "recomputed   9.19 kg CO2e per kg" in shown.err
    assert "witness.none_required" in shown.err
    assert it.attest(it.bundle("auditor")).err == ""


def test_a_person_who_says_no_signs_nothing(it: Delivered, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question is asked once, before anything is sent; --yes asks nothing."""
    seen = ("--bundle", it.bundle("auditor"), "--policy", it.folder / "policy.toml")
    by = ("--identity", it.folder / "auditor", "--ledger", it.book, "--scope", "The cells")
    before = cradle("log", "list", "--ledger", it.book).out
    monkeypatch.setattr(confirmation, "is_person", lambda: True)
    monkeypatch.setattr(confirmation.Confirm, "ask", lambda *_, **__: False)
    assert cradle("attest", *seen, *by).err.endswith(
        "refused: confirmation.declined: Nothing was signed or sent; run the command again and answer"
        " y, or give --yes.\n"
    )
    assert cradle("log", "list", "--ledger", it.book).out == before
    assert cradle("attest", *seen, *by, "--yes").code == 0


def test_the_optional_members_of_an_attestation(it: Delivered) -> None:
    """Standard, independence, notified body and validity are signed as given; three years are the most."""
    given = ("--standard", "ISO 14064-3:2019", "--independence", "none", "--notified-body", "0000")
    dated = ("--date", "2026-03-02", "--valid-until")
    late = it.attest(it.bundle("auditor"), *given, *dated, "2029-03-03")
    assert late.code == 1
    assert "attestation.validity" in late.err
    word = it.attest(it.bundle("auditor"), *given, *dated, "2029-03-02")
    assert word.code == 0, word.err
    shown = json.loads(cradle("log", "show", word.out.strip(), "--ledger", it.book).out)["payload"]
    assert shown["standard"] == "ISO 14064-3:2019"
    assert (shown["date"], shown["valid_until"]) == ("2026-03-02", "2029-03-02")


def open_choice(it: Delivered, code: str) -> dict[str, str]:
    """The first open choice of a kind in the auditor's report on its bundle."""
    policy = ("--policy", it.folder / "policy.toml", "--json")
    report = json.loads(cradle("verify", it.bundle("auditor"), *policy).out)
    found: dict[str, str] = next(row for row in report["choices"] if row["code"] == code)
    return found


def test_a_choice_is_settled_by_its_id_and_a_document(it: Delivered) -> None:
    """The file is named by its digest in a section; the auditor's own report then has one choice fewer open."""
    choice = open_choice(it, "mass.gap")
    paper = it.folder / "notes.pdf"
    paper.write_bytes(b"delivery notes")
    listed = it.folder / "settle.toml"
    listed.write_text(
        f'[[settle]]\nchoice = "mass.gap/{choice["subject"][7:19]}"\ndepth = "documents"\n'
        f'evidence = ["notes.pdf"]\nexplained = [{{ substance = "Solvent", kg = "{choice["kg"]}" }}]\n'
    )
    word = it.attest(it.bundle("auditor"), "--settle-file", listed, "--level", "limited")
    assert word.code == 0, word.err
    shown = json.loads(cradle("log", "show", word.out.strip(), "--ledger", it.book).out)
    (row,) = shown["sections"]["settled"]["value"]["choices"]
    assert row["evidence"] == [digest(b"delivery notes")]
    assert open_choice(it, "mass.gap")["state"] == "settled"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--level", "limited"), "attestation.level at --level"),
        (("--settle", "mass.gap/=documents"), "settle.explained at mass.gap/"),
        (("--settle", "mass.gap/=sampled"), "settle.option at --settle"),
        (("--settle", "time.old/ffff=documents"), "settle.unknown at time.old/ffff"),
    ],
)
def test_what_would_settle_nothing_is_refused(
    it: Delivered, options: tuple[str, ...], code: str
) -> None:
    """Before anything is signed."""
    before = cradle("log", "list", "--ledger", it.book).out
    assert it.attest(it.bundle("auditor"), *options).err.startswith(f"refused: {code}")
    assert cradle("log", "list", "--ledger", it.book).out == before
