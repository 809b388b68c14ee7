"""The value of an entry's own rows: by a factor, under a stage, with their label.

Activities and avoided flows are valued as `product`, wastes as `treatment`, emissions by the rulebook's
characterization; a cited delivery by the cells of the delivered line; an imported figure by its file
(`external.counting`). If the rulebook has a rule of electricity, the mix of the site's country values it (`grid_mix`),
a row of any purpose and a credit alike. Only an avoided line subtracts. If a row is assigned to another stage than it
states, a remark reports the difference. Under the Circular Footprint Formula a recycler's rows are weighted
(`recycling`), and recycled feedstock brings its virgin counterpart with it
(`recycled_content`).
"""

from collections.abc import Mapping
from decimal import Decimal

from ledger.footprint.circular.recycled_content import (
    is_closed_loop,
    market_claim,
    shared_parts,
)
from ledger.footprint.circular.recycling import default_materials, recovery_shares, weigh
from ledger.footprint.external.counting import EXTERNAL, external_cells
from ledger.footprint.graph.cells import CellKey, exact_sum, groups_of
from ledger.footprint.graph.factors import FactorTable, GroupValues
from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.graph.terms import Assignment, OwnTerm
from ledger.footprint.tally.valuation import CitedLine, RowValues
from ledger.footprint.valuation.filling import Filler
from ledger.footprint.valuation.grid_mix import accepts_as_stated, supply_of
from ledger.footprint.valuation.posting import Posting, PostingTarget
from ledger.footprint.valuation.stage_assignment import draw_assignment
from schemas.errors import CradleError
from schemas.signed.circular import CircularFootprint
from schemas.signed.inventory import Inventory
from schemas.signed.rows import (
    ActivityInput,
    DeliveryInput,
    Emission,
    ExternalInput,
    Recycled,
    Waste,
)
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import CircularTerm, Group, Purpose, Sign, Stage

FILLED = "filled"
"""The source of terms that a calculation adds and no row states."""


Valuation = RowValues[CellKey]
"""The kg CO2e of an entry's rows, over the whole period or lot."""


def value(
    record: EntryRecord,
    cited: Mapping[str, CitedLine[CellKey]],
    table: FactorTable,
    rulebook: Rulebook,
    filler: Filler | None = None,
) -> Valuation:
    """Value all rows of an entry.

    Args:
        record: the entry; without its inventory it cannot be valued, and that is a problem.
        cited: every cited delivery that has a figure.
        table: the factors of the calculation.
        rulebook: the stages of rows, and the treatment of avoided lines.
        filler: fills the gaps of the entry, if the calculation requests it.
    """
    weights, problems = weigh(record, rulebook)
    posting = Posting(record, cited, table, rulebook, weights)
    posting.problems.extend(problems)
    posting.remarks.extend(default_materials(record, rulebook))
    if record.inventory is None:
        posting.note("section.withheld", "the inventory is withheld, so the entry has no figure")
    else:
        _burdens(posting, record.inventory)
        if record.inventory.avoided:
            _credits(posting, record.inventory)
        _rest(posting)
        if filler is not None and posting.is_complete:
            _fill(posting, filler)
    return RowValues(
        tuple(posting.terms),
        tuple(posting.draws),
        posting.upstream,
        weights.divisor,
        posting.is_complete,
        tuple(posting.problems),
        tuple(posting.remarks),
    )


def _burdens(posting: Posting, inventory: Inventory) -> None:
    for row in inventory.inputs:
        if isinstance(row, ExternalInput):
            _external(posting, row)
        else:
            _input(posting, row)
    for waste in inventory.wastes:
        _flow(posting, waste, "waste")
    for gas in inventory.emissions:
        _emission(posting, gas)


def _input(posting: Posting, row: DeliveryInput | ActivityInput) -> None:
    said, formula = row.recycled, posting.rulebook.circular_footprint
    supply = supply_of(row, posting.table)
    taken = supply is None or accepts_as_stated(posting.rulebook, supply)
    if taken and said is not None and formula is not None and is_circular(posting, row):
        post_feedstock(posting, row, said, formula)
    elif isinstance(row, ActivityInput):
        direct = row.purpose is Purpose.DIRECT
        _flow(posting, row, "direct" if direct else row.source.value)
    elif taken:
        entry = posting.record.entry
        posting.draw(row, draw_assignment(entry, row.purpose, posting.weights, posting.rulebook))
    else:
        detail = f"rulebook {posting.rulebook.id} accepts no electricity under a delivery; state it as from the grid"
        posting.note("electricity.delivery", detail)


def _credits(posting: Posting, inventory: Inventory) -> None:
    formula, claim = posting.rulebook.circular_footprint, ZERO
    for row, weight in zip(inventory.avoided, posting.weights.credits, strict=False):
        amount = EXACT.multiply(weight.factor, Decimal(row.amount)).copy_negate()
        label, values = posting.replaced(row, row.unit)
        target = PostingTarget(
            Assignment(row.stage, weight.term), "avoided", label, None, row, Sign.CREDIT
        )
        posting.add(values, target, amount)
        if formula is not None and not weight.factor and row.recovery is None:
            share = EXACT.multiply(recovery_shares(row, formula)[1], Decimal(row.amount))
            claim = EXACT.subtract(claim, EXACT.multiply(share, exact_sum(values.values())))
    if claim:
        detail = "it has no evidence of the three criteria of recyclability; credits do not count"
        posting.remark("cff.recyclability", detail, claim)


