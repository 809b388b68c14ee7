"""The routes of the supplier's workspace."""

from fastapi import APIRouter

from api.web.supplier import (
    change,
    deliveries,
    delivery_new,
    drafts,
    form_check,
    history,
    home,
    registration,
    requests,
    sheets,
    short_form,
    statements,
    submit,
)

router = APIRouter()
for _part in (
    home,
    requests,
    sheets,
    drafts,
    statements,
    registration,
    form_check,
    short_form,
    submit,
    delivery_new,
    deliveries,
    history,
    change,
):
    router.include_router(_part.router)
