"""Products: a manufacturer's battery models and plants, with their statements and what is due."""

from fastapi import APIRouter, Request, Response

from api.authentication import Caller
from api.context import Context
from api.pages import Cursor, Limit, link_next
from api.paths import PREFIX
from api.problems import PROBLEMS
from api.product_page import product_page
from schemas.views.products import Products

router = APIRouter(prefix=PREFIX, tags=["reports"], responses=PROBLEMS)


@router.get(
    "/products",
    summary="List products",
    operation_id="list_products",
    response_model_exclude_none=True,
    response_description="A page of products.",
)
def products(
    request: Request,
    answer: Response,
    caller: Caller,
    context: Context,
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Products:
    """Return the battery models and plants of the caller's entries, the one with the newest entry first.

    Each has its newest calculation, the attestation of it, the declaration, the share of primary data, and the days
    that are due: suppliers' answers, deliveries' validity, the declaration's. The operator sees those of all. The share
    of primary data is absent until it was computed, which a request does for three calculations at most.
    """
    found = product_page(context, caller, limit, cursor)
    if found.next is not None:
        link_next(request, answer, found.next)
    return found
