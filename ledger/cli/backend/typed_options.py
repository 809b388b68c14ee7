"""The options of a command as they are typed, where those that are not typed are taken over from an earlier statement.

A subclass is a frozen dataclass of options, each None or empty where it is not given.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class TypedOptions:
    """The options of a command."""

    def given(self) -> dict[str, Any]:
        """The options that are given, by name."""
        values = asdict(self).items()
        return {name: value for name, value in values if value is not None and value != ()}

    def taken_over(self, options: Self, shown: Collection[str] = ()) -> dict[str, object]:
        """What other options have and these do not, as lines for the signer; not those that are shown in any case."""
        stated = {*self.given(), *shown}
        return {
            f"{name.replace('_', ' ')}, as before": _words(value)
            for name, value in options.given().items()
            if name not in stated
        }


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
