"""A monitor's report in a bundle counts if the policy lists its key and it covers the same state."""

import pytest
from support.bundles import signer
from support.signed_battery import honest
from support.verdicts import found, judge, remarks

from ledger.audit.log.monitor import sign_monitor
from ledger.audit.report.monitor import STEPS
from ledger.trust.envelope import format_envelope, sign
from ledger.trust.leaves import model_bytes
from ledger.trust.note import ED25519, Vkey, format_vkey
from schemas.signed.policy import LogKeys, Policy
from schemas.values import RegistryState
from schemas.views.monitor import MONITOR_TYPE, MonitorReport
from schemas.views.report import Finding, Report, Severity, Step

MONITOR = "monitor.json"
WATCHER = signer("watcher")
VKEY = format_vkey(Vkey("watch.example", ED25519, WATCHER.public))
LEDGER = honest().ledger
WORD = "draws by customers outside the bundle"


def monitored(**changes: object) -> MonitorReport:
    """The report of a monitor without findings at the state of the honest chain."""
    steps = (
        Step(number=step, name=step.name.lower(), checked=1, outcome="passed") for step in STEPS
    )
    report = MonitorReport(
        document="monitor",
        origin=LEDGER.origin,
        logs=LogKeys(entries=LEDGER.vkey("entries"), registry=LEDGER.vkey("registry")),
        entries=LEDGER.entries.state(),
        registry=LEDGER.registry.state(),
        date="2026-02-03",
        software="test",
        verdict="consistent",
        exit_code=0,
        steps=tuple(steps),
        findings=(),
        left_out=0,
    )
    return report.model_copy(update=changes)


def policy(*vkeys: str) -> Policy:
    """The honest policy, with monitors."""
    return LEDGER.policy(monitors=vkeys or (VKEY,))


def carried(report: MonitorReport | bytes, accepted: Policy | None = None) -> Report:
    """The verdict on the honest bundle with a report in it."""
    data = report if isinstance(report, bytes) else sign_monitor(report, WATCHER)
    return judge({**LEDGER.files(), MONITOR: data}, accepted or policy())


def word(report: Report) -> str:
    """The source that the report names for draws outside the bundle."""
    return next(row.value for row in report.asserted if row.name == WORD)


def fault(code: str, subject: str, severity: Severity = "contradiction") -> Finding:
    """A finding of a monitor."""
    return Finding(code=code, severity=severity, step=15, subject=subject, detail="Too much.")


def test_a_report_that_counts() -> None:
    """The bundle verifies, and the report names the monitor, its size and its day."""
    report = carried(monitored())
    assert report.exit_code == 0, report.findings
    size = LEDGER.entries.state().size
    assert word(report) == f"checked by monitor watch.example as of {size} leaves, 2026-02-03"
    assert word(judge(LEDGER.files())) == "asserted by the log's operator"


@pytest.mark.parametrize(
    "accepted",
    [
        LEDGER.policy(),
        policy(format_vkey(Vkey("watch.example", ED25519, signer("another").public))),
    ],
)
def test_a_monitor_that_is_not_listed(accepted: Policy) -> None:
    """A monitor that the policy does not list is a contradiction, and its report does not count."""
    report = carried(monitored(), accepted)
    assert found(report) == {("policy.monitor", MONITOR)}
    assert word(report) == "asserted by the log's operator"


def test_a_report_that_was_changed() -> None:
    """Another payload under the signature counts as signed by no monitor."""
    signed = sign_monitor(monitored(exit_code=1), WATCHER)
    honest_one = sign_monitor(monitored(), WATCHER)
    payload = signed.partition(b'"payloadType"')[0]
    mixed = payload + b'"payloadType"' + honest_one.partition(b'"payloadType"')[2]
    assert found(carried(mixed)) == {("policy.monitor", MONITOR)}


