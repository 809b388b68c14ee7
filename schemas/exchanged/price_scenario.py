"""`price_scenario`: prices of greenhouse gas emissions by country and year, as a reader assumes them. Never signed.

A price is of one tonne of CO2 equivalent, in the scenario's currency, with its source, its day, and the confidence of
its reading. No country has a price by silence: `default` prices all countries that are not named, or is left out, and
then a chain with another country is refused. A price of the group `EU` is of its member states that have none of their
own in the same year.

`EU` is the 27 member states of the European Union since 1 February 2020.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from schemas.base import Grammar, Model, broken
from schemas.signed.constants import Confidence
from schemas.values import ISO_COUNTRIES, Code, Currency, Date, NotNegative, Share, Text, Year

EU: Final = "EU"

EU_COUNTRIES = frozenset(
    """
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
    """.split()  # noqa: SIM905 - a table of codes reads best as text
)

Coverage = Literal["all", "direct"]
"""The emissions that a price is charged on: all that a site stands for, or what it emitted itself."""


def _known_place(value: str) -> str:
    if value not in ISO_COUNTRIES and value != EU:
        detail = f"{value!r} is not an ISO 3166 code or EU; write one such as CN"
        raise broken("scenario.country", detail)
    return value


PricedPlace = Annotated[
    str,
    Grammar(r"^(EU|[A-Z]{2})$", "scenario.country", "an ISO 3166 code such as CN, or EU"),
    AfterValidator(_known_place),
]
"""A country, or the group of the member states of the European Union."""


class Assumed(Model):
    """The source of an assumed number, the day of its reading, and its confidence."""

    source: Text
    day: Date
    confidence: Confidence


class DefaultPrice(Assumed):
    """The price in all countries that the scenario does not name."""

    price: NotNegative
    covers: Coverage


class CountryPrice(DefaultPrice):
    """The price in a country, or in the group `EU`, in a year."""

    country: PricedPlace
    year: Year


class PaidPrice(Assumed):
    """The part of a country's price that is already paid: net of free allocation, rebates and compensation."""

    country: PricedPlace
    year: Year
    net_price: NotNegative


class CertificatePrice(Assumed):
    """The price of a certificate at the border."""

    price: NotNegative


class PriceScenario(Model):
    """Prices that a reader assumes.

    Attributes:
        id: of the scenario.
        title: in words.
        currency: by ISO 4217.
        year: of the prices that apply.
        pass_through: the share of its whole cost that a site passes on: of tier 1, tier 2 and so on; the last share is
            of all further tiers. 1 is full cost.
        prices: by country and year.
        default: the price in other countries; without it another country is refused.
        paid: the parts that are already paid.
        certificate: the price at the border.
        note: what the scenario assumes, in words.
    """

    id: Code
    title: Text
    currency: Currency
    year: Year
    pass_through: tuple[Share, ...] = Field(min_length=1, max_length=64)
    prices: tuple[CountryPrice, ...] = Field(default=(), max_length=4096)
    default: DefaultPrice | None = None
    paid: tuple[PaidPrice, ...] = Field(default=(), max_length=4096)
    certificate: CertificatePrice | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _each_once(self) -> "PriceScenario":
        for name, rows in (("price", self.prices), ("paid price", self.paid)):
            country, year = _repeated((row.country, row.year) for row in rows)
            if country:
                detail = f"{country} has two {name}s for {year}; keep one of them"
                raise broken("scenario.repeated", detail)
        return self

    @model_validator(mode="after")
    def _prices_something(self) -> "PriceScenario":
        if self.default is None and not any(row.year == self.year for row in self.prices):
            detail = f"there is no price for {self.year} and no default; state one of them"
            raise broken("scenario.empty", detail)
        return self


def _repeated(keys: Iterable[tuple[str, int]]) -> tuple[str, int]:
    """The first key that occurs twice; an empty country if there is none."""
    return next((key for key, count in Counter(keys).items() if count > 1), ("", 0))
