"""The gate of disclosure in a view: by which methods a reader may have rows valued, and in which words it is refused.

Both are decided in `ledger.disclosure`; this module knows which methods are admitted as of a state of the registry.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from ledger.disclosure.methods import require_valuing
from ledger.disclosure.refusals import hidden_refusal
from ledger.footprint.graph.resolution import Problem, Records, Resolution
from ledger.state.methods import is_admitted
from ledger.state.problems import refusal
from ledger.state.view import View
from schemas.errors import CradleError


def require_methods(
    view: View, resolution: Resolution, records: Records, documents: Collection[str], size: int
) -> None:
    """Refuse the view's reader methods, by their digests, that may not value the rows of others.

    Raises:
        CradleError: as `ledger.disclosure.methods.require_valuing`.
    """
    if view.asker is not None:
        admitted = {name for name in documents if is_admitted(view, name, size)}
        require_valuing(view.asker, resolution, records, documents, admitted)


@contextmanager
def in_words_for_reader(view: View, records: Records) -> Iterator[None]:
    """A computation whose refusal names a statement as its place: in words for the view's reader.

    Raises:
        CradleError: the refusal.
    """
    try:
        yield
    except CradleError as error:
        if error.place in records.entries or error.place in records.deliveries:
            problem = Problem(error.code, error.place, error.detail.removesuffix("."))
            hidden = None if view.asker is None else hidden_refusal(view.asker, records, problem)
            raise hidden or error from None
        raise


def refusal_of(view: View, records: Records, problem: Problem, place: str = "") -> CradleError:
    """The refusal of a problem, in words for the view's reader."""
    hidden = None if view.asker is None else hidden_refusal(view.asker, records, problem)
    return refusal(problem, place) if hidden is None else hidden
