"""A calculation that a server drafts for its manufacturer to sign."""

from typing import Annotated, Any

from pydantic import Field

from schemas.base import ABSENT, Model
from schemas.values import StatementId


class CalculationDraftResponse(Model):
    """A calculation to sign: payload and sections in base64, and the payload as readable JSON.

    `remarks` state what the signer should know first, such as that the calculation may not be declared.
    """

    id: StatementId
    payloadType: Annotated[  # noqa: N815 - the name is DSSE's
        str, Field(examples=["application/vnd.cradle.calculation.v1+json"])
    ]
    payload: str
    sections: tuple[str, ...]
    statement: dict[str, Any]
    remarks: Annotated[tuple[str, ...] | None, ABSENT] = None
