"""A delivery as a file of another exchange, by the name of its format."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ledger.exchange.catena_x.battery_component import component_of
from ledger.exchange.catena_x.pcf import pcf_of
from ledger.exchange.pact.footprint import footprint_of, format_footprint
from ledger.service.answers.delivery_contents import DeliveryContents

Form = Literal["pact-3", "catena-x-pcf-9", "battery-component-1"]


@dataclass(frozen=True, slots=True)
class Export:
    """Which format a delivery is written in, and what the file says besides.

    Attributes:
        form: the format.
        created: when the footprint was made, in UTC.
        customer_part: for a battery part its number at the customer; else the product's id.
    """

    form: Form
    created: datetime
    customer_part: str | None = None


def export_delivery(told: DeliveryContents, asked: Export) -> bytes:
    """The file.

    Raises:
        CradleError: `exchange.*`, where the format has no form for what the delivery says.
    """
    if asked.form == "pact-3":
        return format_footprint(footprint_of(told, asked.created))
    if asked.form == "catena-x-pcf-9":
        return pcf_of(told, asked.created)
    return component_of(told, asked.customer_part or told.delivery.product)
