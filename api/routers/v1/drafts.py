"""Drafts: statements that an organisation is writing and has not signed.

A draft is what its author typed. The server checks nothing in it before it is signed, and signs nothing itself.
Only the organisation that wrote a draft is shown it.
"""

import json
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from api.authentication import Caller
from api.context import Context
from api.draft_responses import DraftResponse, DraftsResponse, heads_of, shown
from api.paths import PREFIX
from api.problems import PROBLEMS
from ledger.service.access import drafts
from schemas.errors import CradleError
from schemas.values import Text

router = APIRouter(prefix=f"{PREFIX}/drafts", tags=["drafts"], responses=PROBLEMS)

Name = Annotated[
    str, Path(description="The id of a draft, 32 hexadecimal digits.", pattern="^[0-9a-f]{32}$")
]
Title = Annotated[
    Text, Field(description="A line by which a person recognises it.", max_length=drafts.TITLE)
]
Content = Annotated[
    dict[str, Any], Field(description="The draft itself, a JSON object in that form.")
]


class DraftChange(BaseModel):
    """The new title and content of a draft."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Title
    content: Content

    def to_bytes(self) -> bytes:
        """The content as JSON.

        Raises:
            CradleError: `draft.shape` if it is not JSON: a number that is not finite, half a character.
        """
        try:
            return json.dumps(self.content, ensure_ascii=False, allow_nan=False).encode()
        except ValueError:
            detail = "The content is not JSON: it has NaN, infinity or half a character; remove it."
            raise CradleError("draft.shape", detail, "content") from None


class DraftBody(DraftChange):
    """A new draft; `form` is the sort of its content."""

    form: Literal["entry", "delivery", "withdrawal", "registration", "form"]


@router.get(
    "",
    summary="List drafts",
    operation_id="list_drafts",
    response_description="The drafts, at most 200.",
)
def listing(caller: Caller, context: Context) -> DraftsResponse:
    """Return the drafts of the caller's organisation without their content, the newest change first."""
    return heads_of(drafts.list_drafts(context.ledger.store, caller))


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    summary="Store a draft",
    operation_id="keep_draft",
    response_description="The draft; `Location` is its address.",
)
def keep(body: DraftBody, caller: Caller, context: Context, answer: Response) -> DraftResponse:
    """Keep a draft of a statement, unchecked, until it is signed or deleted."""
    store, name, content = context.ledger.store, context.fresh(), body.to_bytes()
    draft = drafts.keep_draft(store, caller, name, body.form, body.title, content, context.now())
    answer.headers["Location"] = f"/v1/drafts/{draft.id}"
    return shown(draft)


@router.get(
    "/{draft}",
    summary="Get a draft",
    operation_id="read_draft",
    response_description="The draft.",
)
def read(draft: Name, caller: Caller, context: Context) -> DraftResponse:
    """Return a draft with its content."""
    return shown(drafts.read_draft(context.ledger.store, caller, draft))


@router.put(
    "/{draft}",
    summary="Change a draft",
    operation_id="change_draft",
    response_description="The changed draft.",
)
def change(draft: Name, body: DraftChange, caller: Caller, context: Context) -> DraftResponse:
    """Replace the title and content of a draft."""
    store = context.ledger.store
    drafts.change_draft(store, caller, draft, body.title, body.to_bytes(), context.now())
    return shown(drafts.read_draft(store, caller, draft))


@router.delete(
    "/{draft}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Delete a draft",
    operation_id="delete_draft",
    response_description="The draft is deleted.",
)
def delete(draft: Name, caller: Caller, context: Context) -> None:
    """Delete a draft; nothing keeps its content."""
    drafts.delete_draft(context.ledger.store, caller, draft)
