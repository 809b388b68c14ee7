"""A battery on trade: its emissions by country, and the cost of carbon price scenarios on it."""

from fastapi import APIRouter

from api.paths import PREFIX
from api.problems import PROBLEMS
from api.questions import add_question
from ledger.desk import trade

router = APIRouter(prefix=PREFIX, responses=PROBLEMS)
for _question in (trade.territory, trade.shipped_prices, trade.carbon_price):
    add_question(router, _question)
