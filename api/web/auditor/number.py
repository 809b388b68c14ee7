"""A number opened: the way from the declared figure to one row, its formula, the row as signed, its document.

All of it is the trace that `cradle trace` gives of the case's audit bundle, from the auditor's last recomputation, else
from one under the server's own policy. A document is compared with the row's evidence in the browser, which computes
its digest and sends nothing; a pasted digest is compared by the server.
"""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Path, Query, Response

from api.paths import IdDigits
from api.web.auditor.case import CASES, case_values, row_href
from api.web.auditor.run import some_run
from api.web.auditor.wording import source_name, stage_name
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from ledger.audit.bundle.model import Bundle
from ledger.audit.report.explanation import name_of
from ledger.audit.report.names import describe, short_id
from ledger.audit.report.trail import formula_of, trail_of
from ledger.service.access.audit_papers import keep_look, read_looks
from ledger.service.access.cases import read_case
from ledger.service.access.numbers import note_number, proof_hashes, signer_state
from ledger.translations.documents import has_text
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import Delivery
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput
from schemas.signed.statement import SectionName
from schemas.views.audit_case import Fit, LookBody, LookDepth, OpenedNumber
from schemas.views.trace import Trace, TrailNode
from schemas.vocabulary import Known

PATIENCE: Final = 5.0
"""Seconds that a page waits for a recomputation; then the page of the recomputation shows its steps."""

router = APIRouter(prefix=CASES, include_in_schema=False)

METERED: Final = frozenset({Known.METERED, Known.INVOICED, Known.WEIGHED, Known.ASSAYED})
"""The ways of knowing an amount that leave a document."""

EntryDigits = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
RowPlace = Annotated[str, Path(pattern=r"^[a-z_]{1,40}(/(0|[1-9][0-9]{0,5}))?$")]
Pasted = Annotated[str, Query(max_length=200)]


@twins(router, "/{digits}/rows/{entry}/{place:path}")
def open_number(
    visit: Visited, digits: IdDigits, entry: EntryDigits, place: RowPlace, digest: Pasted = ""
) -> OpenedNumber:
    """Return an opened number as data; the journal has a line about it.

    Raises:
        CradleError: as `some_run` and `Tracer.trace`.
    """
    ledger, subject = visit.ledger, f"sha256:{digits}"
    run = some_run(visit, subject)
    tracer = run.tracer
    trace = tracer.trace(f"sha256:{entry}", place)
    note_number(ledger, visit.caller, subject, trace, visit.now)
    signer = signer_state(ledger, trace)
    looks = read_looks(ledger, visit.caller, subject).items
    return OpenedNumber(
        trace=trace,
        name=None if trace.factor is None else trace.factor.name,
        trail=trail_of(tracer, trace),
        formula=formula_of(tracer, trace),
        key=signer.key,
        custody=signer.custody,
        registered=signer.registered,
        hashes=None if trace.leaf is None else proof_hashes(ledger, trace.entry),
        looks=tuple(
            look for look in looks if look.entry == trace.entry and look.place in {None, place}
        ),
        fits=compare(trace, digest),
        own_policy=run.own_policy,
    )


@router.get("/{digits}/rows/{entry}/{place:path}")
def number_page(
    visit: Visited, digits: IdDigits, entry: EntryDigits, place: RowPlace, digest: Pasted = ""
) -> Response:
    """Show an opened number."""
    case = read_case(visit.ledger, visit.caller, f"sha256:{digits}")
    run = some_run(visit, case.subject)
    if not run.is_over(PATIENCE):
        return visit.go(f"{CASES}/{digits}/recompute")
    opened = open_number(visit, digits, entry, place, digest)
    return visit.page(
        "auditor/number.html",
        **case_values(visit, case),
        **number_values(visit, opened, run.tracer.context.bundle),
        pasted=digest,
    )


