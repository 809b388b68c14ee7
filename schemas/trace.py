"""`trace`: what one row of a verified figure rests on, from the figure to the row's signature and place in the log."""

from typing import Literal

from schemas.base import Model
from schemas.calculation import StageValue
from schemas.rows import ActivityInput, Avoided, DeliveryInput, Emission, ExternalInput, Waste
from schemas.values import Code, Country, Digest, Figure, Index, Period, StatementId, Text, TreeHash
from schemas.vocabulary import DataBasis, ProcessCode, Unit

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
