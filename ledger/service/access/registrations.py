"""Signed registrations that wait for the registrar's countersignature, and whose organisation they are.

A firm signs its registration with its own keys and leaves it here. The registrar fetches it, confirms with the firm
that the keys are its own, countersigns and submits it. The firm that left it is then bound to the participant. Only a
registration that is not in the log yet can be left: from then on every login can read it, and another firm could leave
it as its own. The registrar may decline it with a reason, which the firm is shown until it leaves another.
"""

from ledger.admission.common import require_readable_texts
from ledger.append.ledger import Ledger
from ledger.append.submit import is_known
from ledger.service.access.accounts import bind
from ledger.service.access.drafts import DECLINED, SIGNED
from ledger.service.access.journal import AccessRecord, event_of
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.state.admission import Admitted, admit
from ledger.store.access.drafts import (
    Draft,
    delete_draft,
    draft_of,
    drafts_in_form,
)
from ledger.store.engine import Connection
from ledger.store.rows import put
from ledger.store.store import Store
from ledger.trust.canonical import canonical
from ledger.trust.envelope import match_signers
from ledger.trust.key_state import raw_keys
from ledger.trust.submission import Submission, format_submission, parse_submission
from schemas.errors import CradleError
from schemas.exchanged.submission import SubmissionBody
from schemas.readable import require_readable
from schemas.signed.participant import Participant, Profile
from schemas.signed.statement import SectionName
from schemas.views.registration import (
    DeclinedRegistration,
    WaitingRegistration,
    WaitingRegistrations,
)


def leave_registration(
    ledger: Ledger, principal: Principal, submission: Submission, now: int
) -> str:
    """Keep a registration for the registrar; return its id. Leaving it again changes nothing.

    Raises:
        CradleError: `access.*`, `registration.*`, or as `admit` and `match_signers`.
    """
    scope_of(principal, Action.REGISTER)
    if principal.participant is not None:
        detail = "Your organisation is registered already."
        raise CradleError("access.registered", detail)
    admitted = admit(submission, ledger.origin)
    statement = _registration_in(admitted)
    listed = raw_keys((*statement.root_keys, *statement.working_keys))
    if set(match_signers(submission.parsed_envelope, listed)) != set(listed):
        detail = "A key that the registration lists has not signed it; sign with each of them."
        raise CradleError("registration.unsigned", detail, "envelope.signatures")
    if is_known(ledger, submission.id):
        detail = (
            "This registration is in the log already; ask the operator to join your account to it."
        )
        raise CradleError("registration.logged", detail)
    title = admitted.section(SectionName.PROFILE, Profile).legal_name
    draft = Draft(
        id=_name(submission.id),
        organisation=principal.organisation,
        form=SIGNED,
        title=title,
        content=format_submission(submission),
        created=now,
        updated=now,
    )
    with ledger.store.write() as connection:
        kept = draft_of(connection, draft.id)
        if kept is not None and kept.organisation != principal.organisation:
            detail = (
                "Another account has left this registration; make keys of your own and sign again."
            )
            raise CradleError("registration.taken", detail)
        if kept is not None and kept.form == DECLINED:
            detail = "The registrar has declined this registration; sign a corrected one."
            raise CradleError("registration.declined", detail)
        if kept is None:
            _forget_declined(connection, principal.organisation)
            put(connection, draft)
    return submission.id


def _registration_in(admitted: Admitted) -> Participant:
    """The registration of a submission, if it names a registrar and its texts are read as they are written."""
    statement = admitted.statement
    if not isinstance(statement, Participant) or statement.registrar is None:
        detail = "This is not a registration that names a registrar; sign one that does."
        raise CradleError("registration.other", detail, "envelope.payload")
    require_readable_texts(admitted)
    return statement


def decline_registration(
    store: Store, principal: Principal, statement: str, reason: str, now: int
) -> None:
    """Decline a registration that waits; its firm is shown the reason.

    Raises:
        CradleError: `access.denied`, `registration.absent`, `schema.*` for a reason that is empty, too long or more
            than one line.
    """
    scope_of(principal, Action.COUNTERSIGN)
    require_readable(reason, "reason")
    decision = DeclinedRegistration.parse(
        canonical({"id": statement, "reason": reason, "declined": now})
    )
    with store.write() as connection:
        kept = _require_waiting(connection, statement)
        delete_draft(connection, kept.id)
        changed = {"form": DECLINED, "content": canonical(decision.to_json()), "updated": now}
        put(connection, kept.model_copy(update=changed))
        done = AccessRecord("decline registration", statement, None, kept.organisation)
        put(connection, event_of(principal, now, done))


def declined_registration(store: Store, principal: Principal) -> DeclinedRegistration | None:
    """The registration of the caller's organisation that was declined last; None if there is none.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.REGISTER)
    with store.read() as connection:
        registrations = [
            DeclinedRegistration.parse(row.content)
            for row in drafts_in_form(connection, DECLINED)
            if row.organisation == principal.organisation
        ]
    return max(registrations, key=lambda row: row.declined, default=None)


def waiting_registration(store: Store, principal: Principal, statement: str) -> WaitingRegistration:
    """One registration that waits, for the registrar or the operator.

    Raises:
        CradleError: `access.denied`, `registration.absent`.
    """
    scope_of(principal, Action.COUNTERSIGN)
    with store.read() as connection:
        return _waiting(_require_waiting(connection, statement))


def _require_waiting(connection: Connection, statement: str) -> Draft:
    kept = draft_of(connection, _name(statement))
    if kept is None or kept.form != SIGNED or parse_submission(kept.content).id != statement:
        detail = "No registration of this id waits; it was countersigned, declined, or never left."
        raise CradleError("registration.absent", detail)
    return kept


def _forget_declined(connection: Connection, organisation: str) -> None:
    for row in drafts_in_form(connection, DECLINED):
        if row.organisation == organisation:
            delete_draft(connection, row.id)


def waiting_registrations(store: Store, principal: Principal) -> WaitingRegistrations:
    """The registrations that wait: all for the registrar and the operator, else the caller's own.

    Raises:
        CradleError: `access.denied`.
    """
    everything = scope_of(principal, Action.REGISTER) is Scope.ALL
    registrations = all_waiting_registrations(store).items
    own = (row for row in registrations if everything or row.organisation == principal.organisation)
    return WaitingRegistrations(items=tuple(own))


def all_waiting_registrations(store: Store) -> WaitingRegistrations:
    """All registrations that wait, for the operator in the ledger's folder."""
    with store.read() as connection:
        drafts = drafts_in_form(connection, SIGNED)
    return WaitingRegistrations(items=tuple(map(_waiting, drafts)))


def _waiting(row: Draft) -> WaitingRegistration:
    return WaitingRegistration(
        id=parse_submission(row.content).id,
        organisation=row.organisation,
        firm=row.title,
        left=row.created,
        submission=SubmissionBody.parse(row.content),
    )


def settle_registration(store: Store, participant: str) -> None:
    """Bind the organisation that left a registration to the participant that it became."""
    with store.read() as connection:
        kept = draft_of(connection, _name(participant))
    if kept is None or kept.form != SIGNED or parse_submission(kept.content).id != participant:
        return
    try:
        bind(store, kept.organisation, participant)
    except CradleError as error:
        if (
            error.code != "organisation.bound"
        ):  # It got its participant another way in the meantime.
            raise
    with store.write() as connection:
        delete_draft(connection, kept.id)
        _forget_declined(connection, kept.organisation)


def _name(statement: str) -> str:
    """The name of the draft: the first half of the digits of the statement's id."""
    return statement.removeprefix("sha256:")[:32]