def _rest(posting: Posting) -> None:
    """Post the mass that a recycler treated and no row accounts for, at the rulebook's Ed."""
    formula, kg = posting.rulebook.circular_footprint, posting.weights.unaccounted
    if formula is not None and kg and (ed := Decimal(formula.ed.value)):
        assignment = Assignment(Stage.END_OF_LIFE, CircularTerm.DISPOSAL)
        target = PostingTarget(assignment, "disposal", "not accounted for", Purpose.DISPOSAL)
        posting.add({Group.UNSPECIFIED: ed}, target, kg)


def _fill(posting: Posting, filler: Filler) -> None:
    """Post the amounts that a calculation adds for gaps."""
    try:
        for row in filler.rows(posting.record, posting.cited):
            for key, per_unit in row.cells.items():
                value = EXACT.multiply(row.amount, per_unit)
                posting.terms.append(OwnTerm(key, value, FILLED, row.label, row.purpose))
    except CradleError as error:
        posting.fail(error)


def _flow(posting: Posting, row: ActivityInput | Waste, source: str) -> None:
    weight = posting.weights.of(row.purpose)
    stage = posting.stage_of(row.stage, row.purpose, row.flow)
    flow, values = posting.valued(row)
    amount = EXACT.multiply(weight.factor, Decimal(row.amount))
    posting.add(
        values,
        PostingTarget(Assignment(stage, weight.term), source, flow, row.purpose, row),
        amount,
    )


def _external(posting: Posting, row: ExternalInput) -> None:
    """Post an imported figure: under the file's stages if rows keep their stages, else whole under one."""
    weight, by_rule = posting.weights.of(row.purpose), posting.rulebook.filing == "rule"
    filed = posting.stage_of(row.stage, row.purpose, row.file)
    amount = EXACT.multiply(weight.factor, Decimal(row.amount))
    try:
        cells = external_cells(row, posting.table)
    except CradleError as error:
        posting.fail(error)
        return
    if by_rule and (other_stages := {stage for stage, _ in cells if stage} - {filed}):
        stages = ", ".join(sorted(other_stages))
        detail = f"the file {row.file} states {stages}, the rulebook assigns it to {filed.value}"
        posting.remark("stage.filed_differently", detail)
    for (stage, group), per_unit in cells.items():
        assignment = Assignment(filed if stage is None or by_rule else stage, weight.term)
        posting.add(
            {group: per_unit},
            PostingTarget(assignment, EXTERNAL, row.file, row.purpose, row),
            amount,
        )


def _emission(posting: Posting, row: Emission) -> None:
    weight = posting.weights.process
    stage = posting.stage_of(row.stage, Purpose.DIRECT, row.gas.value)
    try:
        values = posting.table.of_gas(row.gas, row.origin)
    except CradleError as error:
        posting.fail(error)
        return
    amount = EXACT.multiply(weight.factor, Decimal(row.amount))
    target = PostingTarget(
        Assignment(stage, weight.term), "direct", row.gas.value, Purpose.DIRECT, row
    )
    posting.add(values, target, amount)


def is_circular(posting: Posting, row: DeliveryInput | ActivityInput) -> bool:
    """Return whether recycled feedstock falls under the formula: not at end of life, not in a closed loop."""
    entry = posting.record.entry
    if entry.process.stage is Stage.END_OF_LIFE:
        return False
    source = posting.cited.get(row.delivery) if isinstance(row, DeliveryInput) else None
    if source is None or not is_closed_loop(entry, source.maker.entry):
        return True
    detail = "it takes back its own goods, a closed loop, and states them as recycled feedstock"
    posting.remark("cff.closed_loop", detail)
    return False


def post_feedstock(
    posting: Posting,
    row: DeliveryInput | ActivityInput,
    recycled: Recycled,
    formula: CircularFootprint,
) -> None:
    """Post a row of recycled feedstock under raw material, with the parts that the formula adds."""
    virgin, feedstock = posting.replaced(recycled, row.unit).values, _figure(posting, row)
    amount, label = Decimal(row.amount), _label(row)
    raw = PostingTarget(Assignment(Stage.RAW_MATERIAL), "virgin", label, row.purpose, row)
    if recycled.evidence == "market_average":
        posting.add(virgin, raw, amount)
        claim = market_claim(amount, recycled, virgin, feedstock, formula)
        detail = f"{label} is a market's recycled share, not traced feedstock; it counts as virgin"
        posting.remark("cff.market_average", detail, claim)
        return
    if isinstance(row, DeliveryInput):
        posting.draw(row, raw.assignment)
    else:
        posting.add(feedstock, raw._replace(source=row.source.value), amount)
    for part in shared_parts(amount, recycled, virgin, feedstock, formula):
        assignment = Assignment(Stage.RAW_MATERIAL, part.term)
        target = PostingTarget(assignment, part.source, label, row.purpose, row, part.sign)
        posting.add(part.values, target, part.amount)


def _figure(posting: Posting, row: DeliveryInput | ActivityInput) -> GroupValues:
    """Erec, kg CO2e per unit by group."""
    if isinstance(row, DeliveryInput):
        return groups_of(posting.cells(row.delivery))
    return posting.valued(row).values


def _label(row: DeliveryInput | ActivityInput) -> str:
    return row.delivery if isinstance(row, DeliveryInput) else row.flow
