"""The standing in a file of another exchange: the sentence of its comment, compared with its bundle's word.

Everything else in the file is compared without that sentence, which is of the time at which the file was written.
"""

from collections.abc import Iterator

from ledger.audit.context import AuditContext
from ledger.audit.report.standing import bundle_standing
from ledger.exchange.comparison.values import cut
from ledger.exchange.standing import SENTENCE, standing_sentence
from schemas.errors import CradleError
from schemas.views.compared_document import ComparedValue, ValueState
from schemas.views.standing import FigureStanding


def delivered_standing(context: AuditContext) -> FigureStanding:
    """The standing of the delivery by its bundle.

    Raises:
        CradleError: `document.not_compared` if the bundle lacks the registry.
    """
    found = bundle_standing(context)
    if found is None:
        detail = "Nothing in this file was compared: the bundle lacks the registry."
        raise CradleError("document.not_compared", detail)
    return found


def without_standing(tree: object) -> object:
    """A file without the sentence of its figure's standing, which is of the time of its writing."""
    if isinstance(tree, dict):
        return {name: without_standing(row) for name, row in tree.items()}
    if isinstance(tree, list):
        return [without_standing(row) for row in tree]
    return SENTENCE.sub("", tree).strip() if isinstance(tree, str) else tree


def _sentences(tree: object) -> Iterator[str]:
    """The sentences of standing in a file."""
    if isinstance(tree, dict | list):
        for row in tree.values() if isinstance(tree, dict) else tree:
            yield from _sentences(row)
    elif isinstance(tree, str):
        yield from (found[0] for found in SENTENCE.finditer(tree))


def compare_standing(tree: object, context: AuditContext) -> Iterator[ComparedValue]:
    """Compare what a file says of its figure with the bundle's word as of the same entry of the log.

    A bundle that does not show what the figure rests on cannot tell whether that has changed.
    """
    own = delivered_standing(context)
    known = standing_sentence(own)
    for sentence in _sentences(tree):
        state = _standing_state(sentence, own, context)
        yield ComparedValue(place="standing", state=state, document=cut(sentence), bundle=known)


def _standing_state(sentence: str, own: FigureStanding, context: AuditContext) -> ValueState:
    found, checkpoint = SENTENCE.fullmatch(sentence), context.logs.entries
    if sentence == standing_sentence(own):
        return "same"
    if found is None or checkpoint is None or int(found[1]) > checkpoint.size:
        return "other_time"
    then = bundle_standing(context, int(found[1]))
    if then is not None and sentence == standing_sentence(then):
        return "other_time"
    return "not_in_bundle" if "changed" in (own.unknown or ()) else "differs"
