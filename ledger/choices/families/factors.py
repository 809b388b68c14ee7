"""Choices of factors: a dataset that counts less than another one of the same product in the accepted sets.

Two datasets are of one product if they have the same flow or name, or represent the same product, per the same unit and
in the same direction. The sets that a calculation names may value one flow once, so there the declarer picks the flow;
of all sets that the reader accepts the manufacturer picks the ones to name. The datasets that could replace it are

    not older than the rulebook's `oldest_data` at the end of the entry's period, if some dataset is not
    for energy, transport, waste and work at the site: of its country, else of a region or no stated place,
    else of another country; goods may come from anywhere, and no row states where from

The alternative is the highest of these, without carbon taken up that the rulebook does not count. A row is one choice:
`factor.old` if a newer dataset is higher, `factor.geography` if one of the site's country is, else `factor.lower`. A
dataset that is the only one of its product, or the highest, is no choice, also if it is old or foreign; but one that
counts some of its inputs as zero is, `factor.cut_off`, without an alternative: nobody knows what it lacks. Recycled
feedstock has the highest dataset as if it counted whole; its virgin material is a choice of recovery. A place is a
country if it is written as its code (FI, or FI-01), and the latest year in the words of a dataset counts. Electricity
has choices of its own; a credit is a choice of recovery.

An imported dataset names the sets that valued inputs behind it. Where the reader does not accept one, nobody knows what
the dataset counts: `factor.supplied`, at least the dearest goods that could be meant.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.uptake import without_uptake
from ledger.choices.sources import goods_price
from ledger.choices.wording import in_words
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import group_values
from ledger.footprint.graph.goods import GOODS, per_unit, unit_of
from ledger.footprint.graph.numbers import ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from ledger.footprint.valuation.grid_mix import direction_of, last_year, supply_of
from schemas.signed.entry import Entry
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Waste
from schemas.signed.rulebook import Factor
from schemas.vocabulary import Unit

_COUNTRY = re.compile(r"(?!EU\b)([A-Z]{2})(-\w+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ELSEWHERE, _ANYWHERE, _HERE = range(3)
"""The fit of a dataset's place to a site: another country, a region or no stated place, the site's country."""


class _Dataset(NamedTuple):
    """A dataset for a row, its kg CO2e per unit without uptake, its fit to the site, and its age."""

    factor: Factor
    price: Decimal
    fit: int
    is_old: bool

    @property
    def words(self) -> str:
        """The flow, place and years, in words."""
        said = [word for word in (self.factor.geography, self.factor.years) if word is not None]
        return self.factor.flow + (f" ({', '.join(said)})" if said else "")


def factor_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The rows valued by a dataset that is lower than another one of its product."""
    for record, inventory in context.graph.entries:
        if record.id in context.needed:
            for row in (*inventory.inputs, *inventory.wastes):
                if isinstance(row, ActivityInput | Waste):
                    yield from _row(context, record, inventory, row)


def _row(
    context: ChoiceContext, record: EntryRecord, inventory: Inventory, row: ActivityInput | Waste
) -> Iterator[Choice]:
    graph = context.graph
    factor = graph.table.factor(row.flow, row.unit, direction_of(row))
    if supply_of(row, graph.table) is not None or factor is None:
        return
    others = (candidate for table in context.tables for candidate in table.same_product(factor))
    used, *alternatives = [
        _dataset(context, record.entry, candidate) for candidate in (factor, *others)
    ]
    best = _highest(alternatives, row)
    yield from _supplied(context, record, row, best)
    if best.price <= used.price and not used.factor.incomplete:
        return
    value = format_rounded(exact_sum(group_values(used.factor).values()))
    amount, unit = Decimal(row.amount), row.unit.value
    detail = (
        f"{unit_of(inventory)} {per_unit(amount, inventory)} {unit} counted by {used.words}"
        f" at {value} kg CO2e per {unit}"
    )
    if best.price <= used.price:
        lacking = f"{detail}, which counts some of its inputs as zero"
        yield context.choice("factor.cut_off", record, lacking, [], row)
        return
    detail += f"; {best.words}, of the same product, has {format_rounded(best.price)}"
    kg = graph.counted(product(amount, best.price), record.id, row.purpose)
    change = RowChange(record.id, row, (Option(kg),))
    yield context.choice(_code(used, best), record, detail, [change], row)


def _supplied(
    context: ChoiceContext, record: EntryRecord, row: ActivityInput | Waste, best: _Dataset
) -> Iterator[Choice]:
    """A dataset that rests on factor sets which the reader does not accept."""
    factor = context.graph.table.factor(row.flow, row.unit, direction_of(row))
    unknown = sorted({*((factor.supplied_by if factor else None) or ())} - context.listed)
    if not unknown:
        return
    detail = (
        f"{in_words(row.amount, row.unit)} of {row.flow} are counted by a dataset that rests on the"
        f" factor sets {', '.join(unknown)}, which this reader does not accept"
    )
    is_goods = row.unit is Unit.KG and isinstance(row, ActivityInput)
    dearest = goods_price(context, record) if is_goods else None
    price = max(best.price, dearest or ZERO)
    kg = context.graph.counted(product(Decimal(row.amount), price), record.id, row.purpose)
    change = RowChange(record.id, row, (Option(kg),))
    yield context.choice("factor.supplied", record, detail, [change], row)


def _dataset(context: ChoiceContext, entry: Entry, factor: Factor) -> _Dataset:
    table = context.graph.table
    return _Dataset(
        factor,
        without_uptake(group_values(factor), table),
        _fit(factor, entry.site.country),
        _is_old(context, entry, factor),
    )


def _fit(factor: Factor, country: str) -> int:
    named = _COUNTRY.fullmatch((factor.geography or "").strip().upper())
    if named is None:
        return _ANYWHERE
    return _HERE if named[1] == country else _ELSEWHERE


def _is_old(context: ChoiceContext, entry: Entry, factor: Factor) -> bool:
    """True if the latest year of a dataset is longer ago than the rulebook allows."""
    years = _YEAR.findall(factor.years or "")
    if context.rule is None or context.rule.oldest_data is None or not years:
        return False
    return last_year(entry) - int(max(years)) > Decimal(context.rule.oldest_data.value)


def _highest(alternatives: list[_Dataset], row: ActivityInput | Waste) -> _Dataset:
    """The highest of the datasets that could replace the used one."""
    fitting = [dataset for dataset in alternatives if not dataset.is_old] or alternatives
    if isinstance(row, Waste) or row.purpose not in GOODS:
        nearest = max(dataset.fit for dataset in fitting)
        fitting = [dataset for dataset in fitting if dataset.fit == nearest]
    return max(fitting, key=lambda dataset: (dataset.price, dataset.factor.flow))


def _code(used: _Dataset, best: _Dataset) -> str:
    if used.is_old and not best.is_old:
        return "factor.old"
    return "factor.geography" if used.fit < best.fit == _HERE else "factor.lower"
