"""What a witness is told: its name, and whose logs it looks after."""

from pydantic import Field

from schemas.base import Model
from schemas.policy import VerifierKey


class WitnessSettings(Model):
    """The settings of a witness. Its private key is a file beside them, its record another.

    Attributes:
        name: the name of its key, for ever; a URL without the scheme.
        logs: the verifier keys of the logs; a log whose key changes has two for a while.
    """

    name: str
    logs: tuple[VerifierKey, ...] = Field(min_length=1)
