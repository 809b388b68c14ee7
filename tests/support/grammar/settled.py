"""What an auditor has settled where a search asks for the data alone."""

from dataclasses import dataclass

from ledger.choices.choice import Choice, Examined

OF_THE_BATTERY = ("unit.", "physics.")
"""The kinds of words about a battery: its life, capacity, category and number."""


@dataclass(frozen=True)
class _Battery(Examined):
    """An auditor that settled the words of a calculation about its battery."""

    calculation: str = ""

    def settles(self, choice: Choice) -> bool:
        """True for those words; an entry that the calculation excludes is not among them."""
        is_of_it = choice.subject == self.calculation
        return is_of_it and choice.kind.code.startswith(OF_THE_BATTERY)


def life_is_settled(calculation: str) -> Examined:
    """The words of the calculation on its battery are settled; exclusions and the words of entries are not."""
    return _Battery(calculation=calculation)
