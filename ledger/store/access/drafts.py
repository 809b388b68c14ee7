"""Drafts: what an organisation is writing and has not signed; a draft is deleted when it is submitted."""

from sqlalchemy import BigInteger, LargeBinary, delete, func, update
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.rows import Table, read_all, read_one


class DraftHead(Table):
    """A stored draft without its content, which may have 1 MiB.

    Attributes:
        id: a random id.
        organisation: that writes it.
        form: of the content, such as `entry`.
        title: by which a person recognises it.
        created: seconds of UTC since 1970, as `updated`.
        updated: of the newest change.
    """

    id: str = Field(primary_key=True)
    organisation: str = Field(index=True, foreign_key="organisation.id")
    form: str
    title: str
    created: int = Field(sa_type=BigInteger)
    updated: int = Field(sa_type=BigInteger)


class Draft(DraftHead, table=True):
    """A stored draft: its head, and `content`, JSON in its form."""

    __tablename__ = "draft"
    content: bytes = Field(sa_type=LargeBinary)


_HEAD = [column for column in Draft.__table__.columns if column.name in DraftHead.model_fields]


def draft_of(connection: Connection, name: str) -> Draft | None:
    """The draft of that id, or None."""
    return read_one(connection, select(Draft).where(Draft.id == name))


def drafts_of(connection: Connection, organisation: str) -> tuple[DraftHead, ...]:
    """The heads of an organisation's drafts, the newest change first."""
    query = select(*_HEAD).where(Draft.organisation == organisation)
    rows = connection.execute(query.order_by(col(Draft.updated).desc(), Draft.id)).mappings()
    return tuple(DraftHead(**row) for row in rows)


def drafts_in_form(connection: Connection, form: str) -> tuple[Draft, ...]:
    """The drafts of all organisations in a form, the oldest first."""
    query = select(Draft).where(Draft.form == form).order_by(col(Draft.created), Draft.id)
    return read_all(connection, query)


def count_drafts(connection: Connection, organisation: str) -> int:
    """The number of drafts of an organisation."""
    query = select(func.count()).select_from(Draft).where(Draft.organisation == organisation)
    return int(connection.execute(query).scalar_one())


def change_draft(connection: Connection, name: str, title: str, content: bytes, at: int) -> None:
    """Change the title and content of a draft."""
    query = update(Draft).where(col(Draft.id) == name)
    connection.execute(query.values(title=title, content=content, updated=at))


def delete_draft(connection: Connection, name: str) -> None:
    """Delete a draft; an unknown one counts as deleted."""
    connection.execute(delete(Draft).where(col(Draft.id) == name))
