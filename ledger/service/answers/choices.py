"""The choices behind a calculation, as a ledger knows them, and what a reader may see of them.

No auditor's policy applies here, so no choice is settled; beside it stands the conservative figure after the audit that
the figure's standing names. A reader that may see the whole calculation sees every
choice. A manufacturer sees its own; those of others are counted, because a row would disclose amounts, entries and
firms that are not open to it. The conservative total it does see: where one choice of another is the only one, the
total shows what that is worth.
"""

from decimal import Decimal
from typing import NamedTuple

from ledger.choices.choice import NOT_EXAMINED, AuditWord, Examined
from ledger.choices.conservative import conservative_figures
from ledger.choices.context import CalculationContext
from ledger.choices.listing import small_words, without_small
from ledger.choices.log import LogWord
from ledger.choices.report import (
    SHOWN,
    ReportedChoices,
    choice_heading,
    choice_rows,
    conservative_words,
    report_choices,
)
from ledger.choices.told import tell_conservative
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.homes import Homes, home_of
from ledger.footprint.graph.resolution import Records
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.state.evaluation import Evaluation
from ledger.state.figures import ComputedGraph, Method
from ledger.state.history import LogSizes
from ledger.state.kept import Kept
from ledger.state.profiles import profile_of
from ledger.state.standing import standing_of
from ledger.state.surroundings import LoggedFigure, log_records, present_sizes
from ledger.state.view import View
from ledger.store.statements import ids_about
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import AssertedCalculation, Calculation, Composition
from schemas.signed.closure import Beside
from schemas.signed.settled import Settled
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import Unit


class Around(NamedTuple):
    """What the log knows around a figure: statements (`log_records`), what is beside it, each firm's registration."""

    records: Records
    beside: Beside | None
    homes: Homes


def read_around(
    view: View,
    calculation: AssertedCalculation,
    composition: Composition,
    computed: ComputedGraph,
    about: LoggedFigure,
) -> Around:
    """Read what is around a calculation; arguments as `log_records`."""
    said = log_records(view, calculation, composition, computed, about)
    entries = (*said.records.entries.values(), *computed.resolution.nodes.values())
    issuers = sorted({record.entry.issuer for record in entries})
    return Around(*said, {issuer: home_of(profile_of(view, issuer)) for issuer in issuers})


def choices_of(
    subject: str,
    calculation: AssertedCalculation,
    declared: Evaluation,
    method: Method,
    around: Around,
    told: Decimal | None = None,
    audit: AuditWord | None = None,
) -> ReportedChoices:
    """The choices behind an evaluated calculation; empty if its rulebook names no alternatives.

    No policy applies, so the factor sets that count are those of its method.

    Args:
        subject: the id of the calculation or of its draft.
        calculation: its asserted part.
        declared: its evaluation.
        method: that valued it.
        around: what the log knows around it.
        told: the figure as its issuer can know it; None gives all digits.
        audit: the attestation after which the conservative figure is given too; None without one.
    """
    about = choice_context(subject, calculation, declared, method, around)
    readers = [NOT_EXAMINED] if audit is None else [NOT_EXAMINED, Examined.by(audit)]
    conservative = conservative_figures(about, readers)
    if told is not None:
        exact = total_of(declared.cells)
        conservative = tuple(tell_conservative(row, exact, told) for row in conservative)
    return report_choices(conservative[0], None, None if audit is None else conservative[1])


def choice_context(
    subject: str,
    calculation: AssertedCalculation,
    declared: Evaluation,
    method: Method,
    around: Around,
) -> CalculationContext:
    """The context of an evaluated calculation's choices; arguments as `choices_of`."""
    computed = declared.computed
    graph = PlausibilityContext(
        resolution=computed.resolution,
        figures=computed.figures,
        table=computed.table,
        rulebook=computed.rulebook,
        filling=method.filling,
    )
    return CalculationContext(
        subject=subject,
        graph=graph,
        log=LogWord.read(graph, around.records, around.beside),
        rows=declared.rows,
        calculation=calculation,
        homes=around.homes,
        listed=frozenset(method.factor_sets),
    )


