"""The register: every kind of choice, found in a calculation and the graph behind it."""

from collections.abc import Callable, Iterator

from ledger.choices.allocation import allocation_choices
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.credits import credit_choices
from ledger.choices.history import history_choices
from ledger.choices.recycling import recycling_choices
from ledger.choices.selection import selection_choices
from ledger.choices.supplier import supplier_choices
from ledger.choices.time import time_choices

Finder = Callable[[ChoiceContext], Iterator[Choice]]

FINDERS: tuple[Finder, ...] = (
    allocation_choices,
    credit_choices,
    history_choices,
    recycling_choices,
    selection_choices,
    supplier_choices,
    time_choices,
)
"""The functions that find choices, one for each family."""


def find_choices(context: ChoiceContext) -> Iterator[Choice]:
    """All choices in a calculation and the entries that its figure rests on."""
    for find in FINDERS:
        yield from find(context)
