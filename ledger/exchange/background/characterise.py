"""The direct emissions of a process in kg CO2e, by the rulebook's own characterization factors.

Emissions are summed by group, for the production amount, exactly. A recognised gas for whose origin the rulebook has no
factor, or a gas in a unit that is no mass, is reported and not counted.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ledger.exchange.background.gases import Recognised, recognise
from ledger.exchange.background.model import ElementaryFlow, Oddity, UnitProcess
from ledger.exchange.background.units import kilograms
from ledger.footprint.graph.numbers import EXACT, ZERO
from schemas.signed.characterization import Characterization
from schemas.vocabulary import Group

UNCHARACTERISED = "background.uncharacterised_gas"
ORIGIN = "background.gas_origin"


@dataclass(frozen=True, slots=True)
class Direct:
    """The kg CO2e that a process emits for its production amount, by group, and what was odd."""

    values: Mapping[Group, Decimal]
    oddities: tuple[Oddity, ...]


class Characteriser:
    """The factors of a characterization, applied to elementary flows."""

    def __init__(self, characterization: Characterization) -> None:
        self._factors = {
            (row.gas, row.origin): (row.group, Decimal(row.value)) for row in characterization.rows
        }

    def direct(self, process: UnitProcess) -> Direct:
        """The direct emissions of a process, by group."""
        values: dict[Group, Decimal] = defaultdict(lambda: ZERO)
        oddities: list[Oddity] = []
        for emission in process.emissions:
            found = recognise(emission.flow)
            if found is None:
                continue
            mass, factor = kilograms(emission.flow.unit), self._factor(found)
            oddities += self._odd(process, emission.flow, found)
            if mass is not None and factor is not None:
                group, value = factor
                counted = EXACT.multiply(EXACT.multiply(emission.amount, mass), value)
                values[group] = EXACT.add(values[group], counted)
        return Direct({group: value for group, value in values.items() if value}, tuple(oddities))

    def _factor(self, found: Recognised | str) -> tuple[Group, Decimal] | None:
        if isinstance(found, str):
            return None
        return self._factors.get((found.gas, found.origin))

    def _odd(
        self, process: UnitProcess, flow: ElementaryFlow, found: Recognised | str
    ) -> Iterator[Oddity]:
        where = f"{flow.name} to {', '.join(flow.compartment) or 'nowhere'}"
        if self._factor(found) is None:
            detail = f"{where} looks like a greenhouse gas; the rulebook has no factor for it."
            yield Oddity(UNCHARACTERISED, process.words.name, detail)
        elif kilograms(flow.unit) is None:
            detail = f"{where} is in {flow.unit or 'no unit'}, which is no mass; it is not counted."
            yield Oddity(UNCHARACTERISED, process.words.name, detail)
        elif isinstance(found, Recognised) and not found.origin_stated:
            detail = f"{where} does not say where its carbon is from; it is counted as fossil."
            yield Oddity(ORIGIN, process.words.name, detail)
