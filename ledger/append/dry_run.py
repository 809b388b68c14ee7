"""A dry run of the rules: the refusal of a submission, or of an unsigned entry, without writing it.

An entry that is drafted again has new salts and therefore another id. The ledger has it already if
the live entry for the same goods says the same, compared section by section.
"""

from ledger.admission.judge import judge
from ledger.append.ledger import Ledger
from ledger.append.signatures import judge_signers, verify
from ledger.append.submit import complete
from ledger.state.admission import Admitted, admit
from ledger.state.drafting import Draft
from ledger.state.recording import entry_key
from ledger.state.view import View
from ledger.store.statements import statement_of
from ledger.trust.envelope import Envelope, format_envelope
from ledger.trust.submission import Submission
from schemas.signed.entry import Entry
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import open_section, section_digests
from schemas.signed.statement import Section, SectionName

_PLACEHOLDER = bytes(64)
"""The signature of an envelope that is not signed yet; it is not verified."""


def judge_submission(ledger: Ledger, submission: Submission) -> bool:
    """Judge a submission by all rules; return whether the ledger has it already, which is no fault.

    Raises:
        CradleError: the first refusal, as from `submit`.
    """
    with ledger.view() as view:
        if statement_of(view.connection, submission.id) is not None:
            return True
        admitted = admit(complete(view, submission), ledger.origin)
        judge_signers(view, verify(view, admitted))
        judge(view, admitted)
    return False


def judge_draft(ledger: Ledger, draft: Draft) -> str | None:
    """Judge an unsigned entry by all rules but signatures; return the id of a live entry that says the same.

    Raises:
        CradleError: the first refusal, as from `submit`.
    """
    envelope = Envelope(draft.kind.payload_type, draft.payload, (_PLACEHOLDER,))
    submission = Submission(format_envelope(envelope), draft.sections)
    admitted = admit(submission, ledger.origin)
    with ledger.view() as view:
        twin = _find_same(view, admitted)
        if twin is None:
            judge(view, admitted)
    return twin


def _find_same(view: View, admitted: Admitted) -> str | None:
    """The live entry for the same goods that differs in its salts alone."""
    entry = admitted.statement
    if not isinstance(entry, Entry):
        return None
    products = [row.product for row in admitted.section(SectionName.INVENTORY, Inventory).outputs]
    for twin in view.facts.twins(entry_key(view, admitted.id, entry), products):
        other = view.statement(twin, Entry)
        if other is None or other.model_copy(update={"sections": entry.sections}) != entry:
            continue
        sections = {
            name: open_section(Section.parse(view.document(digest)))
            for name, digest in section_digests(other).items()
        }
        if sections == admitted.sections:
            return twin
    return None
