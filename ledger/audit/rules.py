"""Step 11, rules: what the policy accepts, what the rulebook requires, what counts once.

An attestation is by an auditor whom the policy lists, who is not the manufacturer, of this
calculation; a declaration is by the calculation's issuer, and its rulebook lets declare. Rules of
the composition are those of `ledger.rules.composition`, told only where all of it is at hand.
Two live entries of one issuer, site and process that share a product conflict if both have lots and
these are equal, otherwise if their periods overlap.
"""

from collections.abc import Iterator

from ledger.audit.attestations import attestor_problems
from ledger.audit.bundle import Bundle
from ledger.audit.citations import first_version
from ledger.audit.effects import Effects
from ledger.audit.findings import Findings, Nr
from ledger.audit.recomputation import Recomputed
from ledger.audit.subject import Subject, View
from ledger.footprint.company_specific import missing_processes
from ledger.footprint.graph import EntryRecord, Problem, Records
from ledger.footprint.reader import Reader
from ledger.rules.circular import circular_faults
from ledger.rules.composition import composition_problems, made_problems, stage_problems
from schemas.calculation import Attestation
from schemas.policy import Policy
from schemas.rulebook import Rulebook

STEP = Nr.RULES

_WHOLE_ROW = frozenset(
    {
        "composition.counted_twice",
        "composition.delivery",
        "composition.foreign",
        "composition.period",
        "composition.product",
        "delivery.expired",
    }
)
"""Findings whose effect is all that the row counts."""


def check_documents(subject: Subject, policy: Policy, findings: Findings) -> None:
    """Checks the attestation and the declaration that rest on the calculation."""
    calculation, declaration = subject.calculation, subject.declaration
    if declaration is None or calculation is None:
        return
    findings.checked(STEP)
    if declaration.issuer != calculation.issuer:
        detail = f"it declares a calculation by {calculation.issuer}"
        findings.contradict(STEP, Problem("declaration.calculation", subject.id, detail))
    attestation = subject.attestation
    if attestation is not None:
        findings.checked(STEP)
        problems = _attestation_problems(subject, attestation, calculation.issuer, policy)
        for code, detail in problems:
            findings.contradict(STEP, Problem(code, declaration.attestation, detail))


def _attestation_problems(
    subject: Subject, attestation: Attestation, manufacturer: str, policy: Policy
) -> Iterator[tuple[str, str]]:
    """What keeps an attestation from carrying the declaration."""
    yield from attestor_problems(attestation, manufacturer, policy)
    if attestation.calculation != subject.calculation_id:
        detail = f"it is of {attestation.subject}, which is not the calculation that is declared"
        yield "declaration.attestation", detail
    if attestation.outcome == "refused":
        yield "declaration.refused", "the auditor has refused the calculation"


def check_declarable(subject: Subject, view: View, rulebook: Rulebook, findings: Findings) -> None:
    """A declaration rests on a rulebook under which something may be declared, and on own data."""
    if subject.declaration is None:
        return
    if rulebook.declarable == "no":
        detail = f"under rulebook {rulebook.id} nothing may be declared"
        findings.contradict(STEP, Problem("declaration.rulebook", subject.id, detail))
    if rulebook.declarable == "article_7" and not view.resolution.problems:
        missing = missing_processes(view.resolution, rulebook)
        if missing:
            detail = f"no entry has the company-specific processes {', '.join(missing)}"
            problem = Problem("declaration.company_specific", subject.id, detail)
            findings.contradict(STEP, problem)


def check_composition(
    view: View,
    rulebook: Rulebook,
    recomputed: Recomputed | None,
    findings: Findings,
) -> None:
    """Checks what is counted, once all of it is at hand.

    Args:
        view: the graph as of the calculation.
        rulebook: of the calculation.
        recomputed: for effects, and for stages; None where the figure is not told.
        findings: where they go.
    """
    calculation, rows = view.calculation, view.rows
    problems = [
        *composition_problems(calculation, rows, view.resolution, rulebook),
        *made_problems(calculation, view.composition, view.made, view.records),
        *_exclusion_problems(view),
    ]
    if recomputed is not None:
        problems += stage_problems(rows, recomputed.cells, rulebook)
    findings.checked(STEP, len(rows) + len(view.composition.exclusions))
    for problem in problems:
        effect = None
        if recomputed is not None and problem.code == "calculation.batteries":
            effect = recomputed.batteries_effect
        elif recomputed is not None and problem.code in _WHOLE_ROW:
            effect = recomputed.row_effects.get(problem.subject)
        findings.contradict(STEP, problem, effect=effect)


def check_circular(view: View, reader: Reader, effects: Effects, findings: Findings) -> None:
    """Checks what the Circular Footprint Formula lets take something off the figure."""
    for fault in circular_faults(view.rows, reader):
        problem = Problem(fault.code, fault.subject, fault.detail)
        findings.contradict(STEP, problem, effect=effects.of(fault))


def _exclusion_problems(view: View) -> Iterator[Problem]:
    """Only an entry that made this very product can be left out of it."""
    calculation = view.calculation
    for row in view.composition.exclusions:
        record = view.records.entries.get(row.entry)
        if record is not None and (
            record.entry.issuer,
            record.entry.model,
            record.entry.site.code,
        ) != (calculation.issuer, calculation.model, calculation.site):
            detail = "it is left out, and never made this product"
            yield Problem("composition.exclusion", row.entry, detail)


def check_twins(bundle: Bundle, records: Records, findings: Findings) -> None:
    """No two live entries in hand state the same goods; versions of one entry are one."""
    groups: dict[tuple[str, str, str, str], list[EntryRecord]] = {}
    live = [row for row in records.entries.values() if records.newest(row.id) == row.id]
    shown = [(row, row.inventory) for row in live if row.inventory is not None]
    findings.checked(STEP, len(shown))
    for record, inventory in shown:
        entry = record.entry
        for output in inventory.outputs:
            key = (output.product, entry.issuer, entry.site.code, entry.process)
            groups.setdefault(key, []).append(record)
    told: set[str] = set()
    for (product, *_), group in groups.items():
        for twin, other in _twins(group) if len(group) > 1 else ():
            same = first_version(bundle, twin) == first_version(bundle, other)
            if not same and twin not in told:
                told.add(twin)
                detail = f"{other} states the same goods, {product}"
                findings.contradict(STEP, Problem("entry.twin", twin, detail))


def _twins(group: list[EntryRecord]) -> Iterator[tuple[str, str]]:
    """Pairs of entries of one product that count the same goods, the later one first."""
    lots: dict[str, str] = {}
    running: list[EntryRecord] = []
    for record in sorted(group, key=lambda row: (row.entry.period.start, row.id)):
        lot, start = record.entry.lot, record.entry.period.start
        if lot is not None and lots.setdefault(lot, record.id) != record.id:
            yield record.id, lots[lot]
        running = [other for other in running if other.entry.period.end > start]
        for other in running:
            if lot is None or other.entry.lot is None:
                yield record.id, other.id
        running.append(record)
