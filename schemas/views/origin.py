"""`origin`: the countries in which the elements of a battery were extracted. A document, never a signed statement.

Shares are a mass balance over entries: each entry mixes what it takes in, so a share is of an entry's goods and never
of single atoms. The shares of an element sum to 1 exactly. An origin says where metal flowed from; it does not say how
people worked there, and it is no due diligence. `ledger.footprint.trade` computes it.
"""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.values import Country, Digest, Figure, Index, ModelId, Period, StatementId, Text
from schemas.views.standing import OfFigure


class OriginClass(StrEnum):
    """The classes of an origin; only `mined` has a country of extraction.

    `secondary` is recovered from waste, in the recycler's country; `synthetic` is graphite from coke, in the country of
    its furnace; `unknown` is metal that no extraction in the ledger accounts for.
    """

    MINED = "mined"
    SECONDARY = "secondary"
    SYNTHETIC = "synthetic"
    UNKNOWN = "unknown"


class OriginShare(Model):
    """The part of an element that comes from a country, or is of unknown origin: kg per battery, and share of 1.

    `unconfirmed` are the kg from sites whose firm is registered in another country: where they are is its word.
    """

    origin: OriginClass
    country: Country | None = None
    kg: Figure
    share: Figure
    unconfirmed: Figure | None = None


class OriginEntry(Model):
    """An entry at which an element begins, or where its origin is lost, for the auditor: kg per battery.

    `entry` is absent if several extraction entries of one country were mixed before the element was stated.
    `registered` is the country in which the firm is registered, if it is another.
    """

    origin: OriginClass
    country: Country | None = None
    entry: StatementId | None = None
    firm: Text | None = None
    registered: Country | None = None
    product: Text | None = None
    kg: Figure


class OriginRefiner(Model):
    """An entry that states the element first after its extraction; for a customer its country alone."""

    country: Country
    entry: StatementId | None = None
    firm: Text | None = None
    product: Text | None = None


class ElementOrigin(Model):
    """The origin of one element.

    Attributes:
        element: a chemical symbol; `C` is graphite.
        kg_per_battery: traced in what the entries took in; absent, and unknown, if no entry states the element.
        kg_per_kwh: the same per kWh of total energy.
        kg_per_kg: the same per kg of battery; absent if no mass is stated.
        untraced_kg: stated by entries beyond what they took in, within the tolerance; in no share.
        shares: by class and country, the largest first; none if no entry states the element.
        refiners: the entries that state the element first after its extraction.
        entries: for the operator and the engaged auditor.
    """

    element: Text
    kg_per_battery: Figure | None = None
    kg_per_kwh: Figure | None = None
    kg_per_kg: Figure | None = None
    untraced_kg: Figure
    shares: tuple[OriginShare, ...] = ()
    refiners: tuple[OriginRefiner, ...] = ()
    entries: tuple[OriginEntry, ...] | None = None


class DueDiligenceDocument(Model):
    """A due-diligence document that an entry names by its digest, for the auditor."""

    entry: StatementId
    standard: Text
    document: Digest


class Origin(OfFigure):
    """The origin of the elements of a calculation's battery.

    `exact` is true if the reader may see entries and all digits; other readers are shown countries and 4 digits.
    `due_diligence` is the number of documents, which `documents` lists for the auditor.
    """

    document: Literal["origin"]
    calculation: StatementId | None = None
    model: ModelId
    period: Period
    exact: bool
    note: Text
    elements: tuple[ElementOrigin, ...] = Field(min_length=1)
    due_diligence: Index
    documents: tuple[DueDiligenceDocument, ...] | None = None
