"""The offline verifier accepts the service's output: bundles from start to stale."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.exact_figures import calculation_of
from support.footprints import file_of, pact_3
from support.ledger_battery import BatteryChain, freight
from support.ledger_world import LOG_SIGNERS, ORIGIN, made, replacing, taken
from support.rows import imported
from support.witnesses import TIME, vkey_of, witness

from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.operation.cosign import ask_witnesses, read_witness
from ledger.service.answers.importing import import_figure
from ledger.store.log import LOGS
from ledger.trust.leaves import digest
from ledger.trust.note import format_vkey
from schemas.signed.calculation import Calculation
from schemas.signed.entry import Site
from schemas.signed.policy import Witness
from schemas.signed.rows import ExternalInput
from schemas.views.report import Report
from schemas.vocabulary import ProcessCode


def judged(chain: BatteryChain, subject: str, witnesses: Sequence[str] = ()) -> Report:
    """The report on a statement's bundle, under a policy that trusts this ledger and needs all of these."""
    policy = chain.world.policy(
        chain.rulebook,
        chain.factors,
        chain.auditor.id,
        quorum=len(witnesses),
        witnesses=tuple(Witness(vkey=format_vkey(vkey_of(name)), group=name) for name in witnesses),
    )
    bundle = export_bundle(chain.world.ledger, subject)
    return verify(bundle, policy, digest(b"the policy file"))


def calculated(chain: BatteryChain) -> tuple[str, Calculation]:
    """A calculation in the log, with all digits."""
    draft = chain.calculation()
    return chain.world.submit(draft, chain.plant.working).id, calculation_of(draft)


def test_calculation(chain: BatteryChain) -> None:
    """The bundle of a calculation verifies to the declared digits."""
    name, statement = calculated(chain)
    report = judged(chain, name)
    assert report.exit_code == 0, report.findings
    assert report.recomputed_total == statement.total


def test_declaration(chain: BatteryChain) -> None:
    """So does the bundle of a declaration, with the auditor's word in it."""
    name, statement = calculated(chain)
    word = chain.world.submit(chain.attestation(name), chain.auditor.working).id
    declared = chain.world.submit(chain.declaration(name, word), chain.plant.working).id
    report = judged(chain, declared)
    assert report.exit_code == 0, report.findings
    assert (report.subject, report.recomputed_total) == (declared, statement.total)


def test_versions(chain: BatteryChain) -> None:
    """A calculation over corrected entries and deliveries verifies."""
    world = chain.world
    newer = world.enter(chain.mine, [made(chain.mine, "90")], supersedes=replacing(chain.mined))
    version = {"supersedes": replacing(chain.shipped), "amount": "55"}
    world.deliver(chain.mine, newer, chain.plant, **version)
    packs = chain.packs_of("70", supersedes=replacing(chain.packs))
    world.submit(packs, chain.plant.working)
    name, statement = calculated(chain)
    report = judged(chain, name)
    assert report.exit_code == 0, report.findings
    assert report.recomputed_total == statement.total


def test_imported_figure(chain: BatteryChain) -> None:
    """A pack with a housing whose figure came in a file verifies, and the file is read again."""
    data = file_of(pact_3(ipccCharacterizationFactors=["AR5"]))
    import_figure(chain.world.ledger, data)
    row = ExternalInput.parse(json.dumps(imported(data, amount="20")).encode())
    inputs = [taken(chain.shipped, "50"), freight("10"), row]
    packs = chain.packs_of("40", supersedes=replacing(chain.packs), inputs=inputs)
    chain.world.submit(packs, chain.plant.working)
    name, statement = calculated(chain)
    report = judged(chain, name)
    assert report.exit_code == 0, report.findings
    assert report.recomputed_total == statement.total
    assert "external.method" in {row.code for row in report.findings}


@pytest.mark.parametrize("what", ["withdrawal", "correction"])
def test_stale(chain: BatteryChain, what: str) -> None:
    """A later change of the lineage makes the calculation stale and contradicts nothing."""
    name, statement = calculated(chain)
    if what == "withdrawal":
        chain.world.withdraw(chain.mine, chain.shipped)
    else:
        parts = {"supersedes": replacing(chain.treated), "process": ProcessCode.SHREDDING}
        chain.world.enter(chain.recycler, [made(chain.recycler)], **parts)
    report = judged(chain, name)
    assert report.exit_code == 0, report.findings
    assert report.is_changed
    assert report.recomputed_total == statement.total


def test_witnessed(chain: BatteryChain, tmp_path: Path) -> None:
    """With both witnesses the bundle verifies at their quorum, also once the log has grown on; with one it exits 2."""
    logs = [LOG_SIGNERS.vkey(ORIGIN, log) for log in LOGS]
    times = {"w1": TIME, "w2": TIME + 60}
    name, _ = calculated(chain)
    with (
        witness(tmp_path, "w1", logs, times) as one,
        witness(tmp_path, "w2", logs, times) as two,
    ):
        ask_witnesses(chain.world.ledger, [read_witness(one)])
        below = judged(chain, name, ["w1", "w2"])
        assert (below.exit_code, below.witnessed, below.witnessed_at) == (2, 1, None)
        ask_witnesses(chain.world.ledger, [read_witness(two)])
    assert judged(chain, name, ["w1", "w2"]).witnessed_at == "2026-01-01T00:01:00Z"
    chain.world.withdraw(
        chain.mine,
        chain.world.enter(chain.mine, [made(chain.mine)], site=Site(code="plant-9", country="SE")),
    )
    report = judged(chain, name, ["w1", "w2"])
    assert (report.exit_code, report.witnessed) == (0, 2), report.findings
    newer = chain.world.submit(chain.calculation(), chain.plant.working).id
    assert judged(chain, newer, ["w1", "w2"]).exit_code == 2
