"""Scale a case from amounts per unit to totals: the outputs of each site and the deliveries between sites.

An entry states totals, so a case needs volumes: the declared site makes 1000 batteries, every other site the smallest
power of ten, at least 100000, that meets the physical demand on each of its outputs. The figure does not depend on
these volumes, which a test proves. Sites are ordered suppliers first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ledger.exchange.case import Case
from ledger.exchange.case_loops import suppliers_first
from ledger.exchange.case_rows import CREDIT, Activity, place_of
from ledger.exchange.case_table import in_folder
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE, ZERO
from schemas.gases import GasOrigin
from schemas.vocabulary import Known, Purpose, Supply, Unit

BATTERIES = 1000
SMALLEST_OUTPUT = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Flow:
    """The sum of a site's rows that differ in nothing but their amount, and have one sign, per unit of output.

    `place` names the rows in the file.
    """

    kind: str
    input: str
    amount: Decimal
    unit: Unit
    stage: str
    purpose: Purpose
    origin: GasOrigin | None
    supply: Supply | None
    known: Known | None
    document: str | None
    evidence: str | None
    place: str = ""


@dataclass(frozen=True)
class Plan:
    """A case with volumes.

    Attributes:
        order: site ids, suppliers first.
        outputs: the amount that each site makes of its main output in the period, in its unit.
        flows: the added-up rows of each site.
        batteries: the number that the declared site makes, if the case has one.
    """

    case: Case
    order: tuple[str, ...]
    outputs: Mapping[str, Decimal]
    flows: Mapping[str, tuple[Flow, ...]]
    batteries: int

    def physical(self, site: str) -> dict[str, Decimal]:
        """The amounts that a site uses of the outputs of other sites in the period, by output."""
        taken: dict[str, Decimal] = {}
        for flow in _physical(self.case, self.flows[site]):
            amount = EXACT.multiply(flow.amount, self.outputs[site])
            taken[flow.input] = EXACT.add(taken.get(flow.input, ZERO), amount)
        return taken

    def credited(self, site: str) -> tuple[str, ...]:
        """The outputs of other sites that a site's credits refer to without using the goods, in order."""
        names = {
            f.input for f in self.flows[site] if f.input in self.case.lines and f.kind == CREDIT
        }
        return tuple(sorted(names))


def plan(case: Case, batteries: int = BATTERIES, smallest: Decimal = SMALLEST_OUTPUT) -> Plan:
    """Give every site of a case its volume.

    Raises:
        CradleError: `case.loop` with the rows; `case.demand` if more is used than the declared site makes.
    """
    with in_folder(case.folder):
        order = suppliers_first(case)
        flows = {site: _add_rows(a for a in case.used if a.site == site) for site in case.sites}
        outputs: dict[str, Decimal] = {}
        demand = _imported(case)
        for site in reversed(order):
            if case.battery is not None and site == case.battery.site:
                outputs[site] = EXACT.multiply(Decimal(batteries), case.battery.mass_kg)
                _check_demand(case, site, outputs[site], demand)
            else:
                outputs[site] = _power_of_ten(case, site, smallest, demand)
            for flow in _physical(case, flows[site]):
                amount = EXACT.multiply(flow.amount, outputs[site])
                demand[flow.input] = EXACT.add(demand.get(flow.input, ZERO), amount)
    return Plan(case, order, outputs, flows, batteries)


def _imported(case: Case) -> dict[str, Decimal]:
    """The amount of the good that an importer is delivered, in units of the ledger, if the case has an import."""
    if case.border is None or case.border.site not in case.sites:
        return {}
    each = case.sites[case.border.site].kg_per_unit or ONE
    return {case.border.site: EXPLAIN.divide(case.border.tonnes.scaleb(3), each)}


def _physical(case: Case, flows: Iterable[Flow]) -> Iterator[Flow]:
    """The flows that use goods of other sites."""
    return (flow for flow in flows if flow.input in case.lines and flow.kind != CREDIT)


def group_rows(activities: Iterable[Activity]) -> Mapping[Flow, list[Activity]]:
    """Group a site's rows that are added up: by a flow of amount 1 or -1."""
    grouped: dict[Flow, list[Activity]] = {}
    for row in activities:
        grouped.setdefault(_flow(row, ONE.copy_sign(row.amount)), []).append(row)
    return grouped


def _add_rows(activities: Iterable[Activity]) -> tuple[Flow, ...]:
    added = (
        replace(flow, amount=exact_sum(row.amount for row in rows), place=place_of(rows))
        for flow, rows in group_rows(activities).items()
    )
    return tuple(flow for flow in added if flow.amount)


def _flow(row: Activity, amount: Decimal) -> Flow:
    return Flow(
        kind=row.kind,
        input=row.input,
        amount=amount,
        unit=row.unit,
        stage=row.stage.value,
        purpose=row.purpose,
        origin=row.origin,
        supply=row.supply,
        known=row.known,
        document=row.document,
        evidence=row.evidence,
    )


def _check_demand(case: Case, site: str, output: Decimal, demand: Mapping[str, Decimal]) -> None:
    for row in case.further(site):
        if demand.get(row.id, ZERO) > EXACT.multiply(row.amount, output):
            detail = f"Sites use more of {row.id} than {site} makes; correct one of the amounts."
            raise row.refuse("case.demand", detail, "amount_per_unit_output")


def _power_of_ten(
    case: Case, site: str, smallest: Decimal, demand: Mapping[str, Decimal]
) -> Decimal:
    """The least power of ten at which no output of a site falls short of the demand on it."""
    least = max(smallest, demand.get(site, ZERO))
    power = ONE
    while power < least or any(
        EXACT.multiply(power, row.amount) < demand.get(row.id, ZERO) for row in case.further(site)
    ):
        power = power.scaleb(1)
    return power
