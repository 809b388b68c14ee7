"""The string types of the formats: quantities, figures, identifiers, dates and texts, each with a whole-string grammar.

Quantities are decimal strings in one form only: ASCII, no exponent, no trailing zero, no "-0", at most 18 digits before
and 30 after the point. Figures (cells, totals) have the same grammar with 32 and 60 digits. They stay strings here and
become Decimal in `ledger.footprint` alone, because Pydantic's own Decimal accepts numbers, "1e5" and "1_000".
"""

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from schemas.base import Grammar, Model, broken

_QUANTITY = r"[1-9][0-9]{0,17}(\.[0-9]{0,29}[1-9])?|0\.[0-9]{0,29}[1-9]"
_FIGURE = r"[1-9][0-9]{0,31}(\.[0-9]{0,59}[1-9])?|0\.[0-9]{0,59}[1-9]"

Quantity = Annotated[
    str,
    Grammar(
        rf"^(0|-?({_QUANTITY}))$",
        "quantity.grammar",
        "a quantity such as 12.5: digits and a point, no exponent, no trailing zero, no -0",
    ),
]
Amount = Annotated[
    str,
    Grammar(
        rf"^({_QUANTITY})$",
        "quantity.positive",
        "a positive quantity such as 12.5: digits and a point, no sign, exponent or trailing zero",
    ),
]
NotNegative = Annotated[
    str,
    Grammar(
        rf"^(0|{_QUANTITY})$",
        "quantity.negative",
        "a quantity of zero or more such as 12.5: digits and a point, no sign or trailing zero",
    ),
]
Share = Annotated[
    str,
    Grammar(r"^(0|1|0\.[0-9]{0,29}[1-9])$", "share.grammar", "a share from 0 to 1 such as 0.8"),
]
Figure = Annotated[
    str,
    Grammar(
        rf"^(0|-?({_FIGURE}))$",
        "figure.grammar",
        "a figure such as 0.125: at most 32 digits before and 60 after the point, no exponent",
    ),
]

Currency = Annotated[
    str, Grammar(r"^[A-Z]{3}$", "currency.grammar", "a currency by ISO 4217 such as EUR")
]

DIGEST = re.compile("sha256:[0-9a-f]{64}")
"""A digest or an id of a statement, also within a text."""

Digest = Annotated[
    str,
    Grammar(rf"^{DIGEST.pattern}$", "digest.grammar", "sha256: and 64 hexadecimal digits"),
]
StatementId = Digest
TreeHash = Annotated[
    str, Grammar(r"^[0-9a-f]{64}$", "hash.grammar", "a tree hash of 64 hexadecimal digits")
]
Salt = Annotated[
    str, Grammar(r"^[0-9a-f]{32}$", "salt.grammar", "128 random bits as 32 hexadecimal digits")
]
Nonce = Salt

Origin = Annotated[
    str,
    Grammar(
        r"^[a-z0-9][a-z0-9.-]*(/[a-z0-9._-]+)*$",
        "origin.grammar",
        "a log's origin such as ledger.example/battery",
        200,
    ),
]
Code = Annotated[
    str,
    Grammar(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
        "code.grammar",
        "a code of at most 64 letters, digits, points, dashes and underscores",
    ),
]
FlowId = Annotated[
    str,
    Grammar(r"^[a-z0-9_]+(:[A-Za-z0-9._-]+)+$", "flow.grammar", "a flow id such as list:flow", 200),
]
Material = Annotated[
    str,
    Grammar(
        r"^[A-Z][A-Za-z]{0,3}$",
        "material.grammar",
        "a chemical symbol such as Ni, or PP for a plastic",
    ),
]
ProductId = Annotated[
    str,
    Grammar(
        r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s]{1,500}$",
        "product.grammar",
        "a URI such as urn:example:product:1",
    ),
]
ModelId = ProductId
Text = Annotated[
    str, Grammar(r"^\S(.*\S)?$", "text.grammar", "one line of text without space at its ends")
]

WebAddress = Annotated[
    str,
    Grammar(
        r"^https://[^\s]{1,500}$",
        "address.grammar",
        "an https address such as https://example.com/study",
    ),
]

ISO_COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN
    BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ
    DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL
    GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM
    JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP
    NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD
    SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905 - a table of codes reads best as text
)
REGIONS = frozenset({"GLO", "RoW", "RER", "RAF", "RAS", "RLA", "RNA", "RME"})


def _known_country(value: str) -> str:
    if value not in ISO_COUNTRIES and value not in REGIONS:
        detail = f"{value!r} is not an ISO 3166 code or a region word; write one such as DE or GLO"
        raise broken("country.unknown", detail)
    return value


def _real_date(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise broken("date.unreal", f"{value} is not a day of the calendar; correct it") from None
    return value


Country = Annotated[
    str,
    Grammar(
        r"^([A-Z]{2}|[A-Z][A-Za-z]{2})$",
        "country.grammar",
        "an ISO 3166 code such as DE or a region word such as GLO",
    ),
    AfterValidator(_known_country),
]
Date = Annotated[
    str,
    Grammar(r"^(19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9]$", "date.grammar", "a day as YYYY-MM-DD"),
    AfterValidator(_real_date),
]
Count = Annotated[int, Field(ge=1, lt=2**53)]
Year = Annotated[int, Field(ge=1900, lt=2200)]
Index = Annotated[int, Field(ge=0, lt=2**53)]


def a_year_from(day: str, by: Literal[-1, 1]) -> str:
    """Return the same day of the next or previous year, and 1 March for 29 February."""
    return f"{int(day[:4]) + by}{day[4:]}".replace("-02-29", "-03-01")


class Period(Model):
    """A half-open period from the day `start` to the day before `end`, both at 00:00 UTC."""

    start: Date
    end: Date

    @model_validator(mode="after")
    def _forward(self) -> "Period":
        if self.start >= self.end:
            detail = "the end is not after the start; write the day after the last day as the end"
            raise broken("period.empty", detail)
        return self

    def overlaps(self, other: "Period") -> bool:
        """Return whether the two periods share a day."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Period") -> bool:
        """Return whether all days of the other period are days of this one."""
        return self.start <= other.start and other.end <= self.end

    def ends_within(self, other: "Period") -> bool:
        """Return whether the last day is a day of the other period."""
        return other.start < self.end <= other.end

    def ends_near(self, other: "Period") -> bool:
        """Return whether the last day is a day of the other period, or at most a year before or after it."""
        return a_year_from(other.start, -1) < self.end <= a_year_from(other.end, 1)

    def is_near(self, other: "Period") -> bool:
        """Return whether the two share a day, or this one ends near the other."""
        return self.overlaps(other) or self.ends_near(other)

    @property
    def last_day(self) -> str:
        """The last day of the period, which people expect where a machine states its end."""
        return (date.fromisoformat(self.end) - timedelta(days=1)).isoformat()

    @property
    def lasts_a_year(self) -> bool:
        """Return whether the period has 12 months by the calendar, or more."""
        return a_year_from(self.start, 1) <= self.end


class RegistryState(Model):
    """A state of the registry log: its number of leaves, and the root over them."""

    size: Index
    root: TreeHash
