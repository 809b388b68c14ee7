"""Drafts as the API and the pages return them: with their content, or as a list without it."""

import json
from typing import Annotated, Any

from pydantic import Field

from api.responses import ResponseModel
from ledger.store.access.drafts import Draft, DraftHead
from schemas.views.access import Time


class DraftHeadResponse(ResponseModel):
    """A draft without its content."""

    id: Annotated[str, Field(examples=["0123456789abcdef0123456789abcdef"])]
    form: str
    title: str
    created: Time
    updated: Time


class DraftResponse(DraftHeadResponse):
    """A draft."""

    content: dict[str, Any]


class DraftsResponse(ResponseModel):
    """The drafts of the caller's organisation, the newest change first."""

    items: list[DraftHeadResponse]


def heads_of(drafts: tuple[DraftHead, ...]) -> DraftsResponse:
    """Drafts as a list without their content."""
    rows = [
        DraftHeadResponse(
            id=row.id, form=row.form, title=row.title, created=row.created, updated=row.updated
        )
        for row in drafts
    ]
    return DraftsResponse(items=rows)


def shown(draft: Draft) -> DraftResponse:
    """A draft with its content."""
    return DraftResponse(
        id=draft.id,
        form=draft.form,
        title=draft.title,
        created=draft.created,
        updated=draft.updated,
        content=json.loads(draft.content),
    )
