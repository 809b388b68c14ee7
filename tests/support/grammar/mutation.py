"""A mutation of a world: a pure change, with a name that says which field it touches."""

from collections.abc import Callable
from dataclasses import dataclass

from support.grammar.world import World


@dataclass(frozen=True)
class Mutation:
    """A change of a world.

    Attributes:
        name: the field, such as `ActivityInput.purpose`, or what is done, such as `drop inputs`.
        place: where, for a report.
        make: the changed world.
    """

    name: str
    place: str
    make: Callable[[World], World]
