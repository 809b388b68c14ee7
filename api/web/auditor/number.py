"""A number opened: the way from the declared figure to one row, its formula, the row as signed, its document.

All of it is the trace that `cradle trace` gives of the case's audit bundle, from the auditor's last recomputation, else
from one under the server's own policy. A document is compared with the row's evidence in the browser, which computes
its digest and sends nothing; a pasted digest is compared by the server.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Path, Query, Response

from api.paths import IdDigits
from api.web.auditor.case import CASES, case_values, row_href
from api.web.auditor.number_layout import number_values
from api.web.auditor.run import some_run
from api.web.workspace import Visit, Visited
from api.web.workspaces import AUDITOR
from ledger.audit.report.trail import formula_of, trail_of
from ledger.service.access.audit_papers import keep_look, read_looks
from ledger.service.access.cases import read_case
from ledger.service.access.numbers import note_number, proof_hashes, signer_state
from schemas.views.audit_case import Fit, LookBody, LookDepth, OpenedNumber
from schemas.views.trace import Trace

PATIENCE: Final = 5.0
"""Seconds that a page waits for a recomputation; then the page of the recomputation shows its steps."""

router = APIRouter(prefix=CASES, include_in_schema=False)

EntryDigits = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
RowPlace = Annotated[str, Path(pattern=r"^[a-z_]{1,40}(/(0|[1-9][0-9]{0,5}))?$")]
Pasted = Annotated[str, Query(max_length=200)]


@router.get("/{digits}/rows/{entry}/{place:path}.json")
def number_data(
    visit: Visited, digits: IdDigits, entry: EntryDigits, place: RowPlace, digest: Pasted = ""
) -> Response:
    """Return an opened number as data."""
    return visit.data(_open(visit, digits, entry, place, digest))


@router.get("/{digits}/rows/{entry}/{place:path}")
def number_page(
    visit: Visited, digits: IdDigits, entry: EntryDigits, place: RowPlace, digest: Pasted = ""
) -> Response:
    """Show an opened number."""
    case = read_case(visit.context.ledger, visit.caller, f"sha256:{digits}")
    run = some_run(visit, case.subject)
    if not run.is_over(PATIENCE):
        return visit.go(f"{CASES}/{digits}/recompute")
    opened = _open(visit, digits, entry, place, digest)
    values: dict[str, object] = {
        **case_values(visit, case),
        **number_values(visit, digits, opened, run.tracer.context.bundle),
        "pasted": digest,
    }
    title = str(values["name"])
    return visit.page("auditor/number.html", title, values, AUDITOR.frame("cases"))


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
    subject, context, node = f"sha256:{digits}", visit.context, f"sha256:{entry}"
    keep_look(
        context.ledger,
        visit.caller,
        subject,
        LookBody(entry=node, place=place, depth=depth),
        context.now(),
    )
    known = read_looks(context.ledger, visit.caller, subject).items
    was = any((one.entry, one.depth) == (node, "site_visit") for one in known)
    if visited != was:
        body = LookBody(entry=node, depth="site_visit" if visited else "recomputed")
        keep_look(context.ledger, visit.caller, subject, body, context.now())
    return visit.go(f"{row_href(digits, node, place)}#looked")


def _open(visit: Visit, digits: str, entry: str, place: str, digest: str) -> OpenedNumber:
    """An opened number; the journal has a line about it.

    Raises:
        CradleError: as `some_run` and `Tracer.trace`.
    """
    ledger, subject = visit.context.ledger, f"sha256:{digits}"
    run = some_run(visit, subject)
    tracer = run.tracer
    trace = tracer.trace(f"sha256:{entry}", place)
    note_number(ledger, visit.caller, subject, trace, visit.context.now())
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
            one for one in looks if one.entry == trace.entry and one.place in {None, place}
        ),
        fits=compare(trace, digest),
        own_policy=run.own_policy,
    )


def compare(trace: Trace, digest: str) -> Fit | None:
    """Compare a pasted digest with the row's evidence; None if nothing was pasted."""
    given = digest.strip().lower().removeprefix("sha256:")
    if not given:
        return None
    evidence = () if trace.row is None else trace.row.evidence
    if not evidence:
        return "no_document"
    return "fits" if f"sha256:{given}" in evidence else "differs"
