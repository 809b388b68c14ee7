"""The routes of the supplier's workspace, which only a login that works in it reaches, whatever a page asks besides."""

from fastapi import APIRouter, Depends

from api.web.supplier import (
    change,
    deliveries,
    delivery_new,
    drafts,
    form_check,
    history,
    home,
    opened,
    registration,
    requests,
    sheets,
    short_form,
    statements,
    submit,
)
from api.web.supplier.frame import require_supplier

router = APIRouter(dependencies=[Depends(require_supplier)])
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
    opened,
    history,
    change,
):
    router.include_router(_part.router)
