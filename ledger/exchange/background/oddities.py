"""Oddities of a process in itself: production amounts, repeated inputs, markets that lose goods, and unknown units.

A market that takes 0.726 kg for each kg that it sells has lost 0.274 kg of burdens. A market is a process that says so,
or whose name begins with `market`; the sum of its inputs of its own product from others may differ from 1 by 5 %, the
highest loss that a distribution of goods usually has. The bound is a choice, and changes no figure.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledger.exchange.background.model import Oddity, UnitProcess
from ledger.exchange.background.units import ledger_unit
from ledger.footprint.graph.numbers import divide, explained_sum, show_figure

MISSING = "background.production_missing"
ZERO_MADE = "background.production_zero"
NEGATIVE = "background.production_negative"
REPEATED = "background.repeated_input"
MARKET = "background.market_sum"
UNIT = "background.unit_unknown"

MARKET_TOLERANCE = Decimal("0.05")


def find_oddities(processes: Iterable[UnitProcess]) -> Iterator[Oddity]:
    """The oddities of each process."""
    for process in processes:
        yield from _production(process)
        yield from _repeated(process)
        yield from _market(process)
        if ledger_unit(process.words.unit) is None:
            unit = process.words.unit or "nothing"
            detail = f"It is made in {unit}, which is not a unit of the ledger; it has no factor."
            yield Oddity(UNIT, process.words.name, detail)


def _production(process: UnitProcess) -> Iterator[Oddity]:
    amount = process.production
    if amount is None:
        detail = "It states no production amount; nothing can be taken from it."
        yield Oddity(MISSING, process.words.name, detail)
    elif amount == 0:
        detail = "It makes 0; nothing can be taken from it."
        yield Oddity(ZERO_MADE, process.words.name, detail)
    elif amount < 0:
        detail = (
            f"It makes {amount}; it is read as the treatment of {-amount} {process.words.unit}."
        )
        yield Oddity(NEGATIVE, process.words.name, detail)


def _repeated(process: UnitProcess) -> Iterator[Oddity]:
    counted = Counter(taken.link for taken in process.inputs)
    for link, times in counted.items():
        if times > 1:
            detail = f"It takes {link.words} {times} times; all count."
            yield Oddity(REPEATED, process.words.name, detail)


def _market(process: UnitProcess) -> Iterator[Oddity]:
    own = process.words.product.casefold()
    if not own or not process.production or not _is_market(process):
        return
    same = [
        row.amount
        for row in process.inputs
        if row.link.words.product.casefold() == own and not {*row.link.keys} & {*process.keys}
    ]
    if not same:
        return
    share = divide(explained_sum(same), process.production)
    if abs(share - 1) > MARKET_TOLERANCE:
        unit = process.words.unit
        detail = f"It sells 1 {unit} and takes {show_figure(share, 3)} {unit} of the same product."
        yield Oddity(MARKET, process.words.name, detail)


def _is_market(process: UnitProcess) -> bool:
    return process.is_market or process.words.name.casefold().startswith("market ")
