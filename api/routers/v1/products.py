"""Products: a manufacturer's battery models and plants, with their statements and what is due."""

from fastapi import APIRouter

from api.paths import PREFIX
from api.problems import PROBLEMS
from api.questions import add_question
from ledger.desk.products import products

router = APIRouter(prefix=PREFIX, tags=["reports"], responses=PROBLEMS)
add_question(router, products)
