"""The one way to a signature: what leads there is kept as a draft, and the signing page of the draft is next."""

from typing import NamedTuple

from fastapi import Response

from api.web.workspace import Visit
from ledger.service.access.drafts import keep_draft


class ToSign(NamedTuple):
    """A statement that is ready to be signed: the form of its draft, a title for people, and the content."""

    form: str
    title: str
    content: bytes


def go_to_sign(visit: Visit, statement: ToSign, request: str = "") -> Response:
    """Keep a draft and answer with the way to its signing page.

    Args:
        visit: the request to the page.
        statement: that is ready.
        request: the id of the request for data that it is to answer, or empty.

    Raises:
        CradleError: as `keep_draft`.
    """
    context = visit.context
    kept = keep_draft(context.ledger.store, visit.caller, context.fresh(), statement, context.now())
    return visit.go(answering(f"/drafts/{kept.id}/sign", request))


def answering(path: str, request: str) -> str:
    """The address of a page on the way to answering a request for data, if there is one."""
    return f"{path}?request={request}" if request else path
