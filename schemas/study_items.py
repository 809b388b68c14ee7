"""The items that a study has to report, and the three ways in which a study answers for each.

An item is named by its path in the study: `goal.audience` is the member `audience` of the member `goal`. The list
follows clause 7 of ISO 14067:2018 and the report of the PEF method (Recommendation (EU) 2021/2279, Annex I), as far as
greenhouse gases allow. An item is stated, or it is in `not_stated` with the reason, so that none can be left out
unseen. `ledger.documents.study.checklist` has the source of each item.
"""

from collections.abc import Iterable
from typing import Literal, get_args

from schemas.base import Model, broken
from schemas.values import Text

ItemId = Literal[
    "goal.application",
    "goal.reasons",
    "goal.audience",
    "goal.commissioner",
    "goal.verifiers",
    "system.functional_unit",
    "system.reference_flow",
    "system.boundary",
    "system.processes",
    "system.use_stage",
    "system.period",
    "system.cut_offs",
    "system.exclusions",
    "system.not_covered",
    "system.capital_goods",
    "data.sources",
    "data.bases",
    "data.collection",
    "data.company_specific",
    "data.factor_sets",
    "data.datasets",
    "gases.characterization",
    "gases.timing",
    "gases.gtp_100",
    "allocation",
    "electricity.rule",
    "electricity.supplies",
    "electricity.mixes",
    "electricity.certificates",
    "treatment.scenario",
    "treatment.terms",
    "end_of_life",
    "recovered",
    "recycled_content",
    "contributions.stages",
    "contributions.groups",
    "contributions.processes",
    "contributions.countries",
    "contributions.sites",
    "carbon.offsets",
    "carbon.biogenic_content",
    "carbon.aircraft",
    "carbon.indirect_land_use",
    "quality",
    "value_choices",
    "conservative",
    "sensitivity",
    "uncertainty",
    "limits",
    "verification",
    "method.constants",
    "method.performance_class",
    "corrections",
    "tracking",
]

ITEMS: tuple[ItemId, ...] = get_args(ItemId)

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
    found: object = document
    for step in item.split("."):
        found = getattr(found, step, None)
    return None if found == () else found


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
