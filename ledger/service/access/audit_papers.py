"""An auditor's working papers in a case: its own findings, and how deeply it looked at entries and rows.

Only the auditor's organisation reads them; in the database the operator can. A look says what the auditor did, and an
attestation is drafted from looks, so two rules keep them honest: a document was seen only where the row names one, and
a visit is to the site of a whole entry. Papers remain after the engagement ended, unread until there is one again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from ledger.append.ledger import Ledger
from ledger.audit.report.materiality import sum_effects
from ledger.footprint.analysis.row_contributions import LISTS
from ledger.rules.attestation import ExaminedDepth, examined_depth
from ledger.service.access.case_figure import CaseFigure, case_entries, case_figure
from ledger.service.access.case_subject import find_case
from ledger.service.access.cases import require_engaged
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.state.view import View
from ledger.store.access.audits import (
    StoredFinding,
    StoredLook,
    change_finding,
    finding_of,
    findings_of,
    looks_of,
    put_look,
)
from ledger.store.rows import put
from schemas.errors import CradleError
from schemas.readable import require_readable
from schemas.signed.calculation import Calculation
from schemas.signed.rows import Row
from schemas.views.audit_case import (
    AuditFinding,
    AuditFindings,
    AuditLook,
    AuditLooks,
    FindingBody,
    LookBody,
)

MOST: Final = 1000
"""The most findings of a case."""


def read_findings(ledger: Ledger, principal: Principal, subject: str) -> AuditFindings:
    """The caller's findings in a case, with the sum of their known effects.

    Raises:
        CradleError: as `require_engaged`.
    """
    with ledger.view() as view:
        require_engaged(view, principal, subject)
        findings = findings_of(view.connection, principal.organisation, [subject])
        total = _total(view, subject)
    summed = sum_effects((row.effect for row in findings if row.state != "resolved"), total)
    return AuditFindings(
        subject=subject,
        items=tuple(_finding(row) for row in findings),
        known=summed.known,
        percent=summed.percent,
        unknown=summed.unknown,
    )


def keep_finding(
    ledger: Ledger, principal: Principal, subject: str, body: FindingBody, name: str, now: int
) -> AuditFinding:
    """Write a finding in a case.

    Args:
        ledger: the ledger.
        principal: the engaged auditor.
        subject: of the case.
        body: the finding.
        name: a fresh id of 32 hexadecimal digits.
        now: the clock.

    Raises:
        CradleError: as `require_engaged`; `audit.entry` or `audit.row` for what is not behind the figure;
            `audit.too_many`.
    """
    require_readable(body.comment, "comment")
    with ledger.view() as view:
        require_engaged(view, principal, subject)
        if body.entry is not None or body.place is not None:
            _require_row(view, subject, body.entry, body.place)
        if len(findings_of(view.connection, principal.organisation, [subject])) >= MOST:
            raise CradleError("audit.too_many", f"A case has at most {MOST} findings.")
    kept = StoredFinding(
        id=name,
        organisation=principal.organisation,
        subject=subject,
        entry=body.entry,
        place=body.place,
        comment=body.comment,
        effect=body.effect,
        state=body.state,
        credential=principal.credential,
        created=now,
        updated=now,
    )
    with ledger.store.write() as connection:
        put(connection, kept)
    _note(ledger, principal, subject, "finding written", now)
    return _finding(kept)


def rewrite_finding(
    ledger: Ledger, principal: Principal, subject: str, name: str, body: FindingBody, now: int
) -> AuditFinding:
    """Change the comment, effect and state of a finding; what it is about stays.

    Args:
        ledger: the ledger.
        principal: the engaged auditor.
        subject: of the case.
        name: the id of the finding.
        body: the new words.
        now: the clock.

    Raises:
        CradleError: as `require_engaged`; `audit.finding` if the case has none of that id.
    """
    require_readable(body.comment, "comment")
    with ledger.view() as view:
        require_engaged(view, principal, subject)
    with ledger.store.write() as connection:
        stored_finding = finding_of(connection, name)
        if stored_finding is None or (stored_finding.organisation, stored_finding.subject) != (
            principal.organisation,
            subject,
        ):
            raise CradleError("audit.finding", "There is no such finding in this case.")
        said = {"comment": body.comment, "effect": body.effect, "state": body.state}
        changed = stored_finding.model_copy(update=said | {"updated": now})
        change_finding(connection, changed)
    _note(ledger, principal, subject, f"finding {body.state}", now)
    return _finding(changed)


def read_looks(ledger: Ledger, principal: Principal, subject: str) -> AuditLooks:
    """The caller's looks in a case.

    Raises:
        CradleError: as `require_engaged`.
    """
    with ledger.view() as view:
        require_engaged(view, principal, subject)
        looks = looks_of(view.connection, principal.organisation, [subject])
    return AuditLooks(subject=subject, items=tuple(_look(row) for row in looks))


def keep_look(
    ledger: Ledger, principal: Principal, subject: str, body: LookBody, now: int
) -> AuditLook:
    """Record how deeply a row, or a whole entry, was looked at.

    Raises:
        CradleError: as `require_engaged`; `audit.entry` or `audit.row` for what is not behind the figure;
            `audit.depth` for a visit to a row or documents of a whole entry; `audit.no_document` for a document of a
            row that names none.
    """
    with ledger.view() as view:
        require_engaged(view, principal, subject)
        row = _require_row(view, subject, body.entry, body.place)
    if (body.depth, body.place is None) in {("site_visit", False), ("documents", True)}:
        detail = "A visit is to the site of a whole entry, and a document is that of a row; name one of them."
        raise CradleError("audit.depth", detail, "place")
    if body.depth == "documents" and (row is None or not (row.document or row.evidence)):
        detail = (
            "This row names no document, so none of it can have been seen; ask the site for one."
        )
        raise CradleError("audit.no_document", detail, "depth")
    kept = StoredLook(
        organisation=principal.organisation,
        subject=subject,
        entry=body.entry,
        place=body.place or "",
        depth=body.depth,
        credential=principal.credential,
        at=now,
    )
    with ledger.store.write() as connection:
        put_look(connection, kept)
    _note(ledger, principal, subject, f"looked: {body.depth}", now)
    return _look(kept)


def examined_entries(
    ledger: Ledger, principal: Principal, subject: str
) -> Mapping[str, ExaminedDepth]:
    """The depth to which each entry behind a case's figure was examined, by the looks that were kept.

    Raises:
        CradleError: as `case_entries`.
    """
    rows = case_entries(ledger, principal, subject)
    return depths_of(rows, read_looks(ledger, principal, subject).items)


def depths_of(rows: Mapping[str, int], looks: Iterable[AuditLook]) -> dict[str, ExaminedDepth]:
    """The depth of each entry; `rows` counts the rows of each that add to the figure."""
    visited, seen = set[str](), Counter[str]()
    for look in looks:
        if look.depth == "site_visit":
            visited.add(look.entry)
        elif look.depth == "documents":
            seen[look.entry] += 1
    return {
        name: examined_depth(visited=name in visited, seen=seen[name], rows=count)
        for name, count in rows.items()
    }


def _require_row(view: View, subject: str, entry: str | None, place: str | None) -> Row | None:
    """The row of an entry behind the figure; None for a whole entry, or an amount that the method adds.

    Raises:
        CradleError: `audit.entry`, `audit.row`.
    """
    figure = case_figure(view, find_case(view, subject))
    if figure is None or entry is None or entry not in figure.resolution.nodes:
        detail = (
            "The figure of this case does not rest on this entry; take one that the case shows."
        )
        raise CradleError("audit.entry", detail, "entry")
    if place is None:
        return None
    name, _, index = place.partition("/")
    inventory = figure.resolution.record(entry).inventory
    rows: tuple[Row, ...] = getattr(inventory, name, ()) if name in LISTS else ()
    if index and int(index) < len(rows):
        return rows[int(index)]
    if _is_added(figure, entry, place):
        return None
    raise CradleError(
        "audit.row", "The entry has no such row; take one that the case shows.", "place"
    )


def _is_added(figure: CaseFigure, entry: str, place: str) -> bool:
    """True if the method adds an amount of that word to the entry."""
    return any(row.place == place and row.row is None for row in figure.of_entry.get(entry, ()))


def _total(view: View, subject: str) -> str | None:
    statement = find_case(view, subject).stated
    if isinstance(statement, Calculation):
        return statement.total
    return None if statement.figure is None else statement.figure.total


def _finding(row: StoredFinding) -> AuditFinding:
    return AuditFinding.model_validate(
        {
            "id": row.id,
            "comment": row.comment,
            "state": row.state,
            "effect": row.effect,
            "entry": row.entry,
            "place": row.place,
            "created": row.created,
            "updated": row.updated,
        }
    )


def _look(row: StoredLook) -> AuditLook:
    return AuditLook.model_validate(
        {"entry": row.entry, "place": row.place or None, "depth": row.depth, "at": row.at}
    )


def _note(ledger: Ledger, principal: Principal, subject: str, what: str, now: int) -> None:
    note(ledger.store, principal, now, [AccessRecord("audit", subject, None, what)])
