"""The declaration document that a verified bundle gives, built by the same functions as the ledger's own.

The values are those of the audit: statements that it read and figures that it recomputed. Three values are not in a
bundle: the public address of the page, and what happened to the figure after the bundle was made.
"""

from decimal import Decimal

from ledger.audit.context import AuditContext
from ledger.audit.report.choices import calculation_choices
from ledger.audit.report.standing import bundle_standing, bundle_worth, standing_word
from ledger.audit.subject.method import Method
from ledger.audit.subject.subject import Subject, View
from ledger.choices.choice import NOT_EXAMINED, Examined
from ledger.choices.conservative import conservative_figures
from ledger.choices.report import ReportedChoices, report_choices
from ledger.choices.told import tell_conservative
from ledger.documents.declaration.made import ProductEntries, list_made
from ledger.documents.declaration.source import DeclarationSource
from ledger.documents.worth import without_causes
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.resolution import resolve
from ledger.footprint.valuation.figure import Figures, figures
from ledger.footprint.valuation.told import told_figures
from schemas.signed.participant import Profile
from schemas.signed.statement import SectionName


def declaration_source(context: AuditContext) -> DeclarationSource | None:
    """The values behind the declaration of a bundle; None if its figure was not recomputed."""
    subject, view, method = context.subject, context.view, context.method
    recomputed, registry = context.recomputed, context.registry
    if not isinstance(subject, Subject) or not isinstance(view, View) or method is None:
        return None
    profile = profile_of(context, view.calculation.issuer)
    if recomputed is None or context.figures is None or registry is None or profile is None:
        return None
    entries = ProductEntries(view.calculation, view.composition, view.rows, view.made, view.records)
    declared = None if subject.declaration is None else (subject.id, subject.declaration)
    choices, standing = choices_of(context), bundle_standing(context)
    if standing is None:
        return None
    audit = standing_word(context, standing)
    return DeclarationSource(
        id=view.id,
        calculation=view.calculation,
        composition=view.composition,
        rows=view.rows,
        resolution=view.resolution,
        figures=recomputed.told,
        rulebook=method.rulebook,
        profile=profile,
        made=tuple(
            list_made(entries, recomputed.told, lambda name: _figures_of(name, view, method))
        ),
        declaration=declared,
        attestation=None if audit is None else audit.attestation,
        conservative=choices.conservative,
        standing=without_causes(bundle_worth(context, standing, choices)),
        page=None,
    )


def choices_of(context: AuditContext, *, is_exact: bool = False) -> ReportedChoices:
    """The choices behind the figure under no auditor's policy, as documents state them.

    Args:
        context: the audit.
        is_exact: of a document that shows all digits, also before a calculation is declared.
    """
    about, subject, view = calculation_choices(context), context.subject, context.view
    if about is None:
        return ReportedChoices()
    readers = (NOT_EXAMINED, Examined.by(standing_word(context, bundle_standing(context))))
    conservative = conservative_figures(about, readers)
    if isinstance(view, View) and view.calculation.digits is not None and not is_exact:
        is_declared = isinstance(subject, Subject) and subject.declaration is not None
        if not is_declared and context.recomputed is not None:
            exact = total_of(context.recomputed.cells)
            told = Decimal(view.calculation.total)
            conservative = tuple(tell_conservative(row, exact, told) for row in conservative)
    before, after = conservative
    return report_choices(before, None, after)


def profile_of(context: AuditContext, participant: str) -> Profile | None:
    """The profile with which a participant registered; None if the bundle lacks it."""
    signed = context.bundle.statements.get(participant)
    profile = None if signed is None else signed.sections.get(SectionName.PROFILE)
    return profile if isinstance(profile, Profile) else None


def _figures_of(name: str, view: View, method: Method) -> Figures | None:
    """The figures of an entry that is not counted; None if one that it needs is missing."""
    resolution = resolve((name,), (), view.records)
    entry_figures = figures(resolution, method.table, method.rulebook, view.calculation.filling)
    if entry_figures.problems or view.calculation.digits is None:
        return None if entry_figures.problems else entry_figures
    return told_figures(
        entry_figures,
        resolution,
        method.table,
        method.rulebook,
        view.calculation.filling,
        view.calculation.issuer,
    )
