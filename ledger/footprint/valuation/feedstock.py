"""The posting of recycled feedstock under the Circular Footprint Formula; `recycled_content` computes its parts."""

from decimal import Decimal

from ledger.footprint.circular.recycled_content import (
    is_closed_loop,
    market_claim,
    shared_parts,
)
from ledger.footprint.graph.cells import groups_of
from ledger.footprint.graph.factors import GroupValues
from ledger.footprint.graph.terms import Assignment
from ledger.footprint.valuation.posting import Posting, PostingTarget
from schemas.signed.circular import CircularFootprint
from schemas.signed.rows import ActivityInput, DeliveryInput, Recycled
from schemas.vocabulary import Stage


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
