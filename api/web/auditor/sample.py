"""The sample of a case: the commitment to it, the command that draws it, and the list once it is revealed.

The nonce is made in the browser and stays in a file of the auditor: the server gets the digest alone, because an
operator that knew the nonce before the log signs could choose the seed. Until an attestation reveals it, the list is
drawn offline by `cradle sample`. A delivery has no sample.
"""

from typing import Annotated, Final, NamedTuple

import orjson
from fastapi import APIRouter, Form, Response

from api.paths import IdDigits
from api.web.auditor.case import CASES, case_values, row_href
from api.web.auditor.wording import source_name, stage_name
from api.web.csv_file import csv_response
from api.web.signature import ToSign, go_to_sign
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import AUDITOR
from ledger.append.submit import receipt_of
from ledger.service.access.cases import read_case
from ledger.service.access.permissions import require_participant
from ledger.translations.documents import percentage
from schemas.errors import CradleError
from schemas.signed.commitment import Commitment
from schemas.signed.sample import Sample, SampleItem, SampleState
from schemas.signed.statement import Kind
from schemas.views.audit_case import AuditCase

router = APIRouter(prefix=CASES, include_in_schema=False)
COLUMNS: Final = tuple(name for name in SampleItem.model_fields if name != "rows")


class ItemLine(NamedTuple):
    """A drawn process as the page shows it, with links to its rows."""

    item: SampleItem
    name: str
    stage: str
    share: str
    rows: list[tuple[str, str]]


@router.get("/{digits}/sample.json")
def sample_data(visit: Visited, digits: IdDigits) -> Response:
    """Return the state of the sample as data."""
    return visit.data(_state(visit, _case(visit, digits)))


@router.get("/{digits}/sample.csv")
def sample_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the revealed sample as a table; without one it has no rows."""
    sample = _state(visit, _case(visit, digits)).sample
    items = () if sample is None else sample.items
    rows = ([*(getattr(one, name) for name in COLUMNS), " ".join(one.rows)] for one in items)
    return csv_response(f"sample-{digits[:12]}", (*COLUMNS, "rows"), rows)


@router.get("/{digits}/sample")
def sample_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the commitment or how to make one, and the list once it is revealed."""
    return _page(visit, digits)


@router.post("/{digits}/sample")
def draft_commitment(
    visit: Visited, digits: IdDigits, digest: Annotated[str, Form()] = ""
) -> Response:
    """Draft the commitment to a digest, and go to its signing page."""
    case = _case(visit, digits)
    try:
        issuer = require_participant(visit.caller)
        header = {"subject": case.figure, "digest": digest.strip()}
        Commitment.parse(
            orjson.dumps({**header, "origin": visit.context.ledger.origin, "issuer": issuer})
        )
    except CradleError as error:
        if error.code == "access.unregistered":
            raise
        return _page(visit, digits, error)
    shown = case_values(visit, case)
    labels = {case.figure: str(shown["case_title"])}
    content = orjson.dumps({"header": header, "sections": {}, "labels": labels})
    title = visit.say("sample.draft", case=str(shown["case_title"]))
    return go_to_sign(visit, ToSign(Kind.COMMITMENT.value, title, content))


def _case(visit: Visit, digits: str) -> AuditCase:
    """The case, which is about a calculation.

    Raises:
        CradleError: `sample.none` for a delivery, or as `read_case`.
    """
    case = read_case(visit.context.ledger, visit.caller, f"sha256:{digits}")
    if case.kind == "delivery":
        detail = "A sample is drawn of a calculation; this case is about a delivery."
        raise CradleError("sample.none", detail)
    return case


def _state(visit: Visit, case: AuditCase) -> SampleState:
    return visit.desk.sample(case.figure)


def _page(visit: Visit, digits: str, error: CradleError | None = None) -> Response:
    case = _case(visit, digits)
    state = _state(visit, case)
    shown = case_values(visit, case)
    values: dict[str, object] = {
        **shown,
        "state": state,
        "issuer": visit.caller.participant or "",
        "subject": case.figure,
        "receipt": _receipt(visit, state),
        "items": [] if state.sample is None else _lines(visit, digits, state.sample),
        "quotas": () if state.sample is None else state.sample.quotas,
        "percent": lambda share: percentage(share, visit.language),
        "error": error,
        "problems": [] if error is None else problem_rows(error, frozenset({"digest"})),
    }
    title = visit.say("sample.title", case=str(shown["case_title"]))
    return visit.page("auditor/sample.html", title, values, AUDITOR.frame("cases"))


def _receipt(visit: Visit, state: SampleState) -> str:
    """The receipt of the auditor's commitment under the checkpoint that ends with it, as the script reads it."""
    if state.commitment is None or state.attestation is not None:
        return ""
    return receipt_of(visit.context.ledger, state.commitment).model_dump_json(exclude_none=True)


def _lines(visit: Visit, digits: str, sample: Sample) -> list[ItemLine]:
    return [
        ItemLine(
            item=one,
            name=f"{one.label}, {source_name(visit, one.source)}",
            stage=stage_name(visit, one.stage),
            share=percentage(one.share, visit.language),
            rows=[(place, row_href(digits, one.entry, place)) for place in one.rows],
        )
        for one in sample.items
    ]
