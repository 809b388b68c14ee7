"""The id of the rulebook that a command uses if none is named; apart from the catalog, which takes longer to import."""

from typing import Final

DEFAULT_RULEBOOK: Final = "study-full-substitution-1"
