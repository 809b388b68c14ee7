"""The steps of an audit, in the order in which they run.

 1 container        one zip file, in its canonical form
 2 integrity        every file has the digest in its name, and is canonical
 3 checkpoints      both logs' keys, origins and witnesses; the registry's root from its leaves
 4 monitor          the report of a monitor, if the bundle has one
 5 subject          one declaration, one calculation, or one delivery
 6 signatures       exactly those that the kind requires, each by a different key
 7 inclusion        every statement is in the log, under a leaf that describes it correctly
 8 keys             every signer was registered, by an accepted registrar, at the state that its leaf names, and
                    each key could sign there; remarks on statements that a compromised key makes disputed
 9 links            named files are in the bundle, and files are named; registry and statements agree
10 rules            entries, versions, documents, periods, duplicates, imports, policy, rulebook, factor sets,
                    objections, and the seed of a sample
11 lineage          nothing that the calculation rests on had changed when it was made
12 deliveries       each matches recipient, unit, use, day and line
13 recomputation    the figure, recomputed from the entries
14 supplier_figures the figures stated with deliveries, and their attestations
15 balances         no line delivered more than it made, no delivery was used beyond its amount; the total use of
                    a site agrees with its entries
16 composition      the rows that are counted, and the circular formula; remarks on probable omissions and errors in
                    the entries; ratings
17 equality         every derived field, to the last digit, and the list of the sample

The order puts causes first, so that their consequences are listed under them: checkpoints before signatures,
inclusion before keys, the rules of an entry before its figure, the figure before the rules that need it. A step
reports under its own number alone, and adds nothing to a step that has ended but the effect of an earlier remark,
which needs the figure. A check that depends on something missing is not made; this is not a contradiction. A
bundle about a delivery passes through the same steps.
"""

from collections.abc import Callable
from dataclasses import replace

from ledger.audit.bundle.open_bundle import open_container, read_files
from ledger.audit.context import AuditContext
from ledger.audit.figure.balances import check_balances
from ledger.audit.figure.composition import check_counted
from ledger.audit.figure.equality import check_equality
from ledger.audit.figure.recomputation import recompute
from ledger.audit.figure.supplier_figures import check_supplier_figures
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.keys.signatures import check_signatures
from ledger.audit.keys.signers import check_keys
from ledger.audit.keys.use import remark_disputes
from ledger.audit.links.deliveries import check_deliveries
from ledger.audit.links.lineage import check_lineage
from ledger.audit.links.links import check_links
from ledger.audit.log.checkpoints import check_logs
from ledger.audit.log.inclusion import check_leaves
from ledger.audit.log.monitor import check_monitor
from ledger.audit.rules.entries import check_rules
from ledger.audit.sample.comparison import check_sample
from ledger.audit.subject.subject import find_subject

Check = Callable[[AuditContext, Findings], AuditContext]
"""A step: it takes the context so far and returns the next one; its findings go to the collector."""


def _container(context: AuditContext, findings: Findings) -> AuditContext:
    return replace(context, files=open_container(context.data, findings))


def _integrity(context: AuditContext, findings: Findings) -> AuditContext:
    return replace(context, bundle=read_files(context.files or {}, context.own, findings))


def _checkpoints(context: AuditContext, findings: Findings) -> AuditContext:
    return replace(context, logs=check_logs(context.bundle, context.policy, findings))


def _monitor(context: AuditContext, findings: Findings) -> AuditContext:
    monitor_report = check_monitor(context.bundle, context.logs, context.policy, findings)
    return replace(context, monitor_report=monitor_report)


def _subject(context: AuditContext, findings: Findings) -> AuditContext:
    return replace(context, subject=find_subject(context.bundle, findings))


def _signatures(context: AuditContext, findings: Findings) -> AuditContext:
    signers = check_signatures(context.bundle, context.registry, findings)
    return replace(context, signers=signers)


def _inclusion(context: AuditContext, findings: Findings) -> AuditContext:
    leaves = check_leaves(context.bundle, context.logs, context.policy.origin, findings)
    return replace(context, leaves=leaves)


def _keys(context: AuditContext, findings: Findings) -> AuditContext:
    leaves, policy, signers = context.leaves, context.policy, context.signers
    keys = check_keys(context.bundle, context.registry, leaves, policy, signers, findings)
    remark_disputes(keys.disputes, findings)
    return replace(context, keys=keys)


def _equality(context: AuditContext, findings: Findings) -> AuditContext:
    checked = check_equality(context, findings)
    check_sample(checked, findings)
    return checked


STEPS: tuple[tuple[StepNumber, Check], ...] = (
    (StepNumber.CONTAINER, _container),
    (StepNumber.INTEGRITY, _integrity),
    (StepNumber.CHECKPOINTS, _checkpoints),
    (StepNumber.MONITOR, _monitor),
    (StepNumber.SUBJECT, _subject),
    (StepNumber.SIGNATURES, _signatures),
    (StepNumber.INCLUSION, _inclusion),
    (StepNumber.KEYS, _keys),
    (StepNumber.LINKS, check_links),
    (StepNumber.RULES, check_rules),
    (StepNumber.LINEAGE, check_lineage),
    (StepNumber.DELIVERIES, check_deliveries),
    (StepNumber.RECOMPUTATION, recompute),
    (StepNumber.SUPPLIER_FIGURES, check_supplier_figures),
    (StepNumber.BALANCES, check_balances),
    (StepNumber.COMPOSITION, check_counted),
    (StepNumber.EQUALITY, _equality),
)
"""The steps in order, each with its number and its function."""
