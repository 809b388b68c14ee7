"""The answer to a question about a portfolio.

It alone loads numba and numpy, so a command or a server without them refuses this question and answers all others.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.append.ledger import Ledger
from ledger.service.portfolio.question import Question
from ledger.workers.runner import Runner, in_process
from schemas.errors import missing_extra
from schemas.views.portfolio import Portfolio

if TYPE_CHECKING:
    from ledger.service.portfolio.report import ScoredPortfolio


def answer(
    ledger: Ledger, calculations: Sequence[str], question: Question, run: Runner = in_process
) -> Portfolio:
    """The scores of calculations as of now, with what else is asked.

    Args:
        ledger: the ledger.
        calculations: their ids.
        question: what to say beyond them.
        run: does scenarios and samples; in this process, or on others.

    Raises:
        CradleError: as `score`.
    """
    return score(ledger, calculations, question, run).document


def score(
    ledger: Ledger, calculations: Sequence[str], question: Question, run: Runner = in_process
) -> "ScoredPortfolio":
    """The same, with the graphs of entries that the scores rest on.

    Raises:
        CradleError: `portfolio.package`, or as `ledger.service.portfolio.report.score_portfolio`.
    """
    try:
        from ledger.service.portfolio.report import (  # noqa: PLC0415 - its packages may be absent
            score_portfolio,
        )
    except ModuleNotFoundError as missing:
        need = f"A portfolio needs the package {missing.name}"
        raise missing_extra("portfolio.package", need, "portfolio") from None
    return score_portfolio(ledger, calculations, question, run)
