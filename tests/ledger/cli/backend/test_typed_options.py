"""Options that are typed come before those that are taken over, and the signer sees the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.cli.backend.typed_options import TypedOptions


@dataclass(frozen=True, slots=True)
class Options(TypedOptions):
    """Of a command."""

    site: str | None = None
    fill_mass: bool | None = None
    end_of_life: Sequence[str] = ()


BEFORE = Options("P1", fill_mass=True, end_of_life=("a", "b"))


def test_an_option_that_is_left_out_is_not_given() -> None:
    """A no is given, and so is what may be empty."""
    assert Options().given() == {}
    assert Options("", fill_mass=False).given() == {"site": "", "fill_mass": False}


def test_what_is_taken_over_is_shown_unless_it_is_typed_or_shown_already() -> None:
    """Each with the name of its option."""
    whole = {
        "site, as before": "P1",
        "fill mass, as before": "yes",
        "end of life, as before": "a, b",
    }
    assert Options().taken_over(BEFORE) == whole
    typed = Options("P2", fill_mass=False)
    assert typed.taken_over(BEFORE) == {"end of life, as before": "a, b"}
    assert Options().taken_over(BEFORE, {"end_of_life"}) == dict(list(whole.items())[:2])
    assert Options().taken_over(Options(fill_mass=False)) == {"fill mass, as before": "no"}
