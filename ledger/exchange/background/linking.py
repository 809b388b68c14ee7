"""Links between processes: the maker of each product that a process takes.

A key that leads to exactly one process with a usable production amount is a link. A key that leads to none or to
several is none: the input stays unlinked, with the reason and the nearest candidates. Of processes that agree in every
word and amount, as when two files repeat one, the first counts; this is reported.

A candidate is a product that the link may have meant, by its words: first one that agrees in all but one of name,
product, location and unit, then names that look alike. Looking alike is slow, so only so many links of an import are
compared; the others have no candidates.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from ledger.exchange.background.model import (
    Key,
    Link,
    Oddity,
    Product,
    ProductInput,
    UnitProcess,
)
from schemas.errors import CradleError

UNLINKED = "background.unlinked"
MISSPELT = "background.misspelt_link"
AMBIGUOUS = "background.ambiguous_link"
REPEATED = "background.repeated_process"
SIGN = "background.waste_sign"


@dataclass(frozen=True, slots=True)
class Edge:
    """An input whose maker is known, by the places of both processes in the list."""

    taker: int
    maker: int
    taken: ProductInput


@dataclass(frozen=True, slots=True)
class Unlinked:
    """An input whose maker is not in the files."""

    taker: int
    taken: ProductInput


@dataclass(frozen=True, slots=True)
class Network:
    """Usable processes, their linked and unlinked inputs, and what was odd."""

    processes: tuple[UnitProcess, ...]
    edges: tuple[Edge, ...]
    unlinked: tuple[Unlinked, ...]
    oddities: tuple[Oddity, ...]


def link(listed: Sequence[UnitProcess]) -> Network:
    """Link the inputs of all processes that have a usable production amount.

    Raises:
        CradleError: `background.repeated_id`.
    """
    single, oddities = _without_repeats(listed)
    _require_ids(single)
    usable = tuple(row for row in single if row.production)
    makers = _makers(usable)
    unusable = {key for row in single if not row.production for key in row.keys}
    candidates = Candidates(row.words for row in usable)
    edges, unlinked = [], []
    seen: set[Link] = set()
    for taker, process in enumerate(usable):
        for taken in () if process.aggregated else process.inputs:
            places = _makers_of(taken.link, makers)
            if len(places) == 1:
                edges.append(Edge(taker, places[0], taken))
                oddities += _sign(process, usable[places[0]], taken)
                continue
            unlinked.append(Unlinked(taker, taken))
            if taken.link not in seen:
                seen.add(taken.link)
                near = candidates.of(taken.link.words)
                code, why = _reason(places, unusable.intersection(taken.link.keys), usable)
                oddities.append(_unlinked(process, taken.link, code, why, near))
    return Network(usable, tuple(edges), tuple(unlinked), tuple(oddities))


def _without_repeats(
    listed: Sequence[UnitProcess],
) -> tuple[list[UnitProcess], list[Oddity]]:
    """The processes without those that another file repeats word for word."""
    seen: dict[UnitProcess, None] = {}
    kept, oddities = [], []
    for process in listed:
        content = replace(process, id="", source="")
        if content in seen:
            detail = f"{process.words} is in {process.source} again, word for word; one counts."
            oddities.append(Oddity(REPEATED, process.words.name, detail))
        else:
            seen[content] = None
            kept.append(process)
    return kept, oddities


def _require_ids(processes: Sequence[UnitProcess]) -> None:
    seen: dict[str, UnitProcess] = {}
    for process in processes:
        other = seen.setdefault(process.id, process)
        if other is not process:
            detail = (
                f"{process.words} is in {other.source} and in {process.source} with other"
                " content; import them apart, so that neither overrides the other."
            )
            raise CradleError("background.repeated_id", detail, process.id)


def _makers(usable: Sequence[UnitProcess]) -> Mapping[Key, list[int]]:
    makers: dict[Key, list[int]] = defaultdict(list)
    for place, process in enumerate(usable):
        for key in process.keys:
            makers[key].append(place)
    return makers


def _makers_of(wanted: Link, makers: Mapping[Key, list[int]]) -> Sequence[int]:
    """The makers by the first key that leads to any."""
    return next((makers[key] for key in wanted.keys if key in makers), ())


def _reason(
    places: Sequence[int], unusable: set[Key], usable: Sequence[UnitProcess]
) -> tuple[str, str]:
    """The code of an input without a link, and why it has none."""
    if places:
        files = sorted({usable[row].source for row in places})
        return AMBIGUOUS, f"{len(places)} different processes make it ({'; '.join(files):.200})"
    if unusable:
        return UNLINKED, "its maker has no usable production amount"
    return UNLINKED, "no process makes it"


def _unlinked(
    process: UnitProcess, wanted: Link, code: str, why: str, near: Sequence[Product]
) -> Oddity:
    hint = f" Is it {' or '.join(_near(wanted.words, row) for row in near)}?" if near else ""
    shown = MISSPELT if near and code == UNLINKED else code
    return Oddity(shown, process.words.name, f"{wanted.words}: {why}.{hint}")


def _near(wanted: Product, near: Product) -> str:
    """A product that may have been meant, and the first word in which it differs."""
    for word in ("name", "product", "location", "unit"):
        near_word, wanted_word = getattr(near, word), getattr(wanted, word)
        if near_word.casefold() != wanted_word.casefold():
            return f"{near}, with the {word} {near_word!r} in place of {wanted_word!r}"
    return str(near)


def _sign(taker: UnitProcess, maker: UnitProcess, taken: ProductInput) -> Iterator[Oddity]:
    """Report a waste that is taken with a positive amount, which earns instead of costing."""
    if maker.production and maker.production < 0 < taken.amount:
        detail = (
            f"It takes {taken.amount} of {maker.words}, a treatment that makes"
            f" {maker.production}; a waste has an amount below zero there."
        )
        yield Oddity(SIGN, taker.words.name, detail)


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
        products = [row for key in _but_one(words) for row in self._but_one.get(key, ())]
        if not products and self._compared < COMPARED:
            self._compared += 1
            alike = get_close_matches(words.name, self._named, SHOWN, _LEAST_ALIKE)
            products = [row for name in alike for row in self._named[name]]
        return tuple(dict.fromkeys(products))[:SHOWN]


def _but_one(words: Product) -> list[tuple[int, tuple[str, ...]]]:
    """The words in lower case, each time without one of them."""
    parts = (words.name, words.product, words.location, words.unit)
    plain = [" ".join(part.casefold().split()) for part in parts]
    return [(left, tuple(plain[:left] + plain[left + 1 :])) for left in range(len(plain))]
