"""The checklist of a study: every item of ISO 14067:2018, clause 7, and of the PEF report, with what states it.

The items of ISO 14067 are recalled and not re-read: check them against the standard before a study is called conform.
Those of PEF were read in a transcription of Recommendation (EU) 2021/2279, Annex I; the numbers are its lines. Left
out: items that only other impact categories have, such as normalisation and the single score.

An item without a function is stated by no study, and `needs` in the words of the study says what would state it.
"""

from collections.abc import Callable
from typing import NamedTuple

from ledger.documents.study.context import Reader, StudyContext
from ledger.documents.study.contributions import state_carbon, state_contributions
from ledger.documents.study.data import state_allocation, state_data, state_gases
from ledger.documents.study.electricity import state_electricity
from ledger.documents.study.interpretation import (
    state_limits,
    state_value_choices,
    state_verification,
)
from ledger.documents.study.method import state_corrections, state_method
from ledger.documents.study.system import state_goal, state_system
from ledger.documents.study.treatment import (
    state_recovered,
    state_recycled_content,
    state_terms_per_kg,
    state_treatment,
)
from ledger.footprint.quality.quality_document import round_quality
from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.views.study_completeness import Reason
from schemas.views.study_items import ItemId

State = Callable[[StudyContext], object]
"""A function that states the part of a study in which an item is."""


class Item(NamedTuple):
    """An item that a study has to report.

    Attributes:
        id: its path in the study.
        iso: True if clause 7 of ISO 14067:2018 asks for it; recalled, to be checked against the standard.
        pef: the lines of the PEF method that ask for it; empty if none was found.
        state: states it from the calculation; None if nothing in a ledger does.
        absent: the reason if that states nothing.
        closed_to: the readers to whom it would disclose what others hold back.
    """

    id: ItemId
    iso: bool
    pef: str
    state: State | None
    absent: Reason = "empty"
    closed_to: frozenset[Reader] = frozenset()


_PUBLIC: frozenset[Reader] = frozenset({"public"})
_OTHERS: frozenset[Reader] = frozenset({"public", "issuer"})


def _state_quality(context: StudyContext) -> object:
    """The rating, with the most relevant processes that the reader sees."""
    quality = context.quality
    if quality is None:
        return None
    seen = tuple(row for row in quality.most_relevant if context.shows(row.entry))
    shown = quality.model_copy(update={"most_relevant": seen})
    return shown if context.reader == "everything" else round_quality(shown)


def _state_conservative(context: StudyContext) -> object:
    return context.choices.conservative


def _state_sensitivity(context: StudyContext) -> object:
    return context.choices.sensitivity


