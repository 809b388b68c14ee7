"""The members of a study about its results: contributions, end of life, carbon beside the figure, choices, and limits.

Amounts are in kg CO2e per kWh of total energy and net of credits unless said otherwise. In the public scope, and to a
manufacturer, values that contain those of suppliers have 4 digits.
"""

from typing import Literal

from schemas.base import Model
from schemas.values import (
    Code,
    Country,
    Figure,
    Index,
    StatementId,
    Text,
)
from schemas.vocabulary import (
    CircularTerm,
    Group,
    ProcessCode,
    Sign,
    Stage,
)

Limit = Literal[
    "signed_not_true",
    "climate_only",
    "no_uncertainty",
    "single_supplier",
    "method_not_law",
    "unread_constants",
    "unsettled_choices",
    "exclusions",
    "not_attested",
    "stale",
    "short_period",
]
"""A limit of interpretation; docs/study.md explains each."""


class TermValue(Model):
    """A term of the Circular Footprint Formula over all stages; without a term, all that the formula does not add."""

    stage: Stage
    term: CircularTerm | None = None
    sign: Sign
    kg: Figure


class FormulaDefaults(Model):
    """The defaults of the Circular Footprint Formula; disposal (Ed) is in kg CO2e per kg."""

    collection_rate: Figure
    disposal: Figure
    default_a: Figure


class TreatmentScenario(Model):
    """The end of life that is counted: its processes and the kg of each battery that they treat.

    `formula` is absent if the whole credit of what recovery replaces is subtracted.
    """

    processes: tuple[ProcessCode, ...]
    kg: Figure
    formula: FormulaDefaults | None = None


class Treatment(Model):
    """End of life: the scenario, and its value by term of the formula."""

    scenario: TreatmentScenario | None = None
    terms: tuple[TermValue, ...] = ()


class StageContribution(Model):
    """Burdens and credits of a stage; `percent` is the net in per cent of the total, absent if that is not positive."""

    stage: Stage
    burdens: Figure
    credits: Figure
    percent: Figure | None = None


class GroupContribution(Model):
    """A sub-category of climate change, or what factors do not split (`unspecified`).

    `apart` says that PEF reports it apart, since it is above 5 % of the total; absent if what is not split could decide
    it, and of that part itself.
    """

    group: Group
    kg: Figure
    percent: Figure | None = None
    apart: bool | None = None


class ProcessContribution(Model):
    """The own rows of all entries with a process code, under a stage."""

    stage: Stage
    process: ProcessCode
    kg: Figure
    percent: Figure | None = None


class CountryContribution(Model):
    """The own rows of all sites of a country or region."""

    country: Country
    kg: Figure
    percent: Figure | None = None


class SiteContribution(Model):
    """The own rows of an entry."""

    entry: StatementId
    firm: Text
    site: Code
    country: Country
    process: ProcessCode
    kg: Figure
    percent: Figure | None = None


class Contributions(Model):
    """The total by stage, group, process, country and site; each list adds up to it, the public ones to 4 digits.

    `groups` is empty if no factor behind the figure splits its value: then the split is not stated.
    """

    stages: tuple[StageContribution, ...]
    groups: tuple[GroupContribution, ...]
    processes: tuple[ProcessContribution, ...]
    countries: tuple[CountryContribution, ...]
    sites: tuple[SiteContribution, ...] = ()


class Offsets(Model):
    """Reductions bought elsewhere, which entries report and no figure counts: rows, and kg CO2e of these entries."""

    rows: Index
    kg: Figure


class CarbonItems(Model):
    """Carbon that is reported beside the figure."""

    offsets: Offsets


class ValueChoice(Model):
    """A choice that moves the figure: its kind, who makes it, and its effect if the alternative alone is taken."""

    code: Code
    chooser: Literal["supplier", "manufacturer", "recycler"]
    effect: Figure | None = None
    state: Literal["unevidenced", "documented", "settled"]
