"""The routes of the supplier's workspace."""

from fastapi import APIRouter

from api.web.supplier import (
    drafts,
    form_check,
    home,
    registration,
    sheets,
    short_form,
    statements,
    submit,
)

router = APIRouter()
for _part in (
    home,
    sheets,
    drafts,
    statements,
    registration,
    form_check,
    short_form,
    submit,
):
    router.include_router(_part.router)
