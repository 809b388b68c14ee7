"""The routes of the operator's workspace: for an operator's login, and the registrations for a registrar's too."""

from fastapi import APIRouter, Depends

from api.web.operator import (
    account,
    accounts,
    backups,
    engagements,
    health,
    login,
    registrations,
    witnesses,
)
from api.web.workspaces import OPERATOR, REGISTRAR

router = APIRouter()
router.include_router(registrations.router, dependencies=[Depends(REGISTRAR.guard)])
for _part in (accounts, account, login, engagements, witnesses, health, backups):
    router.include_router(_part.router, dependencies=[Depends(OPERATOR.guard)])
