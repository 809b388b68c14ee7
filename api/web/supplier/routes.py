"""The routes of the supplier's workspace, which only a login that works in it reaches, whatever a page asks besides."""

from fastapi import APIRouter, Depends

from api.web.supplier import (
    border,
    change,
    deliveries,
    delivery_new,
    form_check,
    history,
    home,
    opened,
    requests,
    sheets,
    short_form,
    submit,
)
from api.web.workspaces import SUPPLIER

router = APIRouter(dependencies=[Depends(SUPPLIER.guard)])
for _part in (
    home,
    requests,
    sheets,
    form_check,
    short_form,
    submit,
    delivery_new,
    deliveries,
    opened,
    history,
    border,
    change,
):
    router.include_router(_part.router)
