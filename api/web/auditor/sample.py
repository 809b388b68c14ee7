"""The sample of a case: the commitment to it, the command that draws it, and the list once it is revealed.

The nonce is made in the browser and stays in a file of the auditor: the server gets the digest alone, because an
operator that knew the nonce before the log signs could choose the seed. Until an attestation reveals it, the list is
drawn offline by `cradle sample`. A delivery has no sample.
"""

from http import HTTPStatus
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Form, Response

from api.paths import IdDigits
from api.web.auditor.case import CASES, case_values, row_href
from api.web.auditor.wording import case_title, source_name
from api.web.forms import ToSign, go_to_sign
from api.web.twins import Rows, twins
from api.web.workspace import Visit, Visited
from ledger.append.submit import receipt_of
from ledger.service.access.cases import read_case
from ledger.service.access.permissions import require_participant
from schemas.errors import CradleError
from schemas.signed.commitment import Commitment
from schemas.signed.sample import SampleItem, SampleState
from schemas.signed.statement import Kind
from schemas.views.audit_case import AuditCase

router = APIRouter(prefix=CASES, include_in_schema=False)
COLUMNS: Final = tuple(name for name in SampleItem.model_fields if name != "rows")


def _table(state: SampleState) -> Rows:
    """The revealed sample; without one it has no rows."""
    items = () if state.sample is None else state.sample.items
    rows = ([*(getattr(item, name) for name in COLUMNS), " ".join(item.rows)] for item in items)
    return (*COLUMNS, "rows"), rows


@twins(router, "/{digits}/sample", _table, "sample-{digits:.12}")
def sample(visit: Visited, digits: IdDigits) -> SampleState:
    """Return the state of the sample as data, and what is revealed as a table."""
    return visit.desk.sample(_case(visit, digits).figure)


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
        Commitment.parse(orjson.dumps({**header, "origin": visit.ledger.origin, "issuer": issuer}))
    except CradleError as error:
        if error.code == "access.unregistered":
            raise
        return _page(visit, digits, error)
    title = case_title(visit, case)
    content = orjson.dumps({"header": header, "sections": {}, "labels": {case.figure: title}})
    draft = ToSign(Kind.COMMITMENT.value, visit.say("sample.draft", case=title), content)
    return go_to_sign(visit, draft)


def _case(visit: Visit, digits: str) -> AuditCase:
    """The case, which is about a calculation.

    Raises:
        CradleError: `sample.none` for a delivery, or as `read_case`.
    """
    case = read_case(visit.ledger, visit.caller, f"sha256:{digits}")
    if case.kind == "delivery":
        detail = "A sample is drawn of a calculation; this case is about a delivery."
        raise CradleError("sample.none", detail)
    return case


def _page(visit: Visit, digits: str, error: CradleError | None = None) -> Response:
    case = _case(visit, digits)
    state = visit.desk.sample(case.figure)
    return visit.page(
        "auditor/sample.html",
        error,
        form_fields=("digest",),
        status=HTTPStatus.OK,
        **case_values(visit, case),
        state=state,
        issuer=visit.caller.participant or "",
        receipt=_receipt(visit, state),
        href=row_href,
        source_name=lambda source: source_name(visit, source),
    )


def _receipt(visit: Visit, state: SampleState) -> str:
    """The receipt of the auditor's commitment under the checkpoint that ends with it, as the script reads it."""
    if state.commitment is None or state.attestation is not None:
        return ""
    return receipt_of(visit.ledger, state.commitment).model_dump_json(exclude_none=True)
