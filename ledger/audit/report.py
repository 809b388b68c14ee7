"""The report: the judgement on one bundle under one policy, as values; `report_text` is for people.

Its verdict is `verified`, `contradicted`, `attested` or `incomplete`, never true, and never conform.
Findings come contradictions first; what a calculation merely asserts is listed beside them, for nobody can
recompute it. `Report.to_json` is the form for programs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from ledger.audit.asserted import assert_documents, assert_mixes, assert_recycling, assert_word
from ledger.audit.basis import Account, Computed
from ledger.audit.findings import Findings, told
from ledger.audit.monitor import Monitored
from ledger.audit.production import Production
from ledger.audit.recomputation import Recomputed
from ledger.audit.registry import Logs
from ledger.audit.report_text import CUSTODY
from ledger.audit.subject import DeliverySubject, Subject
from ledger.footprint.composition import Part
from ledger.rules.outside import OUTSIDE
from ledger.trust.checkpoint import Checkpoint
from schemas.report import Asserted, Coverage, Heading, Report
from schemas.values import RegistryState

Verdict = Literal["verified", "contradicted", "attested", "incomplete"]

_VERDICTS: Mapping[int, Verdict] = {0: "verified", 1: "contradicted", 2: "incomplete"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an audit came to: as far as it came.

    Attributes:
        told_total: the recomputed total of a delivery, as its customer is told it.
        coverage: what could not wholly be told.
        heading: whose calculation it is, of which product, by which method.
        rows: of the composition, as far as they could be resolved.
        account: the attestations of deliveries that count, and what rests on them.
        computed: the figures, and the method that gave them.
        production: what the plant made of the model beside what the figure counts.
    """

    subject: Subject | DeliverySubject | None = None
    logs: Logs | None = None
    recomputed: Recomputed | None = None
    stale: bool = False
    custody: tuple[str, ...] = ()
    told_total: str | None = None
    coverage: tuple[Coverage, ...] | None = None
    monitored: Monitored | None = None
    account: Account = field(default_factory=Account)
    heading: Heading | None = None
    rows: tuple[Part, ...] = ()
    computed: Computed = field(default_factory=Computed)
    production: Production = field(default_factory=Production)


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
        heading=outcome.heading,
        verdict=_verdict(findings, outcome),
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
        basis=outcome.account.basis,
        left_out=outcome.production.left_out or None,
    )


def _verdict(findings: Findings, outcome: Outcome) -> Verdict:
    """The word for the exit status; one of its own where attestations carry all that is withheld.

    They are of deliveries, so they do not carry a batch of the manufacturer's own that the figure leaves out.
    """
    parts = {row.basis for row in outcome.account.basis or ()}
    redacted = findings.is_only_redacted and outcome.production.is_shown
    if redacted and "attested" in parts and parts <= {"recomputed", "attested"}:
        return "attested"
    return _VERDICTS[findings.exit_code]


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


def _asserted(subject: Subject | DeliverySubject, outcome: Outcome) -> Iterator[Asserted]:
    """What the documents assert and nobody can recompute from the bundle."""
    if isinstance(subject, Subject):
        km = None if outcome.recomputed is None else outcome.recomputed.distance
        yield from assert_documents(subject, outcome.rows, km)
        yield from outcome.production.asserted
    yield from assert_mixes(outcome.computed)
    if outcome.computed.figures is not None:
        yield from assert_recycling(outcome.computed.figures)
    for words in outcome.account.words.values():
        for word in words:
            yield from assert_word(word.attestation, f"{word.delivery}: ")
    for key in outcome.custody:
        yield Asserted(name=CUSTODY, value=key)
    counted = "the log's word" if outcome.monitored is None else str(outcome.monitored)
    for unseen in OUTSIDE.values():
        yield Asserted(name=unseen, value=counted)
