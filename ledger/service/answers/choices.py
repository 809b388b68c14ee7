"""The choices behind a calculation, as a ledger knows them, and what a reader may see of them.

No auditor's policy applies here, so no choice is settled. A reader that may see the whole calculation sees every
choice. A manufacturer sees its own; those of others are counted, because a row would disclose amounts, entries and
firms that are not open to it. The conservative total it does see: where one choice of another is the only one, the
total shows what that is worth.
"""

from ledger.choices.conservative import conservative_figure
from ledger.choices.context import CalculationContext
from ledger.choices.log import LogWord
from ledger.choices.report import ReportedChoices, choice_lines, conservative_line, report_choices
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.service.state.evaluation import Evaluation
from ledger.service.state.figures import Method
from ledger.service.state.profiles import profile_of
from ledger.service.state.view import View
from schemas.calculation import AssertedCalculation, Calculation


def choices_of(
    view: View,
    subject: str,
    calculation: AssertedCalculation,
    declared: Evaluation,
    method: Method,
) -> ReportedChoices:
    """The choices behind an evaluated calculation; empty if its rulebook names no alternatives.

    No policy applies, so the factor sets that count are those of its method.
    """
    computed = declared.computed
    graph = PlausibilityContext(
        resolution=computed.resolution,
        figures=computed.figures,
        table=computed.table,
        rulebook=computed.rulebook,
        filling=method.filling,
    )
    log = LogWord.read(graph, computed.records)
    issuers = {record.entry.issuer for record in log.resolution.nodes.values()}
    about = CalculationContext(
        subject=subject,
        graph=graph,
        log=log,
        rows=declared.rows,
        calculation=calculation,
        registered={issuer: profile_of(view, issuer).country for issuer in sorted(issuers)},
        listed=frozenset(method.factor_sets),
    )
    return report_choices(conservative_figure(about), None)


def known_choices(
    view: View, name: str, stated: Calculation, declared: Evaluation
) -> ReportedChoices:
    """The choices behind a calculation of the log; kept, because neither it nor its state changes."""
    key = ("choices", name)
    kept = view.memory.computed.get(key)
    if isinstance(kept, ReportedChoices):
        return kept
    made = choices_of(
        view, name, stated, declared, Method(stated.rulebook, stated.factor_sets, stated.filling)
    )
    view.memory.computed[key] = made
    return made


def choice_remarks(found: ReportedChoices, declared: str) -> tuple[str, ...]:
    """The conservative figure and the choices worth most, as sentences for a signer."""
    if found.choices is None:
        return ()
    line = conservative_line(declared, found.conservative)
    rows = (f"Conservative figure: {line}.", *choice_lines(declared, found.choices))
    others = f"and {hidden_words(found.hidden)}, which an auditor sees"
    return (*rows, others) if found.hidden else rows


def hidden_words(count: int) -> str:
    """The number of choices that a reader may not see, in words."""
    return "1 choice of another issuer" if count == 1 else f"{count} choices of other issuers"