def logged_context(
    view: View, name: str, calculation: Calculation, declared: Evaluation
) -> CalculationContext:
    """The context of the choices behind a calculation of the log, by its own method; arguments as `known_choices`."""
    around = _logged_around(view, name, calculation, declared)
    return choice_context(name, calculation, declared, _method(calculation), around)


def _logged_around(view: View, name: str, calculation: Calculation, declared: Evaluation) -> Around:
    composition = view.section(calculation, SectionName.COMPOSITION, Composition)
    about = LoggedFigure(calculation.as_of.size, name)
    return read_around(view, calculation, composition, declared.computed, about)


def standing_audit(view: View, name: str) -> AuditWord | None:
    """The attestation that the standing of a calculation names; None without one."""
    audit = standing_of(view, name).audit
    return None if audit is None else audit_word(view, audit.attestation)


def _method(calculation: Calculation) -> Method:
    return Method(calculation.rulebook, calculation.factor_sets, calculation.filling)


class _KeptChoices(NamedTuple):
    """The choices behind a calculation, the sizes of the logs, and the statements from which they follow."""

    reach: LogSizes
    follows: tuple[frozenset[str], str | None]
    choices: ReportedChoices


_CHOICES = Kept[_KeptChoices]("choices")


def known_choices(
    view: View, name: str, calculation: Calculation, declared: Evaluation, *, is_exact: bool = False
) -> ReportedChoices:
    """The choices behind a calculation of the log; kept as long as the statements around it are the same.

    As a draft's, they are told in parts of the declared figure until the calculation is declared: a firm could sign one
    with each of many capacities, but an auditor attests what it declares.

    Args:
        view: the transaction.
        name: the id of the calculation.
        calculation: the calculation.
        declared: its exact evaluation.
        is_exact: the reader is shown all digits.
    """
    if not is_exact:
        is_exact = calculation.digits is None or bool(
            ids_about(view.connection, Kind.DECLARATION.value, [name])
        )
    reach = present_sizes(view)
    kept = _CHOICES.find(view.memory, (name, is_exact))
    if kept is not None and kept.reach == reach:
        return kept.choices
    around = _logged_around(view, name, calculation, declared)
    standing = standing_of(view, name).audit
    audit = None if standing is None else audit_word(view, standing.attestation)
    shown = frozenset((*around.records.entries, *around.records.deliveries))
    follows = shown, None if standing is None else standing.attestation
    if kept is not None and kept.follows == follows:
        choices = kept.choices
    else:
        told = None if is_exact else Decimal(calculation.total)
        method = _method(calculation)
        choices = choices_of(name, calculation, declared, method, around, told, audit)
    _CHOICES.keep(view.memory, (name, is_exact), _KeptChoices(reach, follows, choices))
    return choices


def audit_word(view: View, name: str) -> AuditWord | None:
    """An attestation of the log with the choices that it settles; None if there is none of that id."""
    said = view.statement(name, Attestation)
    if said is None:
        return None
    named = said.sections is not None
    return AuditWord(said, view.section(said, SectionName.SETTLED, Settled) if named else None)


def choice_remarks(
    reported_choices: ReportedChoices, declared: str, unit: Unit | None = None
) -> tuple[str, ...]:
    """The conservative figure and the choices worth most, as sentences for a signer; `unit` is that of a product."""
    if reported_choices.choices is None:
        return ()
    per = "kWh of total energy" if unit is None else unit.value
    stated = reported_choices.conservative, reported_choices.choices
    line = conservative_words(declared, *stated, per)
    large, small = without_small(reported_choices.choices, declared)
    short = "kWh" if unit is None else unit.value
    rows = choice_rows(declared, large[:SHOWN], unit=short)
    more = len(large) - SHOWN
    return (
        f"Conservative figure: {line}.",
        choice_heading(reported_choices.choices),
        *(line for row in rows for line in (f"  {row[0]}", *(f"      {it}" for it in row[1:]))),
        *([f"  and {more} more, which the JSON lists"] if more > 0 else []),
        *([f"  {small_words(small)}"] if small is not None else []),
        *(
            [f"and {hidden_words(reported_choices.hidden)}, which an auditor sees"]
            if reported_choices.hidden
            else []
        ),
    )


def hidden_words(count: int) -> str:
    """The number of choices that a reader may not see, in words."""
    return "1 choice of another issuer" if count == 1 else f"{count} choices of other issuers"
