"""`trace`: what one row of a verified figure rests on, from the figure to the row's signature and place in the log."""

from typing import Literal

from schemas.base import Model
from schemas.signed.calculation import StageValue
from schemas.signed.rows import (
    ActivityInput,
    Avoided,
    DeliveryInput,
    Emission,
    ExternalInput,
    Waste,
)
from schemas.values import (
    Amount,
    Code,
    Country,
    Digest,
    Figure,
    Index,
    Period,
    StatementId,
    Text,
    TreeHash,
)
from schemas.vocabulary import DataBasis, ProcessCode, Stage, Unit

TracedRow = DeliveryInput | ActivityInput | ExternalInput | Waste | Emission | Avoided


class TracedDraw(Model):
    """A row that leads from the figure towards the traced one: `place` in `statement` draws on `source`.

    `statement` is a calculation (`composition/0`) or an entry (`inputs/3`), `source` what it names.
    """

    statement: StatementId
    place: Text
    source: StatementId


class TracedFactor(Model):
    """The value of one unit of a row, and the document that states it.

    `kind` is `dataset` (`document` is a factor set), `gas` (a rulebook), `imported` (a file of another exchange) or
    `delivery` (a supplier's goods, whose own rows can be traced). `kg` is in kg CO2e per `unit`.
    """

    kind: Literal["dataset", "gas", "imported", "delivery"]
    document: Digest
    title: Text | None = None
    label: Text
    name: Text | None = None
    source: Text | None = None
    kg: Figure
    unit: Unit


class TracedSignature(Model):
    """A key that signed the entry. `valid` if the signature is sound and the key could sign at that time."""

    key: Text
    by: StatementId
    valid: bool


class TracedLeaf(Model):
    """The place of the entry in the entries log, under the checkpoint that the policy accepts."""

    index: Index
    size: Index
    root: TreeHash
    registry_size: Index


class Trace(Model):
    """One row behind the recomputed figure of a bundle.

    `kg` is the amount that the row adds, in kg CO2e per unit of the total; for goods of a supplier, with all that is
    behind them. `stages` splits an amount of the row's own. `row` is the row as it is signed, absent if the method adds
    the amount. Documents named in `row.evidence` are not in a bundle: their salted digests are, and the issuer shows
    them.
    """

    document: Literal["trace"]
    bundle: Digest
    verdict: Text
    subject: StatementId
    recomputed_total: Figure
    entry: StatementId
    place: Text
    label: Text
    source: Text
    kg: Figure
    percent: Figure | None = None
    stages: tuple[StageValue, ...] | None = None
    path: tuple[TracedDraw, ...]
    row: TracedRow | None = None
    factor: TracedFactor | None = None
    firm: Text
    site: Code
    country: Country
    process: ProcessCode
    period: Period
    basis: DataBasis
    inventory: Digest
    signatures: tuple[TracedSignature, ...]
    leaf: TracedLeaf | None = None


class TrailNode(Model):
    """A node on the way from a figure to a traced row, with its own amount in kg CO2e per unit of the total.

    `figure` is the whole, `stage` the stage of most of the row, `counted` what a row of the composition counts,
    `goods` what an entry takes in under a delivery, `own` all own rows of the traced entry, `row` the row itself.
    `statement` is what the node is about; `place` in the statement `by` names it.
    """

    kind: Literal["figure", "stage", "counted", "goods", "own", "row"]
    kg: Figure
    percent: Figure | None = None
    stage: Stage | None = None
    statement: StatementId | None = None
    by: StatementId | None = None
    place: Text | None = None


class TracedFormula(Model):
    """How the amount of a row follows from what is signed: `amount` x `factor` / `made` x `needed` (x `method`) = `kg`.

    `amount` is of the row in the entry's period or lot, `factor` the kg CO2e per unit of it, `made` the amount of the
    entry's main output, `needed` the part of that output that one unit of the total needs, after allocation.
    `method` is what the rulebook multiplies by besides, such as -1 for a credit; it is absent if it is 1.
    """

    amount: Amount
    unit: Unit
    factor: Figure
    made: Amount
    made_unit: Unit
    made_name: Text
    needed: Figure
    method: Figure | None = None
    kg: Figure
