"""The stage of a row: the one it states, or the rulebook's rule over process code and purpose.

Under the Circular Footprint Formula all goods used at end of life count whole as end of life, under their term; in all
other cases a delivery keeps the stages of its cells.
"""

from ledger.footprint.circular.recycling import Weights
from ledger.footprint.graph.terms import Assignment
from schemas.signed.entry import Entry
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Purpose, Stage


def assign_stage(entry: Entry, stated_stage: Stage, purpose: Purpose, rulebook: Rulebook) -> Stage:
    """The stage that the rulebook assigns to a row."""
    if rulebook.filing == "stated":
        return stated_stage
    own = entry.process.stage
    for rule in rulebook.filing_rules:
        if rule.process_stage is own and rule.purpose is purpose:
            return rule.stage
    return own


def draw_assignment(
    entry: Entry, purpose: Purpose, weights: Weights, rulebook: Rulebook
) -> Assignment | None:
    """The stage and term for all cells of a delivery; None if it keeps its stages."""
    if rulebook.circular_footprint is None or entry.process.stage is not Stage.END_OF_LIFE:
        return None
    return Assignment(Stage.END_OF_LIFE, weights.of(purpose).term)