CHECKLIST: tuple[Item, ...] = (
    Item("goal.application", iso=True, pef="403", state=state_goal),
    Item("goal.reasons", iso=True, pef="404", state=state_goal, absent="no_statement"),
    Item("goal.audience", iso=True, pef="405", state=state_goal),
    Item("goal.commissioner", iso=False, pef="406", state=state_goal),
    Item("goal.verifiers", iso=False, pef="407", state=state_goal, absent="no_statement"),
    Item("system.functional_unit", iso=True, pef="413", state=state_system),
    Item("system.reference_flow", iso=True, pef="413", state=state_system, absent="no_statement"),
    Item("system.boundary", iso=True, pef="414", state=state_system),
    Item("system.processes", iso=True, pef="414", state=state_system),
    Item("system.use_stage", iso=True, pef="1107, 1858", state=state_system),
    Item("system.period", iso=True, pef="", state=state_system),
    Item("system.cut_offs", iso=True, pef="1729-1734", state=state_system, absent="no_rule"),
    Item("system.exclusions", iso=True, pef="417", state=state_system),
    Item("system.not_covered", iso=True, pef="417", state=state_system),
    Item("system.capital_goods", iso=False, pef="417", state=None, absent="no_statement"),
    Item("data.sources", iso=True, pef="", state=state_data),
    Item("data.bases", iso=True, pef="", state=state_data),
    Item("data.collection", iso=True, pef="", state=state_data),
    Item("data.company_specific", iso=True, pef="1785", state=state_data),
    Item("data.factor_sets", iso=True, pef="1721-1725", state=state_data),
    Item("data.datasets", iso=True, pef="1721-1725", state=state_data, closed_to=_PUBLIC),
    Item("gases.characterization", iso=True, pef="", state=state_gases),
    Item("gases.timing", iso=True, pef="", state=state_gases),
    Item("gases.gtp_100", iso=True, pef="", state=None, absent="no_rule"),
    Item("allocation", iso=True, pef="", state=state_allocation),
    Item("electricity.rule", iso=True, pef="804-814", state=state_electricity, absent="no_rule"),
    Item("electricity.supplies", iso=True, pef="804-814", state=state_electricity),
    Item("electricity.mixes", iso=True, pef="804-814", state=state_electricity),
    Item(
        "electricity.certificates",
        iso=True,
        pef="804-814",
        state=state_electricity,
        closed_to=_PUBLIC,
    ),
    Item("treatment.scenario", iso=True, pef="", state=state_treatment),
    Item("treatment.terms", iso=True, pef="605-657", state=state_treatment),
    Item("end_of_life", iso=False, pef="605-657", state=state_terms_per_kg, closed_to=_OTHERS),
    Item("recovered", iso=False, pef="1265-1280", state=state_recovered, closed_to=_OTHERS),
    Item("recycled_content", iso=False, pef="1212-1218", state=state_recycled_content),
    Item("contributions.stages", iso=True, pef="", state=state_contributions),
    Item(
        "contributions.groups",
        iso=True,
        pef="1445",
        state=state_contributions,
        absent="no_statement",
    ),
    Item("contributions.processes", iso=True, pef="", state=state_contributions),
    Item("contributions.countries", iso=False, pef="", state=state_contributions),
    Item("contributions.sites", iso=False, pef="", state=state_contributions, closed_to=_PUBLIC),
    Item("carbon.offsets", iso=True, pef="", state=state_carbon),
    Item("carbon.biogenic_content", iso=True, pef="1460, 1467", state=None, absent="no_statement"),
    Item("carbon.aircraft", iso=True, pef="", state=None, absent="no_statement"),
    Item("carbon.indirect_land_use", iso=True, pef="", state=None, absent="no_statement"),
    Item("quality", iso=True, pef="1785", state=_state_quality, absent="no_rule"),
    Item("value_choices", iso=True, pef="417", state=state_value_choices, absent="no_rule"),
    Item("conservative", iso=True, pef="", state=_state_conservative, absent="no_rule"),
    Item("sensitivity", iso=True, pef="", state=_state_sensitivity, absent="no_rule"),
    Item("uncertainty", iso=True, pef="", state=None, absent="no_statement"),
    Item("limits", iso=True, pef="417", state=state_limits),
    Item("verification", iso=False, pef="407", state=state_verification, absent="no_statement"),
    Item("method.constants", iso=True, pef="", state=state_method),
    Item("method.performance_class", iso=False, pef="", state=state_method, absent="no_rule"),
    Item("corrections", iso=True, pef="", state=state_corrections),
    Item("tracking", iso=True, pef="", state=None, absent="no_statement"),
)
"""All items, in the order in which a study reports them."""

BY_ID = {item.id: item for item in CHECKLIST}
"""The items by their ids."""


OF_BATTERIES: frozenset[ItemId] = frozenset({"method.performance_class"})
"""Items that Regulation (EU) 2023/1542 has of batteries, so that nothing of their kind is behind another product."""

_SAID_OF_PRODUCTS: frozenset[ItemId] = frozenset({"goal.reasons"})
"""Items whose sentence names the duty of batteries, and has another one for other products."""


def needs_of(item: ItemId, reason: Reason, language: Language, *, of_product: bool = False) -> str:
    """The sentence about what would state an item that a study, of a battery or of another product, does not state."""
    key: str = item if reason in {"no_statement", "no_rule"} else reason
    if of_product and key in _SAID_OF_PRODUCTS:
        key = f"{key}.product"
    return text(f"study.needs.{key}", language)