def test_two_signatures() -> None:
    """A report has one signature; a second one is refused, listed or not."""
    other = signer("other")
    data = format_envelope(sign(MONITOR_TYPE, model_bytes(monitored()), [WATCHER, other]))
    both = policy(VKEY, format_vkey(Vkey("other.example", ED25519, other.public)))
    for accepted in (policy(), both):
        assert found(carried(data, accepted)) == {("policy.monitor", MONITOR)}


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        format_envelope(sign("application/vnd.cradle.entry.v1+json", b"{}", [WATCHER])),
        format_envelope(sign(MONITOR_TYPE, b"{}", [WATCHER])),
        format_envelope(sign(MONITOR_TYPE, b'{"document": "monitor"}', [WATCHER])),
    ],
)
def test_what_is_no_report(data: bytes) -> None:
    """Bytes that are not a report are reported as one unreadable file."""
    report = carried(data)
    assert found(report) == {("file.unreadable", MONITOR)}
    assert report.exit_code == 2


def test_another_ledger() -> None:
    """A report on another ledger does not count for this one."""
    report = carried(monitored(origin="ledger.example/other"))
    assert found(report) == {("monitor.origin", MONITOR)}


@pytest.mark.parametrize("log", ["entries", "registry"])
def test_another_root_at_the_same_size(log: str) -> None:
    """The monitor saw another log than this reader: one of the two was deceived."""
    state = RegistryState(size=getattr(LEDGER, log).state().size, root="0" * 64)
    report = carried(monitored(**{log: state}))
    assert found(report) == {("monitor.forked", f"checkpoints/{log}")}
    assert word(report) == "asserted by the log's operator"


def test_an_older_registry_of_another_history() -> None:
    """The bundle has all leaves of the registry, so another history is found at any size."""
    state = RegistryState(size=2, root="0" * 64)
    report = carried(monitored(registry=state))
    assert found(report) == {("monitor.forked", "checkpoints/registry")}


@pytest.mark.parametrize(
    "changes",
    [
        {"entries": RegistryState(size=3, root="0" * 64)},
        {"registry": LEDGER.registry.state(2)},
        {"registry": RegistryState(size=1000, root="0" * 64)},
    ],
)
def test_another_state(changes: dict[str, RegistryState]) -> None:
    """A report on an earlier or later state changes no verdict and proves nothing."""
    report = carried(monitored(**changes))
    assert report.exit_code == 0
    assert ("monitor.other_state", MONITOR) in remarks(report)
    assert word(report) == "asserted by the log's operator"


def test_what_it_found_about_this_calculation() -> None:
    """A fault of a delivery in the bundle is a finding of this audit, with its severity."""
    ore = honest().ids["ore"]
    report = carried(monitored(findings=(fault("balance.drawn_above_delivery", ore),)))
    (row,) = (row for row in report.findings if row.severity == "contradiction")
    assert (row.code, row.subject) == ("monitor.found", ore)
    assert row.detail == "balance.drawn_above_delivery: Too much."
    lost = fault("blob.missing", f"statements/{ore[7:]}.json", "missing")
    report = carried(monitored(findings=(lost,)))
    assert (report.exit_code, found(report)) == (2, {("monitor.found", lost.subject)})


def test_what_it_found_about_the_logs() -> None:
    """A fault of a log is a finding of this audit too."""
    report = carried(monitored(findings=(fault("log.damaged", "checkpoints/entries"),)))
    assert found(report) == {("monitor.found", "checkpoints/entries")}


def test_what_it_found_elsewhere() -> None:
    """Faults outside the bundle are counted in a remark; remarks are not counted."""
    nobody = "sha256:" + "9" * 64
    rows = (fault("entry.duplicate", nobody), fault("key.disputed", honest().ids["ore"], "remark"))
    report = carried(monitored(findings=rows))
    assert report.exit_code == 0
    (row,) = (row for row in report.findings if row.code.startswith("monitor."))
    assert row.detail.startswith("It found 1 faults")


def test_what_it_could_not_list() -> None:
    """A report that left findings out is incomplete, because one of them may concern this calculation."""
    report = carried(monitored(left_out=3))
    assert (report.exit_code, found(report)) == (2, {("monitor.truncated", MONITOR)})


def test_a_bundle_without_its_logs() -> None:
    """Without the state of the bundle, the monitor's report is not checked either."""
    for missing in ("checkpoints/entries", "registry.json"):
        files = {**LEDGER.files(), MONITOR: sign_monitor(monitored(), WATCHER)}
        del files[missing]
        report = judge(files, policy())
        assert found(report) == {("file.missing", missing)}
        (row,) = (row for row in report.findings if row.code == "file.missing")
        assert "the monitor's report not checked" in row.follows
