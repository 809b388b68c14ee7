"""Goods of the carbon border in the report of a verification: the quantities that the verifier recomputed.

They are those of deliveries that state quantities and whose data are in the bundle; a delivery that states others is a
contradiction beside them. Per tonne of the good, to six decimals, as a delivery states them. Left out: what rests on a
supplier's word, and certificates, which are the importer's sum.
"""

from schemas.base import Model
from schemas.signed.cbam_good import CnCode, Route
from schemas.values import Amount, Code, Country, Figure, StatementId, Year
from schemas.views.cbam_result import Standing


class ReportedPrecursor(Model):
    """Goods that a good is made of, in tonnes per tonne of it, and the reason why they count as they do.

    `standing` is that of their emissions, `sefa_standing` that of their free allocation. `attestations` are those by
    which the maker's data count; without one they count by default, unless the reason is another.
    """

    delivery: StatementId
    cn: CnCode | None = None
    tonnes: Figure
    standing: Standing
    sefa_standing: Standing
    attestations: tuple[StatementId, ...] = ()


class ReportedGoods(Model):
    """The goods of a delivery: t CO2e per tonne, and the share of `see_direct` for which a default stands in.

    `cscf` is the cross-sectoral correction factor of the year, by the rulebook.
    `see_indirect` is absent where a factor of electricity is missing and the goods need none.
    """

    delivery: StatementId
    entry: StatementId
    site: Code
    country: Country
    cn: CnCode
    route: Route | None = None
    year: Year
    cscf: Amount
    see_direct: Figure
    see_indirect: Figure | None = None
    default_share: Figure
    sefa: Figure
    precursors: tuple[ReportedPrecursor, ...] = ()
