"""The goods that another good is made of, and what stands for the emissions of each.

The own data of a maker count if it is the same installation, or if an accepted verifier has attested the delivery for
the period in which the goods were made (their free allocation only with their emissions); otherwise their default, by
country, code, route and year. Goods of an exempt
country embed nothing, though the word of a customer alone does not make goods exempt. A delivery without a code cannot
be priced and is a problem: leaving the code out must not make steel free, and neither does another purpose of the row.
Worked goods weigh no more than what they are
worked from: mass that no delivery accounts for takes the default of the good itself. Source: Implementing Regulation
(EU) 2025/2547, Annex II (A.1.4) and Article 13; (EU) 2025/2621, Article 1. Left out: lists of precursors by category;
every good of the border that goes into another counts as one.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Problem, Resolution
from ledger.footprint.trade.cbam.context import SEE, SEFA, CbamContext
from ledger.footprint.trade.cbam.goods import kg_per_unit, rule_of, stated_line
from ledger.footprint.trade.cbam.tables import Default
from schemas.cbam_good import CbamGood, VerifiedQuantity
from schemas.rows import DeliveryInput
from schemas.vocabulary import DataBasis, Purpose


class Standing(StrEnum):
    """The reason why goods count as they do."""

    SAME_INSTALLATION = "same_installation"
    VERIFIED = "verified"
    EXEMPT = "exempt"
    DEFAULT = "default"
    NOT_COVERED = "not_covered"


FOLLOWED = frozenset({Standing.SAME_INSTALLATION, Standing.VERIFIED})
"""The standings under which the maker's own data count."""


class Precursor(NamedTuple):
    """Goods that an entry works, in kg over its period; `default` only where it stands in for their data."""

    row: DeliveryInput
    delivery: str
    maker: EntryRecord
    line: str
    good: CbamGood | None
    kg: Decimal
    standing: Standing
    default: Default | None = None

    @property
    def is_followed(self) -> bool:
        """True if the maker's own data count."""
        return self.standing in FOLLOWED


Worked = Mapping[tuple[str, VerifiedQuantity], tuple[Precursor | Problem, ...]]
"""The goods that each entry works, as they count in its emissions and in its free allocation."""


def worked_goods(graph: Resolution, context: CbamContext) -> Worked:
    """The goods that the entries of a graph work, found once for all quantities that count them."""
    return {
        (node, of): tuple(precursors(graph.record(node), context, of))
        for node in graph.order
        for of in (SEE, SEFA)
    }


def is_same_installation(taker: EntryRecord, maker: EntryRecord) -> bool:
    """True if one installation made both: the same firm at the same site."""
    first, second = taker.entry, maker.entry
    places = ((one.issuer, one.site.code, one.site.country) for one in (first, second))
    return len(set(places)) == 1


def precursors(
    record: EntryRecord, context: CbamContext, of: VerifiedQuantity
) -> Iterator[Precursor | Problem]:
    """The goods that an entry works, or the problem of each that has no value; energy and services are none.

    Args:
        record: the entry.
        context: the graph, the tables, and what was verified.
        of: embedded emissions or free allocation, which are verified apart.
    """
    inventory = record.inventory
    for row in () if inventory is None else inventory.delivery_inputs:
        source = context.resolution.sources.get(row.delivery)
        if source is not None:
            newest, maker_id = source
            maker = context.resolution.record(maker_id)
            yield from _precursor(row, newest, (record, maker), context, of)


def _precursor(
    row: DeliveryInput,
    newest: str,
    pair: tuple[EntryRecord, EntryRecord],
    context: CbamContext,
    of: VerifiedQuantity,
) -> Iterator[Precursor | Problem]:
    record, maker = pair
    line = context.resolution.lines[newest]
    stated = stated_line(maker, line)
    good = None if stated is None else stated.cbam
    output = None if maker.inventory is None else maker.inventory.output(line)
    each = kg_per_unit(output, stated)
    same = is_same_installation(record, maker)
    covered = good is not None and rule_of(good.cn, context.rulebook) is not None
    if same or (row.purpose is not Purpose.MATERIAL and not covered):
        kg = ZERO if each is None else EXACT.multiply(Decimal(row.amount), each)
        standing = Standing.SAME_INSTALLATION if same else Standing.NOT_COVERED
        if same or row.purpose is not Purpose.ENERGY:
            yield Precursor(row, newest, maker, line, good, kg, standing)
        else:
            detail = f"it takes energy from another installation under {newest}; state the gases or the electricity"
            yield Problem("cbam.energy", record.id, detail)
    elif good is None or each is None:
        what = "code" if good is None else "mass per unit"
        detail = f"the goods of {newest} state no {what}; have the supplier state it in its product section"
        yield Problem("cbam.cn" if good is None else "cbam.mass", record.id, detail)
    else:
        kg = EXACT.multiply(Decimal(row.amount), each)
        bought = Precursor(row, newest, maker, line, good, kg, Standing.NOT_COVERED)
        yield _bought(bought, good, record, context, of)


def _bought(
    bought: Precursor,
    good: CbamGood,
    record: EntryRecord,
    context: CbamContext,
    of: VerifiedQuantity,
) -> Precursor | Problem:
    """Goods from another installation."""
    entry = bought.maker.entry
    hearsay = entry.basis is DataBasis.REPORTED_BY_CUSTOMER
    if rule_of(good.cn, context.rulebook) is None:
        return bought
    if entry.site.country in context.rulebook.exempt.countries and not hearsay:
        return bought._replace(standing=Standing.EXEMPT)
    verified = context.verified.get(bought.delivery, frozenset())
    if {SEE, of} <= verified and not hearsay:
        return bought._replace(standing=Standing.VERIFIED)
    country = None if hearsay else entry.site.country
    default = context.tables.default(country, good.cn, good.route, context.year)
    if default is None:
        detail = (
            f"no table has a default for {good.cn}; have the data of {bought.delivery} verified"
        )
        return Problem("cbam.no_default", record.id, detail)
    return bought._replace(standing=Standing.DEFAULT, default=default)
