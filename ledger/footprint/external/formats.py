"""The one reader of footprint files; it recognises the format by the file's own members."""

from ledger.footprint.external.battery_component import read_battery_component
from ledger.footprint.external.catena_x import read_catena_x
from ledger.footprint.external.document import Fields, parse_document
from ledger.footprint.external.figure import ExternalFigure
from ledger.footprint.external.pact import VERSION_2, VERSION_3, read_pact_2, read_pact_3
from schemas.errors import CradleError


def parse_external(data: bytes) -> ExternalFigure:
    """The figure in a file of PACT 2 or 3, Catena-X PCF 9, or the Catena-X battery component model 1.

    Raises:
        CradleError: `json.*` as `parse_document`; `external.format` if it is none of these; `external.*` for its
            contents, with the path in the file.
    """
    return read_external(parse_document(data))


def read_external(top: Fields) -> ExternalFigure:
    """The figure in the members of a file.

    Raises:
        CradleError: as `parse_external`, except `json.*`.
    """
    if top.has("data") and not top.has("specVersion"):
        top = top.node("data")  # A response of PACT's interface, saved as received.
    if top.has("scopeOfPcfForm"):
        return read_catena_x(top)
    if top.has("pcfValues"):
        return read_battery_component(top)
    return _read_pact(top)


def _read_pact(top: Fields) -> ExternalFigure:
    version = top.text("specVersion") if top.has("specVersion") else ""
    if VERSION_3.fullmatch(version):
        return read_pact_3(top)
    if VERSION_2.fullmatch(version):
        return read_pact_2(top)
    detail = "This is not a footprint of PACT 2 or 3, Catena-X PCF 9 or battery component 1; ask its sender for one."
    raise CradleError("external.format", detail, "specVersion" if version else "")
