"""An auditor's cases: the statements that it is engaged for, each with its state.

A case is read by the engaged organisation alone. Its state is drawn from the ledger (superseded, stale, attested by
this auditor) and from the auditor's own papers (findings that are open, rows that it looked at). `case_order` has the
order of the list; a figure that has changed is marked here, for the cases of a page, by its standing.
"""

from collections.abc import Iterator, Sequence

from ledger.append.ledger import Ledger
from ledger.service.access.case_order import PlacedCase, in_order, place_cases
from ledger.service.access.case_subject import CaseSubject, find_case
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import unknown_statement
from ledger.state.profiles import name_of
from ledger.state.standing import find_standing
from ledger.state.view import View
from ledger.store.access.engagements import Engagement, live_engagements
from schemas.signed.calculation import Calculation
from schemas.signed.entry import Entry
from schemas.views.audit_case import AuditCase, CasePage, CaseState


def list_cases(ledger: Ledger, principal: Principal, after: int, count: int) -> CasePage:
    """A page of the caller's cases: first those that await it, the longest waiting first in each state.

    The others follow, the newest first in each state; without a day the newest engagement comes first.

    Args:
        ledger: the ledger.
        principal: the caller.
        after: the number of cases before the page.
        count: of cases on the page.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.AUDIT)
    with ledger.view() as view:
        placed = in_order(place_cases(view, principal, _engagements(view, principal)))
        items = tuple(_cases(view, placed[after : after + count]))
    following = after + count
    return CasePage(items=items, next=following if following < len(placed) else None)


def read_case(ledger: Ledger, principal: Principal, subject: str) -> AuditCase:
    """One of the caller's cases.

    Raises:
        CradleError: `access.denied`; `statement.unknown` without a live engagement for the subject.
    """
    with ledger.view() as view:
        engagement = require_engaged(view, principal, subject)
        (case,) = _cases(view, place_cases(view, principal, [engagement]))
    return case


def case_about(ledger: Ledger, principal: Principal, figure: str) -> str | None:
    """The subject of the caller's case about a calculation or delivery; None if it has none."""
    with ledger.view() as view:
        subjects = (find_case(view, row.subject) for row in _engagements(view, principal))
        return next((row.id for row in subjects if figure in {row.id, row.figure}), None)


def require_engaged(view: View, principal: Principal, subject: str) -> Engagement:
    """The caller's live engagement for exactly this subject.

    Raises:
        CradleError: `access.denied`, `statement.unknown`.
    """
    scope_of(principal, Action.AUDIT)
    engagement = next(
        (row for row in _engagements(view, principal) if row.subject == subject), None
    )
    if engagement is None:
        raise unknown_statement(subject)
    return engagement


def _engagements(view: View, principal: Principal) -> list[Engagement]:
    """The live engagements, the newest first; of two for one subject, the earlier one counts."""
    held = dict[str, Engagement]()
    for row in live_engagements(view.connection, principal.organisation):
        held.setdefault(row.subject, row)
    return list(reversed(held.values()))


def _cases(view: View, placed: Sequence[PlacedCase]) -> Iterator[AuditCase]:
    """The cases as they are shown, each with the standing of its figure."""
    for case in placed:
        state, since, by = case.state, case.since, case.by
        standing = find_standing(view, case.subject.id)
        changed = None if standing is None else standing.changed
        if state is not CaseState.SUPERSEDED and changed is not None:
            state, since = CaseState.STALE, None
            by = next((cause.by for cause in changed.causes or ()), None)
        yield AuditCase.model_validate(
            {
                **_described(view, case.subject),
                "engaged": case.engagement.created,
                "state": state,
                "since": since,
                "attestation": case.attestation,
                "by": by,
                "standing": standing,
            }
        )


def _described(view: View, subject: CaseSubject) -> dict[str, object]:
    """What a case is about, as members of its model."""
    statement = subject.stated
    members: dict[str, object] = {
        "subject": subject.id,
        "kind": subject.kind,
        "figure": subject.figure,
        "issuer": statement.issuer,
        "firm": name_of(view, statement.issuer),
    }
    if isinstance(statement, Calculation):
        return members | {
            "product": statement.model,
            "site": statement.site,
            "period": statement.period,
            "total": statement.total,
            "unit": statement.unit,
        }
    entry = view.statement(statement.entry, Entry)
    of_entry = {} if entry is None else {"site": entry.site.code, "period": entry.period}
    figure = {} if statement.figure is None else {"total": statement.figure.total}
    return (
        members
        | of_entry
        | figure
        | {
            "product": statement.product,
            "number": statement.number,
            "unit": statement.unit,
        }
    )
