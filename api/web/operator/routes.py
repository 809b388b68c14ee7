"""The routes of the operator's workspace, which only an operator's login reaches."""

from fastapi import APIRouter, Depends

from api.web.operator import account, accounts, engagements, login
from api.web.workspaces import OPERATOR

router = APIRouter(dependencies=[Depends(OPERATOR.guard)])
for _part in (accounts, account, login, engagements):
    router.include_router(_part.router)
