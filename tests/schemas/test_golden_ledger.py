"""The golden vectors in a real ledger: admitted in order, they give the golden logs, byte for byte."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from support.golden import reading as golden
from support.ledger_folders import without_marks
from support.verdicts import remarks

from ledger.append.ledger import Ledger
from ledger.append.signing import LogSigners
from ledger.append.submit import receipt_of, submit
from ledger.audit.policy import parse_policy
from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.footprint.graph.numbers import format_rounded
from ledger.operation.monitor import monitor_folder
from ledger.service.answers.importing import import_figure
from ledger.store.log import latest_checkpoint, leaves_of
from ledger.trust.keys import Signer
from ledger.trust.leaves import digest
from ledger.trust.submission import Submission
from schemas.signed.kinds import REGISTRY_KINDS
from schemas.signed.log import EntriesLeaf
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.views.monitor import MonitorReport

LOGS = golden.load("logs")


def signer(log: str) -> Signer:
    """The golden key of a log."""
    return Signer(bytes.fromhex(LOGS[log]["seed"]))


def submission(vector: golden.Golden) -> Submission:
    """A golden statement as it is handed in."""
    sections = tuple(row["document"].encode() for row in vector.row["sections"])
    return Submission(vector.row["envelope"].encode(), sections)


def in_order() -> list[golden.Golden]:
    """All statements as the ledger admitted them: the leaf of an entry names the size that the registry had."""

    def place(vector: golden.Golden) -> tuple[int, bool, int]:
        leaf, in_registry = vector.row["leaf"], vector.kind in REGISTRY_KINDS
        index = LOGS["registry" if in_registry else "entries"]["leaves"].index(leaf)
        size = index + 1 if in_registry else EntriesLeaf.parse(leaf.encode()).registry.size
        return size, not in_registry, index

    return sorted(golden.statements(), key=place)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger that has admitted every golden statement, under leaves as they were before marks."""
    signers = LogSigners(entries=signer("entries"), registry=signer("registry"))
    folder: Path = tmp_path_factory.mktemp("golden") / "ledger"
    with without_marks(), Ledger.init(folder, LOGS["origin"], signers) as opened:
        documents = golden.load("documents")
        opened.keep(Rulebook.parse(documents["rulebook"]["document"].encode()))
        for name in ("factor_set", "border_factor_set"):
            opened.keep(FactorSet.parse(documents[name]["document"].encode()))
        import_figure(opened, documents["imported"]["document"].encode())
        for vector in in_order():
            submit(opened, submission(vector))
        yield opened


def test_a_monitor_finds_the_golden_ledger_consistent(ledger: Ledger) -> None:
    """The monitored ledger has the state and the keys in the golden report."""
    report = monitor_folder(ledger.store.folder, "2026-03-01")
    golden_report = MonitorReport.parse(golden.load("documents")["monitor"]["document"].encode())
    assert [row for row in report.findings if row.severity != "remark"] == []
    assert (report.entries, report.registry) == (golden_report.entries, golden_report.registry)
    assert (report.origin, report.logs, report.verdict) == (
        golden_report.origin,
        golden_report.logs,
        golden_report.verdict,
    )


@pytest.mark.parametrize("log", ["registry", "entries"])
def test_the_ledger_writes_the_golden_logs(ledger: Ledger, log: str) -> None:
    """Every leaf, in order, and the signed checkpoint over them are those of the vectors."""
    with ledger.view() as view:
        size, note = latest_checkpoint(view.connection, log)
        leaves = list(leaves_of(view.connection, log, 0, size))
    assert [leaf.decode() for leaf in leaves] == LOGS[log]["leaves"]
    assert note.decode() == LOGS[log]["checkpoint"]


def test_the_ledger_answers_with_the_golden_receipt(ledger: Ledger) -> None:
    """The receipt of the golden delivery is that of the vectors, member for member."""
    assert receipt_of(ledger, LOGS["receipt"]["id"]).to_json() == LOGS["receipt"]


@pytest.mark.parametrize("number", [0, 1])
def test_the_golden_declarations_are_verified(ledger: Ledger, number: int) -> None:
    """The bundle of a declaration, superseded or not, verifies under the golden policy, to the last digit.

    Only its rulebook, which is older than conservative parts, leaves one thing open.
    """
    declaration = golden.load("declaration")["vectors"][number]["id"]
    text = golden.load("documents")["policy"].encode()
    report = verify(export_bundle(ledger, declaration), parse_policy(text), digest(text))
    found = [row.code for row in report.findings if row.severity != "remark"]
    assert found == ["conservative.none"]
    assert (report.verdict, report.exit_code) == ("incomplete", 2)
    superseded = ("declaration.superseded", declaration) in remarks(report)
    assert superseded == (number == 0)
    payload = json.loads(golden.load("calculation")["vectors"][0]["payload"])
    assert report.declared_total == report.recomputed_total != payload["total"]
    assert format_rounded(Decimal(report.declared_total or 0)) == payload["total"]


def test_the_golden_goods_of_the_carbon_border_are_verified(ledger: Ledger) -> None:
    """The bundle of the screws verifies: their quantities rest on the attestation of the billets, not on a default."""
    vectors = golden.load("delivery")["vectors"]
    delivery = next(row for row in vectors if row["name"] == "screw_delivery")
    text = golden.load("documents")["policy"].encode()
    report = verify(export_bundle(ledger, delivery["id"]), parse_policy(text), digest(text))
    assert [row for row in report.findings if row.severity != "remark"] == []
    assert report.verdict == "verified"
    stated = json.loads(delivery["payload"])["figure"]["cbam"]
    attestations = golden.load("attestation")["vectors"]
    word = next(row["id"] for row in attestations if row["name"] == "goods_attestation")
    assert (stated["attestations"], stated["default_share"]) == ([word], "0")
