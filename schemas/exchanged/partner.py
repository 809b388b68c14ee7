"""The PACT server of an organisation, as the operator states it."""

from typing import Annotated

from pydantic import Field

from schemas.base import Model

_Word = Annotated[str, Field(max_length=500, pattern=r"^[ -~]*$")]


class PartnerRequest(Model):
    """An organisation's PACT server, and this server's client id and secret there."""

    base: Annotated[str, Field(max_length=500, examples=["https://pact.example"])]
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    client_secret: Annotated[str, Field(min_length=1, max_length=500)]
    token_url: Annotated[
        str,
        Field(
            max_length=500,
            examples=["https://id.example/oauth2/token"],
            description="The token endpoint; without it, it is discovered at the server.",
        ),
    ] = ""
    scope: Annotated[_Word, Field(examples=["footprints"])] = ""
    audience: Annotated[_Word, Field(examples=["https://pact.example"])] = ""
    resource: Annotated[_Word, Field(examples=["https://pact.example"])] = ""
