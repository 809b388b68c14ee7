"""What the carbon border asks of a delivered good and of the installation that made it, in an entry's product section.

The recipient needs both: the good's code decides on its default and its benchmark, and the installation is named in the
importer's declaration. Sources: Implementing Regulations (EU) 2025/2547, Annex IV, and (EU) 2025/2620. Left out: what a
customs declaration says of a consignment.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import model_validator

from schemas.base import Grammar, Model, broken, require_sorted
from schemas.values import Amount, NotNegative, Text

CnCode = Annotated[
    str,
    Grammar(r"^[0-9]{8}$", "cbam.cn", "the eight digits of the Combined Nomenclature"),
]

Route = Literal["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L"]
"""The production route as the benchmarks name it: A, B clinker, C to J steel, K, L aluminium."""


VerifiedQuantity = Literal["see", "sefa"]
"""What a verifier's attestation is about: embedded emissions, or embedded free allocation, of a delivery's goods."""


class SectorParameter(Model):
    """A parameter of the sector: mass fractions of the good, or tonnes of scrap per tonne of it."""

    name: Literal[
        "carbon",
        "chromium",
        "clinker",
        "manganese",
        "nickel",
        "nitrogen",
        "other_alloys",
        "pre_consumer_scrap",
        "scrap",
    ]
    value: NotNegative


class CbamGood(Model):
    """A good by its code and route; `content` is the clinker or nitrogen in a tonne, if it is counted by that."""

    cn: CnCode
    route: Route | None = None
    content: Amount | None = None
    parameters: tuple[SectorParameter, ...] = ()

    @model_validator(mode="after")
    def _parameters_in_order(self) -> "CbamGood":
        require_sorted((row.name for row in self.parameters), "cbam.order", "parameters")
        return self


Degrees = Annotated[
    str,
    Grammar(
        r"^-?(0|[1-9][0-9]{0,2})(\.[0-9]{1,8})?$",
        "cbam.coordinate",
        "degrees as a decimal such as 31.2304 or -33.45",
    ),
]


class Installation(Model):
    """The installation: its name, address in English, coordinates of the main source, and its ids in registries.

    `registry_id` is the one of the CBAM registry, `unlocode` the UN/LOCODE of its place.
    """

    name: Text
    address: Text
    latitude: Degrees
    longitude: Degrees
    unlocode: (
        Annotated[
            str, Grammar(r"^[A-Z]{2}[A-Z2-9]{3}$", "cbam.unlocode", "a UN/LOCODE such as CNSHA")
        ]
        | None
    ) = None
    registry_id: Text | None = None

    @model_validator(mode="after")
    def _on_earth(self) -> "Installation":
        limits = ((self.latitude, 90), (self.longitude, 180))
        if any(Decimal(degrees).copy_abs() > limit for degrees, limit in limits):
            raise broken("cbam.coordinate", "a coordinate is off the globe; state degrees")
        return self
