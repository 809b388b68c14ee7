"""The routes of all pages: those that anybody opens, and the workspaces, which only a login that works there reaches.

A page's router may ask for more than its workspace does. Of two addresses that fit, the first counts: one with a fixed
word comes before one with an id in the same position.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Final

from fastapi import APIRouter, Depends

from api.authentication import Caller
from api.web import (
    check,
    drafts,
    invitation,
    log,
    login,
    notices,
    policy_page,
    public,
    receipts,
    registration,
    style,
)
from api.web.auditor import case, cases, findings, number, recompute, sample, sign_off
from api.web.auditor import plan as auditor_plan
from api.web.manufacturer import (
    asked,
    calculate,
    calculation_pages,
    calculation_preview,
    choices,
    declare,
    figure,
    figure_files,
    origin,
    plan,
    portfolio,
    products,
    readiness,
    stale,
    trade,
    what_if,
)
from api.web.operator import (
    account,
    accounts,
    backups,
    engagements,
    health,
    registrations,
    witnesses,
)
from api.web.supplier import (
    border_page,
    change,
    deliveries,
    delivery_new,
    form_check,
    history,
    home,
    requests,
    sheets,
    short_form,
)
from api.web.supplier import plan as supplier_plan
from api.web.workspaces import AUDITOR, MANUFACTURER, OPERATOR, REGISTRAR, SUPPLIER

Parts = tuple[ModuleType, ...]

FIRST: Final[Parts] = (login, registration, notices)
LAST: Final[Parts] = (drafts, receipts, invitation, public, check, policy_page, log, style)
WORKSPACES: Final[tuple[tuple[Callable[[Caller], None], Parts], ...]] = (
    (
        MANUFACTURER.guard,
        (
            *(products, asked, calculate, calculation_preview, calculation_pages, declare, stale),
            *(portfolio, origin, figure_files, readiness, choices, plan, what_if, trade, figure),
        ),
    ),
    (REGISTRAR.guard, (registrations,)),
    (OPERATOR.guard, (accounts, account, engagements, witnesses, health, backups)),
    (
        SUPPLIER.guard,
        (
            *(home, requests, sheets, form_check, short_form, delivery_new, deliveries),
            *(history, border_page, change, supplier_plan),
        ),
    ),
    (AUDITOR.guard, (cases, number, recompute, findings, sample, auditor_plan, sign_off, case)),
)


def pages() -> APIRouter:
    """The routes of all pages."""
    router = APIRouter()
    for part in FIRST:
        router.include_router(part.router)
    for guard, parts in WORKSPACES:
        for part in parts:
            router.include_router(part.router, dependencies=[Depends(guard)])
    for part in LAST:
        router.include_router(part.router)
    return router
