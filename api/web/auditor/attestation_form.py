"""The form of an attestation: what the auditor types, and the statement drafted from it and from what was recorded.

Digests come from the kept recomputation and the depth from the kept looks; neither can be typed. An outcome that the
verdict contradicts is refused (`ledger.rules.attestation`); what speaks against an outcome otherwise is listed, and the
auditor says that it has read the list.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from api.recomputations import Recomputation
from api.web.workspace import Visit
from ledger.audit.report.materiality import MATERIALITY, EffectSum, sum_of_report
from ledger.desk.samples import reveal_sample
from ledger.rules.attestation import (
    ExaminedDepth,
    Outcome,
    conflicting_outcome,
    latest_validity,
    level_problem,
    stated_depth,
    validity_problem,
)
from ledger.trust.canonical import canonical
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.sample import SecretCommitment
from schemas.views.audit_case import AuditCase, AuditFindings, CaseState
from schemas.views.report import Report

OPTIONAL: Final = ("standard", "independence", "notified_body", "date", "valid_until")
FIELDS: Final = frozenset(
    {"outcome", "level", "materiality", "scope", "read", "depth", "secret", "settled", *OPTIONAL}
)
_PERCENT: Final = re.compile(r"[0-9]{1,18}(\.[0-9]{1,30})?")
_STAND_IN: Final = "0" * 32


class TypedAttestation(BaseModel):
    """The fields of the form as they were typed.

    `settle` are the ids of the choices that are ticked. Each choice that the page lists has one text in each of the
    four fields after it: its id, and what was typed beside it.
    """

    model_config = ConfigDict(frozen=True)

    outcome: str = ""
    level: str = "agreed_upon_procedures"
    materiality: str = "5"
    scope: str = ""
    standard: str = ""
    independence: str = ""
    notified_body: str = ""
    date: str = ""
    valid_until: str = ""
    secret: str = ""
    settled: str = ""
    settle: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    exceptions: str = ""
    read: str = ""


def prefilled(day: str) -> TypedAttestation:
    """The form at the beginning: today, valid for as long as the rule permits, the exceptions named."""
    return TypedAttestation(date=day, valid_until=latest_validity(day), exceptions="yes")


def materiality_of(typed: str) -> str:
    """The typed threshold, or the usual one in place of a text that is not a percentage."""
    plain = _plain(typed)
    return plain if _PERCENT.fullmatch(plain) else MATERIALITY


def warnings(
    case: AuditCase, run: Recomputation, findings: AuditFindings, outcome: str, materiality: str
) -> Iterator[str]:
    """The keys of what speaks against signing, or against an outcome; the auditor decides."""
    report = run.report
    if run.own_policy:
        yield "server_policy"
    if case.state in {CaseState.STALE, CaseState.SUPERSEDED} or (report and report.is_changed):
        yield "stale"
    summed = EffectSum(findings.known, findings.percent, findings.unknown)
    unsettled = [finding for finding in findings.items if finding.state in {"open", "answered"}]
    if outcome != "refused" and unsettled:
        yield "unsettled"
    if outcome != "refused" and summed.is_above(materiality):
        yield "material"
    if outcome == "verified" and report is not None and report.findings:
        yield "remarks"
    if outcome != "refused" and report is not None and sum_of_report(report).is_above(materiality):
        yield "material_remarks"
    if outcome == "refused" and report is not None and report.verdict == "verified":
        yield "refused_verified"


def require_read(
    case: AuditCase, run: Recomputation, findings: AuditFindings, typed: TypedAttestation
) -> None:
    """Refuse an attestation against which something speaks, unless its auditor has confirmed the list.

    Raises:
        CradleError: `attestation.unread`.
    """
    spoken = warnings(case, run, findings, typed.outcome, materiality_of(typed.materiality))
    if any(spoken) and not typed.read:
        detail = "Something speaks against this attestation; read the list and confirm it."
        raise CradleError("attestation.unread", detail, "read")


def draft_header(
    visit: Visit,
    case: AuditCase,
    run: Recomputation,
    typed: TypedAttestation,
    depths: Mapping[str, ExaminedDepth],
    *,
    settles: bool,
) -> dict[str, Any]:
    """The members of the attestation, checked by its model and its rules; `settles` if it will name settled choices.

    Raises:
        CradleError: `schema.*` and the grammar of a field, `attestation.outcome`, `attestation.validity`,
            `attestation.level`.
    """
    report = run.wait()
    header = {
        **_members(case, run, typed, depths),
        **_sample(visit, case, typed.secret),
    }
    stand_in: dict[str, Any] = {
        "origin": visit.ledger.origin,
        "issuer": case.subject,
        "nonce": _STAND_IN,
    }
    if settles:
        stand_in["sections"] = {"settled": f"sha256:{'0' * 64}"}
    _require(Attestation.parse(canonical({**header, **stand_in})), report)
    return header


def _sample(visit: Visit, case: AuditCase, typed: str) -> dict[str, Any]:
    """The sample of the commitment whose file was pasted, with its nonce; empty without one.

    Raises:
        CradleError: `commitment.file` for another text, or as `reveal_sample`; the place is the field.
    """
    if not typed.strip():
        return {}
    try:
        secret = SecretCommitment.parse(typed.encode())
        sample = reveal_sample(visit.ledger, visit.caller, case.figure, secret)
    except CradleError as error:
        is_form = error.code.partition(".")[0] in {"schema", "json", "secret"}
        code = "commitment.file" if is_form else error.code
        raise CradleError(code, error.detail, "secret") from None
    return {"sample": sample.to_json()}


def _members(
    case: AuditCase,
    run: Recomputation,
    typed: TypedAttestation,
    depths: Mapping[str, ExaminedDepth],
) -> dict[str, Any]:
    report = run.wait()
    depth = stated_depth(depths)
    if not typed.exceptions:
        depth = depth.model_copy(update={"exceptions": ()})
    optional_texts = {name: " ".join(getattr(typed, name).split()) for name in OPTIONAL}
    return {
        "delivery" if case.kind == "delivery" else "calculation": case.figure,
        "bundle": report.bundle,
        "policy": report.policy,
        "findings": run.findings_digest,
        "scope": " ".join(typed.scope.split()),
        "level": typed.level,
        "materiality": _plain(typed.materiality),
        "depth": depth.to_json(),
        "outcome": typed.outcome,
        **{name: value for name, value in optional_texts.items() if value},
    }


def _plain(typed: str) -> str:
    """A typed percentage with a point; one comma alone is a decimal comma in every language of the page."""
    return typed.strip().replace(",", ".")


def _require(attestation: Attestation, report: Report) -> None:
    outcome: Outcome = attestation.outcome
    for problem in (
        conflicting_outcome(outcome, report.verdict, rests=False),
        validity_problem("attestation", attestation),
        level_problem("attestation", attestation),
    ):
        if problem is not None:
            raise CradleError(problem.code, f"{problem.detail.capitalize()}.", problem.place or "")
