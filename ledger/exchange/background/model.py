"""Unit processes of a life-cycle database, in one form for all formats.

A process makes one product or treats one waste. An input of a product says which product it means (`Link`) by the keys
of its format; it is resolved later, over all files of an import. Amounts are decimals: a number that a format stores as
binary is taken as its shortest decimal, which reads back as the same number. Left out: uncertainty, parameters and
formulas, costs, and flows between processes that carry no burden.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

Key = tuple[str, ...]
"""The identity of a product in its format: its process, or its name, product, location and unit."""

Direction = Literal["product", "treatment"]

NO_NUMBER = "background.no_number"
SEVERAL_PRODUCTS = "background.several_products"
"""The oddities that every format may have: an amount that is not a number, and a process that is not divided."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Product:
    """The words by which a person knows a product: the name of its process, its own, its place and its unit."""

    name: str
    product: str
    location: str
    unit: str

    def __str__(self) -> str:
        own = "" if self.product in {"", self.name} else f" ({self.product})"
        return f"{self.name}{own} [{self.location or 'no location'}, {self.unit}]"


@dataclass(frozen=True, slots=True)
class Link:
    """The product or treatment that an input means: its keys, the surest first, and its words."""

    keys: tuple[Key, ...]
    words: Product
    direction: Direction = "product"


@dataclass(frozen=True, slots=True)
class ProductInput:
    """An amount of a product that a process takes, in the unit of the link; below zero for a waste or a credit.

    `is_credit` marks a product that the process makes others not make: a substitution, or an avoided product.
    """

    link: Link
    amount: Decimal
    is_credit: bool = False


@dataclass(frozen=True, slots=True)
class ElementaryFlow:
    """A flow between a process and nature, by its id in its list, and by its name, CAS number and compartment."""

    id: str
    name: str
    compartment: tuple[str, ...]
    unit: str
    cas: str = ""


@dataclass(frozen=True, slots=True)
class Emission:
    """An amount of an elementary flow: into the environment, or out of it if the flow is a resource."""

    flow: ElementaryFlow
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Oddity:
    """A place where a database is not what it seems to be; it is reported, and its data are not changed."""

    code: str
    process: str
    detail: str

    def to_json(self) -> dict[str, str]:
        """The oddity for a program."""
        return {"code": self.code, "process": self.process, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class UnitProcess:
    """A process of a database, for its production amount.

    `production` is None if the database does not state it, and below zero for a treatment in Brightway's convention.
    `aggregated` marks a system process, an inventory result whose inputs of products are already counted.
    """

    id: str
    words: Product
    keys: tuple[Key, ...]
    production: Decimal | None
    inputs: tuple[ProductInput, ...] = ()
    emissions: tuple[Emission, ...] = ()
    direction: Direction = "product"
    aggregated: bool = False
    is_market: bool = False
    ef_compliant: bool = False
    years: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Background:
    """The processes of a file, and the oddities that its reader met."""

    name: str
    format: str
    processes: tuple[UnitProcess, ...]
    oddities: tuple[Oddity, ...] = ()
    licence: str = ""


def one_line(text: object) -> str:
    """A text without line breaks, double spaces and characters that a terminal would obey; empty for None."""
    line = "" if text is None else _SPACE.sub(" ", str(text)).strip()
    return line if line.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in line)


def to_decimal(value: object) -> Decimal | None:
    """A number as a decimal; None for anything else, such as an error cell, a formula or an infinite value."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
