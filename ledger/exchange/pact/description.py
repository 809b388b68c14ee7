"""The description of a PACT or Catena-X file: its content, remarks on faults, and its row for an entry draft."""

from contextlib import suppress

from ledger.exchange.pact.findings import findings_of
from ledger.exchange.regions import region_fault
from ledger.footprint.external.document import Fields, parse_document
from ledger.footprint.external.figure import ExternalFigure
from ledger.footprint.external.formats import parse_external
from ledger.footprint.external.remarks import sum_faults
from ledger.footprint.external.rows import build_row
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.exchanged.pact.footprint import GEOGRAPHIES
from schemas.external_words import ExternalFormat

Description = dict[str, object]


def describe(data: bytes) -> Description:
    """Describe a file, with `remarks` for a careful reader and the input `row` for an entry draft.

    Raises:
        CradleError: `json.*` or `external.*`, with the path in the file.
    """
    figure, named = parse_external(data), digest(data)
    return {
        "digest": named,
        "format": figure.format.value,
        "id": figure.id,
        "company": figure.company,
        "products": list(figure.products),
        "mass": figure.mass,
        "methods": list(figure.methods),
        "primary_data_share": figure.primary_share,
        "ratings": dict(figure.ratings),
        "remarks": _remarks(data, figure),
        "row": build_row(figure, named).to_json(),
    }


def _remarks(data: bytes, figure: ExternalFigure) -> list[str]:
    if figure.format is ExternalFormat.PACT_3:
        remarks = [f"{row.code} at {row.subject}: {row.detail}" for row in findings_of(data)]
    else:
        remarks = [detail for _, detail in sum_faults(figure)]
    if figure.format is ExternalFormat.CATENA_X_PCF_9:
        remarks += _place_remarks(parse_document(data))
    if not figure.active:
        remarks.append("its issuer has deprecated it, so no entry may cite it")
    return remarks


def _place_remarks(top: Fields) -> list[str]:
    """Remark on a Catena-X file whose country is not in its region; places in another form are not read."""
    place = top
    with suppress(CradleError):
        for name in ("pcfAssessmentAndMethodology", "pcfAssessmentInformation", "geography"):
            place = place.node(name)
        fault = region_fault(*map(place.text, GEOGRAPHIES[:2]))
        return [] if fault is None else [fault]
    return []
