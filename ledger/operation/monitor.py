"""The monitor: a check of a whole ledger by anyone who may read its folder; it need not be trusted.

0 the database's own check, and each statement looked up by its id (2) 1 both logs: each leaf
hashed, each node rebuilt, each signed checkpoint compared with the root 2 every statement and
document hashed, and read by the strict models (step 2 of an audit) 3 each leaf
against its statement and signatures; states of the registry never go back (7) 4 the pairing of the
logs: each registry leaf has its cause, each cause its leaf, once, in order (9) 5 every signature
(6), by keys that could sign at that leaf, of participants that were registered (8) 6 citations go
backwards and lead to what they name (7, 9); versions keep what they must (10) 7 over all buyers:
deliveries fit their lines, nothing is drawn or delivered twice (12, 15) 8 no two live entries state
the same goods (10); site balances agree with the entries they list (15) 9 the tables that rules
look things up in say what the statements say, each leaf has the marks of its statement, and each
closure states what was left and which twins there were (2)

Steps 2 to 8 are the functions of the offline verifier. Its policy has no part in them: the monitor
checks that a registrar has countersigned, and does not judge which participants it registered. All
reading is of one state, the newest signed one, while the ledger goes on. The values of all
statements are kept in memory, for the steps that compare them with each other; leaves and payloads
are read in batches and not kept.

Left out: figures, which each bundle has recomputed; sizes that were shown to others, which
witnesses compare; goods that were sold a second time in another log.
"""

from pathlib import Path

from ledger.audit.bundle.model import Bundle, SignedStatement
from ledger.audit.findings import Findings
from ledger.audit.keys.signatures import collect_keys, match_signatures
from ledger.audit.keys.signers import check_keys
from ledger.audit.keys.use import remark_disputes
from ledger.audit.log.inclusion import check_leaves
from ledger.audit.log.registry import Logs, build_registry
from ledger.audit.report.monitor import build_monitor_report
from ledger.monitoring.closures import check_closures
from ledger.monitoring.database import check_database, check_heads, look_up
from ledger.monitoring.logs import ReadLog, read_log
from ledger.monitoring.marks import check_marks
from ledger.monitoring.pairing import (
    StatementPositions,
    check_pairing,
    read_entries,
    read_registry,
)
from ledger.monitoring.progress import Progress, ignore_progress
from ledger.monitoring.quantities import check_quantities
from ledger.monitoring.rows import check_rows
from ledger.monitoring.statements import (
    Documents,
    method_blobs,
    read_batch,
    read_rows,
    reopen,
)
from ledger.state.software import SOFTWARE
from ledger.store.engine import Connection
from ledger.store.integrity import damaged
from ledger.store.log import Log
from ledger.store.store import Snapshot, read_snapshot
from ledger.trust.checkpoint import Checkpoint
from ledger.trust.envelope import Signers
from ledger.trust.log_key import list_log_keys
from schemas.views.monitor import MonitorReport


def monitor_folder(folder: Path, date: str, progress: Progress = ignore_progress) -> MonitorReport:
    """Check the ledger in a folder, which another process may have open.

    Raises:
        CradleError: as `monitor` or `read_snapshot`.
    """
    try:
        with read_snapshot(folder) as snapshot:
            return monitor(snapshot, date, progress)
    except UnicodeDecodeError as error:
        raise damaged("a name in it is not UTF-8") from error


def monitor(snapshot: Snapshot, date: str, progress: Progress = ignore_progress) -> MonitorReport:
    """Check a ledger.

    Args:
        snapshot: one state of it.
        date: of the report, as YYYY-MM-DD.
        progress: the callback for progress.

    Raises:
        CradleError: `ledger.absent` where none was begun, `store.damaged` if the database is damaged so much that
            its content cannot be read.
    """
    findings = Findings()
    check_database(snapshot.connection, findings, progress)
    problems = [row.detail for row in findings.listed(None)]
    try:
        return _monitor(snapshot, date, findings, progress)
    except Exception as error:
        if problems:  # A damaged value has any type and any content, so any step may fail at it.
            raise damaged(problems[0].removesuffix(".")) from error
        raise


def _monitor(
    snapshot: Snapshot, date: str, findings: Findings, progress: Progress
) -> MonitorReport:
    check_heads(snapshot.connection, findings)
    # The entries log first: the registry that is read then is at least as new as its leaves say.
    entries = read_log(snapshot, "entries", findings, progress)
    registry = read_log(snapshot, "registry", findings, progress)
    bundle, places = _read(snapshot, registry, entries, findings, progress)
    _judge(snapshot.connection, bundle, registry, entries, places, findings, progress)
    return build_monitor_report(
        findings,
        entries.key.name.removesuffix("/entries"),
        list_log_keys(entries.key, registry.key),
        entries.state,
        registry.state,
        date,
        SOFTWARE,
    )


def _read(
    snapshot: Snapshot,
    registry: ReadLog,
    entries: ReadLog,
    findings: Findings,
    progress: Progress,
) -> tuple[Bundle, StatementPositions]:
    """Everything in the store, as the values of one large bundle, and the statements' places."""
    documents = Documents(snapshot, findings)
    statements: dict[str, SignedStatement] = {}
    kept: dict[Log, dict[int, str]] = {}
    for log in (registry, entries):
        places = kept[log.log] = {}
        what = f"statements of the {log.log} log"
        for rows in read_rows(snapshot.connection, log, progress, what):
            places.update((row.index, row.id) for row in rows)
            statements.update(read_batch(rows, documents, findings))
        look_up(snapshot.connection, tuple(places.values()), findings, progress)
    documents.hash_rest(method_blobs(statements), progress)
    where = StatementPositions(entries=kept["entries"], registry=kept["registry"])
    bundle = Bundle(
        statements=statements,
        blobs={},
        excerpt=None,  # The whole tree is rebuilt.
        places=read_entries(snapshot.connection, entries, where, findings),
        registry=read_registry(snapshot.connection, registry, findings),
        notes={},
    )
    return bundle, where


def _judge(
    connection: Connection,
    bundle: Bundle,
    registry_log: ReadLog,
    entries_log: ReadLog,
    places: StatementPositions,
    findings: Findings,
    progress: Progress,
) -> None:
    origin = entries_log.key.name
    registry = None if bundle.registry is None else build_registry(bundle.registry)
    head = Checkpoint(origin, entries_log.state.size, bytes.fromhex(entries_log.state.root))
    logs = Logs(head, registry, None, 0, None)
    count = len(bundle.statements)
    progress("leaves", 0, count)
    leaves = check_leaves(bundle, logs, origin.removesuffix("/entries"), findings)
    if bundle.registry is not None:
        check_pairing(bundle.statements, bundle.places, bundle.registry, places, findings)
    signers, keys = dict[str, Signers](), collect_keys(bundle)
    for log in (registry_log, entries_log):
        for rows in read_rows(connection, log, progress, "signatures"):
            opened = reopen(rows, bundle.statements)
            signers |= match_signatures(opened, keys, bundle, registry, findings)
    results = check_keys(bundle, registry, leaves, None, signers, findings)
    remark_disputes(results.disputes, findings)
    progress("quantities", 0, count)
    if registry is not None and bundle.registry is not None:
        check_quantities(bundle, registry, findings)
        check_rows(connection, bundle, bundle.registry, findings)
        check_closures(connection, bundle, registry, findings)
    check_marks(connection, bundle, entries_log.state.size, findings)
    progress("quantities", count, count)
