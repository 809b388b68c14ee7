"""Start dates of the duties of Article 7, as data: each is a function of acts that may not exist yet.

`applies from = max(not before, the later entry into force of the two acts + months)`. While either act is missing,
there is no date, and Cradle invents none: several dates in circulation contradict this rule.
"""

from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken
from schemas.signed.constants import Confidence, Reference
from schemas.values import Code, Date, Text

BatteryKind = Literal["EV", "LMT", "industrial", "industrial_external_storage"]
Duty = Literal["declaration", "class", "threshold"]


class ApplicationRow(Model):
    """The fixed day and the months of one duty for one battery category."""

    category: BatteryKind
    duty: Duty
    not_before: Date
    months: int = Field(ge=0, le=120)
    source: Code
    confidence: Confidence


class Application(Model):
    """The start dates of all duties, each category and duty once, with their sources.

    `as_of` is the day up to which no act was found to be in force.
    """

    title: Text
    as_of: Date
    rule: Text
    references: tuple[Reference, ...]
    rows: tuple[ApplicationRow, ...]

    @model_validator(mode="after")
    def _each_once_with_a_source(self) -> "Application":
        keys = [(row.category, row.duty) for row in self.rows]
        if len(set(keys)) != len(keys):
            detail = "two rows have the same category and duty; keep one of them"
            raise broken("application.repeated", detail)
        if {row.source for row in self.rows} - {row.key for row in self.references}:
            detail = "a row names a source that is not listed; add it to the references"
            raise broken("application.reference", detail)
        return self
