"""Factor look-up: each (flow, unit, direction) in exactly one of the named factor sets.

None is an error and two is an error: a later set never silently overrides an earlier one. The values of a factor are kg
CO2e per unit of the flow, by group. The mix of a grid is a row that names the grid, the kind of mix and its year; mixes
of direct emissions are for comparison only. Gases are looked up in the rulebook's characterization, by gas and origin;
an origin that the rulebook refuses has no value, even if the set has one. Under the Circular Footprint Formula, the
uptake of carbon dioxide in a factor counts as the rulebook counts it as a gas: under EF 3.1 not at all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, Protocol

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import ZERO
from schemas.errors import CradleError
from schemas.gases import Gas, GasOrigin
from schemas.signed.characterization import Characterization
from schemas.signed.circular import CircularFootprint
from schemas.signed.electricity import Mix
from schemas.signed.rulebook import Factor, FactorSet, RefusedOrigin
from schemas.vocabulary import Group, Unit


class FlowKey(NamedTuple):
    """The key of a factor."""

    flow: str
    unit: str
    direction: str


GroupValues = Mapping[Group, Decimal]


class FlowValue(NamedTuple):
    """The flow that values a row, and its kg CO2e per unit, by group."""

    flow: str
    values: GroupValues


class GridMix(NamedTuple):
    """A life-cycle mix of a country or grid zone in a year, and the factor that states it."""

    grid: str
    kind: Mix
    year: int
    factor: Factor

    @property
    def valued(self) -> FlowValue:
        """The flow of the mix and its values."""
        return FlowValue(self.factor.flow, group_values(self.factor))

    @property
    def price(self) -> Decimal:
        """The kg CO2e per kWh, over all groups."""
        return exact_sum(group_values(self.factor).values())


def group_values(factor: Factor) -> GroupValues:
    """The kg CO2e per unit of a factor's flow, by group."""
    return {row.group: Decimal(row.value) for row in factor.values}


def below_zero(values: GroupValues) -> Decimal:
    """The sum of a factor's values below zero that are not uptake; zero for nearly all factors."""
    return exact_sum(
        [value for group, value in values.items() if value < ZERO and group is not Group.UPTAKE]
    )


class ValuingRules(Protocol):
    """The part of a rulebook, of whatever subject, that decides on the value of a factor or gas."""

    @property
    def characterization(self) -> Characterization:
        """The kg CO2e per kg of each gas."""

    @property
    def circular_footprint(self) -> CircularFootprint | None:
        """The parameters of the formula that leaves uptake out of factors, if the rulebook has it."""

    @property
    def refused_origins(self) -> tuple[RefusedOrigin, ...] | None:
        """The carbon origins that have no value."""


