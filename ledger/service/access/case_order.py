"""The order of an auditor's cases: those that await it first, by state and by day.

A case awaits the auditor until it has attested the figure, or until a statement replaces the subject or its figure.
Whether a figure is stale takes its whole lineage, so it moves no case: the list marks it on the page that is shown.
The ledger keeps an order and no times, so a day is known only where the auditor's papers or the attestation give one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ledger.service.access.case_subject import CaseSubject, find_cases
from ledger.service.access.principal import Principal
from ledger.state.view import View
from ledger.store.access.audits import StoredFinding, StoredLook, findings_of, looks_of
from ledger.store.access.engagements import Engagement
from ledger.store.changes import changes_of
from ledger.store.statements import ids_about
from schemas.signed.attestation import Attestation
from schemas.signed.statement import Kind
from schemas.views.audit_case import CaseState, awaits_auditor

_ORDER: Final = (
    CaseState.FINDINGS,
    CaseState.LOOKING,
    CaseState.NEW,
    CaseState.ATTESTED,
    CaseState.SUPERSEDED,
)
"""The states in the order of the list."""


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A case with all that decides its place in the list.

    Attributes:
        engagement: the auditor's.
        subject: of the engagement.
        state: of the case, but for a figure that is stale.
        since: the day on which the state began, if it is known.
        by: the statement that replaced the subject or its figure.
        attestation: the auditor's last one of the figure.
    """

    engagement: Engagement
    subject: CaseSubject
    state: CaseState
    since: str | None = None
    by: str | None = None
    attestation: str | None = None

    @property
    def awaits(self) -> bool:
        """True if the case awaits the auditor."""
        return awaits_auditor(self.state, self.attestation)


@dataclass(frozen=True, slots=True)
class _Papers:
    """An auditor's findings and looks by subject."""

    findings: Mapping[str, Sequence[StoredFinding]]
    looks: Mapping[str, Sequence[StoredLook]]


def in_order(cases: Sequence[PlacedCase]) -> list[PlacedCase]:
    """The cases as a working list has them; they come with the newest engagement first."""
    waiting = [case for case in reversed(cases) if case.awaits]
    waiting.sort(key=lambda case: (_ORDER.index(case.state), case.since or ""))
    settled = sorted(
        (case for case in cases if not case.awaits), key=lambda case: case.since or "", reverse=True
    )
    settled.sort(key=lambda case: _ORDER.index(case.state))
    return [*waiting, *settled]


def place_cases(view: View, principal: Principal, held: Sequence[Engagement]) -> list[PlacedCase]:
    """The cases of some engagements, in their order."""
    subjects = find_cases(view, [row.subject for row in held])
    names, figures = {row.id for row in subjects}, {row.figure for row in subjects}
    papers = _papers(view, principal, names)
    changes = changes_of(view.connection, names | figures)
    attested = _attested(view, principal, figures)
    placed_cases = []
    for engagement, subject in zip(held, subjects, strict=True):
        change = changes.get(subject.id) or changes.get(subject.figure)
        word = attested.get(subject.figure)
        if change is not None:
            state, since = CaseState.SUPERSEDED, None
        elif word is not None:
            state, since = CaseState.ATTESTED, word[1].date
        else:
            state, at = _own_state(engagement, papers)
            since = _day(at)
        by = None if change is None else change.by
        attestation = None if word is None else word[0]
        placed_cases.append(PlacedCase(engagement, subject, state, since, by, attestation))
    return placed_cases


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
    statements = view.read(names)
    words = ((name, statements[name]) for name in names)
    return {
        word.subject: (name, word)
        for name, word in words
        if isinstance(word, Attestation) and word.issuer == principal.participant
    }


def _day(at: int) -> str:
    return str(datetime.fromtimestamp(at, UTC).date())
