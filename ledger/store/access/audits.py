"""An auditor's working papers: its findings in a case, and the depth to which it looked at entries and rows."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, delete, insert, select, update

from ledger.store.access import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.tables import Table

_finding, _look = Table.metadata.tables["audit_finding"], Table.metadata.tables["audit_look"]
_PUT_FINDING, _PUT_LOOK = insert(_finding), insert(_look)
_FINDING = select(_finding).where(_finding.c.id == bindparam("name"))
_FINDINGS = (
    select(_finding)
    .where(_finding.c.organisation == bindparam("of"), in_values(_finding.c.subject, "subjects"))
    .order_by(_finding.c.created, _finding.c.id)
)
_CHANGE = (
    update(_finding)
    .where(_finding.c.id == bindparam("name"))
    .values(
        comment=bindparam("said"),
        effect=bindparam("kg"),
        state=bindparam("now"),
        updated=bindparam("when"),
    )
)
_LOOKS = (
    select(_look)
    .where(_look.c.organisation == bindparam("of"), in_values(_look.c.subject, "subjects"))
    .order_by(_look.c.at, _look.c.entry, _look.c.place)
)
_FORGET = delete(_look).where(
    _look.c.organisation == bindparam("of"),
    _look.c.subject == bindparam("about"),
    _look.c.entry == bindparam("node"),
    _look.c.place == bindparam("row"),
)


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding of an organisation in the case of a subject.

    Attributes:
        id: 32 hexadecimal digits.
        organisation: that wrote it.
        subject: the id of the case's calculation, declaration or delivery.
        entry: that it is about; None for the case as a whole.
        place: of the row in the entry; None for the whole entry.
        comment: in the auditor's words.
        effect: kg CO2e per unit of the figure, a decimal string; None if it is not known.
        state: `open`, `answered`, `resolved` or `accepted`.
        credential: that wrote it.
        created: seconds of UTC since 1970, as `updated`.
        updated: of the newest change.
    """

    id: str
    organisation: str
    subject: str
    entry: str | None
    place: str | None
    comment: str
    effect: str | None
    state: str
    credential: str
    created: int
    updated: int


@dataclass(frozen=True, slots=True)
class StoredLook:
    """The depth to which an organisation looked at a row, or at an entry if `place` is empty."""

    organisation: str
    subject: str
    entry: str
    place: str
    depth: str
    credential: str
    at: int


def put_finding(connection: Connection, finding: StoredFinding) -> None:
    """Store a new finding."""
    connection.execute(_PUT_FINDING, asdict(finding))


def change_finding(connection: Connection, finding: StoredFinding) -> None:
    """Change the comment, effect and state of a stored finding."""
    changed = {
        "name": finding.id,
        "said": finding.comment,
        "kg": finding.effect,
        "now": finding.state,
        "when": finding.updated,
    }
    connection.execute(_CHANGE, changed)


def finding_of(connection: Connection, name: str) -> StoredFinding | None:
    """The finding of that id, or None."""
    found = connection.execute(_FINDING, {"name": name}).one_or_none()
    return None if found is None else StoredFinding(*found)


def findings_of(
    connection: Connection, organisation: str, subjects: Collection[str]
) -> tuple[StoredFinding, ...]:
    """An organisation's findings in these cases, the oldest first."""
    found = connection.execute(_FINDINGS, {"of": organisation, "subjects": subjects})
    return tuple(StoredFinding(*row) for row in found)


def put_look(connection: Connection, look: StoredLook) -> None:
    """Store the depth of a look, in place of an earlier one at the same row or entry."""
    connection.execute(
        _FORGET,
        {"of": look.organisation, "about": look.subject, "node": look.entry, "row": look.place},
    )
    connection.execute(_PUT_LOOK, asdict(look))


def looks_of(
    connection: Connection, organisation: str, subjects: Collection[str]
) -> tuple[StoredLook, ...]:
    """An organisation's looks in these cases, the oldest first."""
    found = connection.execute(_LOOKS, {"of": organisation, "subjects": subjects})
    return tuple(StoredLook(*row) for row in found)