class FactorTable:
    """All factors of a calculation: those of its sets, and its rulebook's characterization.

    `uncounted_uptake` is the kg CO2e per unit, below zero, that the rulebook leaves out of a factor. `takes_up` is true
    if its characterization subtracts carbon dioxide that growing biomass takes up.
    """

    def __init__(self, factor_sets: Iterable[FactorSet], rulebook: ValuingRules) -> None:
        self._factors: dict[tuple[str, str, str], list[Factor]] = {}
        self._values: dict[tuple[str, str, str], GroupValues] = {}
        self._mixes: dict[tuple[str, Mix], list[GridMix]] = {}
        self._gases = {
            (row.gas, row.origin): {row.group: Decimal(row.value)}
            for row in rulebook.characterization.rows
        }
        taken_up = self._gases.get((Gas.CO2, GasOrigin.UPTAKE), {})
        self.takes_up = any(taken_up.values())
        self._counts_uptake = rulebook.circular_footprint is None or self.takes_up
        self.uncounted_uptake: dict[FlowKey, Decimal] = {}
        for factor_set in factor_sets:
            for row in factor_set.rows:
                key = FlowKey(row.flow, row.unit.value, row.direction)
                counted = self._counted(key, row)
                self._factors.setdefault(key, []).append(counted)
                if row.grid and row.mix and row.year and row.boundary == "life_cycle":
                    mix = GridMix(row.grid, row.mix, row.year, counted)
                    self._mixes.setdefault((row.grid, row.mix), []).append(mix)
        self._refused = {row.origin for row in rulebook.refused_origins or ()}

    @cached_property
    def has_negative_values(self) -> bool:
        """True if any flow has a value below zero that is not uptake."""
        rows = (row for factors in self._factors.values() for row in factors)
        return any(below_zero(group_values(row)) for row in rows)

    @cached_property
    def has_incomplete(self) -> bool:
        """True if any dataset leaves inputs out."""
        return any(row.incomplete for factors in self._factors.values() for row in factors)

    def _counted(self, key: FlowKey, factor: Factor) -> Factor:
        """A factor without its uptake, if the rulebook does not count it; the uptake is recorded."""
        left = tuple(row for row in factor.values if row.group is not Group.UPTAKE)
        if len(left) == len(factor.values) or self._counts_uptake:
            return factor
        taken = (Decimal(row.value) for row in factor.values if row.group is Group.UPTAKE)
        self.uncounted_uptake[key] = exact_sum(taken)
        return factor.model_copy(update={"values": left})

    def of_flow(self, flow: str, unit: str, direction: str) -> GroupValues:
        """The kg CO2e per `unit` of `flow`, by group.

        Raises:
            CradleError: `factor.none` or `factor.ambiguous`.
        """
        key = flow, unit, direction
        values = self._values.get(key)
        if values is None:
            values = self._values[key] = self._single(FlowKey(*key))
        return values

    def mix(self, grid: str, kinds: Sequence[Mix], year: int) -> GridMix | None:
        """The newest mix of a grid that is not after a year, of the first of the kinds that a set has.

        Raises:
            CradleError: `factor.ambiguous` if several are as new, or if another factor values the mix's flow.
        """
        for kind in kinds:
            mixes = [row for row in self._mixes.get((grid, kind), ()) if row.year <= year]
            if mixes:
                newest = max(row.year for row in mixes)
                return self._only([row for row in mixes if row.year == newest])
        return None

    def mix_years(self, grid: str, kinds: Sequence[Mix]) -> Sequence[int]:
        """The years for which the sets have a mix of a grid, of any of the kinds, ascending."""
        return sorted({row.year for kind in kinds for row in self._mixes.get((grid, kind), ())})

    @cached_property
    def grids(self) -> tuple[str, ...]:
        """The countries and zones of which a set has a mix, ascending."""
        return tuple(sorted({grid for grid, _ in self._mixes}))

    def valuing(self, unit: str, direction: str) -> tuple[Factor, ...]:
        """The factors that alone value a flow in a unit, by the names of their flows."""
        factors = (
            rows[0]
            for key, rows in self._factors.items()
            if key[1:] == (unit, direction) and len(rows) == 1
        )
        return tuple(sorted(factors, key=lambda row: row.flow))

    def _only(self, mixes: Sequence[GridMix]) -> GridMix:
        mix = mixes[0]
        if len(mixes) > 1:
            detail = (
                f"The named factor sets have {len(mixes)} {mix.kind} mixes of {mix.grid} for "
                f"{mix.year}; name one."
            )
            raise CradleError("factor.ambiguous", detail, mix.grid)
        self.of_flow(mix.factor.flow, Unit.KWH, "product")
        return mix

    def _single(self, key: FlowKey) -> GroupValues:
        factors = self._factors.get(key, [])
        name = f"{key.flow} per {key.unit} ({key.direction})"
        if not factors:
            raise CradleError("factor.none", f"No named factor set values {name}.", key.flow)
        if len(factors) > 1:
            detail = f"{len(factors)} named factor sets value {name}; name one of them."
            raise CradleError("factor.ambiguous", detail, key.flow)
        return group_values(factors[0])

    def factor(self, flow: str, unit: str, direction: str) -> Factor | None:
        """The factor that values a flow, for its other members; None unless exactly one does."""
        factors = self._factors.get((flow, unit, direction), [])
        return factors[0] if len(factors) == 1 else None

    def same_product(self, factor: Factor) -> Iterator[Factor]:
        """The factors of a factor's product, itself among them if a set has it.

        They have its unit and direction, and its flow, its name, or the product that it represents.
        """
        factors = [row for key in _product_keys(factor) for row in self._products.get(key, ())]
        yield from {id(row): row for row in factors}.values()

    @cached_property
    def _products(self) -> Mapping[tuple[str, ...], Sequence[Factor]]:
        products: dict[tuple[str, ...], list[Factor]] = {}
        for row in (row for factors in self._factors.values() for row in factors):
            for key in _product_keys(row):
                products.setdefault(key, []).append(row)
        return products

    def default_datasets(self, product: str, unit: str) -> Iterator[Factor]:
        """The datasets that represent a product, per that unit, if its supplier states no figure."""
        for factors in self._factors.values():
            for row in factors:
                key = (row.stands_for, row.unit.value, row.direction)
                if key == (product, unit, "product"):
                    yield row

    def of_gas(self, gas: Gas, origin: GasOrigin) -> GroupValues:
        """The kg CO2e per kg of `gas` of that origin, in the group it is reported in.

        Raises:
            CradleError: `gas.origin_refused` or `gas.not_characterized`.
        """
        if origin in self._refused:
            detail = f"The rulebook keeps {gas.value} of origin {origin.value} out; state it apart."
            raise CradleError("gas.origin_refused", detail, gas.value)
        values = self._gases.get((gas, origin))
        if values is None:
            detail = f"The rulebook has no factor for {gas.value} of origin {origin.value}."
            raise CradleError("gas.not_characterized", detail, gas.value)
        return values


def _product_keys(factor: Factor) -> Iterator[tuple[str, ...]]:
    """The keys under which datasets of one product meet: their flow, their name, and the product they represent."""
    kind = factor.unit.value, factor.direction
    yield (*kind, "flow", factor.flow)
    yield (*kind, "name", " ".join(re.findall(r"\w+", factor.name.casefold())))
    if factor.stands_for is not None:
        yield (*kind, "product", factor.stands_for)
