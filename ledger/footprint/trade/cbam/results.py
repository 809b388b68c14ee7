"""The quantities of goods per tonne, read in the tallies at the lines asked for.

A quantity that does not count for a good may be absent: steel is declared without its indirect emissions, so a missing
direct factor of its grid stops nothing. Beside actual data stands what the importer would declare if nothing were
proven. Left out: means over several installations and years.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import (
    CELL,
    EXACT,
    ONE,
    ZERO,
    divide,
    format_decimal,
    show_figure,
)
from ledger.footprint.graph.resolution import EntryRecord, Problem
from ledger.footprint.trade.cbam.context import ACTUAL, DEFAULT, SEE, SEFA, CbamContext
from ledger.footprint.trade.cbam.embedded import Unaccounted, unaccounted
from ledger.footprint.trade.cbam.goods import Good, good_of, kg_per_unit, stated_line
from ledger.footprint.trade.cbam.origins import dearest_default
from ledger.footprint.trade.cbam.precursors import Precursor, is_same_installation
from ledger.footprint.trade.cbam.tallies import Line, Quantities, Quantity, joint_allocation
from schemas.errors import CradleError
from schemas.signed.cbam_rulebook import QuantityName
from schemas.signed.delivery import PaidPerTonne
from schemas.signed.inventory import Output
from schemas.views.cbam_result import CbamResult, PrecursorResult


def results(lines: Iterable[Line], quantities: Quantities) -> tuple[CbamResult, ...]:
    """The result of each line that is a good of the carbon border, in the order asked for.

    Raises:
        CradleError: the first problem of a quantity that counts, `cbam.mass`, or `cbam.good` if no line is a good.
    """
    goods = [result for line in lines for result in _result(line, quantities)]
    if not goods:
        detail = "No line states the code of a good of the carbon border; state `cbam` in its product section."
        raise CradleError("cbam.good", detail)
    return tuple(goods)


def with_joint(result: CbamResult, quantities: Quantities) -> CbamResult:
    """A result with its free allocation if all processes of the installation were one.

    Of these, column A of the good alone counts. That is another run over the entries, so it is only made where it is
    shown.
    """
    record = quantities.graph.record(result.entry)
    good = good_of(record, result.line, quantities.context.rulebook)
    makers = (quantities.graph.record(name) for name in quantities.graph.order)
    within = {maker.id for maker in makers if is_same_installation(record, maker)} - {record.id}
    joint = result.sefa
    if good is not None and within:
        allocation = joint_allocation(quantities, within)
        joint = format_decimal(_total(_per_tonne(allocation, (record.id, result.line), good)))
    return result.model_copy(update={"sefa_joint": joint})


def _result(line: Line, quantities: Quantities) -> Iterator[CbamResult]:
    context, record = quantities.context, quantities.context.resolution.record(line[0])
    good = good_of(record, line[1], context.rulebook)
    output = None if record.inventory is None else record.inventory.output(line[1])
    if good is None or output is None:
        return
    context.require_year(record)
    if good.kg_per_unit is None:
        detail = (
            f"Line {line[1]} states no mass per unit; state `kg_per_unit` in its product section."
        )
        raise CradleError("cbam.mass", detail, line[0])
    direct = _per_tonne(quantities.of["see_direct"], line, good)
    indirect = _optional(quantities.of["see_indirect"], line, good, needed=good.rule.indirect)
    sefa = _total(_per_tonne(quantities.sefa, line, good))
    see = _total(direct)
    counted = CELL.add(see, _total(indirect or {})) if good.rule.indirect else see
    default = _by_default(good, line, quantities)
    yield CbamResult(
        entry=line[0],
        line=line[1],
        site=record.entry.site.code,
        country=record.entry.site.country,
        cn=good.stated.cn,
        route=good.stated.route,
        year=context.year,
        period=record.entry.period,
        installation=None if record.product is None else record.product.installation,
        per=good.rule.per,
        activity=format_decimal(
            EXACT.scaleb(EXACT.multiply(Decimal(output.amount), good.kg_per_unit), -3)
        ),
        **_own(quantities, line, good),
        see_direct=format_decimal(see),
        see_indirect=None if indirect is None else format_decimal(_total(indirect)),
        embedded_electricity=_electricity(quantities, line, good),
        default_share=format_decimal(_share(direct.get(DEFAULT, ZERO), see)),
        sefa=format_decimal(sefa),
        sefa_column_a=format_decimal(_column(good, "A", context)),
        indirect_counts=good.rule.indirect,
        net=format_decimal(max(ZERO, CELL.subtract(counted, sefa))),
        **{name: format_decimal(value) for name, value in default.items()},
        carbon_prices=tuple(
            PaidPerTonne(currency=currency, amount=format_decimal(EXACT.scaleb(paid, 3)))
            for currency, paid in sorted(
                _per_tonne(quantities.of["carbon_price"], line, good).items()
            )
        ),
        precursors=tuple(_precursors(record, output, good, quantities)),
        remarks=tuple(_remarks(record, good, counted, sefa, quantities)),
    )


def _per_tonne(quantity: Quantity, line: Line, good: Good) -> Mapping[str, Decimal]:
    """A quantity of a line in tonnes per tonne, by key.

    Raises:
        CradleError: the first problem of the quantity behind the line.
    """
    line_value = quantity.line(*line)
    if line_value is None:
        problem = quantity.problem(line[0])
        raise CradleError(problem.code, f"{problem.detail.capitalize()}.", problem.subject)
    mass = good.kg_per_unit or ONE
    return {key: divide(value, mass) for key, value in line_value.cells.items()}


def _optional(
    quantity: Quantity, line: Line, good: Good, *, needed: bool
) -> Mapping[str, Decimal] | None:
    """A quantity that may be absent where it does not count."""
    try:
        return _per_tonne(quantity, line, good)
    except CradleError:
        if needed:
            raise
        return None


def _electricity(quantities: Quantities, line: Line, good: Good) -> str | None:
    """MWh per tonne; of goods by default it is not known, so the sum is that of the others."""
    values = _optional(quantities.of["embedded_electricity"], line, good, needed=False)
    return None if values is None else format_decimal(_total(values))


def _total(values: Mapping[str, Decimal]) -> Decimal:
    """The sum over all keys, to the digits of a cell."""
    return CELL.plus(exact_sum(values.values()))


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return divide(part, whole) if whole else ZERO


def _column(good: Good, column: str, context: CbamContext) -> Decimal:
    benchmark = context.tables.benchmark(
        good.stated.cn, "A" if column == "A" else "B", good.stated.route, context.year
    )
    return EXACT.multiply(context.remaining, benchmark or ZERO)


def _by_default(good: Good, line: Line, quantities: Quantities) -> dict[str, Decimal]:
    """What the importer declares if nothing is proven; empty where no default is published."""
    context, cbam_good = quantities.context, good.stated
    countries = quantities.origins[line].countries
    default = dearest_default(countries, cbam_good.cn, cbam_good.route, context)
    if default is None:
        return {}
    benchmark = context.tables.benchmark(cbam_good.cn, "B", default.route or None, context.year)
    sefa = EXACT.multiply(context.remaining, benchmark or ZERO)
    see = default.marked_up
    return {
        "see_default": see,
        "sefa_default": sefa,
        "net_default": max(ZERO, EXACT.subtract(see, sefa)),
    }


_OWN: Mapping[QuantityName, str] = {
    "see_direct": "own_direct",
    "see_indirect": "own_indirect",
    "embedded_electricity": "own_electricity",
}
"""The quantities that a process has a part of its own in, and the names of that part."""


def _own(quantities: Quantities, line: Line, good: Good) -> dict[str, str]:
    """The part of the process itself in each quantity that is known, per tonne."""
    mass, parts = good.kg_per_unit or ONE, {}
    for quantity, name in _OWN.items():
        value = quantities.of[quantity].line(*line)
        if value is not None:
            own = exact_sum(v for key, v in value.own.items() if key == ACTUAL)
            parts[name] = format_decimal(divide(own, mass))
    return parts


def _made_by(quantities: Quantities, row: Precursor) -> dict[str, str]:
    """The quantities of a precursor by its maker's data, per tonne; none where these do not count."""
    record = row.maker
    output = None if record.inventory is None else record.inventory.output(row.line)
    mass = kg_per_unit(output, stated_line(record, row.line))
    if not row.is_followed or mass is None:
        return {}
    values = ((name, quantities.of[name].line(record.id, row.line)) for name in _OWN)
    return {
        name: format_decimal(divide(exact_sum(value.cells.values()), mass))
        for name, value in values
        if value is not None
    }


