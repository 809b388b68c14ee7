"""What the operator states of a new organisation, credential or engagement."""

from typing import Annotated, Final

from pydantic import ConfigDict, Field

from schemas.base import Model
from schemas.values import StatementId
from schemas.vocabulary import CredentialKind, Role

NAME: Final = "[a-z0-9][a-z0-9.@-]{1,99}"
"""The grammar of names of organisations and credentials, as a regular expression."""

TITLE: Final = r"[^\x00-\x1f\x7f]{1,200}"
"""The grammar of a firm's name: one line."""


class OrganisationRequest(Model):
    """A new organisation, with its `participant` id if it is registered already."""

    id: Annotated[str, Field(pattern=f"^{NAME}$", examples=["mine"])]
    name: Annotated[str, Field(pattern=f"^{TITLE}$", examples=["Example Mining Oy"])]
    participant: StatementId | None = None


class CredentialRequest(Model):
    """A new credential; a person needs a `password`, a machine or script has none."""

    model_config = ConfigDict(strict=False)

    id: Annotated[str, Field(pattern=f"^{NAME}$", examples=["erp.mine"])]
    kind: CredentialKind
    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=6)]
    password: Annotated[str, Field(max_length=256)] = ""
    expires: Annotated[int | None, Field(ge=0, le=2**53)] = None


class EngagementRequest(Model):
    """An auditor's organisation, and the calculation, declaration or delivery to open to it."""

    auditor: Annotated[str, Field(pattern=f"^{NAME}$", examples=["audit-house"])]
    subject: StatementId
