"""The report: the judgement on one bundle under one policy, as values and as text for people.

Its verdict is `verified`, `contradicted` or `incomplete`, never true, and never conform. Findings
come contradictions first; what a calculation merely asserts is listed beside them, for nobody can
recompute it. `Report.to_json` is the form for programs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from ledger.audit.findings import Findings, told
from ledger.audit.monitor import Monitored
from ledger.audit.recomputation import Recomputed
from ledger.audit.registry import Logs
from ledger.audit.subject import DeliverySubject, Subject
from ledger.footprint.ratings import CRITERIA, NAMES
from ledger.trust.checkpoint import Checkpoint
from schemas.calculation import Calculation
from schemas.quality import StudyQuality
from schemas.report import Asserted, Coverage, Finding, Report, Step
from schemas.values import RegistryState

Verdict = Literal["verified", "contradicted", "incomplete"]

_VERDICTS: Mapping[int, Verdict] = {0: "verified", 1: "contradicted", 2: "incomplete"}
_WORDS: Mapping[Verdict, str] = {
    "verified": "Verified: recomputed from signed data, to the last digit.",
    "contradicted": "Contradicted: two things in hand disagree, or the policy does not list one.",
    "incomplete": "Incomplete: something named is not there, and what depends on it is not told.",
}
_MARKS = {"contradiction": "x", "missing": "?", "remark": "-"}
_OUTCOMES = {"passed": "passed", "found": "FOUND", "not_told": "not told"}
_SHOWN = 5
"""Consequences of one finding that the text names; `Report.follows` holds all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an audit came to: as far as it came.

    Attributes:
        told_total: the recomputed total of a delivery, as its customer is told it.
        coverage: what could not wholly be told.
    """

    subject: Subject | DeliverySubject | None = None
    logs: Logs | None = None
    recomputed: Recomputed | None = None
    stale: bool = False
    custody: tuple[str, ...] = ()
    told_total: str | None = None
    coverage: tuple[Coverage, ...] | None = None
    monitored: Monitored | None = None


def build_report(
    outcome: Outcome, findings: Findings, bundle: str, policy: str, quorum: int
) -> Report:
    """The report of an audit.

    Args:
        outcome: what was told.
        findings: what was found.
        bundle: the digest of the bundle's bytes.
        policy: the digest of the policy file's bytes.
        quorum: how many groups of witnesses the policy requires.
    """
    findings.require_told()
    subject, logs, recomputed = outcome.subject, outcome.logs, outcome.recomputed
    declared = _declared(subject)
    return Report(
        verdict=_VERDICTS[findings.exit_code],
        exit_code=findings.exit_code,
        bundle=bundle,
        policy=policy,
        subject=None if subject is None else subject.id,
        calculation=subject.calculation_id if isinstance(subject, Subject) else None,
        declared_total=declared,
        recomputed_total=outcome.told_total if recomputed is None else told(recomputed.total),
        quality=None if recomputed is None else recomputed.quality,
        stale=outcome.stale,
        entries=None if logs is None else _state(logs.entries),
        registry=None if logs is None else _state(logs.signed_registry),
        witnessed=0 if logs is None else logs.witnessed,
        quorum=quorum,
        witnessed_at=None if logs is None else _moment(logs.witnessed_at),
        steps=findings.steps(),
        findings=findings.listed(None if declared is None else Decimal(declared)),
        asserted=() if subject is None else tuple(_asserted(subject, outcome)),
        unit=subject.delivery.unit if isinstance(subject, DeliverySubject) else None,
        coverage=outcome.coverage,
    )


def _declared(subject: Subject | DeliverySubject | None) -> str | None:
    """The total that the subject states."""
    if isinstance(subject, DeliverySubject):
        return None if subject.delivery.figure is None else subject.delivery.figure.total
    return None if subject is None or subject.calculation is None else subject.calculation.total


def _state(checkpoint: Checkpoint | None) -> RegistryState | None:
    if checkpoint is None:
        return None
    return RegistryState(size=checkpoint.size, root=checkpoint.root.hex())


def _moment(seconds: int | None) -> str | None:
    """A POSIX time as RFC 3339 in UTC."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _service_life(calculation: Calculation) -> Iterator[Asserted]:
    stated = [("capacity evidence", calculation.capacity_evidence, "")]
    for row in calculation.warranties:
        stated += [
            ("warranty", row.years, " years"),
            ("warranty distance", row.km, " km"),
            ("warranted share of usable energy", row.remaining_energy, ""),
            ("warranty evidence", row.evidence, ""),
        ]
    stated.append(("cycle life", calculation.cycle_life, " cycles"))
    for name, value, unit in stated:
        if value is not None:
            yield Asserted(name=name, value=f"{value}{unit}")


def _asserted(subject: Subject | DeliverySubject, outcome: Outcome) -> Iterator[Asserted]:
    """What the documents assert and nobody can recompute from the bundle."""
    if isinstance(subject, Subject):
        yield from _asserted_documents(subject)
    for key in outcome.custody:
        yield Asserted(name="custody of a key", value=key)
    counted = "the log's word" if outcome.monitored is None else str(outcome.monitored)
    yield Asserted(name="draws by customers outside the bundle", value=counted)


