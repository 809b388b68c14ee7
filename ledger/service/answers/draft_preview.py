"""The figure of an entry before it is signed: what a delivery of each line could state.

Only a draft that cites no delivery has one here. A series of drafts around a cited delivery would show digits of its
supplier's figure and leave no trace; `preview` gives the figure of an entry in the log.
"""

from collections.abc import Iterable, Mapping

from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Records, resolve
from ledger.footprint.valuation.figure import figures
from ledger.state.drafting import Draft
from ledger.state.problems import refusal
from schemas.errors import CradleError
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import open_section
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Section


def preview_draft(
    draft: Draft, rulebook: Rulebook, factor_sets: Iterable[FactorSet]
) -> Mapping[str, str]:
    """The kg CO2e per unit of each output line of a draft, to 4 significant digits.

    Raises:
        CradleError: `preview.cited`, or why there is no figure, such as a flow without a factor.
    """
    record = _record(draft)
    if record.inventory is not None and record.inventory.cited:
        detail = "The draft cites deliveries; its figure can be previewed when it is in the log."
        raise CradleError("preview.cited", detail)
    resolution = resolve([record.id], [], Records({record.id: record}, {}, {}))
    graph_figures = figures(resolution, FactorTable(factor_sets, rulebook), rulebook, None)
    for problem in graph_figures.problems:
        raise refusal(problem, own=record.id)
    lines = graph_figures.entries[record.id].lines
    return {line: format_rounded(total_of(figure.cells)) for line, figure in lines.items()}


def _record(draft: Draft) -> EntryRecord:
    entry = draft.statement
    if not isinstance(entry, Entry):
        raise TypeError(draft.kind)
    inventory, product = None, None
    for document in draft.sections:
        value = open_section(Section.parse(document))
        inventory = value if isinstance(value, Inventory) else inventory
        product = value if isinstance(value, Product) else product
    return EntryRecord(draft.id, entry, inventory, product)
