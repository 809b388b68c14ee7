"""An invitation for a program: read it and open an account, without a login, as the page behind the link does."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.context import Context
from api.invitations import HEADERS, count_failures, open_account
from api.paths import PREFIX
from api.problems import PROBLEMS
from ledger.service.requests.introduction import describe_ledger, introduce
from ledger.service.requests.invitations import Newcomer
from schemas.exchanged.invitation import AccountBody, InvitationView, OpenedAccount

router = APIRouter(prefix=f"{PREFIX}/invitations", tags=["requests"], responses=PROBLEMS)

Secret = Annotated[str, Path(description="The secret: the last part of the invitation's link.")]


@router.get(
    "/{secret}",
    summary="Read an invitation",
    operation_id="read_invitation",
    response_model_exclude_none=True,
    response_description="The request and the ledger.",
)
def read(secret: Secret, context: Context, answer: Response) -> InvitationView:
    """Return who asks for what, and what a new participant needs to know; this does not use the link."""
    answer.headers.update(HEADERS)
    introduction = introduce(context.ledger, secret, context.now())
    return introduction.view(describe_ledger(context.ledger))


@router.post(
    "/{secret}/account",
    status_code=HTTPStatus.CREATED,
    summary="Open an account by invitation",
    operation_id="open_invited_account",
    response_model_exclude_none=True,
    response_description="The account and its API key; the key is not shown again.",
)
def account(secret: Secret, body: AccountBody, context: Context, answer: Response) -> OpenedAccount:
    """Open an account for the invited firm and take up the request; the link works once."""
    answer.headers.update(HEADERS)
    introduction = introduce(context.ledger, secret, context.now())
    person = None if body.person is None else body.person.strip()
    newcomer = Newcomer(body.title.strip(), person, body.password or "")
    with count_failures(context, secret):
        new_account = open_account(context, introduction, newcomer)
    return OpenedAccount(
        organisation=new_account.organisation, api_key=new_account.key, person=new_account.person
    )
