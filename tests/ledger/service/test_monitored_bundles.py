"""Bundles with a monitor's report: of the state that it read, with its findings, or not at all."""

from pathlib import Path

import pytest
from support.ledger_battery import BatteryChain
from support.ledger_world import LOG_SIGNERS, ORIGIN, made, signer, taken
from support.operator import seen, smuggle
from support.refusal import refused
from support.witnesses import TIME, vkey_of, witness

from ledger.audit.log.monitor import sign_monitor
from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.operation.cosign import ask_witnesses, read_witness
from ledger.store.log import LOGS
from ledger.trust.leaves import digest
from ledger.trust.note import ED25519, Vkey, format_vkey
from schemas.signed.policy import Witness
from schemas.views.report import Report
from schemas.vocabulary import Audience

WATCHER = signer("watcher")


@pytest.fixture
def calculation(chain: BatteryChain) -> str:
    """The id of a calculation of the packs."""
    return chain.world.submit(chain.calculation(), chain.plant.working).id


def judged(
    chain: BatteryChain, subject: str, monitor: bytes | None = None, *witnesses: str
) -> Report:
    """The report on a bundle, under a policy that lists the monitor and needs all of these witnesses."""
    policy = chain.world.policy(
        chain.rulebook,
        chain.factors,
        chain.auditor.id,
        quorum=len(witnesses),
        witnesses=tuple(Witness(vkey=format_vkey(vkey_of(name)), group=name) for name in witnesses),
        monitors=(format_vkey(Vkey("watch.example", ED25519, WATCHER.public)),),
    )
    bundle = export_bundle(chain.world.ledger, subject, monitor=monitor)
    return verify(bundle, policy, digest(b"the policy file"))


def outside(report: Report) -> str:
    """The source of the counted draws of customers outside the bundle."""
    return next(row.value for row in report.asserted if row.name.startswith("draws by customers"))


def test_with_a_monitors_report(chain: BatteryChain, calculation: str) -> None:
    """The bundle is of the state that the monitor saw, although the ledger has grown since."""
    report = seen(chain.world)
    chain.world.withdraw(chain.mine, chain.shipped)
    told = judged(chain, calculation, sign_monitor(report, WATCHER))
    assert (told.exit_code, told.is_changed) == (0, False), told.findings
    assert told.entries == report.entries
    size = report.entries.size
    assert outside(told) == f"checked by monitor watch.example as of {size} leaves, 2026-01-01"
    assert outside(judged(chain, calculation)) == "asserted by the log's operator"


def test_a_monitor_that_saw_another_buyer(chain: BatteryChain, calculation: str) -> None:
    """Somebody outside the bundle draws on the same delivery; only the monitor's report shows it."""
    rest = chain.world.entry(chain.plant, [made(chain.plant)], inputs=[taken(chain.shipped, "11")])
    smuggle(chain.world, rest, chain.plant.working)
    assert judged(chain, calculation).exit_code == 0
    told = judged(chain, calculation, sign_monitor(seen(chain.world), WATCHER))
    assert told.exit_code == 1
    (row,) = (row for row in told.findings if row.severity == "contradiction")
    assert (row.code, row.subject) == ("monitor.found", chain.shipped)
    assert row.detail.startswith("balance.drawn_above_delivery: ")


def test_a_report_that_does_not_reach_the_subject(chain: BatteryChain) -> None:
    """A report of before the calculation, or of no state of this ledger, is not carried; nor to a manufacturer."""
    before = seen(chain.world)
    name = chain.world.submit(chain.calculation(), chain.plant.working).id
    never = before.registry.model_copy(update={"size": 1000})
    for report in (before, before.model_copy(update={"registry": never})):
        with refused("export.monitor"):
            export_bundle(chain.world.ledger, name, monitor=sign_monitor(report, WATCHER))
    told = sign_monitor(seen(chain.world), WATCHER)
    with refused("export.monitor"):
        export_bundle(chain.world.ledger, name, Audience.MANUFACTURER, monitor=told)
    with refused("envelope.members"):
        export_bundle(chain.world.ledger, name, monitor=b"{}")


def test_with_witnesses(chain: BatteryChain, calculation: str, tmp_path: Path) -> None:
    """A state that is witnessed keeps its cosignatures when it is shown for the monitor's sake."""
    logs = [LOG_SIGNERS.vkey(ORIGIN, log) for log in LOGS]
    first = sign_monitor(seen(chain.world), WATCHER)
    with witness(tmp_path, "w1", logs, {"w1": TIME}) as asked:
        ask_witnesses(chain.world.ledger, [read_witness(asked)])
    chain.world.withdraw(chain.mine, chain.shipped)
    told = judged(chain, calculation, first, "w1")
    assert (told.exit_code, told.witnessed) == (0, 1), told.findings
    assert outside(told).startswith("checked by monitor")
    later = sign_monitor(seen(chain.world), WATCHER)
    assert judged(chain, calculation, later, "w1").exit_code == 2
