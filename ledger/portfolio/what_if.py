"""Changes to a portfolio that nobody has made: another supplier, another amount of own emissions, averaged lots.

Each gives new coefficients from known ones; the store is not read again. Other factors, such as another year's grid,
need no function here: the coefficients of the same graph are taken by another factor table.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ledger.footprint.tally.valuation import K
from ledger.portfolio.coefficients import Coefficients, Line
from ledger.portfolio.kernels import Booleans, Floats, Integers
from schemas.errors import CradleError


def taken_from(given: Coefficients[K], old: Line, new: Line) -> Coefficients[K]:
    """Every input of one product taken from another one instead, in the same amount.

    Raises:
        CradleError: `portfolio.unknown` if a line is not in the portfolio.
    """
    before, after = _number(given, old), _number(given, new)
    return replace(given, columns=np.where(given.columns == before, after, given.columns))


def scaled(given: Coefficients[K], chosen: Booleans, factor: float) -> Coefficients[K]:
    """The own emissions of some products times a factor.

    Args:
        given: n products.
        chosen: shape (n,).
        factor: such as 0.8 for a fifth less.
    """
    return replace(given, own=np.where(chosen[:, None], given.own * factor, given.own))


def averaged(
    given: Coefficients[K], groups: Integers, outputs: Floats, lines: Sequence[Line]
) -> Coefficients[K]:
    """Products averaged by their output, as the lots of a site and year are.

    An average may rest on a later lot than it supplied, so loops appear that no graph of entries has.

    Args:
        given: n products.
        groups: of each product, the number of its average.
        outputs: of each product, in one unit for all of a group, above zero.
        lines: the averages.
    """
    weights = outputs / np.bincount(groups, outputs)[groups]
    own = np.zeros((len(lines), given.own.shape[1]))
    np.add.at(own, groups, given.own * weights[:, None])
    return replace(
        given,
        lines=tuple(lines),
        rows=groups[given.rows],
        columns=groups[given.columns],
        amounts=given.amounts * weights[given.rows],
        own=own,
    )


def _number(given: Coefficients[K], line: Line) -> int:
    if line not in given.lines:
        raise unknown_line(line)
    return given.lines.index(line)


def unknown_line(line: Line) -> CradleError:
    """The refusal of a line that no calculation rests on."""
    detail = (
        "No calculation of the portfolio rests on this product; check the entry's id and its line."
    )
    return CradleError("portfolio.unknown", detail, line.id)
