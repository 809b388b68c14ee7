"""Requests about one output line of an entry: the method that values it, and the year of the carbon border."""

from typing import Annotated

from pydantic import ConfigDict, Field

from schemas.base import Model
from schemas.values import Amount, Code, Digest, StatementId, Year


class BorderYear(Model):
    """The year of the goods whose quantities at the carbon border a delivery states; the rulebook corrects it."""

    year: Year
    cscf: Amount | None = None


class PreviewRequest(Model):
    """The output line to deliver, and the rulebook and factor sets to value it with."""

    model_config = ConfigDict(strict=False)

    entry: StatementId
    line: Code = "main"
    rulebook: Digest
    factor_sets: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=16)]
    border: BorderYear | None = None
