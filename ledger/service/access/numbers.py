"""A number of a case opened: who signed the entry, the state of the key, and the place in the log.

The trace itself is the verifier's (`ledger.audit.report.trace`); this adds what the ledger knows today about the key,
and writes into the journal that the row was shown.
"""

from typing import Literal, NamedTuple

from ledger.append.ledger import Ledger
from ledger.append.submit import receipt_of
from ledger.service.access.disclosed_data import DisclosedData, disclosure_lines
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.state.key_states import read_keys
from ledger.store.statements import statement_of
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.signed.entry import Entry
from schemas.views.trace import Trace
from schemas.vocabulary import Custody

KeyWord = Literal["active", "replaced", "compromised", "not_known"]


class SignerState(NamedTuple):
    """The state of the key that signed an entry, where it is kept, and the index of its owner's registration."""

    key: KeyWord
    custody: Custody | None
    registered: int | None


def signer_state(ledger: Ledger, trace: Trace) -> SignerState:
    """The state, as of now, of the key that signed a traced entry."""
    if not trace.signatures:
        return SignerState("not_known", None, None)
    signature = trace.signatures[0]
    with ledger.view() as view:
        registration = statement_of(view.connection, signature.by)
        history = read_keys(view, signature.by)
    index = None if registration is None else registration.index
    working_key = None if history is None else history.last.working_key(signature.key)
    if working_key is None:
        return SignerState("not_known", None, index)
    custody = working_key.public.custody
    if working_key.disputed is not None:
        return SignerState("compromised", custody, index)
    return SignerState("active" if working_key.ended is None else "replaced", custody, index)


def proof_hashes(ledger: Ledger, statement: str) -> int:
    """The number of hashes in the newest inclusion proof of a statement.

    Raises:
        CradleError: `statement.unknown`.
    """
    return len(parse_tlog_proof(receipt_of(ledger, statement).proof.encode()).path)


def note_number(ledger: Ledger, principal: Principal, subject: str, trace: Trace, now: int) -> None:
    """Write into the journal that a row of an entry was shown.

    Raises:
        CradleError: as `note`.
    """
    with ledger.view() as view:
        entry = view.statement(trace.entry, Entry)
    shown = [] if entry is None else [DisclosedData(entry.issuer, trace.entry, ("inventory",))]
    whole = AccessRecord("number", subject, None, trace.place)
    note(ledger.store, principal, now, [whole, *disclosure_lines("number", shown)])