@router.post("/{digits}/looks")
def keep_looks(
    visit: Visited,
    digits: IdDigits,
    entry: Annotated[str, Form(pattern="^[0-9a-f]{64}$")],
    place: Annotated[str, Form(pattern=r"^[a-z_]{1,40}(/(0|[1-9][0-9]{0,5}))?$")],
    depth: Annotated[LookDepth, Form()] = "recomputed",
    visited: Annotated[bool, Form()] = False,  # noqa: FBT002 - a field of a form
) -> Response:
    """Record how deeply a row was looked at, and whether its site was visited."""
    subject, node = f"sha256:{digits}", f"sha256:{entry}"
    keep_look(
        visit.ledger,
        visit.caller,
        subject,
        LookBody(entry=node, place=place, depth=depth),
        visit.now,
    )
    looks = read_looks(visit.ledger, visit.caller, subject).items
    was = any((look.entry, look.depth) == (node, "site_visit") for look in looks)
    if visited != was:
        body = LookBody(entry=node, depth="site_visit" if visited else "recomputed")
        keep_look(visit.ledger, visit.caller, subject, body, visit.now)
    return visit.go(f"{row_href(digits, node, place)}#looked")


def compare(trace: Trace, digest: str) -> Fit | None:
    """Compare a pasted digest with the row's evidence; None if nothing was pasted."""
    given = digest.strip().lower().removeprefix("sha256:")
    if not given:
        return None
    evidence = () if trace.row is None else trace.row.evidence
    if not evidence:
        return "no_document"
    return "fits" if f"sha256:{given}" in evidence else "differs"


def number_values(visit: Visit, opened: OpenedNumber, bundle: Bundle) -> dict[str, Any]:
    """The values of the template."""
    trace = opened.trace
    row = trace.row
    statement = _stated(bundle, trace.subject)
    return {
        "name": opened.name or goods_name(bundle, trace.label),
        "opened": opened,
        "trace": trace,
        "unit": statement.unit if isinstance(statement, Delivery | Calculation) else None,
        "trail": [
            (node, _node_name(visit, opened, node, bundle), _node_note(visit, node, bundle))
            for node in opened.trail
        ],
        "row": row,
        "unmetered": row is not None and row.document is None and row.known in METERED,
        "supply": _supply(visit, row),
        "source": source_name(visit, trace.source),
        "looks": {look.place: look.depth for look in opened.looks},
    }


def goods_name(bundle: Bundle, label: str) -> str:
    """A flow, or the goods of a delivery in the bundle by the name that their maker gives them."""
    record = bundle.deliveries.get(label)
    if record is None:
        return short_id(label)
    signed = bundle.statements.get(record.delivery.entry)
    inventory = None if signed is None else signed.sections.get(SectionName.INVENTORY)
    output = inventory.output(record.delivery.line) if isinstance(inventory, Inventory) else None
    return record.delivery.product if output is None else output.name


def _stated(bundle: Bundle, subject: str) -> object:
    signed = bundle.statements.get(subject)
    return None if signed is None else signed.statement


def _node_name(visit: Visit, opened: OpenedNumber, node: TrailNode, bundle: Bundle) -> str:
    if node.kind == "row":
        return opened.name or goods_name(bundle, opened.trace.label)
    if node.stage is not None:
        return stage_name(visit, node.stage)
    if node.kind == "goods" and node.statement is not None:
        return goods_name(bundle, node.statement)
    return visit.say(f"auditor.trail.{node.kind}")


def _node_note(visit: Visit, node: TrailNode, bundle: Bundle) -> str:
    """The note beside a node: its place, or the name of its statement."""
    if node.kind == "row":
        return visit.say("auditor.trail.row.note", place=node.place or "")
    signed = None if node.statement is None else bundle.statements.get(node.statement)
    return "" if signed is None else describe(name_of(signed, bundle))


def _supply(visit: Visit, row: object) -> str:
    if not isinstance(row, ActivityInput) or row.electricity is None:
        return ""
    key = f"auditor.supply.{row.electricity.supply.value}"
    words = visit.say(key) if has_text(key) else row.electricity.supply.value
    count = len(row.electricity.certificates)
    if not count:
        return visit.say("auditor.supply.no_certificates", supply=words)
    return visit.say("auditor.supply.certificates", supply=words, count=str(count))
