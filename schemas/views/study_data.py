"""The members of a study about its data: factors and their sets, gases, allocation, and electricity.

Shares are fractions of one, of the sum of absolute contributions. In the public scope, and to a manufacturer, values
that contain those of suppliers have 4 digits.
"""

from typing import Literal

from schemas.base import Model
from schemas.gases import Gas, GasOrigin
from schemas.signed.characterization import GasFactor
from schemas.signed.constants import Confidence
from schemas.signed.electricity import Boundary, Mix
from schemas.signed.quality import Ratings
from schemas.signed.rows import Certificate
from schemas.values import (
    Code,
    Count,
    Digest,
    Figure,
    FlowId,
    Index,
    StatementId,
    Text,
    Year,
)
from schemas.vocabulary import (
    AllocationBasis,
    OutputRole,
    ProcessCode,
    Supply,
    Unit,
)


class ShareOf(Model):
    """The share of the absolute contributions under one word."""

    key: Code
    share: Figure


class CompanySpecificData(Model):
    """The processes for which the method requires the company's own data, those without an entry, and a share.

    `share` is that of contributions whose amounts an entry's operator states for its own lot or period, and says how it
    knows, other than by an estimate. `not_stated` is the share of those whose rows do not say it.
    """

    required: tuple[ProcessCode, ...] = ()
    missing: tuple[ProcessCode, ...] = ()
    share: Figure
    not_stated: Figure


class UsedFactorSet(Model):
    """A factor set of the calculation, and the number of its rows that value something in the figure."""

    id: Code
    version: Code
    title: Text
    licence: Literal["open", "digest_only"]
    digest: Digest
    used: Index


class UsedDataset(Model):
    """A row of a factor set that values something in the figure, in kg CO2e per unit.

    `value` is absent if the set may not be redistributed.
    """

    flow: FlowId
    unit: Unit
    direction: Literal["product", "treatment"]
    name: Text
    value: Figure | None = None
    source: Text
    geography: Text | None = None
    years: Text | None = None
    rating: Ratings | None = None
    factor_set: Code


class StudyData(Model):
    """The data: origin of the factors, basis of the entries, collection of the amounts, and the sets used."""

    sources: tuple[ShareOf, ...]
    bases: tuple[ShareOf, ...]
    collection: tuple[ShareOf, ...]
    company_specific: CompanySpecificData
    factor_sets: tuple[UsedFactorSet, ...]
    datasets: tuple[UsedDataset, ...] = ()


class UncountedGas(Model):
    """A gas of an origin that the method counts as zero."""

    gas: Gas
    origin: GasOrigin


class Gases(Model):
    """The greenhouse gases counted, in kg CO2e per kg, and those that the method counts as zero.

    All emissions count at the moment of the assessment; no delay earns a credit.
    """

    characterization: tuple[GasFactor, ...]
    set_id: Code
    set_version: Code
    method: Text
    implementation: Code
    dataset: Text | None = None
    left_out: tuple[UncountedGas, ...] = ()
    timing: Literal["at_once"]


class SharedProcess(Model):
    """A number of processes whose burdens are allocated by one basis; a full study names the entries and the shares.

    `share` is the part of the entry's burdens that the line carries.
    """

    basis: AllocationBasis
    processes: Count
    lines: tuple["AllocatedLine", ...] = ()


class AllocatedLine(Model):
    """An output line of an entry with several products, and its share of the burdens."""

    entry: StatementId
    process: ProcessCode
    line: Code
    role: OutputRole
    share: Figure


class SupplyValue(Model):
    """The kg CO2e of electricity by its supply; negative if credits are larger."""

    supply: Supply
    kg: Figure


class UsedMix(Model):
    """A grid mix that values electricity in the figure, kg CO2e per kWh; `kg` is absent as in a dataset."""

    grid: Code
    mix: Mix
    year: Year
    boundary: Boundary
    kg: Figure | None = None
    source: Text


class ElectricityUse(Model):
    """The supplies that the method accepts as stated, and the mixes that value all others, in order of preference."""

    accepted: tuple[Supply, ...]
    mixes: tuple[Mix, ...]
    confidence: Confidence


class Electricity(Model):
    """The treatment of electricity: rule, supplies, mixes, and certificates cancelled for contracts."""

    rule: ElectricityUse | None = None
    supplies: tuple[SupplyValue, ...] = ()
    mixes: tuple[UsedMix, ...] = ()
    certificates: tuple[Certificate, ...] = ()