def _asserted_documents(subject: Subject) -> Iterator[Asserted]:
    calculation = subject.calculation
    if calculation is not None:
        yield Asserted(name="capacity", value=f"{calculation.capacity_kwh} kWh")
        yield from _service_life(calculation)
        vehicle = calculation.vehicle_category or "none"
        yield Asserted(name="category", value=f"{calculation.category.value}, vehicle {vehicle}")
        if calculation.filling is not None:
            yield Asserted(name="gaps filled", value=", ".join(calculation.filling.to_json()))
        yield Asserted(name="number of batteries", value=str(calculation.batteries))
        yield Asserted(name="software", value=calculation.software)
    for row in subject.composition.exclusions if subject.composition is not None else ():
        yield Asserted(name="exclusion", value=f"{row.entry}: {row.reason}")
    attestation = subject.attestation
    if attestation is not None:
        for name in ("bundle", "policy", "findings"):
            yield Asserted(name=f"attested {name}", value=getattr(attestation, name))
        yield Asserted(name="attested outcome", value=f"{attestation.outcome}, {attestation.level}")
        yield Asserted(name="attested scope", value=attestation.scope)
    if subject.declaration is not None:
        yield Asserted(name="declaration of conformity", value=subject.declaration.conformity)
        yield Asserted(name="public study", value=subject.declaration.study)


def format_report(report: Report) -> str:
    """The report as text for people."""
    return "\n".join(
        (
            _WORDS[report.verdict],
            "",
            *_facts(report),
            *_quality(report.quality),
            "",
            *found_lines(report.steps, report.findings, _per(report)),
            *_coverage(report.coverage or ()),
            "",
            "Asserted, and not recomputed",
            *(f"  {row.name}: {row.value}" for row in report.asserted),
            "",
            "Verified means recomputed from signed data. It does not mean true, nor conform.",
        )
    )


def found_lines(steps: Iterable[Step], findings: Sequence[Finding], per: str) -> Iterator[str]:
    """The steps and the findings of a judgement, as text for people; effects are `per` a unit."""
    yield "Steps"
    for step in steps:
        yield f"  {step.number:2} {step.name:<14} {_OUTCOMES[step.outcome]:<9}{step.checked:>7}"
    yield from ("", f"Findings: {len(findings)}")
    for finding in findings:
        yield from _finding(finding, per)


def _facts(report: Report) -> Iterator[str]:
    unit = f"kg CO2e per {'kWh of total energy' if report.unit is None else report.unit.value}"
    for name, value in (
        ("bundle", report.bundle),
        ("policy", report.policy),
        ("subject", report.subject),
        ("calculation", report.calculation),
        ("declared", report.declared_total and f"{report.declared_total} {unit}"),
        ("recomputed", report.recomputed_total and f"{report.recomputed_total} {unit}"),
        ("as of", _as_of(report)),
    ):
        yield f"{name:<12} {value or 'not told'}"
    yield f"{'witnesses':<12} {report.witnessed} of {report.quorum} required"
    if report.stale:
        yield f"{'stale':<12} what it rests on has changed since; see the findings"


def _quality(quality: StudyQuality | None) -> Iterator[str]:
    if quality is None:
        return
    level = "" if quality.level is None else f", {quality.level.replace('_', ' ')}"
    yield f"{'data quality':<12} DQR {quality.dqr}{level}; by the other formula {quality.other_dqr}"
    scores = (f"{NAMES[name]} {getattr(quality.scores, name)}" for name in CRITERIA)
    yield f"{'':<12} {', '.join(scores)}"
    count, unrated = len(quality.most_relevant), quality.unrated_share
    yield f"{'':<12} over {count} most relevant processes; unrated share {unrated}"


def _as_of(report: Report) -> str:
    """The state of both logs that the judgement rests on, and since when others know it."""
    entries, registry = (
        "not told" if state is None else str(state.size)
        for state in (report.entries, report.registry)
    )
    known = f"witnessed no later than {report.witnessed_at}"
    if report.witnessed_at is None:
        known = "no witness required" if report.quorum == 0 else "not witnessed by a quorum"
    return f"entries {entries}, registry {registry}; {known}"


def _per(report: Report) -> str:
    return "kWh" if report.unit is None else report.unit.value


def _coverage(rows: Iterable[Coverage]) -> Iterator[str]:
    """What could not wholly be told, counted."""
    for index, row in enumerate(rows):
        if index == 0:
            yield from ("", "Not wholly told")
        named = ", ".join(row.missing[:_SHOWN])
        more = len(row.missing) - _SHOWN
        rest = f" and {more} more" if more > 0 else ""
        yield f"  {row.what}: {row.told} of {row.of}; not {named}{rest}"


def _finding(finding: Finding, per: str) -> Iterator[str]:
    yield f"  {_MARKS[finding.severity]} {finding.code} (step {finding.step}): {finding.subject}"
    yield f"      {finding.detail}"
    if finding.effect_kg is not None:
        share = f", {finding.effect_percent} %" if finding.effect_percent is not None else ""
        yield f"      effect {finding.effect_kg} kg CO2e per {per}{share}"
    for line in finding.follows[:_SHOWN]:
        yield f"      so: {line}"
    if len(finding.follows) > _SHOWN:
        yield f"      and {len(finding.follows) - _SHOWN} more that follow"
