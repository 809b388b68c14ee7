"""`study`: the report behind a figure, public or full. A document, never a signed statement.

A calculation under a rulebook that is not law can still be computed, verified and shown. This form prevents confusion
with the declaration of Article 7: it has no conformity number, and lists what is missing. It answers for every item
that clause 7 of ISO 14067:2018 and the PEF report ask for (`schemas.views.study_items`). Left out: other impact
categories.
"""

from typing import Literal

from pydantic import model_validator

from schemas.base import Model
from schemas.signed.calculation import Ratio, StageValue
from schemas.signed.quality import StudyQuality
from schemas.values import (
    Code,
    Digest,
    Figure,
    Index,
    Material,
    ModelId,
    StatementId,
    Text,
    WebAddress,
)
from schemas.views.choice_counts import ChoiceCounts
from schemas.views.plausibility import Plausibility
from schemas.views.report import ConservativeTotal, ReportedChoice, Sensitivity
from schemas.views.standing import FigureStanding
from schemas.views.study_completeness import NotStated, require_all_items
from schemas.views.study_data import Electricity, Gases, SharedProcess, StudyData
from schemas.views.study_results import CarbonItems, Contributions, Limit, Treatment, ValueChoice
from schemas.views.study_scope import Corrections, Goal, ProductSystem, StudyMethod, Verification

StudyScope = Literal["public", "full"]
"""The scopes of a study: without recipes and suppliers, or with all that its reader may see."""


class StudyTerm(Model):
    """A term of end of life, kg CO2e per kg of used battery."""

    name: Text
    value: Figure


class StudyRecovery(Model):
    """Parameters of one recovered material, each under its published symbol; kg per kg of used battery.

    `contained` is the amount that the chain states, and R2 is recovered over contained; both are absent if the chain
    states none. `credit` is the counted credit in kg CO2e.
    """

    material: Material
    recovered: Figure
    contained: Figure | None = None
    r2: Figure | None = None
    a: Figure
    qs_out: Figure
    credit: Figure


class RecycledContent(Model):
    """The kg of an element in a battery or declared unit, and the share of it that was recovered from waste."""

    element: Material
    kg: Figure
    share: Figure


class Study(Model):
    """The report behind the figure of one calculation, kg CO2e per kWh of total energy or per declared unit.

    `total_energy` and `plausibility` are of batteries; another product has neither.

    `scope` is `public`, without recipes and without firms other than the manufacturer and its auditors, or `full`, with
    all that its reader may see. Total and stages are the calculation's. `cut_off_total` is the figure with A = 1, if
    the rulebook has the Circular Footprint Formula. `plausibility` is the figure in the units of published
    ones, and these beside it. `standing` is what the figure is worth when the study is made, and says why it is no
    declaration. `choices`, `conservative` and `sensitivity` are those of `schemas.report`, under no auditor's policy;
    `choices_hidden` counts the choices that
    the reader may not see. Each item is stated or in `not_stated`. `withheld` names the members from which rows of
    others, or their values, are left out because the reader may not see them.
    """

    document: Literal["study"]
    standing: FigureStanding
    scope: StudyScope
    calculation: StatementId
    model: ModelId
    rulebook: Code
    rulebook_version: Code
    rulebook_digest: Digest
    legal_status: Text
    total: Figure
    stages: tuple[StageValue, ...]
    total_energy: Ratio | None = None
    plausibility: Plausibility | None = None
    goal: Goal
    system: ProductSystem
    data: StudyData
    gases: Gases
    allocation: tuple[SharedProcess, ...]
    electricity: Electricity
    treatment: Treatment
    end_of_life: tuple[StudyTerm, ...]
    cut_off_total: Figure | None = None
    recovered: tuple[StudyRecovery, ...]
    recycled_content: tuple[RecycledContent, ...]
    contributions: Contributions
    carbon: CarbonItems
    quality: StudyQuality | None = None
    choices: tuple[ReportedChoice, ...] | None = None
    choices_hidden: Index | None = None
    choice_counts: ChoiceCounts | None = None
    value_choices: tuple[ValueChoice, ...] | None = None
    conservative: ConservativeTotal | None = None
    sensitivity: tuple[Sensitivity, ...] | None = None
    limits: tuple[Limit, ...]
    verification: tuple[Verification, ...]
    method: StudyMethod
    corrections: Corrections
    not_stated: tuple[NotStated, ...]
    page: WebAddress | None = None
    withheld: tuple[Code, ...] | None = None

    @model_validator(mode="after")
    def _answers_for_every_item(self) -> "Study":
        require_all_items(self, self.not_stated)
        return self
