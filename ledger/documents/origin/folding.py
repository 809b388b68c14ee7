"""The part of an origin that a customer may know: countries and 4 digits, no entry, no document.

An id of a mine's entry or its exact mass would disclose who supplies whom and how much. The number of due-diligence
documents stays. Shares have 4 decimal places and sum to 1 exactly.
"""

from decimal import Decimal
from typing import Final

from ledger.footprint.graph.numbers import format_decimal, format_rounded
from ledger.footprint.trade.origin_shares import Place, shares
from schemas.views.origin import ElementOrigin, Origin, OriginRefiner, OriginShare

PLACES: Final = Decimal("1e-4")


def fold_origin(origin: Origin) -> Origin:
    """An origin at the level of countries."""
    elements = tuple(_element(row) for row in origin.elements)
    return origin.model_copy(update={"exact": False, "elements": elements, "documents": None})


def _element(row: ElementOrigin) -> ElementOrigin:
    kg = {_place(share): Decimal(share.kg) for share in row.shares}
    rounded = shares(kg, PLACES)
    return ElementOrigin(
        element=row.element,
        kg_per_battery=_optional(row.kg_per_battery),
        kg_per_kwh=_optional(row.kg_per_kwh),
        kg_per_kg=_optional(row.kg_per_kg),
        untraced_kg=_rounded(row.untraced_kg),
        shares=tuple(
            OriginShare(
                origin=share.origin,
                country=share.country,
                kg=_rounded(share.kg),
                share=format_decimal(rounded[_place(share)]),
                unconfirmed=_optional(share.unconfirmed),
            )
            for share in row.shares
        ),
        refiners=tuple(
            OriginRefiner(country=country)
            for country in sorted({refiner.country for refiner in row.refiners})
        ),
    )


def _place(share: OriginShare) -> Place:
    return share.origin, share.country or ""


def _optional(value: str | None) -> str | None:
    return None if value is None else _rounded(value)


def _rounded(value: str) -> str:
    return format_rounded(Decimal(value))
