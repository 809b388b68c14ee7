"""The routes of the manufacturer's workspace, which only a login that works in it reaches, whatever a page asks besides."""

from fastapi import APIRouter, Depends

from api.web.manufacturer import products
from api.web.workspaces import MANUFACTURER

router = APIRouter(dependencies=[Depends(MANUFACTURER.guard)])
for _part in (products,):
    router.include_router(_part.router)
