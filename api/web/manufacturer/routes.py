"""The routes of the manufacturer's workspace, which only a login that works in it reaches."""

from fastapi import APIRouter, Depends

from api.web.manufacturer import choices, readiness
from api.web.workspaces import MANUFACTURER

router = APIRouter(dependencies=[Depends(MANUFACTURER.guard)])
for _part in (choices, readiness):
    router.include_router(_part.router)
