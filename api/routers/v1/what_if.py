"""What-if questions about a calculation: what can be exchanged, and the figure with an exchange made."""

from fastapi import APIRouter

from api.paths import PREFIX
from api.problems import PROBLEMS
from api.questions import add_question
from ledger.desk.what_if import exchanges, what_if

router = APIRouter(prefix=PREFIX, tags=["figures"], responses=PROBLEMS)
add_question(router, exchanges)
add_question(router, what_if)
