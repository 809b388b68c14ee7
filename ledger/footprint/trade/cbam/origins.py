"""The countries in which goods of the border originate: working makes an origin, and passing on makes none.

An entry works goods if its own are of another heading than those that it takes, and it states energy or gases of its
own. What it does not work keeps the origin of what it took: a depot in an exempt country adds nothing, so its goods are
exempt only if those were. Worked goods of an exempt country are exempt if all that they are made of is, or if an
accepted verifier has attested the delivery. Goods made from nothing by nothing, and those that a customer reports, are
of an unknown country.

A site in another country than the one that its firm's registration confirms (`homes`) is a claim: until a verifier has
attested a delivery, the goods are exempt only if both countries are, and the dearer default of both counts.

Source: Regulation (EU) 2023/956, Annex III, on goods that originate in a country; the test of working is our own, after
the change of heading of preferential rules. Left out: rules of origin for single codes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ledger.footprint.graph.homes import countries_of
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.trade.cbam.context import SEE, CbamContext
from ledger.footprint.trade.cbam.goods import good_of, rule_of
from ledger.footprint.trade.cbam.metal import TakenGoods, missing_metal, taken_goods
from ledger.footprint.trade.cbam.tables import Default
from schemas.signed.rows import ActivityInput, Input
from schemas.vocabulary import DataBasis, Purpose, Unit

Country = str | None
"""A country; None if it is unknown."""


@dataclass(frozen=True, slots=True)
class GoodsOrigin:
    """The countries whose defaults stand for some goods.

    Attributes:
        countries: that may be their origin.
        is_exempt: true if all that they are made of is of exempt countries, and they too.
        is_claimed: true if they are worked in a country that is exempt, which an attestation confirms.
    """

    countries: frozenset[Country]
    is_exempt: bool = False
    is_claimed: bool = False


UNKNOWN: Final = GoodsOrigin(frozenset({None}))

Origins = Mapping[tuple[str, str], GoodsOrigin]
"""The origin of the goods on each line of each entry that is a good of the border."""

_ENERGY: Final = frozenset({Unit.KWH, Unit.MJ})


def goods_origins(graph: Resolution, context: CbamContext) -> Origins:
    """The origins of all goods of a graph, suppliers first."""
    origins: dict[tuple[str, str], GoodsOrigin] = {}
    for node in graph.order:
        record = graph.record(node)
        taken = [
            row
            for row in taken_goods(record, context.resolution)
            if row.good is not None and rule_of(row.good.cn, context.rulebook) is not None
        ]
        for output in () if record.inventory is None else record.inventory.outputs:
            good = good_of(record, output.line, context.rulebook)
            if good is not None:
                heading = good.stated.cn[:4]
                origins[node, output.line] = _origin(record, heading, taken, origins, context)
    return origins


def delivered_origin(
    delivery: str, maker: EntryRecord, line: str, origins: Origins, context: CbamContext
) -> GoodsOrigin:
    """The origin of goods as a delivery brings them, which an attestation of it confirms."""
    origin = origins.get((maker.id, line), UNKNOWN)
    if origin.is_claimed and SEE in context.verified.get(delivery, frozenset()):
        return GoodsOrigin(frozenset({maker.entry.site.country}), is_exempt=True)
    return origin


def _origin(
    record: EntryRecord,
    heading: str,
    taken: Iterable[TakenGoods],
    origins: Origins,
    context: CbamContext,
) -> GoodsOrigin:
    """The origin of an entry's goods of a heading."""
    if record.entry.basis is DataBasis.REPORTED_BY_CUSTOMER:
        return UNKNOWN
    rows = list(taken)
    made_of = [
        (row, delivered_origin(row.delivery, row.maker, row.line, origins, context)) for row in rows
    ]
    passed = [origin for row, origin in made_of if row.good and row.good.cn[:4] == heading]
    here, works = _places(record, context), _works(record)
    if not works:
        passed = [origin for _, origin in made_of]
        return _together(passed) if passed else UNKNOWN
    exempt = frozenset(context.rulebook.exempt.countries)
    site = GoodsOrigin(here - exempt or here, is_exempt=here <= exempt)
    if passed:
        return _together([*passed, site])
    if record.entry.site.country not in exempt:
        return site
    others = [origin for _, origin in made_of if not origin.is_exempt]
    if missing_metal(record, taken_goods(record, context.resolution), context.rulebook):
        others.append(UNKNOWN)
    if site.is_exempt and not others:
        return site
    dearest = _together([*others, *([] if site.is_exempt else [site])])
    return GoodsOrigin(dearest.countries, is_claimed=True)


def _together(origins: Iterable[GoodsOrigin]) -> GoodsOrigin:
    """The origin of goods that may be of any of several origins; an exempt one lends its countries to no other."""
    rows = list(origins)
    dear = [row for row in rows if not row.is_exempt]
    countries = frozenset[Country]().union(*(row.countries for row in dear or rows))
    return GoodsOrigin(countries, is_exempt=not dear)


def _places(record: EntryRecord, context: CbamContext) -> frozenset[Country]:
    """The country of the site, and that which its firm's registration confirms if it is another."""
    return frozenset(countries_of(record.entry, context.homes))


def _works(record: EntryRecord) -> bool:
    """True if an entry states gases or energy of its own."""
    inventory = record.inventory
    return inventory is not None and (
        bool(inventory.emissions) or any(map(_is_energy, inventory.inputs))
    )


def _is_energy(row: Input) -> bool:
    is_electric = isinstance(row, ActivityInput) and row.electricity is not None
    return is_electric or row.purpose is Purpose.ENERGY or row.unit in _ENERGY


def dearest_default(
    countries: Iterable[Country], cn: str, route: str | None, context: CbamContext
) -> Default | None:
    """The highest default of a good in any of some countries; None if no table has its code."""
    defaults = (context.tables.default(country, cn, route, context.year) for country in countries)
    known_defaults = [row for row in defaults if row is not None]
    return max(known_defaults, key=_price, default=None)


def _price(row: Default) -> tuple[Decimal, str]:
    return row.marked_up, row.country or ""


def site_default(
    record: EntryRecord, cn: str, route: str | None, context: CbamContext
) -> Default | None:
    """The highest default of a good in the country of a site, or in that which its firm's registration confirms."""
    exempt = frozenset[Country](context.rulebook.exempt.countries)
    here = _places(record, context)
    return dearest_default(here - exempt or here, cn, route, context)
