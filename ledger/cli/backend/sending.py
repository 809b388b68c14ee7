"""Signing a draft with the keys of this machine, and submitting it."""

from ledger.cli.keys.identity import Identity, require_origin
from ledger.cli.keys.own_statements import kept_own
from ledger.client.ledger_desk import LedgerDesk
from ledger.state.drafting import Draft, sign_draft
from schemas.signed.log import Receipt


def send(desk: LedgerDesk, identity: Identity, draft: Draft) -> Receipt:
    """Sign a draft with an identity's working key, record its id beside the keys, and submit it.

    Raises:
        CradleError: `identity.origin` if these keys are registered with another ledger.
    """
    require_origin(identity, draft.statement.origin)
    with kept_own(identity.folder, sign_draft(draft, [identity.working])) as submission:
        return desk.submit(submission)
