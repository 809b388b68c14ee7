"""The direct emissions of a process in kg CO2e, by the rulebook's own characterization factors.

Emissions are summed by group, for the production amount, exactly. A recognised gas for whose origin the rulebook has no
factor, or a gas in a unit that is not a mass, is reported and not counted.

A flow is recognised by its id first, then by CAS number, then by name; only emissions to air count, and carbon dioxide
that is taken from air or stored in soil. The origin of the carbon is in the name. A gas whose name states none is
counted as fossil, the highest origin, and reported. Corrections for delayed emissions, and carbon dioxide that is
counted for 100 years only, are none of these. The ids are data (`data/elementary_flows.json`), and so are names and CAS
numbers (`ledger.exchange.name_words`); both name their sources.
Left out: gases that no rulebook knows, and gases in water.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal

from ledger.exchange.background.model import ElementaryFlow, Oddity, UnitProcess
from ledger.exchange.background.units import kilograms
from ledger.exchange.name_words import read_gas
from ledger.footprint.graph.numbers import EXACT, ZERO
from schemas.gases import Gas, GasOrigin
from schemas.signed.characterization import Characterization
from schemas.vocabulary import Group

_QUALIFIER = re.compile(
    r"(?:, | \()(?:fossil|non-fossil|biogenic|(?:due to )?land use change|land transformation|"
    r"from soil or biomass stock|to soil or biomass stock|peat oxidation|in air)\)?$"
)
_LIKE = re.compile(
    r"\b(?:hfc|cfc|hcfc|hfo|hfe|pfc|halon|perfluoro\w*)[ -]?\w|correction flow|100yr"
)
"""Words that a greenhouse gas may have in its name; an air emission with one is reported if it is not counted."""

_ORIGIN_MATTERS = frozenset({Gas.CO2, Gas.CH4, Gas.CO})
_NOT_COUNTED = re.compile(r"correction|100yr")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The gas of a flow, the origin of its carbon, and whether the name states the origin."""

    gas: Gas
    origin: GasOrigin
    origin_stated: bool = True


def recognise(flow: ElementaryFlow) -> Recognised | Literal["unknown"] | None:
    """The gas of a flow; `unknown` if it looks like one and is none that is counted; None if it is none."""
    by_id = _by_id().get(flow.id.lower())
    if by_id is not None:
        return by_id
    name = " ".join(flow.name.casefold().split())
    sphere = _sphere(flow)
    if sphere == "other":
        return None
    meant = read_gas(flow.cas) or read_gas(_QUALIFIER.sub("", name))
    if not meant:
        return "unknown" if sphere == "air" and _LIKE.search(name) else None
    if len(meant) > 1 or sphere == "unstated" or _NOT_COUNTED.search(name):
        return "unknown"
    return _with_origin(Gas(meant[0]), name, sphere)


def _with_origin(gas: Gas, name: str, sphere: str) -> Recognised | None:
    if sphere in {"taken", "soil"}:
        if gas is not Gas.CO2 or (sphere == "soil" and "to soil or biomass" not in name):
            return None
        stored = sphere == "soil" or "land use" in name
        return Recognised(gas, GasOrigin.LAND_USE_UPTAKE if stored else GasOrigin.UPTAKE)
    if "non-fossil" in name or "biogenic" in name:
        return Recognised(gas, GasOrigin.BIOGENIC)
    if re.search(r"land use|land transformation|from soil or biomass|peat oxidation", name):
        return Recognised(gas, GasOrigin.LAND_USE_CHANGE)
    origin_stated = "fossil" in name or gas not in _ORIGIN_MATTERS
    return Recognised(gas, GasOrigin.FOSSIL, origin_stated)


def _sphere(flow: ElementaryFlow) -> Literal["air", "taken", "soil", "other", "unstated"]:
    """The side of nature: into air, out of air, into soil, another, or none that the format states."""
    words = " ".join(flow.compartment).casefold()
    if not words:
        return "unstated"
    if re.search(r"\bair\b|atmosphere", words):
        return "taken" if "resource" in words else "air"
    return "soil" if re.search(r"\bsoil\b", words) else "other"


@cache
def _table() -> Mapping[str, Any]:
    file = resources.files("ledger.exchange.background") / "data" / "elementary_flows.json"
    loaded: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
    return loaded


@cache
def _by_id() -> Mapping[str, Recognised]:
    return {
        flow: Recognised(Gas(row["gas"]), GasOrigin(row["origin"]))
        for row in _table()["flows"]
        for flow in row["ids"]
    }


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
            gas = recognise(emission.flow)
            if gas is None:
                continue
            mass, factor = kilograms(emission.flow.unit), self._factor(gas)
            oddities += self._odd(process, emission.flow, gas)
            if mass is not None and factor is not None:
                group, value = factor
                counted = EXACT.multiply(EXACT.multiply(emission.amount, mass), value)
                values[group] = EXACT.add(values[group], counted)
        return Direct({group: value for group, value in values.items() if value}, tuple(oddities))

    def _factor(self, gas: Recognised | str) -> tuple[Group, Decimal] | None:
        if isinstance(gas, str):
            return None
        return self._factors.get((gas.gas, gas.origin))

    def _odd(
        self, process: UnitProcess, flow: ElementaryFlow, gas: Recognised | str
    ) -> Iterator[Oddity]:
        where = f"{flow.name} to {', '.join(flow.compartment) or 'nowhere'}"
        if self._factor(gas) is None:
            detail = f"{where} looks like a greenhouse gas; the rulebook has no factor for it."
            yield Oddity(UNCHARACTERISED, process.words.name, detail)
        elif kilograms(flow.unit) is None:
            detail = (
                f"{where} is in {flow.unit or 'no unit'}, which is not a mass; it is not counted."
            )
            yield Oddity(UNCHARACTERISED, process.words.name, detail)
        elif isinstance(gas, Recognised) and not gas.origin_stated:
            detail = f"{where} does not say where its carbon is from; it is counted as fossil."
            yield Oddity(ORIGIN, process.words.name, detail)
