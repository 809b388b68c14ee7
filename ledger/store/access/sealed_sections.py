"""Sections of drafts that their signers are not shown: the ledger keeps them until the signed draft comes back.

They are kept by digest; of an organisation the newest ones, so that drafting takes no more room than that.
"""

from typing import Final

from sqlalchemy import BigInteger, LargeBinary, delete
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.rows import Table, put

KEPT: Final = 1000
"""The most sections that are kept for an organisation."""


class SealedSection(Table, table=True):
    """A section of a draft that its signer is not shown, which a submission of the draft is completed by."""

    __tablename__ = "sealed_section"
    digest: str = Field(primary_key=True)
    organisation: str = Field(index=True, foreign_key="organisation.id")
    data: bytes = Field(sa_type=LargeBinary)
    kept: int = Field(sa_type=BigInteger)


def put_sealed(
    connection: Connection, organisation: str, digest: str, data: bytes, now: int
) -> None:
    """Keep a section by its digest, and let go of the organisation's oldest ones beyond `KEPT`."""
    put(connection, SealedSection(digest=digest, organisation=organisation, data=data, kept=now))
    newest = (
        select(SealedSection.digest)
        .where(SealedSection.organisation == organisation)
        .order_by(col(SealedSection.kept).desc(), SealedSection.digest)
    )
    old = [*connection.execute(newest.offset(KEPT)).scalars()]
    if old:
        named = in_values(col(SealedSection.digest), "digests")
        connection.execute(delete(SealedSection).where(named), {"digests": old})


def sealed_of(connection: Connection, digest: str) -> bytes | None:
    """The kept section of that digest, or None."""
    query = select(SealedSection.data).where(SealedSection.digest == digest)
    return connection.execute(query).scalar_one_or_none()
