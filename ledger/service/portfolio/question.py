"""Questions about a portfolio; a caller can ask them without the extra `portfolio`, which only the answer needs."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from schemas.errors import CradleError
from schemas.exchanged.portfolio_scenario import PortfolioScenario
from schemas.typed import read_amount
from schemas.views.portfolio import Breakdown

HIGHEST_SIGMA: Final = 2


@dataclass(frozen=True)
class SpreadRequest:
    """Sigma of the logarithm of every amount and every own value, and the number of samples."""

    sigma: Decimal
    samples: int = 0


@dataclass(frozen=True)
class Question:
    """A question about a portfolio: what its answer says beyond the scores.

    Attributes:
        scenarios: to suppose, each alone; every row then has a score in each.
        spread: the uncertainty of inputs; every row then has the spread of its score.
        since: a size of the registry; only scores that have changed since then have rows.
        by: the sort of parts that every row has beside its stages.
    """

    scenarios: tuple[PortfolioScenario, ...] = ()
    spread: SpreadRequest | None = None
    since: int | None = None
    by: Breakdown | None = None


def read_spread(sigma: str | None, samples: int, place: str) -> SpreadRequest | None:
    """The spread that a caller asks for in its own words.

    Args:
        sigma: as it was written; None asks for no spread.
        samples: to draw.
        place: the name of sigma there.

    Raises:
        CradleError: `portfolio.sigma`, or `quantity.positive`.
    """
    if sigma is None:
        if samples:
            raise CradleError("portfolio.sigma", f"Samples need {place}; add it.", place)
        return None
    spread = Decimal(read_amount(sigma, place))
    if spread > HIGHEST_SIGMA:
        detail = f"{sigma} is not a plausible spread; the highest is {HIGHEST_SIGMA}, a factor of e^2 either way."
        raise CradleError("portfolio.sigma", detail, place)
    return SpreadRequest(spread, samples)
