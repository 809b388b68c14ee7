"""What an auditor has examined where a search asks for the data alone."""

from ledger.choices.choice import Examined


def life_is_settled(calculation: str) -> Examined:
    """The words of the calculation itself, life and capacity among them, are settled; those of entries are not."""
    return Examined(frozenset(), {calculation: frozenset({"documents"})})
