"""The data sets of an ILCD package: flows, flow properties and unit groups, by UUID, and helpers to read their XML.

An element is found by its local name, so that a prefix or an older namespace does not matter. Of texts in several
languages the English one counts, else the first. If a package leaves out the flow property of a flow, the reference
unit of the property's own UUID counts, which ILCD has fixed for the common ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree as ET

from ledger.exchange.background.archive import Archive, parse_xml
from ledger.exchange.background.model import one_line

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_UNITS = {
    "93a60a56-a3c8-11da-a746-0800200b9a66": "kg",
    "93a60a56-a3c8-11da-a746-0800200c9a66": "MJ",
    "93a60a56-a3c8-14da-a746-0800200c9a66": "MJ",
    "93a60a56-a3c8-19da-a746-0800200c9a66": "m2",
    "93a60a56-a3c8-21da-a746-0800200c9a66": "m2*a",
    "93a60a56-a3c8-22da-a746-0800200c9a66": "m3",
    "838aaa20-0117-11db-92e3-0800200c9a66": "t*km",
    "838aaa23-0117-11db-92e3-0800200c9a66": "m",
    "01846770-4cfe-4a25-8ad9-919d8d378345": "Item(s)",
}
"""The reference units of common flow properties, as ILCD's own reference data sets have them."""


@dataclass(frozen=True, slots=True)
class FlowSet:
    """A flow data set: its name, kind, compartment, CAS number, and reference unit."""

    name: str
    kind: str
    compartment: tuple[str, ...]
    cas: str
    unit: str


class Entities:
    """The data sets of a package beside its processes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def processes(self) -> Iterator[ET.Element]:
        """The roots of all process data sets."""
        return self._each("processes")

    @cached_property
    def flows(self) -> Mapping[str, FlowSet]:
        """All flows, by UUID."""
        return {uuid_of(root): self._flow(root) for root in self._each("flows")}

    @cached_property
    def _groups(self) -> Mapping[str, str]:
        """The reference unit of each unit group."""
        unit_by_group = {}
        for root in self._each("unitgroups"):
            wanted = text(root, "referenceToReferenceUnit")
            units = (row for row in every(root, "unit") if row.get("dataSetInternalID") == wanted)
            unit_by_group[uuid_of(root)] = next((text(row, "name") for row in units), "")
        return unit_by_group

    @cached_property
    def _properties(self) -> Mapping[str, str]:
        """The reference unit of each flow property."""
        unit_by_property = {}
        for root in self._each("flowproperties"):
            group = reference(root, "referenceToReferenceUnitGroup")
            if group in self._groups:
                unit_by_property[uuid_of(root)] = self._groups[group]
        return unit_by_property

    def _flow(self, root: ET.Element) -> FlowSet:
        wanted = text(root, "referenceToReferenceFlowProperty")
        rows = (r for r in every(root, "flowProperty") if r.get("dataSetInternalID") == wanted)
        used = next((reference(row, "referenceToFlowPropertyDataSet") for row in rows), "")
        categories = next(every(root, "elementaryFlowCategorization"), None)
        return FlowSet(
            name=text(root, "baseName"),
            kind=text(root, "typeOfDataSet"),
            compartment=tuple(one_line(row.text) for row in every(categories, "category")),
            cas=text(root, "CASNumber"),
            unit=self._properties.get(used) or _UNITS.get(used, ""),
        )

    def _each(self, folder: str) -> Iterator[ET.Element]:
        for name in self._archive.below(folder, ".xml"):
            yield parse_xml(self._archive.read(name), name)


def every(root: ET.Element | None, name: str) -> Iterator[ET.Element]:
    """The elements of a local name below an element, in order."""
    if root is not None:
        for element in root.iter():
            if element.tag.rpartition("}")[2] == name:
                yield element


def text(root: ET.Element | None, name: str) -> str:
    """The text of the first element of that name, in English if it is there; empty if there is none."""
    elements = list(every(root, name))
    english = [row for row in elements if (row.get(_LANGUAGE) or "").startswith("en")]
    return one_line((english or elements)[0].text) if elements else ""


def reference(root: ET.Element | None, name: str) -> str:
    """The UUID to which the first element of that name refers."""
    return next((row.get("refObjectId", "").lower() for row in every(root, name)), "")


def uuid_of(root: ET.Element) -> str:
    """The UUID of a data set."""
    return text(root, "UUID").lower()
