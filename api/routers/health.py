"""`GET /health`: the process answers, and which version of Cradle it runs.

Says nothing about the ledger behind it: no sizes, no names, no paths.
"""

from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The answer of a process that is up."""

    model_config = ConfigDict(frozen=True)

    status: Literal["up"]
    version: str


@router.get("/health")
def health() -> Health:
    """Say that the process is up."""
    return Health(status="up", version=version("cradle-ledger"))
