"""The string types of PACT 3.0.3, in the one form in which Cradle writes them: narrower than the standard allows.

Decimals are strings of plain digits, which every patch version of the standard accepts. Times are UTC with `Z`, since a
`+` is lost in a query that is not escaped. A set keeps its author's order, holds each member once, and is left out
instead of empty. `ledger.exchange.pact` reads the wider forms of others.

Source: PACT Technical Specifications 3.0.3.
"""

from collections.abc import Hashable
from datetime import datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, StringConstraints

from schemas.base import Grammar, broken

Member = TypeVar("Member", bound=Hashable)

DIGITS = 120
"""The most characters of a decimal; a figure of 32 digits before the point and 60 after it fits."""

Decimal = Annotated[
    str,
    Grammar(
        r"^(-?(0|[1-9][0-9]*)(\.[0-9]+)?)$",
        "pact.decimal",
        "a decimal string of plain digits such as 1.25",
        DIGITS,
    ),
]
NotNegative = Annotated[
    str,
    Grammar(
        r"^((0|[1-9][0-9]*)(\.[0-9]+)?)$",
        "pact.sign",
        "a decimal string of zero or more such as 1.25",
        DIGITS,
    ),
]
NotPositive = Annotated[
    str,
    Grammar(
        r"^(0|-(0|[1-9][0-9]*)(\.[0-9]+)?)$",
        "pact.sign",
        "a decimal string of zero or less such as -1.25",
        DIGITS,
    ),
]
Percent = Annotated[
    str,
    Grammar(
        r"^(100|[1-9]?[0-9](\.[0-9]+)?)$",
        "pact.range",
        "a decimal string from 0 to 100",
        DIGITS,
    ),
]
Rating = Annotated[
    str,
    Grammar(r"^(5|[1-4](\.[0-9]+)?)$", "pact.range", "a decimal string from 1 to 5", DIGITS),
]
Uuid = Annotated[
    str,
    Grammar(
        r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        "pact.uuid",
        "a UUID in lower case",
    ),
]
Urn = Annotated[
    str,
    Grammar(
        r"^urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:[!-~]+$",
        "pact.urn",
        "a URN such as urn:gtin:4712345060507",
    ),
]
Uri = Annotated[
    str, Grammar(r"^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$", "pact.uri", "a URI such as urn:example:1")
]
Word = Annotated[str, StringConstraints(min_length=1, max_length=1024)]


def _real_time(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise broken("pact.time", f"{value} is not a time of the calendar; correct it") from None
    return value


Time = Annotated[
    str,
    Grammar(
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$",
        "pact.time",
        "a time in UTC such as 2025-01-01T00:00:00Z",
    ),
    AfterValidator(_real_time),
]


def _each_once(members: tuple[Member, ...]) -> tuple[Member, ...]:
    if len(set(members)) != len(members):
        raise broken("pact.repeated", "a set holds a member twice; list each member once")
    return members


Set = Annotated[tuple[Member, ...], Field(min_length=1), AfterValidator(_each_once)]
"""A set with at least one member."""
