"""Step 10, rules: the rules of entries and documents, the policy, and the rulebook.

The functions of `ledger.rules` judge entries, versions, documents, duplicates and periods; the ledger calls the same
functions when it admits a statement. A period that is too short contradicts a declaration; for a calculation without
one, as in a study, it is a remark. The policy belongs to the reader: only this step checks that auditors, rulebooks and
factor sets are accepted.

Left out: the rules of a composition, which need its figures (step 16); and the lines that a new version must keep,
which are checked with the deliveries (step 12).
"""

from dataclasses import replace

from ledger.audit.bundle.citations import first_version
from ledger.audit.bundle.model import Bundle
from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.rules.attestations import attestor_problems
from ledger.audit.rules.declarations import check_declarations
from ledger.audit.rules.imports import check_imports
from ledger.audit.rules.objections import check_objections
from ledger.audit.rules.samples import check_samples
from ledger.audit.subject.delivery_view import is_shown
from ledger.audit.subject.method import check_method, read_method
from ledger.audit.subject.subject import Subject, View
from ledger.footprint.graph.resolution import Problem, Records
from ledger.rules.documents import (
    company_specific_problem,
    declarable_problem,
    declared_attestation_problems,
    declared_problem,
    subject_problems,
)
from ledger.rules.entry import entry_problems
from ledger.rules.goods import duplicates
from ledger.rules.period import period_problems
from ledger.rules.versions import version_problems
from schemas.signed.policy import Policy
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import Issued

STEP = StepNumber.RULES


def check_rules(context: AuditContext, findings: Findings) -> AuditContext:
    """Check all rules that need no figure, and read the method by which the figure is computed."""
    bundle, subject, view, subject_figure = (
        context.bundle,
        context.subject,
        context.view,
        context.stated,
    )
    check_versions(bundle, findings)
    check_declarations(context, findings)
    check_samples(context, findings)
    check_objections(context, findings)
    check_entries(bundle, findings)
    if isinstance(subject, Subject):
        check_documents(subject, context.policy, findings)
    if subject_figure is not None and (view is not None or isinstance(subject, Subject)):
        check_method(subject_figure, context.policy, findings)
    if view is None:
        return context
    if isinstance(subject, Subject) and isinstance(view, View):
        check_period(subject, view, findings)
    check_duplicates(bundle, view.records, findings)
    check_imports(bundle, view, findings)
    if subject_figure is None or not (isinstance(view, View) or is_shown(view)):
        return context
    method = read_method(bundle, subject_figure, findings)
    if isinstance(subject, Subject) and isinstance(view, View) and method is not None:
        check_declarable(subject, view, method.rulebook, findings)
    return replace(context, method=method)


def check_versions(bundle: Bundle, findings: Findings) -> None:
    """Check every statement that replaces or withdraws another one in the bundle."""
    for signed in bundle.statements.values():
        old = bundle.stated(signed.old, Issued)
        if old is None or not isinstance(signed.statement, Issued):
            continue
        findings.checked(STEP)
        problems = version_problems(
            signed.id, signed.statement, old, lambda entry: first_version(bundle, entry)
        )
        _report(findings, *problems)


def check_period(subject: Subject, view: View, findings: Findings) -> None:
    """Check that a calculation counts 12 months, or all production."""
    findings.checked(STEP)
    report = findings.remark if subject.declaration is None else findings.contradict
    for problem in period_problems(subject.id, view.calculation, view.made, view.records):
        report(STEP, problem)


def check_documents(subject: Subject, policy: Policy, findings: Findings) -> None:
    """Check the attestation and the declaration that rest on the calculation."""
    calculation, declaration = subject.calculation, subject.declaration
    if declaration is None or calculation is None:
        return
    findings.checked(STEP)
    _report(findings, declared_problem(subject.id, declaration, calculation))
    _report(findings, *subject_problems(subject.id, declaration, calculation))
    attestation = subject.attestation
    if attestation is not None:
        findings.checked(STEP)
        name = declaration.attestation
        _report(findings, *attestor_problems(name, attestation, calculation.issuer, policy))
        _report(findings, *declared_attestation_problems(declaration, attestation))


def check_declarable(subject: Subject, view: View, rulebook: Rulebook, findings: Findings) -> None:
    """Check that a declaration rests on a rulebook that allows declarations, and on company-specific data."""
    if subject.declaration is None:
        return
    _report(findings, declarable_problem(subject.id, view.calculation, rulebook))
    if not view.resolution.problems:
        _report(findings, company_specific_problem(subject.id, rulebook, view.resolution))


def check_entries(bundle: Bundle, findings: Findings) -> None:
    """Check each entry in the bundle on its own, as far as the bundle has its sections."""
    findings.checked(STEP, len(bundle.entries))
    for record in bundle.entries.values():
        _report(findings, *entry_problems(record))


def _report(findings: Findings, *problems: Problem | None) -> None:
    for problem in problems:
        if problem is not None:
            findings.contradict(STEP, problem)


def check_duplicates(bundle: Bundle, records: Records, findings: Findings) -> None:
    """Check that no two live entries in the bundle state the same goods; versions of one entry count as one."""
    live = [
        row
        for row in records.entries.values()
        if row.inventory is not None and records.newest(first_version(bundle, row.id)) == row.id
    ]
    findings.checked(STEP, len(live))
    problems = dict[str, Problem]()
    for record, earlier, product in duplicates(live):
        detail = f"{earlier.id} states the same goods, {product}"
        problems.setdefault(record.id, Problem("entry.duplicate", record.id, detail))
    _report(findings, *problems.values())
