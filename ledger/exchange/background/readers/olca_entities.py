"""The entities of an openLCA package: flows, flow properties, units and locations, by id.

An amount is converted into the reference unit of its flow: by the unit's factor in its group, and by the factor of the
flow property if it is not the reference. Both factors are the file's own. The entities are parsed by olca-schema.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from ledger.exchange.background.archive import Archive, damaged
from ledger.exchange.background.model import one_line, to_decimal
from ledger.footprint.graph.numbers import EXPLAIN


class Entities:
    """The entities of a package, parsed when they are asked for."""

    def __init__(self, archive: Archive) -> None:
        import olca_schema

        self._schema = olca_schema
        self._archive = archive

    def processes(self) -> Iterator[Any]:
        """All processes of the package."""
        return self._each("processes", self._schema.Process.from_json)

    @cached_property
    def flows(self) -> Mapping[str, Any]:
        """All flows, by id."""
        return {row.id: row for row in self._each("flows", self._schema.Flow.from_json)}

    @cached_property
    def locations(self) -> Mapping[str, str]:
        """The code of each location, or its name."""
        rows = self._each("locations", self._schema.Location.from_json)
        return {row.id: one_line(row.code or row.name) for row in rows}

    @cached_property
    def _groups(self) -> Mapping[str, Any]:
        return {row.id: row for row in self._each("unit_groups", self._schema.UnitGroup.from_json)}

    @cached_property
    def _units(self) -> Mapping[str, Any]:
        return {unit.id: unit for group in self._groups.values() for unit in group.units or ()}

    @cached_property
    def _reference_units(self) -> Mapping[str, str]:
        """The name of the reference unit of each flow property."""
        rows = self._each("flow_properties", self._schema.FlowProperty.from_json)
        unit_by_property = {}
        for row in rows:
            group = self._groups.get(row.unit_group.id) if row.unit_group else None
            units = group.units or () if group else ()
            unit_by_property[row.id] = next((unit.name for unit in units if unit.is_ref_unit), "")
        return unit_by_property

    def unit_of(self, flow: Any) -> str:
        """The reference unit of a referenced flow."""
        factor = self._reference(flow.id)
        unit = self._reference_units.get(factor.flow_property.id, "") if factor else ""
        return one_line(unit or flow.ref_unit)

    def amount(self, exchange: Any) -> Decimal | None:
        """The amount of an exchange in the reference unit of its flow; None if it cannot be converted."""
        amount = to_decimal(exchange.amount)
        factors = (self._unit_factor(exchange), self._property_factor(exchange))
        if amount is None or None in factors:
            return None
        unit, flow_property = (factor or Decimal(1) for factor in factors)
        if unit == flow_property:
            return amount
        return EXPLAIN.divide(EXPLAIN.multiply(amount, unit), flow_property)

    def _unit_factor(self, exchange: Any) -> Decimal | None:
        if exchange.unit is None:
            return Decimal(1)
        unit = self._units.get(exchange.unit.id)
        if unit is None:
            same = one_line(exchange.unit.name) == self.unit_of(exchange.flow)
            return Decimal(1) if same else None
        return to_decimal(1 if unit.conversion_factor is None else unit.conversion_factor)

    def _property_factor(self, exchange: Any) -> Decimal | None:
        reference = self._reference(exchange.flow.id)
        flow_property = exchange.flow_property
        if (
            flow_property is None
            or reference is None
            or reference.flow_property.id == flow_property.id
        ):
            return Decimal(1)
        rows = self.flows[exchange.flow.id].flow_properties or ()
        conversion = next((row for row in rows if row.flow_property.id == flow_property.id), None)
        factor = to_decimal(conversion.conversion_factor) if conversion else None
        return factor or None

    def _reference(self, flow: str) -> Any:
        """The factor of a flow's reference property; None if the package has no such flow."""
        entity = self.flows.get(flow)
        rows = (entity.flow_properties or ()) if entity else ()
        return next((row for row in rows if row.is_ref_flow_property), None)

    def _each(self, folder: str, parse: Callable[[bytes], Any]) -> Iterator[Any]:
        for name in self._archive.below(folder, ".json"):
            try:
                yield parse(self._archive.read(name))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                raise damaged("it is not of the openLCA schema", name) from None
