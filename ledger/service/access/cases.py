"""An auditor's cases: the statements that it is engaged for, each with its state.

A case is read by the engaged organisation alone. Its state is drawn from the ledger (superseded, stale, attested by
this auditor) and from the auditor's own papers (findings that are open, rows that it looked at). The ledger keeps an
order and no times, so the day of a state is known only where papers or the statement itself give one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import unknown_statement
from ledger.service.append.ledger import Ledger
from ledger.service.state.profiles import name_of
from ledger.service.state.stale import find_stale
from ledger.service.state.view import View
from ledger.store.access.audits import StoredFinding, StoredLook, findings_of, looks_of
from ledger.store.access.engagements import Engagement, live_engagements
from ledger.store.changes import changes_of
from ledger.store.statements import ids_about
from schemas.audit_case import AuditCase, CasePage, CaseState
from schemas.calculation import Attestation, Calculation, Declaration
from schemas.delivery import Delivery
from schemas.entry import Entry
from schemas.statement import Kind


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """What an engagement is for: the subject, and the statement whose figure is audited."""

    id: str
    kind: str
    figure: str
    stated: Calculation | Delivery


@dataclass(frozen=True, slots=True)
class _Papers:
    """An auditor's findings and looks by subject."""

    findings: Mapping[str, Sequence[StoredFinding]]
    looks: Mapping[str, Sequence[StoredLook]]


def list_cases(ledger: Ledger, principal: Principal, after: int, count: int) -> CasePage:
    """A page of the caller's cases, the newest engagement first.

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
        held = _engagements(view, principal)
        page = list(islice(held, after, after + count))
        items = tuple(_cases(view, principal, page))
    following = after + count
    return CasePage(items=items, next=following if following < len(held) else None)


def read_case(ledger: Ledger, principal: Principal, subject: str) -> AuditCase:
    """One of the caller's cases.

    Raises:
        CradleError: `access.denied`; `statement.unknown` without a live engagement for the subject.
    """
    with ledger.view() as view:
        (case,) = _cases(view, principal, [require_engaged(view, principal, subject)])
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
    found = next((row for row in _engagements(view, principal) if row.subject == subject), None)
    if found is None:
        raise unknown_statement(subject)
    return found


def find_case(view: View, subject: str) -> CaseSubject:
    """The subject of a case, and the statement whose figure is audited.

    Raises:
        CradleError: `statement.unknown`.
    """
    declaration = view.statement(subject, Declaration)
    if declaration is not None:
        stated = view.statement(declaration.calculation, Calculation)
        if stated is not None:
            return CaseSubject(subject, "declaration", declaration.calculation, stated)
    if (calculation := view.statement(subject, Calculation)) is not None:
        return CaseSubject(subject, "calculation", subject, calculation)
    if (delivery := view.statement(subject, Delivery)) is not None:
        return CaseSubject(subject, "delivery", subject, delivery)
    raise unknown_statement(subject)


def _engagements(view: View, principal: Principal) -> list[Engagement]:
    """The live engagements, the newest first; of two for one subject, the earlier one counts."""
    held = dict[str, Engagement]()
    for row in live_engagements(view.connection, principal.organisation):
        held.setdefault(row.subject, row)
    return list(reversed(held.values()))


def _cases(view: View, principal: Principal, held: Sequence[Engagement]) -> Iterator[AuditCase]:
    subjects = [find_case(view, row.subject) for row in held]
    names = {row.id for row in subjects}
    papers = _papers(view, principal, names)
    figures = {row.figure for row in subjects}
    changes = changes_of(view.connection, names | figures)
    stale = {row.id: row for row in find_stale(view, sorted(figures))}
    attested = _attested(view, principal, figures)
    for engagement, subject in zip(held, subjects, strict=True):
        change = changes.get(subject.id) or changes.get(subject.figure)
        word = attested.get(subject.figure)
        if change is not None:
            state, since, by = CaseState.SUPERSEDED, None, change.by
        elif subject.figure in stale:
            state, since, by = CaseState.STALE, None, stale[subject.figure].touches[0].by
        elif word is not None:
            state, since, by = CaseState.ATTESTED, word[1].date, None
        else:
            state, at = _own_state(engagement, papers)
            since, by = _day(at), None
        yield AuditCase.model_validate(
            {
                **_described(view, subject),
                "engaged": engagement.created,
                "state": state,
                "since": since,
                "attestation": None if word is None else word[0],
                "by": by,
            }
        )


def _own_state(engagement: Engagement, papers: _Papers) -> tuple[CaseState, int]:
    """The state by the auditor's own papers, and when it began."""
    findings = papers.findings.get(engagement.subject, ())
    looks = papers.looks.get(engagement.subject, ())
    unsettled = [row.created for row in findings if row.state in {"open", "answered"}]
    if unsettled:
        return CaseState.FINDINGS, min(unsettled)
    begun = [*(row.created for row in findings), *(row.at for row in looks)]
    return (CaseState.LOOKING, min(begun)) if begun else (CaseState.NEW, engagement.created)


def _papers(view: View, principal: Principal, subjects: set[str]) -> _Papers:
    findings: dict[str, list[StoredFinding]] = {}
    looks: dict[str, list[StoredLook]] = {}
    for finding in findings_of(view.connection, principal.organisation, subjects):
        findings.setdefault(finding.subject, []).append(finding)
    for look in looks_of(view.connection, principal.organisation, subjects):
        looks.setdefault(look.subject, []).append(look)
    return _Papers(findings, looks)


def _attested(
    view: View, principal: Principal, figures: set[str]
) -> dict[str, tuple[str, Attestation]]:
    """The caller's last attestation of each figure, by the figure; its last word counts, a refusal too."""
    names = ids_about(view.connection, Kind.ATTESTATION.value, figures)
    known = view.read(names)
    words = ((name, known[name]) for name in names)
    return {
        word.subject: (name, word)
        for name, word in words
        if isinstance(word, Attestation) and word.issuer == principal.participant
    }


def _described(view: View, subject: CaseSubject) -> dict[str, object]:
    """What a case is about, as members of its model."""
    stated = subject.stated
    members: dict[str, object] = {
        "subject": subject.id,
        "kind": subject.kind,
        "figure": subject.figure,
        "issuer": stated.issuer,
        "firm": name_of(view, stated.issuer),
    }
    if isinstance(stated, Calculation):
        return members | {
            "product": stated.model,
            "site": stated.site,
            "period": stated.period,
            "total": stated.total,
        }
    entry = view.statement(stated.entry, Entry)
    of_entry = {} if entry is None else {"site": entry.site.code, "period": entry.period}
    figure = {} if stated.figure is None else {"total": stated.figure.total}
    return (
        members
        | of_entry
        | figure
        | {
            "product": stated.product,
            "number": stated.number,
            "unit": stated.unit,
        }
    )


def _day(at: int) -> str:
    return str(datetime.fromtimestamp(at, UTC).date())
