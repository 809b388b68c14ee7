"""Amounts from published digits: lattice reduction over known factors.

A figure is the sum of amounts times factors. Amounts are short decimals x / D with integer x, so that the integers are
a short vector in the lattice of the relation `sum(x f) = D W` (Lagarias and Odlyzko, 1985). The reduction is that of
Lenstra, Lenstra and Lovasz (1982), in exact fractions; dimensions here are below ten.
"""

from collections.abc import Sequence
from fractions import Fraction

Vector = list[int]
DELTA = Fraction(99, 100)


def lll(basis: Sequence[Vector]) -> list[Vector]:
    """An LLL-reduced basis of the same lattice."""
    rows = [list(row) for row in basis]
    at = 1
    while at < len(rows):
        for other in range(at - 1, -1, -1):
            _, factors = _orthogonal(rows[: at + 1])
            whole = round(factors[at][other])
            rows[at] = [x - whole * y for x, y in zip(rows[at], rows[other], strict=True)]
        lengths, factors = _orthogonal(rows[: at + 1])
        slope = factors[at][at - 1]
        if lengths[at] >= (DELTA - slope * slope) * lengths[at - 1]:
            at += 1
        else:
            rows[at], rows[at - 1] = rows[at - 1], rows[at]
            at = max(at - 1, 1)
    return rows


def _orthogonal(rows: Sequence[Vector]) -> tuple[list[Fraction], list[list[Fraction]]]:
    """The squared lengths and the coefficients of Gram and Schmidt."""
    kept: list[list[Fraction]] = []
    lengths: list[Fraction] = []
    factors: list[list[Fraction]] = []
    for row in rows:
        vector = [Fraction(x) for x in row]
        own = [
            sum((Fraction(x) * y for x, y in zip(row, other, strict=True)), Fraction(0)) / length
            for other, length in zip(kept, lengths, strict=True)
        ]
        for factor, other in zip(own, kept, strict=True):
            vector = [x - factor * y for x, y in zip(vector, other, strict=True)]
        kept.append(vector)
        lengths.append(sum((x * x for x in vector), Fraction(0)) or Fraction(1))
        factors.append(own)
    return lengths, factors


def recipes(
    told: Fraction, factors: Sequence[Fraction], places: int, tolerance: Fraction
) -> list[list[Fraction]]:
    """Recipes of so many decimal places whose figure is the told number, within its rounding.

    Args:
        told: the number, per unit of the product.
        factors: of the flows, each known.
        places: decimal places of the amounts.
        tolerance: half a unit of the last told digit.
    """
    scale = 10**places
    weight = Fraction(scale) / max(tolerance, Fraction(1, 10**40)) / scale
    rows = []
    for at, factor in enumerate(factors):
        row = [0] * (len(factors) + 2)
        row[at] = 1
        row[-1] = round(factor * weight / scale)
        rows.append(row)
    rows.append([0] * len(factors) + [scale, -round(told * weight)])
    found = []
    for vector in lll(rows):
        if abs(vector[-2]) == scale:
            sign = 1 if vector[-2] > 0 else -1
            amounts = [Fraction(sign * x, scale) for x in vector[:-2]]
            figure = sum((x * f for x, f in zip(amounts, factors, strict=True)), Fraction(0))
            if all(x >= 0 for x in amounts) and abs(figure - told) <= tolerance:
                found.append(amounts)
    return found
