"""Drafts of statements, which an organisation keeps here until it has signed and submitted them.

A draft is what a person typed, not a statement: nothing in it is checked before it is signed, and the server signs
nothing. Only the organisation that wrote a draft is shown it; in the database the operator can read it. A submitted
draft is deleted.
"""

from typing import Final

from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.store.access import drafts as store
from ledger.store.access.drafts import Draft, DraftHead
from ledger.store.engine import Connection
from ledger.store.rows import put
from ledger.store.store import Store
from schemas.errors import CradleError
from schemas.readable import require_readable

MOST: Final = 200
"""The most drafts of an organisation."""

BYTES: Final = 1 << 20
"""The largest size of a draft: that of the largest section."""

SIGNED: Final = "registration.signed"
"""The form of a registration that waits for its registrar (`registrations`), which is not a draft any more."""

DECLINED: Final = "registration.declined"
"""The form of a registration that its registrar has declined."""

LEFT: Final = frozenset({SIGNED, DECLINED})

TITLE: Final = 200
"""The most characters of a title; a longer one is cut."""


def keep_draft(
    database: Store,
    principal: Principal,
    name: str,
    form: str,
    title: str,
    content: bytes,
    now: int,
) -> Draft:
    """Keep a draft under a name, new or in place of the one that it had: sending a page twice makes one draft.

    Args:
        database: the store.
        principal: the caller.
        name: 32 hexadecimal digits.
        form: of the draft.
        title: of the draft.
        content: of the draft.
        now: the clock, in seconds of UTC since 1970.

    Raises:
        CradleError: `access.denied`, `draft.too_many`, `draft.too_large`, `text.*`; `draft.absent` if the name is
            that of another form or of another firm's draft.
    """
    scope_of(principal, Action.SUBMIT)
    _require_sound(title, content)
    with database.write() as connection:
        stored_draft = store.draft_of(connection, name)
        if stored_draft is None:
            _require_room(connection, principal)
            new_draft = Draft(
                id=name,
                organisation=principal.organisation,
                form=form,
                title=title[:TITLE],
                content=content,
                created=now,
                updated=now,
            )
            put(connection, new_draft)
            return new_draft
        if (stored_draft.organisation, stored_draft.form) != (principal.organisation, form):
            raise _absent()
        store.change_draft(connection, name, title[:TITLE], content, now)
        changed = {"title": title[:TITLE], "content": content, "updated": now}
        return stored_draft.model_copy(update=changed)


def change_draft(
    database: Store, principal: Principal, name: str, title: str, content: bytes, now: int
) -> None:
    """Change the title and content of a draft.

    Raises:
        CradleError: `access.denied`, `draft.absent`, `draft.too_large`, `text.*`.
    """
    _require_sound(title, content)
    with database.write() as connection:
        stored_draft = _require(connection, principal, name)
        store.change_draft(connection, stored_draft.id, title[:TITLE], content, now)


def read_draft(database: Store, principal: Principal, name: str) -> Draft:
    """A draft of the caller's organisation.

    Raises:
        CradleError: `access.denied`, `draft.absent`, also for another organisation's.
    """
    with database.read() as connection:
        return _require(connection, principal, name)


def list_drafts(database: Store, principal: Principal) -> tuple[DraftHead, ...]:
    """The drafts of the caller's organisation without their content, the newest change first.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.SUBMIT)
    with database.read() as connection:
        drafts = store.drafts_of(connection, principal.organisation)
    return tuple(row for row in drafts if row.form not in LEFT)


def delete_draft(database: Store, principal: Principal, name: str) -> None:
    """Delete a draft.

    Raises:
        CradleError: `access.denied`, `draft.absent`.
    """
    with database.write() as connection:
        store.delete_draft(connection, _require(connection, principal, name).id)


def _require(connection: Connection, principal: Principal, name: str) -> Draft:
    scope_of(principal, Action.SUBMIT)
    draft = store.draft_of(connection, name)
    own = draft is not None and draft.organisation == principal.organisation
    if draft is None or not own or draft.form in LEFT:
        raise _absent()
    return draft


def _absent() -> CradleError:
    detail = "There is no such draft; it was submitted or deleted, or is another firm's."
    return CradleError("draft.absent", detail)


def _require_room(connection: Connection, principal: Principal) -> None:
    if store.count_drafts(connection, principal.organisation) >= MOST:
        detail = f"Your firm has {MOST} drafts; submit or delete some of them first."
        raise CradleError("draft.too_many", detail)


def _require_sound(title: str, content: bytes) -> None:
    require_readable(title, "title")
    if len(content) > BYTES:
        detail = f"The draft has {len(content)} bytes; at most {BYTES} are kept. Split it."
        raise CradleError("draft.too_large", detail)
