"""What an auditor has settled where a search asks for the data alone."""

from dataclasses import dataclass

from ledger.choices.choice import Choice, Examined


@dataclass(frozen=True)
class _WordsOf(Examined):
    """An auditor that settled every choice of one statement."""

    statement: str = ""

    def settles(self, choice: Choice) -> bool:
        """True for a choice of the statement."""
        return choice.subject == self.statement


def life_is_settled(calculation: str) -> Examined:
    """The words of the calculation itself, life and capacity among them, are settled; those of entries are not."""
    return _WordsOf(statement=calculation)
