"""The register: every kind of choice, found in a calculation or a delivery and the graph behind it."""

from collections.abc import Callable, Iterator

from ledger.choices.beside import beside_figure
from ledger.choices.choice import Choice
from ledger.choices.context import CalculationContext, ChoiceContext
from ledger.choices.families.allocation import allocation_choices
from ledger.choices.families.credits import credit_choices
from ledger.choices.families.electricity import electricity_choices
from ledger.choices.families.factors import factor_choices
from ledger.choices.families.floors import floor_choices
from ledger.choices.families.history import history_choices
from ledger.choices.families.loops import loop_choices
from ledger.choices.families.mass import mass_choices
from ledger.choices.families.physics import physics_choices
from ledger.choices.families.production import production_choices
from ledger.choices.families.recycling import feedstock_choices, joint_process_choices
from ledger.choices.families.selection import selection_choices
from ledger.choices.families.supplier import supplier_choices
from ledger.choices.families.time import time_choices
from ledger.choices.families.transport import transport_choices
from ledger.choices.families.unit import unit_choices
from ledger.choices.families.uptake import uptake_choices

Finder = Callable[[ChoiceContext], Iterator[Choice]]

FINDERS: tuple[Finder, ...] = (
    allocation_choices,
    credit_choices,
    electricity_choices,
    factor_choices,
    floor_choices,
    history_choices,
    loop_choices,
    mass_choices,
    joint_process_choices,
    feedstock_choices,
    selection_choices,
    supplier_choices,
    time_choices,
    transport_choices,
    uptake_choices,
)
"""The functions that find choices in the entries behind a figure, one for each family."""

ON_CALCULATIONS: tuple[Callable[[CalculationContext], Iterator[Choice]], ...] = (
    physics_choices,
    production_choices,
    unit_choices,
)
"""The functions that find choices in a calculation itself."""


ON_ENTRIES: tuple[Finder, ...] = (
    allocation_choices,
    credit_choices,
    electricity_choices,
    factor_choices,
    feedstock_choices,
    floor_choices,
    history_choices,
    joint_process_choices,
    loop_choices,
    mass_choices,
    selection_choices,
    supplier_choices,
    transport_choices,
    uptake_choices,
)
"""The functions that also find choices in entries that only the log knows, before an alternative draws on them."""


def _beside(context: ChoiceContext) -> Iterator[Choice]:
    """The alternatives to words of entries beside those of a figure."""
    beside = beside_figure(context)
    if beside is None:
        return
    for find in ON_ENTRIES:
        for choice in find(beside):
            if choice.changes and choice.subject not in context.needed:
                yield choice


def find_choices(context: ChoiceContext) -> Iterator[Choice]:
    """All choices in a calculation or delivery and the entries that its figure, or an alternative, rests on."""
    for find in FINDERS:
        yield from find(context)
    yield from _beside(context)
    if isinstance(context, CalculationContext):
        for find_on in ON_CALCULATIONS:
            yield from find_on(context)
