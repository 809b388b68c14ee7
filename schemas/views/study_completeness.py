"""The rule that a study answers for every item: it states the item, or lists it in `not_stated` with the reason.

So none can be left out unseen, whoever edits the file: a cut exclusion, range or verification makes it unreadable.
"""

from collections.abc import Iterable
from typing import Literal

from schemas.base import Model, broken
from schemas.values import Text
from schemas.views.study_items import ITEMS, ItemId

Reason = Literal["no_statement", "no_rule", "empty", "withheld"]
"""Why an item is not stated.

- `no_statement`: no statement of the ledger says it, and the study has no member for it.
- `no_rule`: the rulebook has no rule for it.
- `empty`: there is nothing of this kind behind the figure.
- `withheld`: it is known and not shown to this reader, or in this scope.
"""


class NotStated(Model):
    """An item that the study does not state, the reason, and what would state it."""

    item: ItemId
    reason: Reason
    needs: Text


def value_at(document: Model, item: ItemId) -> object:
    """The value of an item in a study; None if the study does not state it."""
    value: object = document
    for step in item.split("."):
        value = getattr(value, step, None)
    return None if value == () else value


def require_all_items(document: Model, not_stated: Iterable[NotStated]) -> None:
    """Require that each item is either stated or listed as not stated, and not both."""
    listed = [row.item for row in not_stated]
    for item in ITEMS:
        is_stated = value_at(document, item) is not None
        if is_stated == (item in listed):
            fault = "stated and listed as not stated" if is_stated else "missing"
            detail = f"item {item} is {fault}; state it, or list it in not_stated with the reason"
            raise broken("study.item", detail)
    if listed != sorted(set(listed), key=ITEMS.index):
        detail = "not_stated is not in the order of the items, or repeats one; list each once"
        raise broken("study.item", detail)
