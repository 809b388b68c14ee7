"""The figures of a case before it is entered: one entry a site, under made-up ids, and nothing signed.

They are those that a ledger computes once the case is entered. The import needs them earlier: where it cuts a loop
depends on the figures, and the entry signs what the cut leaves out.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ledger.exchange.case import Case
from ledger.exchange.case_factors import build_factor_set
from ledger.exchange.case_plan import Plan
from ledger.exchange.case_settings import DEFAULT_PERIOD
from ledger.exchange.case_statements import (
    build_inventory,
    build_product,
    line_of,
    model_of,
    product_id,
)
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord, Records, resolve
from ledger.footprint.valuation.figure import figures
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, EntrySections, Site
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.values import Period
from schemas.vocabulary import DataBasis, Use

_ORIGIN = "case.invalid/figures"


def period_of(case: Case) -> Period:
    """The period that all entries of a case cover."""
    if case.border is not None:
        return case.border.period
    return DEFAULT_PERIOD if case.declared is None else case.declared.period


def case_figures(
    plan: Plan, rulebook: Rulebook, factor_sets: Iterable[FactorSet]
) -> Mapping[str, Decimal]:
    """The kg CO2e per unit of each output of a case without the rows that are cut.

    Args:
        plan: the case.
        rulebook: the method.
        factor_sets: those beside the case's own.

    Raises:
        CradleError: the first problem of a graph without a figure.
    """
    records = _records(plan)
    resolution = resolve(map(_id, plan.order), records.deliveries, records)
    table = FactorTable((build_factor_set(plan), *factor_sets), rulebook)
    graph_figures = figures(resolution, table, rulebook)
    totals = {}
    for output in plan.case.lines:
        line = graph_figures.line(_id(plan.case.maker(output)), line_of(plan.case, output))
        if line is None:
            problem = graph_figures.problems[0]
            raise CradleError(problem.code, f"{problem.detail}.", plan.case.folder)
        totals[output] = total_of(line.cells)
    return totals


def _id(name: str) -> str:
    return digest(name.encode())


def _records(plan: Plan) -> Records:
    entries: dict[str, EntryRecord] = {}
    deliveries: dict[str, DeliveryRecord] = {}
    for site in plan.order:
        received: dict[Use, dict[str, str]] = {Use.PHYSICAL: {}, Use.REPRESENTATIVE: {}}
        for output, amount in plan.physical(site).items():
            delivery = _delivery(plan, output, site, Use.PHYSICAL, format_decimal(amount))
            deliveries[delivery.id], received[Use.PHYSICAL][output] = delivery, delivery.id
        for output in plan.credited(site):
            delivery = _delivery(plan, output, site, Use.REPRESENTATIVE, None)
            deliveries[delivery.id], received[Use.REPRESENTATIVE][output] = delivery, delivery.id
        record = _entry(plan, site, received[Use.PHYSICAL], received[Use.REPRESENTATIVE])
        entries[record.id] = record
    return Records(entries, deliveries, {})


def _entry(
    plan: Plan, site: str, physical: Mapping[str, str], represented: Mapping[str, str]
) -> EntryRecord:
    case, row = plan.case, plan.case.sites[site]
    entry = Entry(
        origin=_ORIGIN,
        issuer=_id(f"firm {site}"),
        site=Site(code=site, country=row.country),
        process=row.process_code,
        period=period_of(case),
        basis=DataBasis.SITE_PERIOD_AVERAGE,
        model=model_of(case, site),
        sections=EntrySections(inventory=_id("inventory"), product=_id("product")),
    )
    inventory = build_inventory(plan, site, physical, represented)
    return EntryRecord(_id(site), entry, inventory, build_product(case, site))


def _delivery(plan: Plan, output: str, user: str, use: Use, amount: str | None) -> DeliveryRecord:
    case, number = plan.case, f"{output}-{user}-{use.value}"
    delivery = Delivery(
        origin=_ORIGIN,
        issuer=_id(f"firm {case.maker(output)}"),
        recipient=_id(f"firm {user}"),
        entry=_id(case.maker(output)),
        line=line_of(case, output),
        product=product_id(case, output),
        unit=case.lines[output].unit,
        number=number[-64:],
        use=use,
        amount=amount,
        valid_until=None if amount else period_of(case).end,
        nonce="0" * 32,
    )
    return DeliveryRecord(_id(number), delivery)
