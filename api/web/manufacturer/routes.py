"""The routes of the manufacturer's workspace, which only a login that works in it reaches."""

from fastapi import APIRouter, Depends

from api.web.manufacturer import choices, figure, figure_files, readiness, what_if
from api.web.workspaces import MANUFACTURER

router = APIRouter(dependencies=[Depends(MANUFACTURER.guard)])
for _part in (figure_files, readiness, choices, what_if, figure):
    router.include_router(_part.router)
