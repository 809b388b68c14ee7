"""The response models of the API.

Statements, receipts and figures are models of `schemas` and are not repeated here. A member without a value is
left out of the JSON.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from schemas.base import ABSENT
from schemas.values import StatementId
from schemas.vocabulary import CredentialKind, Role


class ResponseModel(BaseModel):
    """The base of response models, built from any object with attributes of the same names."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class LoginResponse(ResponseModel):
    """The login of a request."""

    credential: Annotated[str, Field(examples=["erp.mine"])]
    kind: CredentialKind
    organisation: Annotated[str, Field(examples=["mine"])]
    participant: Annotated[StatementId | None, ABSENT] = None
    roles: list[Role]
