"""Where a row is filed: under the stage it states, or the rulebook's rule over process code and purpose.

Under the Circular Footprint Formula what end of life takes in is end of life whole, and of the term that it serves; in
all else a delivery keeps the stages of its cells.
"""

from ledger.footprint.circular.recycling import Weights
from ledger.footprint.graph.terms import Place
from schemas.entry import Entry
from schemas.rulebook import Rulebook
from schemas.vocabulary import Purpose, Stage


def file_stage(entry: Entry, stated: Stage, purpose: Purpose, rulebook: Rulebook) -> Stage:
    """The stage that the rulebook files a row under."""
    if rulebook.filing == "stated":
        return stated
    own = entry.process.stage
    for rule in rulebook.filing_rules:
        if rule.process_stage is own and rule.purpose is purpose:
            return rule.stage
    return own


def draw_place(
    entry: Entry, purpose: Purpose, weights: Weights, rulebook: Rulebook
) -> Place | None:
    """Where all that a delivery brings is filed; None where it keeps its stages."""
    if rulebook.circular_footprint is None or entry.process.stage is not Stage.END_OF_LIFE:
        return None
    return Place(Stage.END_OF_LIFE, weights.of(purpose).term)
