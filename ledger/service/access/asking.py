"""The ledger as it answers a principal: by the methods and in the words that its reader may have.

A refusal that hides a statement of another participant is noted for that participant with the true sentence, so that it
learns what a customer lacks. The line names the asking organisation to those alone who deliver to it: a firm further up
must not learn from its journal who the customers of its customers are.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ledger.append.ledger import Ledger
from ledger.disclosure.asker import Asker
from ledger.disclosure.refusals import HiddenError
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility
from schemas.vocabulary import Role


def answering(ledger: Ledger, principal: Principal) -> Ledger:
    """The ledger for a principal's questions; the operator's are not limited, as it reads the whole ledger."""
    if principal.operates:
        return ledger.asked_by(None)
    opened = frozenset[str]()
    if Role.AUDITOR in principal.roles:
        with ledger.view() as view:
            opened = Visibility(view, principal).engaged
    return ledger.asked_by(Asker(principal.participant, opened))


@contextmanager
def asking(ledger: Ledger, principal: Principal, now: int) -> Iterator[Ledger]:
    """The ledger for a principal's question; a refusal in it is noted for the owner of what it hides.

    Raises:
        CradleError: `store.failed` if the refusal cannot be noted.
    """
    try:
        yield answering(ledger, principal)
    except HiddenError as hidden:
        note_hidden(ledger, principal, now, [hidden])
        raise


def note_hidden(ledger: Ledger, principal: Principal, now: int, outcomes: Iterable[object]) -> None:
    """Note the refusals among outcomes that hide a statement, each for its owner.

    Raises:
        CradleError: `store.failed`.
    """
    note(ledger.store, principal, now, hidden_lines(outcomes))


def hidden_lines(outcomes: Iterable[object]) -> list[AccessRecord]:
    """The lines of the refusals among outcomes that hide a statement, each for its owner."""
    return [
        AccessRecord("unanswered", it.subject, it.owner, it.reason, not it.is_neighbour)
        for it in outcomes
        if isinstance(it, HiddenError)
    ]
