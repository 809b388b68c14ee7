"""The settings file of a witness: its name, and the keys of the logs that it cosigns."""

from pydantic import Field

from schemas.base import Model
from schemas.signed.policy import VerifierKey


class WitnessSettings(Model):
    """The settings of a witness; its private key and its record are separate files beside them.

    Attributes:
        name: the permanent name of its key; a URL without the scheme.
        logs: the verifier keys of the logs; a log whose key changes has two for a while.
    """

    name: str
    logs: tuple[VerifierKey, ...] = Field(min_length=1)
