"""Read a name of a country, a gas or a flow in three languages; refuse one of several meanings, and guess none.

Spreadsheets and case folders both read names here. A reader gets all keys that a text may mean: one is its reading,
which its surface reports, and several are refused with what may be meant.

A flow is named if no id of a flow is written. It is that of the one factor in the row's unit whose name, or whose id
without list and version, is the text or another word for the same goods: Erdgas is `desnz:natural_gas.2025`.
Electricity is also any factor whose carrier is electricity; of several, those of the grid of the site's country are
meant. Factors whose name only begins so, such as primary and recycled steel, are shown to choose from. The words are
data (`ledger.translations.synonyms`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ledger.translations.spreadsheet import plain
from ledger.translations.synonyms import Meanings, countries, gases, goods, kinds
from schemas.vocabulary import Unit

SHOWN = 5
"""The most meanings that a refusal names."""

_VERSION = re.compile(r"[. ]v?[0-9]+$")
_ELECTRICITY = "electricity"


def _read(text: str, meanings: Meanings) -> tuple[str, ...]:
    return meanings.get(plain(text), ())


def read_country(text: str) -> tuple[str, ...]:
    """The codes of the countries or regions that a text may name."""
    return _read(text, countries())


def read_gas(text: str) -> tuple[str, ...]:
    """The gases that a name, formula or CAS number may mean; a number may begin with zeros."""
    return _read(text, gases()) or _read(text.lstrip("0 "), gases())


def read_kind(text: str) -> tuple[str, ...]:
    """The kinds of rows of a case folder that a word may mean."""
    return _read(text, kinds())


@dataclass(frozen=True, slots=True)
class NamedFactor:
    """A factor that a text may name: its id, its name, and its unit, carrier and grid as its factor set states them."""

    flow: str
    name: str
    unit: Unit
    carrier: str | None = None
    grid: str | None = None


class FlowNames(NamedTuple):
    """The flows that a text names, and those whose names only begin so; each in alphabetical order."""

    named: tuple[str, ...]
    near: tuple[str, ...]


def find_flows(
    text: str, unit: Unit | None, country: str | None, factors: Iterable[NamedFactor]
) -> FlowNames:
    """Find the flows that a text names.

    Args:
        text: a name; no id.
        unit: of the row; without it factors in every unit are compared.
        country: of the site.
        factors: of the direction of the row.
    """
    meant = set(_read(text, goods()))
    named: set[str] = set()
    near: set[str] = set()
    for factor in factors:
        if unit is not None and factor.unit is not unit:
            continue
        spellings = tuple(_spellings(factor))
        is_named = any(_is_same(word, text, meant) for word in spellings)
        is_named |= _ELECTRICITY in meant and factor.carrier == _ELECTRICITY
        if is_named and (factor.grid is None or country in {None, factor.grid}):
            named.add(factor.flow)
        elif is_named or any(_begins(word, text, meant) for word in spellings):
            near.add(factor.flow)
    return FlowNames(tuple(sorted(named)), tuple(sorted(near)))


def _spellings(factor: NamedFactor) -> Iterable[str]:
    """The name of a factor, and its id without list and version."""
    yield plain(factor.name)
    yield plain(_VERSION.sub("", factor.flow.rpartition(":")[2]))


def _is_same(spelling: str, text: str, meant: set[str]) -> bool:
    """True if a spelling is the text or a word for the same goods."""
    return spelling == plain(text) or not meant.isdisjoint(_read(spelling, goods()))


def _begins(spelling: str, text: str, meant: set[str]) -> bool:
    """True if a spelling has further words behind the text or a word for the same goods."""
    words = spelling.replace(",", " ").split()
    beginnings = (" ".join(words[:count]) for count in range(1, len(words)))
    return any(_is_same(start, text, meant) for start in beginnings)


def list_meanings(keys: Iterable[str]) -> str:
    """The first of several meanings, for a refusal."""
    listed = list(keys)
    more = " / …" if len(listed) > SHOWN else ""
    return " / ".join(listed[:SHOWN]) + more
