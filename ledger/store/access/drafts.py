"""Drafts: what an organisation is writing and has not signed."""

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, delete, func, insert, select, update

from ledger.store.access import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.engine import Connection
from ledger.store.tables import Table

_draft = Table.metadata.tables["draft"]
_PUT = insert(_draft)
_OF = select(_draft).where(_draft.c.id == bindparam("name"))
_HEAD = [column for column in _draft.c if column.name != "content"]
_ALL = (
    select(*_HEAD)
    .where(_draft.c.organisation == bindparam("of"))
    .order_by(_draft.c.updated.desc(), _draft.c.id)
)
_IN_FORM = (
    select(_draft).where(_draft.c.form == bindparam("of")).order_by(_draft.c.created, _draft.c.id)
)
_COUNT = select(func.count()).select_from(_draft).where(_draft.c.organisation == bindparam("of"))
_CHANGE = (
    update(_draft)
    .where(_draft.c.id == bindparam("name"))
    .values(title=bindparam("called"), content=bindparam("data"), updated=bindparam("at"))
)
_DELETE = delete(_draft).where(_draft.c.id == bindparam("name"))


@dataclass(frozen=True, slots=True)
class DraftHead:
    """A stored draft without its content, which may have 1 MiB.

    Attributes:
        id: a random id.
        organisation: that writes it.
        form: of the content, such as `entry`.
        title: by which a person recognises it.
        created: seconds of UTC since 1970, as `updated`.
        updated: of the newest change.
    """

    id: str
    organisation: str
    form: str
    title: str
    created: int
    updated: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored draft: its head, and `content`, JSON in its form."""

    id: str
    organisation: str
    form: str
    title: str
    content: bytes
    created: int
    updated: int


def put_draft(connection: Connection, draft: Draft) -> None:
    """Store a new draft."""
    connection.execute(_PUT, asdict(draft))


def draft_of(connection: Connection, name: str) -> Draft | None:
    """The draft of that id, or None."""
    found = connection.execute(_OF, {"name": name}).one_or_none()
    return None if found is None else Draft(*found)


def drafts_of(connection: Connection, organisation: str) -> tuple[DraftHead, ...]:
    """The heads of an organisation's drafts, the newest change first."""
    return tuple(DraftHead(*row) for row in connection.execute(_ALL, {"of": organisation}))


def drafts_in_form(connection: Connection, form: str) -> tuple[Draft, ...]:
    """The drafts of all organisations in a form, the oldest first."""
    return tuple(Draft(*row) for row in connection.execute(_IN_FORM, {"of": form}))


def count_drafts(connection: Connection, organisation: str) -> int:
    """The number of drafts of an organisation."""
    return int(connection.execute(_COUNT, {"of": organisation}).scalar_one())


def change_draft(connection: Connection, name: str, title: str, content: bytes, at: int) -> None:
    """Change the title and content of a draft."""
    changed = {"name": name, "called": title, "data": content, "at": at}
    connection.execute(_CHANGE, changed)


def delete_draft(connection: Connection, name: str) -> None:
    """Delete a draft; an unknown one counts as deleted."""
    connection.execute(_DELETE, {"name": name})
