"""The products that a link without a maker may have meant, by their words.

A product that agrees in all but one of name, product, location and unit comes first, then names that look alike.
Looking alike is slow, so only so many links of an import are compared; the others have no candidates.
"""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from ledger.exchange.background.model import Product

COMPARED = 100
SHOWN = 3
_LEAST_ALIKE = 0.85


class Candidates:
    """The products of an import, found by words that nearly agree."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._but_one: dict[tuple[int, tuple[str, ...]], list[Product]] = defaultdict(list)
        self._named: dict[str, list[Product]] = defaultdict(list)
        for product in products:
            for key in _but_one(product):
                self._but_one[key].append(product)
            self._named[product.name].append(product)
        self._compared = 0

    def of(self, words: Product) -> tuple[Product, ...]:
        """Up to three products that nearly agree with the words; none if there are none."""
        found = [row for key in _but_one(words) for row in self._but_one.get(key, ())]
        if not found and self._compared < COMPARED:
            self._compared += 1
            alike = get_close_matches(words.name, self._named, SHOWN, _LEAST_ALIKE)
            found = [row for name in alike for row in self._named[name]]
        return tuple(dict.fromkeys(found))[:SHOWN]


def _but_one(words: Product) -> list[tuple[int, tuple[str, ...]]]:
    """The words in lower case, each time without one of them."""
    parts = (words.name, words.product, words.location, words.unit)
    plain = [" ".join(part.casefold().split()) for part in parts]
    return [(left, tuple(plain[:left] + plain[left + 1 :])) for left in range(len(plain))]
