"""The link by which the firm of a request for data opens an account; only a server has its address."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request

from api.addresses import base_url
from api.authentication import Caller
from api.context import Context
from api.invitations import require_may_invite
from api.paths import PREFIX
from api.problems import PROBLEMS
from api.web.invitation import INVITATION
from ledger.service.access.journal import AccessRecord, note
from ledger.service.requests import invitations
from schemas.exchanged.request import Invitation, InvitationBody

router = APIRouter(prefix=PREFIX, tags=["requests"], responses=PROBLEMS)
Name = Annotated[
    str, Path(description="The id of a request, 32 hexadecimal digits.", pattern="^[0-9a-f]{32}$")
]


@router.post(
    "/requests/{request}/invitation",
    status_code=HTTPStatus.CREATED,
    summary="Invite a request's firm",
    operation_id="invite_to_request",
    response_description="The link; it is not shown again.",
)
def invite(
    request: Name, asked: InvitationBody, caller: Caller, context: Context, here: Request
) -> Invitation:
    """Make a link by which the firm of a request opens an account; an earlier link stops working."""
    require_may_invite(context, caller)
    base, secret, now = base_url(here, context.configuration), context.draw(), context.now()
    expires = invitations.invite(context.ledger, caller, request, secret, now, asked.days)
    note(context.ledger.store, caller, now, [AccessRecord("request", request, None, "invited")])
    return Invitation(link=f"{base}{INVITATION}/{secret}", expires=expires)
