"""Export a delivery as a file of PACT or Catena-X."""

from dataclasses import dataclass
from datetime import datetime

from ledger.documents.delivery_contents import DeliveryContents
from ledger.exchange.catena_x.battery_component import component_of
from ledger.exchange.catena_x.pcf import pcf_of
from ledger.exchange.pact.footprint import footprint_of, format_footprint
from schemas.views.file import ExportForm


@dataclass(frozen=True, slots=True)
class Export:
    """The format of an export, and values that the delivery does not have.

    Attributes:
        form: the format.
        created: the time at which the footprint is made, in UTC.
        customer_part: for a battery part its number at the customer; by default the product's id.
    """

    form: ExportForm
    created: datetime
    customer_part: str | None = None


def export_delivery(contents: DeliveryContents, export: Export) -> bytes:
    """Write the file.

    Raises:
        CradleError: `exchange.*`, if the format cannot express the delivery.
    """
    if export.form == "pact-3":
        return format_footprint(footprint_of(contents, export.created))
    if export.form == "catena-x-pcf-9":
        return pcf_of(contents, export.created)
    return component_of(contents, export.customer_part or contents.delivery.product)
