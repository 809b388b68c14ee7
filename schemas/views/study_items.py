"""The items that a study has to report.

An item is named by its path in the study: `goal.audience` is the member `audience` of the member `goal`. The list
follows clause 7 of ISO 14067:2018 and the report of the PEF method (Recommendation (EU) 2021/2279, Annex I), as far as
greenhouse gases allow; `ledger.documents.study.checklist` has the source of each.
"""

from typing import Literal, get_args

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
