"""The state behind a bundle's figure: read whole, or refused by the first thing that is not there."""

import pytest
from support.refusal import refused
from support.signed_battery import honest

from ledger.audit.bundle.container import pack
from ledger.audit.subject.figure_state import read_state
from ledger.documents.difference.state import compute
from ledger.footprint.graph.numbers import format_rounded


def files() -> dict[str, bytes]:
    """The files of the honest bundle."""
    return dict(honest().ledger.files())


def without(text: bytes) -> bytes:
    """The bundle without the files that contain a text."""
    return pack({name: data for name, data in files().items() if text not in data})


def test_the_state_gives_the_signed_figure() -> None:
    """Everything behind the figure is read, and the same engine recomputes it."""
    state = read_state(pack(files()))
    assert format_rounded(compute(state).total) == state.stated


@pytest.mark.parametrize("text", [b'"section":"composition"', b'"legal_status"'])
def test_what_is_withheld_is_named(text: bytes) -> None:
    """Without the composition, or the rulebook, nothing can be compared."""
    with refused("difference.withheld"):
        read_state(without(text))


def test_a_changed_file_is_refused_by_its_digest() -> None:
    """A comparison rests on the bytes that the names promise."""
    found = files()
    name = next(one for one in found if one.startswith("sections/"))
    with refused("section.digest"):
        read_state(pack({**found, name: found[name].replace(b"1", b"2", 1)}))
