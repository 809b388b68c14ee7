"""Embedded emissions of one good from one installation, as an operator reports them and an importer declares them.

All quantities are decimal strings per tonne of the good: t CO2e of emissions and free allocation, MWh of electricity.
`see_default`, `sefa_default` and `net_default` are what the importer would declare if nothing were proven.
Source: Implementing Regulation (EU) 2025/2547, Annex IV (1.2). Left out: means over several installations.
"""

from typing import Literal

from schemas.base import Model
from schemas.shown import Shown
from schemas.signed.cbam_good import CnCode, Installation, Route
from schemas.signed.delivery import PaidPerTonne
from schemas.values import Amount, Code, Country, Digest, Figure, Period, StatementId, Text, Year

Standing = Literal["same_installation", "verified", "exempt", "default", "not_covered"]


class PrecursorResult(Model):
    """Goods that the good is made of: tonnes per tonne of the good, and what stands for their emissions.

    `country` is that of the maker's site. The quantities are those of the maker's own data, where they count; `default`
    is the published one where it stands in, of `default_country`: a country, `other`, or `unknown`.
    """

    delivery: StatementId
    cn: CnCode | None = None
    country: Country
    year: Year
    tonnes: Figure
    standing: Standing
    sefa_standing: Standing
    route: Route | None = None
    see_direct: Figure | None = None
    see_indirect: Figure | None = None
    embedded_electricity: Figure | None = None
    default: Figure | None = None
    default_country: Text | None = None


class CbamResult(Model):
    """The quantities of one good per tonne.

    Attributes:
        activity: tonnes that the entry made.
        own_direct: and `own_indirect`, `own_electricity`, the part of the process itself.
        indirect_counts: True if indirect emissions are declared for this good.
        default_share: the part of `see_direct` that is by default.
        sefa_joint: the free allocation if all of the site were one joint process: its column A, and bought precursors;
            absent where it is not shown.
        sefa_column_a: column A of the good alone, as the common error has it.
        net: `see_direct`, and `see_indirect` if it counts, less `sefa`; not below zero.
    """

    entry: StatementId
    line: Code
    site: Code
    country: Country
    cn: CnCode
    route: Route | None = None
    year: Year
    period: Period
    installation: Installation | None = None
    per: Literal["tonne", "clinker", "nitrogen"]
    activity: Figure
    own_direct: Figure
    own_indirect: Figure | None = None
    own_electricity: Figure | None = None
    see_direct: Figure
    see_indirect: Figure | None = None
    embedded_electricity: Figure | None = None
    default_share: Figure
    sefa: Figure
    sefa_joint: Figure | None = None
    sefa_column_a: Figure
    indirect_counts: bool
    net: Figure
    see_default: Figure | None = None
    sefa_default: Figure | None = None
    net_default: Figure | None = None
    carbon_prices: tuple[PaidPerTonne, ...] = ()
    precursors: tuple[PrecursorResult, ...] = ()
    remarks: tuple[Text, ...] = ()


class CbamReport(Shown):
    """The goods of an entry by one rulebook and its tables, in one year, by the correction factor asked for."""

    rulebook: Digest
    tables: Digest
    state: Text
    year: Year
    cscf: Amount
    exact: bool
    goods: tuple[CbamResult, ...]
