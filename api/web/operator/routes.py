"""The routes of the operator's workspace, which an operator's login alone reaches; a registrar's reaches registrations."""

from fastapi import APIRouter, Depends

from api.web.operator import account, accounts, engagements, login, registrations
from api.web.workspaces import OPERATOR, REGISTRAR

router = APIRouter()
router.include_router(registrations.router, dependencies=[Depends(REGISTRAR.guard)])
for _part in (accounts, account, login, engagements):
    router.include_router(_part.router, dependencies=[Depends(OPERATOR.guard)])
