"""Values for unlinked inputs, from factor sets that the user names.

A factor supplies an input if its unit and its direction agree, its name is that of the process, of the product or of
both, and its geography is the input's location. A factor without geography supplies every location. The same place
goes before the fuller name. Two factors that agree as well are refused: neither is better. An amount below zero is a
credit if the format says so. Otherwise it is a waste, which only a treatment supplies.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from ledger.exchange.background.model import Product, ProductInput
from ledger.exchange.background.units import ledger_unit
from ledger.footprint.graph.factors import group_values
from ledger.footprint.graph.numbers import EXACT
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.signed.rulebook import Factor, FactorSet
from schemas.vocabulary import Group

_Key = tuple[str, str, str, str]


class Supplied(NamedTuple):
    """The kg CO2e of an input, by group, and the pedigree of the factor that supplies it.

    `is_incomplete` if the factor leaves inputs out; `sets` are the digests of its set, and of those that supplied it.
    """

    values: Mapping[Group, Decimal]
    is_incomplete: bool
    sets: frozenset[str]


class Supplies:
    """The factors of the named sets, by name, geography, unit and direction."""

    def __init__(self, factor_sets: Iterable[FactorSet]) -> None:
        self._factors: dict[_Key, list[Factor]] = defaultdict(list)
        self._sets: dict[int, str] = {}
        for factor_set in factor_sets:
            named = digest(model_bytes(factor_set))
            for row in factor_set.rows:
                self._sets[id(row)] = named
                place = _plain(row.geography or "")
                key = (_plain(row.name), place, row.unit.value, row.direction)
                self._factors[key].append(row)

    def value(self, taken: ProductInput) -> Supplied | None:
        """The value of an input; None if no factor supplies it.

        Raises:
            CradleError: `background.ambiguous_supply`.
        """
        word = ledger_unit(taken.link.words.unit)
        if word is None:
            return None
        is_waste = taken.amount < 0 and taken.link.direction == "product" and not taken.is_credit
        direction = "treatment" if is_waste else taken.link.direction
        factor = self._factor_of(taken.link.words, word.unit.value, direction)
        if factor is None:
            return None
        amount = word.total(taken.amount.copy_abs() if is_waste else taken.amount)
        values = {
            group: EXACT.multiply(amount, value) for group, value in group_values(factor).items()
        }
        sets = frozenset({self._sets[id(factor)], *(factor.supplied_by or ())})
        return Supplied(values, bool(factor.incomplete), sets)

    def _factor_of(self, words: Product, unit: str, direction: str) -> Factor | None:
        for place in dict.fromkeys((_plain(words.location), "")):
            for name in _names(words):
                rows = self._factors.get((name, place, unit, direction), ())
                if len(rows) > 1:
                    flows = ", ".join(sorted(row.flow for row in rows))
                    detail = f"Several factors supply {words}: {flows:.200}; name a set with one."
                    raise CradleError("background.ambiguous_supply", detail)
                if rows:
                    return rows[0]
        return None


def factor_name(words: Product) -> str:
    """The name of a factor: the product and the process that makes it."""
    if not words.product or words.product.casefold() in words.name.casefold():
        return words.name or words.product
    return f"{words.product}, {words.name}"


def _names(words: Product) -> Iterator[str]:
    """The names that a factor of the product may have, the fullest first."""
    for name in (factor_name(words), words.name, words.product):
        if name:
            yield _plain(name)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
