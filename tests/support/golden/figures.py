"""The figures of the golden chain, computed by `ledger.footprint`, like all figures of Cradle."""

from collections.abc import Mapping

from support.golden.chain import ORIGIN, YEAR, Chain, salt, seal_as
from support.golden.documents import MODEL
from support.golden.method import BORDER_FACTORS, FACTORS, RULEBOOK

from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.analysis.opening import SupplyChain, opened_parts, opened_rows
from ledger.footprint.battery.functional_unit import ServiceLife, total_energy
from ledger.footprint.graph.cells import Cells, format_cells, state_cells
from ledger.footprint.graph.composition import cited_by, parts
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import STATED_DIGITS
from ledger.footprint.graph.resolution import Resolution, resolve
from ledger.footprint.valuation.figure import Figures, figures
from ledger.footprint.valuation.told import ToldFigures, told_figures
from ledger.state.drafting import Draft, draft_delivery
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.calculation import (
    AssertedCalculation,
    Calculation,
    CalculationSections,
    Composition,
    CompositionRow,
    Warranty,
)
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.exact_cells import ExactCells
from schemas.signed.opening import Opening
from schemas.signed.rulebook import FactorSet
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import Category, CompositionRole, Unit, Use

RULEBOOK_DIGEST = digest(model_bytes(RULEBOOK))
FACTOR_SETS = (digest(model_bytes(FACTORS)),)
BORDER_FACTOR_SETS = (digest(model_bytes(BORDER_FACTORS)),)


def delivered_figure(
    chain: Chain, entry: str, line: str, factors: FactorSet = FACTORS
) -> DeliveredFigure:
    """The figure of a line for a customer: each value to 4 significant digits."""
    resolution, found = _figures(chain, [chain.id(entry)], [], factors)
    told = ToldFigures(found, resolution, FactorTable([factors], RULEBOOK), RULEBOOK).of_makers
    stated = state_cells(told[chain.id(entry)].lines[line].cells, rounded=True)
    return DeliveredFigure(
        registry=chain.state(),
        rulebook=RULEBOOK_DIGEST,
        factor_sets=(digest(model_bytes(factors)),),
        cells=stated.cells,
        total=stated.total,
    )


def opened_delivery(chain: Chain, names: Mapping[str, str]) -> Draft:
    """A delivery of the packs that opens the supplier of their cathode material.

    Args:
        chain: the chain.
        names: the legal name of each participant.
    """
    resolution, found = _figures(chain, [chain.id("pack")], [])
    method = (RULEBOOK_DIGEST, FACTOR_SETS)
    supply = SupplyChain(resolution, chain.records(), found, names, method)
    rows = opened_rows(opened_parts((chain.id("pack"), "pack"), supply))
    opening = Opening(onward=False, suppliers=rows)
    issuer = chain.id("packs")
    delivery = Delivery(
        origin=ORIGIN,
        issuer=issuer,
        recipient=chain.id("recycler"),
        entry=chain.id("pack"),
        line="pack",
        product="urn:example:product:pack",
        unit=Unit.PIECE,
        number="P-1",
        use=Use.REPRESENTATIVE,
        valid_until="2027-01-01",
        figure=delivered_figure(chain, "pack", "pack"),
        nonce=salt("pack_delivery"),
    )
    return draft_delivery(delivery, opening, lambda: salt("pack_delivery opening"))


def calculation(chain: Chain) -> Draft:
    """The figure of the packs per kWh: cathode material, assembly and transport, end of life."""
    composition = Composition(
        rows=(
            CompositionRow(
                role=CompositionRole.END_OF_LIFE,
                delivery=chain.id("treatment_delivery"),
                line="treatment",
                amount="45000",
                unit=Unit.KG,
            ),
            CompositionRow(
                role=CompositionRole.PRODUCT,
                entry=chain.id("pack"),
                line="pack",
                amount="100",
                unit=Unit.PIECE,
            ),
        )
    )
    issuer = chain.id("packs")
    warranty = Warranty(years="8", km="150000", remaining_energy="0.8")
    asserted = AssertedCalculation(
        origin=ORIGIN,
        issuer=issuer,
        model=MODEL,
        site="PACK-1",
        period=YEAR,
        category=Category.EV,
        vehicle_category="M1",
        capacity_kwh="75",
        warranties=(warranty,),
        batteries=100,
        total_energy=total_energy(Category.EV, "M1", "75", ServiceLife((warranty,)), RULEBOOK),
    )
    cells, told = _computed(chain, asserted, composition)
    exact = ExactCells(cells=format_cells(cells))
    sections = {SectionName.COMPOSITION: composition, SectionName.EXACT: exact}
    sealed = seal_as("calculation", Kind.CALCULATION, issuer, sections)
    calculation = Calculation(
        **dict(asserted),
        digits=STATED_DIGITS,
        **state_cells(told, rounded=True)._asdict(),
        rulebook=RULEBOOK_DIGEST,
        factor_sets=FACTOR_SETS,
        as_of=chain.state(),
        software="cradle 0.1.0",
        sections=CalculationSections.model_validate(sealed.digests),
    )
    return Draft(calculation, sealed.documents)


def _computed(
    chain: Chain, asserted: AssertedCalculation, composition: Composition
) -> tuple[Cells, Cells]:
    """The cells of the composition, and those that its issuer can know."""
    records = chain.records()
    resolution, found = _figures(chain, *cited_by(composition))
    table, rows = FactorTable([FACTORS], RULEBOOK), parts(composition, resolution, records)
    told = told_figures(found, resolution, table, RULEBOOK, None, asserted.issuer)
    cells = declared_cells(rows, found, asserted, RULEBOOK)
    known = declared_cells(rows, told, asserted, RULEBOOK)
    if cells is None or known is None:
        raise ValueError(found.problems)
    return cells, known


def _figures(
    chain: Chain, entries: list[str], deliveries: list[str], factors: FactorSet = FACTORS
) -> tuple[Resolution, Figures]:
    resolution = resolve(entries, deliveries, chain.records())
    table = FactorTable([factors], RULEBOOK)
    return resolution, figures(resolution, table, RULEBOOK)