def _precursors(
    record: EntryRecord, output: Output, good: Good, quantities: Quantities
) -> Iterator[PrecursorResult]:
    output_kg = EXACT.multiply(Decimal(output.amount), good.kg_per_unit or ONE)
    apart = {id(row.row): row for row in _known(record, quantities, free=True)}
    for row in _known(record, quantities, free=False):
        entry = row.maker.entry
        default = row.default
        yield PrecursorResult(
            delivery=row.delivery,
            cn=None if row.good is None else row.good.cn,
            country=entry.site.country,
            year=int(entry.period.last_day[:4]),
            tonnes=format_decimal(divide(row.kg, output_kg)),
            standing=row.standing.value,
            sefa_standing=apart[id(row.row)].standing.value,
            route=None if row.good is None else row.good.route,
            **_made_by(quantities, row),
            default=None if default is None else format_decimal(default.marked_up),
            default_country=None if default is None else default.country or "unknown",
        )


def _known(record: EntryRecord, quantities: Quantities, *, free: bool) -> Iterator[Precursor]:
    rows = quantities.worked[record.id, SEFA if free else SEE]
    return (row for row in rows if not isinstance(row, Problem))


def _remarks(
    record: EntryRecord, good: Good, see: Decimal, sefa: Decimal, quantities: Quantities
) -> Iterator[str]:
    context = quantities.context
    own = _column(good, "A", context)
    if sefa > own:
        alone, left = (show_figure(max(ZERO, CELL.subtract(see, part))) for part in (own, sefa))
        yield (
            f"Column A of the good alone leaves {alone} t to pay in place of {left}: it leaves out the free allocation"
            " of what the good is made of."
        )
    priced = (row for row in unaccounted(record, context) if isinstance(row, Unaccounted))
    for kg, default in priced:
        yield (
            f"{format_decimal(kg)} kg of goods are worked from nothing that a delivery accounts for; they take the"
            f" default {format_decimal(default.marked_up)} t per tonne of {default.cn}."
        )
