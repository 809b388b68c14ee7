"""What the operator states of a new organisation, credential or engagement."""

import re
from typing import Annotated, Final

from pydantic import BeforeValidator, ConfigDict, Field

from schemas.base import Model, broken
from schemas.values import StatementId, Text
from schemas.vocabulary import CredentialKind, Role

NAME: Final = "[a-z0-9][a-z0-9.@-]{1,99}"
"""The grammar of names of organisations and credentials, as a regular expression."""

TITLE: Final = r"[^\x00-\x1f\x7f]{1,200}"
"""The grammar of a firm's name: one line."""

IN_NAMES: Final = (
    "A name has 2 to 100 of a-z, 0-9, '.', '@' and '-', and begins with a letter or digit."
)
IN_TITLES: Final = "The name of a firm is one line of 1 to 200 characters."


def _named(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(NAME, value) is None:
        raise broken("account.name", IN_NAMES)
    return value


def _titled(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(TITLE, value) is None:
        raise broken("account.title", IN_TITLES)
    return value


class OrganisationRequest(Model):
    """A new organisation, with its `participant` id if it is registered already."""

    id: Annotated[str, Field(pattern=f"^{NAME}$", examples=["mine"]), BeforeValidator(_named)]
    name: Annotated[
        str, Field(pattern=f"^{TITLE}$", examples=["Example Mining Oy"]), BeforeValidator(_titled)
    ]
    participant: StatementId | None = None


class CredentialRequest(Model):
    """A new credential; a person needs a `password`, a machine or script has none."""

    model_config = ConfigDict(strict=False)

    id: Annotated[str, Field(pattern=f"^{NAME}$", examples=["erp.mine"]), BeforeValidator(_named)]
    kind: CredentialKind
    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=6)]
    password: Annotated[str, Field(max_length=256)] = ""
    expires: Annotated[int | None, Field(ge=0, le=2**53)] = None


class EngagementRequest(Model):
    """An auditor's organisation, and the calculation, declaration or delivery to open to it."""

    auditor: Annotated[
        str, Field(pattern=f"^{NAME}$", examples=["audit-house"]), BeforeValidator(_named)
    ]
    subject: StatementId


class DeclineRequest(Model):
    """Why a registration is declined, one line for its firm."""

    reason: Text
