"""The origin of the elements of a calculation's battery, from the ledger's statements; kept until a log grows."""

from collections.abc import Callable

from ledger.append.ledger import Ledger
from ledger.documents.origin.build import Firm, build_origin
from ledger.footprint.graph.homes import home_of
from ledger.service.answers.difference import read_state
from ledger.state.declared import calculation_behind
from ledger.state.kept import Kept
from ledger.state.profiles import profile_of
from ledger.state.surroundings import present_sizes
from ledger.state.view import View
from schemas.views.origin import Origin

_ORIGINS = Kept[Origin]("origin")


def origin_of(ledger: Ledger, name: str) -> Origin:
    """The origin behind a calculation or declaration, exact and with its entries.

    Raises:
        CradleError: `calculation.unknown`, or as `build_origin`.
    """
    with ledger.view() as view:
        calculation = calculation_behind(view, name)
        return _ORIGINS.of(
            view.memory,
            (calculation, present_sizes(view)),
            lambda: build_origin(read_state(view, calculation), _named(view)),
        )


def _named(view: View) -> Callable[[str], Firm]:
    def named(participant: str) -> Firm:
        profile = profile_of(view, participant)
        return Firm(profile.legal_name, home_of(profile))

    return named
