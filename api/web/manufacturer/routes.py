"""The routes of the manufacturer's workspace, which only a login that works in it reaches."""

from fastapi import APIRouter, Depends

from api.web.manufacturer import (
    asked,
    calculate,
    calculation_pages,
    calculation_preview,
    carbon_price,
    choices,
    declare,
    figure,
    figure_files,
    origin,
    portfolio,
    products,
    readiness,
    stale,
    territory,
    what_if,
)
from api.web.workspaces import MANUFACTURER

router = APIRouter(dependencies=[Depends(MANUFACTURER.guard)])
for _part in (
    products,
    asked,
    calculate,
    calculation_preview,
    calculation_pages,
    declare,
    stale,
    portfolio,
    origin,
    figure_files,
    readiness,
    choices,
    what_if,
    territory,
    carbon_price,
    figure,
):
    router.include_router(_part.router)
