"""Look-up of factors: each (flow, unit, direction) in exactly one of the named factor sets.

None is an error and two is an error: a later set never silently overrides an earlier one. The
values of a factor are kg CO2e per unit of the flow, by group. Gases are looked up in the rulebook's
characterization, by gas and origin; an origin that the rulebook refuses has no value, whatever the
set says.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from schemas.errors import CradleError
from schemas.gases import Gas, GasOrigin
from schemas.rulebook import Factor, FactorSet, Rulebook
from schemas.vocabulary import Group


class FlowKey(NamedTuple):
    """What a factor is looked up by."""

    flow: str
    unit: str
    direction: str


GroupValues = Mapping[Group, Decimal]


def group_values(factor: Factor) -> GroupValues:
    """The kg CO2e per unit of a factor's flow, by group."""
    return {row.group: Decimal(row.value) for row in factor.values}


class FactorTable:
    """All factors a calculation may use: those of its sets, and its rulebook's characterization."""

    def __init__(self, factor_sets: Iterable[FactorSet], rulebook: Rulebook) -> None:
        self._factors: dict[FlowKey, list[Factor]] = {}
        self._values: dict[FlowKey, GroupValues] = {}
        for factor_set in factor_sets:
            for row in factor_set.rows:
                key = FlowKey(row.flow, row.unit.value, row.direction)
                self._factors.setdefault(key, []).append(row)
        self._gases = {
            (row.gas, row.origin): {row.group: Decimal(row.value)}
            for row in rulebook.characterization.rows
        }
        self._refused = {row.origin for row in rulebook.refused_origins or ()}

    def of_flow(self, flow: str, unit: str, direction: str) -> GroupValues:
        """The kg CO2e per `unit` of `flow`, by group.

        Raises:
            CradleError: `factor.none` or `factor.ambiguous`.
        """
        key = FlowKey(flow, unit, direction)
        if key not in self._values:
            self._values[key] = self._single(key)
        return self._values[key]

    def _single(self, key: FlowKey) -> GroupValues:
        found = self._factors.get(key, [])
        name = f"{key.flow} per {key.unit} ({key.direction})"
        if not found:
            raise CradleError("factor.none", f"No named factor set values {name}.", key.flow)
        if len(found) > 1:
            detail = f"{len(found)} named factor sets value {name}; name one of them."
            raise CradleError("factor.ambiguous", detail, key.flow)
        return group_values(found[0])

    def factor(self, flow: str, unit: str, direction: str) -> Factor | None:
        """The factor that values a flow, for what it says of itself; None where none or several do."""
        found = self._factors.get(FlowKey(flow, unit, direction), [])
        return found[0] if len(found) == 1 else None

    def stand_ins(self, product: str, unit: str) -> Iterator[Factor]:
        """The datasets that stand for a product, per that unit, where its supplier tells nothing."""
        for found in self._factors.values():
            for row in found:
                made = (row.stands_for, row.unit.value, row.direction)
                if made == (product, unit, "product"):
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
