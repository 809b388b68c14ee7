"""Goods of the carbon border: the rule of a code, the good that a line states, and the mass of its unit.

A good is named by its code in the Combined Nomenclature; the rule of the longest prefix applies. Indirect emissions
count for goods that Annex II of Regulation (EU) 2023/956 does not list. Left out: customs classification itself; the
code is the supplier's word.
"""

from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.numbers import ONE
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.cbam_good import CbamGood
from schemas.signed.cbam_rulebook import CbamRulebook, GoodsRule
from schemas.signed.entry import ProductLine
from schemas.signed.inventory import Output
from schemas.vocabulary import Unit


class Good(NamedTuple):
    """A line that is a good of the carbon border; `kg_per_unit` is None if its mass is not stated."""

    stated: CbamGood
    rule: GoodsRule
    kg_per_unit: Decimal | None


def rule_of(cn: str, rulebook: CbamRulebook) -> GoodsRule | None:
    """The rule of a code; None if it is no good of the carbon border."""
    rules = rulebook.by_prefix
    lengths = range(len(cn), 1, -1)
    return next((rules[cn[:digits]] for digits in lengths if cn[:digits] in rules), None)


def stated_line(record: EntryRecord, line: str) -> ProductLine | None:
    """What an entry states on a line for its recipients."""
    lines = () if record.product is None else record.product.lines
    return next((row for row in lines if row.line == line), None)


def kg_per_unit(output: Output | None, product: ProductLine | None) -> Decimal | None:
    """The mass of a unit of a line; None if it is not stated. A line in kg weighs what it is."""
    if output is not None and output.unit is Unit.KG:
        return ONE
    mass = None if product is None else product.kg_per_unit
    return None if mass is None else Decimal(mass)


def good_of(record: EntryRecord, line: str, rulebook: CbamRulebook) -> Good | None:
    """The good on a line of an entry; None if the line states no code, or one that is no such good."""
    product = stated_line(record, line)
    if product is None or product.cbam is None:
        return None
    rule = rule_of(product.cbam.cn, rulebook)
    output = None if record.inventory is None else record.inventory.output(line)
    return None if rule is None else Good(product.cbam, rule, kg_per_unit(output, product))
