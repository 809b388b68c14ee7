"""`difference` and `comparison`: why two figures differ, as a tree of causes. Documents, never signed statements.

The causes are exchanged one after another in the order that `order` states, and the figure is computed after each. The
part of a cause is the difference of two successive figures, so the parts sum exactly to the whole difference. Another
order would give other parts. `ledger.documents.difference` defines each cause.
"""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.shown import Shown
from schemas.signed.calculation import Ratio, StageValue
from schemas.values import Code, Digest, Figure, ModelId, Period, StatementId, Text
from schemas.views.standing import OfFigure
from schemas.vocabulary import Category, Unit


class Cause(StrEnum):
    """The causes of a difference, in the order of their exchange.

    A rulebook that asks for evidence and counts nothing without it differs by `evidence`, not by its formula. A demand
    that goes is exchanged before all rules, so that it is measured under the rulebook that has it; then it is first.
    """

    RULEBOOK = "rulebook"
    EVIDENCE = "evidence"
    FACTOR_SET = "factor_set"
    BOUNDARY = "boundary"
    SUPPLIER = "supplier"
    AMOUNT = "amount"
    YIELD = "yield"
    ENERGY = "energy"


class Side(OfFigure):
    """One of the two figures, and what it is a figure of: kg CO2e per kWh of a battery, or per declared unit.

    `calculation` is absent for a figure that nobody has signed, such as one computed by today's statements.
    """

    calculation: StatementId | None = None
    declaration: StatementId | None = None
    model: ModelId
    site: Code
    period: Period
    category: Category | None = None
    rulebook: Code
    rulebook_digest: Digest
    factor_sets: tuple[Digest, ...]
    total_energy: Ratio | None = None
    declared_unit: Unit | None = None
    total: Figure
    stages: tuple[StageValue, ...]


class DifferencePart(Model):
    """A part of a difference in kg CO2e per kWh; its own parts sum to it exactly, and so does every stage.

    `kind` says what `name` names: a cause, a group of exchanges in it, a site with its product, a single row, or what
    is closed to this reader. `firm` is the issuer of a site's entry. `note` says if the part was exchanged later than
    its place, and why. `before` and `after` are the exchanged values in words.
    """

    kind: Literal["cause", "group", "site", "row", "closed"]
    name: Text
    value: Figure
    stages: tuple[StageValue, ...]
    firm: StatementId | None = None
    before: Text | None = None
    after: Text | None = None
    note: Text | None = None
    parts: tuple["DifferencePart", ...] = ()


class Difference(Shown):
    """The difference of two figures: after less before. `causes` has all eight, in `order`; their sum is `value`."""

    document: Literal["difference"]
    order: tuple[Cause, ...]
    before: Side
    after: Side
    value: Figure
    stages: tuple[StageValue, ...]
    causes: tuple[DifferencePart, ...] = Field(min_length=8, max_length=9)
    remarks: tuple[Text, ...]


class RulebookRefusal(Model):
    """A rulebook under which a battery has no figure, and the reason."""

    rulebook: Code
    rulebook_digest: Digest
    code: Code
    detail: Text


class Comparison(Shown):
    """One battery under several rulebooks; each difference is from the first figure to one of the others."""

    document: Literal["comparison"]
    figures: tuple[Side, ...]
    refusals: tuple[RulebookRefusal, ...]
    differences: tuple[Difference, ...]


class RedeclarationState(Model):
    """The verdict of a rulebook's triggers on a declaration: due again, not due, or no trigger stated.

    `rise` is the change of the total in per cent of the declared one, to one decimal; absent if that is not above zero.
    """

    rulebook: Code
    state: Literal["due", "not_due", "not_stated"]
    rise: Text | None = None
    detail: Text
