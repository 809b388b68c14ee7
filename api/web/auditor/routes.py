"""The routes of the auditor's workspace, which only a login that works in it reaches, whatever a page asks besides."""

from fastapi import APIRouter, Depends

from api.web.auditor import case, cases, number, recompute
from api.web.workspaces import AUDITOR

router = APIRouter(dependencies=[Depends(AUDITOR.guard)])
for _part in (cases, number, recompute, case):
    router.include_router(_part.router)
