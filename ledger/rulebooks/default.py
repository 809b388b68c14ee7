"""The id of the rulebook that the demo and a new supplier's commands prefer; the catalog takes longer to import."""

from typing import Final

DEFAULT_RULEBOOK: Final = "study-full-substitution-1"
