"""Embedded emissions of goods: one tally a quantity, per unit of a line.

    SEE = (attributed emissions + sum of M_i x SEE_i) / activity level          (2025/2547, equations 57 to 63)

The recursion follows deliveries whose data count; elsewhere the default stands in as a term of the entry that took the
goods, under the key `default`, so that the share by default travels with the sum. M_i is the mass that enters, and by-
products, scrap and off-spec goods carry nothing: the roles of a line say so, and where an entry makes goods of the
border, no other line shares with them. Mass of worked goods that no delivery of metal accounts for takes the default
of the good itself.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.footprint.graph.numbers import EXACT
from ledger.footprint.graph.resolution import EntryRecord, Problem
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.tally.recursion import Tally
from ledger.footprint.tally.valuation import CitedLine, RowValues, follow
from ledger.footprint.trade.cbam.context import DEFAULT, SEE, CbamContext
from ledger.footprint.trade.cbam.goods import Good
from ledger.footprint.trade.cbam.metal import missing_metal, taken_goods
from ledger.footprint.trade.cbam.origins import site_default
from ledger.footprint.trade.cbam.own_terms import own_terms
from ledger.footprint.trade.cbam.precursors import Precursor, Worked
from ledger.footprint.trade.cbam.tables import Default
from schemas.signed.cbam_rulebook import QuantityName, QuantityRule
from schemas.signed.rows import DeliveryInput

_DEFAULTED: Final = {"see_direct", "see_indirect"}
"""The quantities for which a default is published."""


def quantity_tally(rule: QuantityRule, context: CbamContext, worked: Worked) -> Tally[str]:
    """The tally of one quantity of the rulebook, by the goods that each entry works."""

    def value(record: EntryRecord, cited: Mapping[str, CitedLine[str]]) -> RowValues[str]:
        own, problems = own_terms(rule, record, context)
        precursors = worked[record.id, SEE]
        bought = {id(row.row): row for row in precursors if isinstance(row, Precursor)}
        problems += tuple(row for row in precursors if isinstance(row, Problem))

        def stand_in(row: DeliveryInput) -> list[OwnTerm[str]] | None:
            precursor = bought.get(id(row))
            if precursor is None or precursor.is_followed:
                return None
            return list(_by_default(rule.name, precursor.default, precursor.kg, row))

        instead: list[OwnTerm[str]] = []
        for missing in unaccounted(record, context) if rule.name in _DEFAULTED else ():
            if isinstance(missing, Problem):
                problems += (missing,)
            else:
                instead += _by_default(rule.name, missing.default, missing.kg, None)
        rows = follow(record, cited, (*own, *instead), stand_in)
        return rows._replace(problems=(*rows.problems, *problems))

    return Tally(rule.name, rule.unit, value)


def _by_default(
    name: QuantityName, default: Default | None, kg: Decimal, row: DeliveryInput | None
) -> Iterator[OwnTerm[str]]:
    """The published default of some goods in a quantity; nothing for those that embed nothing."""
    if default is None or name not in _DEFAULTED:
        return
    each = default.direct if name == "see_direct" else default.indirect
    purpose = None if row is None else row.purpose
    value = EXACT.multiply(kg, each)
    yield OwnTerm(DEFAULT, value, DEFAULT, f"{default.cn} {default.country or ''}", purpose, row)


class Unaccounted(NamedTuple):
    """The kg of worked goods of one metal that no delivery accounts for, and the dearest default of these goods."""

    kg: Decimal
    default: Default


def unaccounted(record: EntryRecord, context: CbamContext) -> Iterator[Unaccounted | Problem]:
    """What no delivery accounts for, or the problem that it has no default."""
    taken = taken_goods(record, context.resolution)
    for missing in missing_metal(record, taken, context.rulebook):
        defaults = [_default_of(good, record, context) for good in missing.goods]
        known_defaults = [row for row in defaults if row is not None]
        if len(known_defaults) == len(defaults):
            yield Unaccounted(missing.kg, max(known_defaults, key=lambda row: row.marked_up))
        else:
            cn = missing.goods[defaults.index(None)].stated.cn
            detail = f"no table has a default for {cn}, and deliveries account for a part of its mass alone"
            yield Problem("cbam.no_default", record.id, detail)


def _default_of(good: Good, record: EntryRecord, context: CbamContext) -> Default | None:
    return site_default(record, good.stated.cn, good.stated.route, context)
