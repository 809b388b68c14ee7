"""The routes of the auditor's workspace, which only a login that works in it reaches, whatever a page asks besides."""

from fastapi import APIRouter, Depends

from api.web.auditor import case, cases, findings, number, recompute, sample, sign_off
from api.web.workspaces import AUDITOR

router = APIRouter(dependencies=[Depends(AUDITOR.guard)])
for _part in (cases, number, recompute, findings, sample, sign_off, case):
    router.include_router(_part.router)
