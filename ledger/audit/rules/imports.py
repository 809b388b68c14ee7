"""Part of step 10, rules: each imported row is read again from its file and compared with it.

The figure itself needs no file, because the row states all its values. If the file is not in the bundle, the row
cannot be checked, and the file is missing; a file with other values contradicts the row. So does the footprint of a
delivery to the importer, whose rows and choices a citation would show. Faults in the parts and
totals inside a file are remarks (`ledger.footprint.external.remarks`).
"""

from ledger.audit.bundle.model import Bundle
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.subject import Graph
from ledger.documents.footprint_ids import footprint_id
from ledger.footprint.external.formats import parse_external
from ledger.footprint.external.rows import row_faults
from ledger.footprint.graph.resolution import EntryRecord, Problem
from schemas.errors import CradleError
from schemas.signed.rows import ExternalInput


def check_imports(bundle: Bundle, view: Graph, findings: Findings) -> None:
    """Check the imported rows of all entries in the graph."""
    for node in view.resolution.order:
        record = view.resolution.record(node)
        for row in () if record.inventory is None else record.inventory.external_inputs:
            _check_row(bundle, record, row, findings)


def _check_row(bundle: Bundle, record: EntryRecord, row: ExternalInput, findings: Findings) -> None:
    data = bundle.blobs.get(row.file)
    if data is None:
        detail = f"the file from which {record.id} imports a figure is not in the bundle"
        findings.miss(StepNumber.RULES, Problem("blob.missing", row.file, detail), row.file)
        return
    findings.checked(StepNumber.RULES)
    try:
        figure = parse_external(data)
    except CradleError as error:
        findings.contradict(StepNumber.RULES, Problem.of(error, row.file))
        return
    delivered = {
        footprint_id(name)
        for name, it in bundle.deliveries.items()
        if it.delivery.recipient == record.entry.issuer
    }
    if figure.id in delivered:
        detail = f"{row.file} is the footprint of a delivery to its importer, which is to be cited"
        findings.contradict(StepNumber.RULES, Problem("external.delivered", record.id, detail))
    for fault in row_faults(record.entry, row, figure):
        detail = f"{row.product} from {row.file}: {fault.detail}"
        findings.contradict(StepNumber.RULES, Problem(fault.code, record.id, detail))
