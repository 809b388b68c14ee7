"""The criteria of PACT's list of footprints, and the key by which the store indexes a footprint.

Values of one criterion are alternatives, and all criteria must match. Text is compared without regard to case, and an
empty value does not filter. A footprint without a stated validity is valid from the end of its reference period, for
three years. `validOn` includes both ends, `validAfter` and `validBefore` are strict. An unknown status matches no
footprint and is not an error. A limit of 0 asks for no footprint. A region matches also the
footprints of its subregions and countries. Unknown criteria are ignored, except the filter of version 2: its caller
expects a selection and would get everything.

A key has times as UTC strings of one width, so their order is that of text, in SQL too.

Source: PACT Technical Specifications 3.0.3, action list footprints.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ledger.exchange.regions import PLACES_WITHIN
from ledger.exchange.units_and_validity import format_time
from ledger.footprint.external.pact import three_years_later
from schemas.errors import CradleError
from schemas.exchanged.pact.footprint import GEOGRAPHIES, ProductFootprint

MOST = 1000
"""The largest number of footprints on a page, and the default."""

_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?"
    r"(Z|[ +-][0-9]{2}:?[0-9]{2})",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class FootprintKey:
    """The fields that the criteria compare, ready for an index: text in lower case, times in UTC to the second.

    Attributes:
        id: the footprint's.
        products, companies, classifications: URNs in lower case.
        geography: country, subdivision or region in lower case; empty if none is stated.
        status: in lower case.
        valid_from, valid_to: the first and the last moment, with the default applied.
    """

    id: str
    products: tuple[str, ...]
    companies: tuple[str, ...]
    classifications: tuple[str, ...]
    geography: str
    status: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True)
class Criteria:
    """The criteria of a list; an empty tuple does not filter."""

    products: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    geographies: tuple[str, ...] = ()
    classifications: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    valid_on: tuple[str, ...] = ()
    valid_after: tuple[str, ...] = ()
    valid_before: tuple[str, ...] = ()


_TEXTS = {
    "productid": "products",
    "companyid": "companies",
    "classification": "classifications",
    "status": "statuses",
}
_WITHIN = {
    region.lower(): sorted(place.lower() for place in places)
    for region, places in PLACES_WITHIN.items()
}
_TIMES = {"validon": "valid_on", "validafter": "valid_after", "validbefore": "valid_before"}


def key_of(footprint: ProductFootprint) -> FootprintKey:
    """Compute the key of a footprint."""
    pcf = footprint.pcf
    start = _moment(footprint.validityPeriodStart or pcf.referencePeriodEnd)
    last = footprint.validityPeriodEnd
    end = three_years_later(_moment(pcf.referencePeriodEnd)) if last is None else _moment(last)
    geographies = (getattr(pcf, name) for name in GEOGRAPHIES)
    return FootprintKey(
        id=footprint.id,
        products=_lowered(footprint.productIds),
        companies=_lowered(footprint.companyIds),
        classifications=_lowered(footprint.productClassifications or ()),
        geography=next(filter(None, geographies), "").lower(),
        status=footprint.status.lower(),
        valid_from=format_time(start),
        valid_to=format_time(end),
    )


def parse_criteria(query: Iterable[tuple[str, str]]) -> Criteria:
    """Read the criteria from the parameters of a query, decoded names and values.

    Raises:
        CradleError: `pact.time` for a time that cannot be read; `pact.filter` for the filter of version 2.
    """
    criteria: dict[str, list[str]] = {}
    for name, value in query:
        word = name.lower()
        if word == "$filter":
            detail = (
                "$filter is of PACT 2; use the criteria of PACT 3, such as productId or validOn."
            )
            raise CradleError("pact.filter", detail, name)
        if not value.strip():
            continue
        if word == "geography":
            criteria.setdefault("geographies", []).extend(_places(value.strip().lower()))
        elif word in _TEXTS:
            criteria.setdefault(_TEXTS[word], []).append(value.strip().lower())
        elif word in _TIMES:
            criteria.setdefault(_TIMES[word], []).append(parse_time(value, name))
    return Criteria(**{name: tuple(values) for name, values in criteria.items()})


def _places(word: str) -> Iterable[str]:
    """The places that match a word of geography, in lower case."""
    return _WITHIN.get(word, (word,))


def parse_time(text: str, place: str) -> str:
    """Convert a time of a query to the form of a key; seconds may be left out.

    A space is a plus that decoding of the query has lost.

    Raises:
        CradleError: `pact.time`.
    """
    match = _TIME.fullmatch(text.strip())
    try:
        if match is not None:
            zone = match[3].upper().replace(" ", "+")
            moment = f"{match[1].upper()}:{match[2] or '00'}{zone}"
            return format_time(datetime.fromisoformat(moment))
    except (ValueError, OverflowError):
        pass  # Not a day of the calendar, not a time of the day, or a year out of range in UTC.
    detail = f"{text!r:.40} is not a time; write 2025-01-01T00:00:00Z, or an offset from UTC."
    raise CradleError("pact.time", detail, place)


def parse_limit(text: str | None, most: int = MOST) -> int:
    """Read the number of footprints on a page.

    Raises:
        CradleError: `pact.limit`.
    """
    if text is None or not text.strip():
        return most
    if _LIMIT.fullmatch(text.strip()) is None:
        raise CradleError("pact.limit", "The limit is not a whole number; correct it.", "limit")
    return min(int(text), most)


def _lowered(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({text.lower() for text in texts}))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
